/** Settings of the sandboxes' process; nothing else reads the environment. */
import { loadConfig, port, processSettings } from '@vf/platform';
import { z } from 'zod';

const STRIPE_PORT = 8091;
const MTN_MOMO_PORT = 8092;
const AIRTEL_PORT = 8093;
const OPS_PORT = 9090;

const sandboxPort = (preferred: number, of: string) =>
  port(preferred).meta({ example: String(preferred), description: `Port of ${of}.` });
const secret = (byDefault: string) => z.string().min(1).default(byDefault).meta({ example: byDefault });
const ms = (byDefault: number, description: string) =>
  z.coerce
    .number()
    .int()
    .min(0)
    .max(3_600_000)
    .default(byDefault)
    .meta({ example: String(byDefault), description });

const schema = z.object({
  SANDBOX_HOST: z.string().default('127.0.0.1').meta({ example: '0.0.0.0', description: 'Address of the sandboxes.' }),
  SANDBOX_STRIPE_PORT: sandboxPort(STRIPE_PORT, 'Stripe’s sandbox'),
  SANDBOX_MTN_MOMO_PORT: sandboxPort(MTN_MOMO_PORT, 'MTN MoMo’s sandbox'),
  SANDBOX_AIRTEL_PORT: sandboxPort(AIRTEL_PORT, 'Airtel Money’s sandbox'),
  CALLBACK_BASE_URL: z.url().default('http://127.0.0.1:8080').meta({
    example: 'http://127.0.0.1:8080',
    description: 'The payments API that is called back.',
  }),
  SANDBOX_SETTLE_MS: ms(1_500, 'Until a movement that takes time has ended; minutes at a real provider.'),
  SANDBOX_LATE_MS: ms(20_000, 'How late late answers and callbacks come; longer than the caller waits.'),
  STRIPE_SECRET_KEY: secret('sk_test_sandbox'),
  STRIPE_WEBHOOK_SECRET: secret('whsec_sandbox'),
  MTN_MOMO_API_USER: secret('00000000-0000-4000-8000-000000000001'),
  MTN_MOMO_API_KEY: secret('sandbox'),
  MTN_MOMO_SUBSCRIPTION_KEY: secret('sandbox'),
  AIRTEL_CLIENT_ID: secret('sandbox'),
  AIRTEL_CLIENT_SECRET: secret('sandbox'),
  AIRTEL_CALLBACK_KEY: secret('sandbox'),
  ...processSettings(OPS_PORT),
});

export type SandboxesConfig = Readonly<z.output<typeof schema>>;
export const sandboxesConfig = (env = process.env): SandboxesConfig => loadConfig(schema, env);
