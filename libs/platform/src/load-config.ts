/** Reads a process's settings once, at start, and refuses to start on a wrong one, naming it and giving an example. */
import { z } from 'zod';

/** A setting is missing or wrong. The message lists every fault at once, so that one restart is enough to mend them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function exampleOf(schema: z.ZodObject, setting: string): string {
  const field: unknown = schema.shape[setting];
  const example = field instanceof z.ZodType ? field.meta()?.['example'] : undefined;
  return typeof example === 'string' ? ` Example: ${setting}=${example}` : '';
}

/**
 * Parses the environment by the process's schema. Give each setting `.meta({ example, description })`: the example is
 * shown when the setting is wrong. Empty text counts as not set. Never echoes a value, since it may be a secret.
 * Throws ConfigError.
 */
export function loadConfig<S extends z.ZodObject>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<S>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  const faults = result.error.issues.map((issue) => {
    const setting = String(issue.path[0] ?? '');
    const what = given[setting] === undefined ? 'is required but not set.' : `is wrong: ${issue.message}.`;
    return `  ${setting} ${what}${exampleOf(schema, setting)}`;
  });
  throw new ConfigError(`Cannot start: ${String(faults.length)} setting(s) to mend.\n${faults.join('\n')}`);
}

/** A TCP port, 1 to 65535. */
export const port = (byDefault: number) => z.coerce.number().int().min(1).max(65_535).default(byDefault);

/** Settings every long-running process has; spread them into its own schema with its default ops port. */
export const processSettings = (defaultOpsPort: number) => ({
  OPS_HOST: z.string().default('127.0.0.1').meta({
    example: '127.0.0.1',
    description: 'Address of health and metrics. Loopback unless an orchestrator probes from outside.',
  }),
  OPS_PORT: port(defaultOpsPort).meta({ example: String(defaultOpsPort), description: 'Port of health and metrics.' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ example: 'info', description: 'Least severe level that is written.' }),
  DRAIN_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(20_000).meta({
    example: '20000',
    description: 'How long the process may finish its work after SIGTERM before it is given up.',
  }),
});

/** The prefix of every topic name; two deployments on one broker differ in it. */
export const topicPrefix = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,80}$/, 'use letters, digits, dot, underscore and hyphen')
  .default('vf')
  .meta({ example: 'vf', description: 'Prefix of every topic name.' });

/** Kafka bootstrap addresses, `host:port` separated by commas. */
export const kafkaBrokers = z
  .string()
  .transform((list) => list.split(',').map((broker) => broker.trim()))
  .refine((list) => list.every((broker) => /^[^:\s]+:\d{1,5}$/.test(broker)), 'use host:port, separated by commas')
  .meta({ example: '127.0.0.1:19092', description: 'Bootstrap brokers of Kafka.' });

/** A PostgreSQL connection URL. */
export const postgresUrl = (database: string) =>
  z
    .string()
    .refine((url) => /^postgres(ql)?:\/\/.+/.test(url), 'use a postgres:// URL')
    .meta({ example: `postgres://user:password@127.0.0.1:5432/${database}`, description: `Database ${database}.` });
