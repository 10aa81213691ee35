import { loadConfig, postgresUrl } from '@vf/platform';
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
  ADMIN_DATABASE_URL: postgresUrl('vendorflow').optional().meta({
    example: 'postgres://operator:password@127.0.0.1:5432/vendorflow',
    description: 'For `keys`: a login of the group app_admin; the stack that runs from this clone when left out.',
  }),
});

export type CliConfig = Readonly<z.output<typeof schema>>;

/** Settings of the command line from the environment. Throws ConfigError. */
export const cliConfig = (): CliConfig => loadConfig(schema, process.env);

/** What the program of `keys` is given: everything this one was, and its database. */
export const keysEnvironment = (databaseUrl: string): NodeJS.ProcessEnv => ({
  ...process.env,
  ADMIN_DATABASE_URL: databaseUrl,
});
