import { loadConfig } from '@vf/platform';
import { z } from 'zod';

const schema = z.object({
  VENDORFLOW_CAPTURE_URL: z
    .url({ protocol: /^https?$/, error: 'use an http:// or https:// URL' })
    .optional()
    .meta({
      example: 'http://127.0.0.1:8081',
      description:
        'Admin API of the capture worker; --url goes before it, the stack that runs from this clone after it.',
    }),
  VENDORFLOW_TOKEN: z.string().optional().meta({
    example: '<a token of API_TOKENS with the role operator>',
    description: 'Bearer token for it; --token goes before it.',
  }),
});

export type CliConfig = Readonly<z.output<typeof schema>>;

/** Settings of the command line from the environment. Throws ConfigError. */
export const cliConfig = (): CliConfig => loadConfig(schema, process.env);
