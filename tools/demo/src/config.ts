import { loadConfig } from '@vf/platform';
import { z } from 'zod';

const MOST_PAYMENTS = 1_000_000;
const FEWEST_PAYMENTS = 60;

const schema = z.object({
  DEMO_PAYMENTS: z.coerce.number().int().min(FEWEST_PAYMENTS).max(MOST_PAYMENTS).default(5_000).meta({
    example: '5000',
    description: 'Payments of the day.',
  }),
  DEMO_SEED: z.coerce.number().int().min(0).default(1).meta({
    example: '1',
    description: 'Names the day: the same seed plays the same one, with fresh customers.',
  }),
  DEMO_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(64).meta({
    example: '64',
    description: 'Requests under way at once.',
  }),
  DEMO_PATIENCE_MS: z.coerce.number().int().min(1_000).default(300_000).meta({
    example: '300000',
    description:
      'How long one request, and then the stream, may take before the demo gives up. Long enough to kill a process under it and start it again.',
  }),
});

export type DemoConfig = Readonly<z.output<typeof schema>>;

/** Settings of the demo from the environment. Throws ConfigError. */
export const demoConfig = (): DemoConfig => loadConfig(schema, process.env);
