import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../config.js';
import { stackFolders } from '../folders.js';
import { identify, isRunning } from '../processes/identity.js';

const OWNER_ONLY = 0o600;

const descriptionSchema = z.object({
  startedAt: z.string(),
  launcher: z.object({ pid: z.number(), startedAt: z.string() }),
  /** Base URL of each API by service name. */
  urls: z.record(z.string(), z.string()),
  /** Base URL of health and metrics by service name. */
  opsUrls: z.record(z.string(), z.string()),
  /** Owner's URL of each database; holds a password. */
  databases: z.record(z.string(), z.string()),
  postgresAdminUrl: z.string(),
  kafkaBrokers: z.string(),
  topicPrefix: z.string(),
  /** The file with the API key and the tokens. */
  secretsFile: z.string(),
  processes: z.array(z.object({ name: z.string(), pid: z.number(), logFile: z.string() })),
});

/** A running stack, as it describes itself in var/local/stack.json. */
export type StackDescription = z.output<typeof descriptionSchema>;

export function writeStackFile(path: string, description: Omit<StackDescription, 'launcher'>): void {
  const launcher = identify(process.pid) ?? { pid: process.pid, startedAt: '' };
  const next = `${path}.next`;
  writeFileSync(next, `${JSON.stringify({ ...description, launcher }, null, 2)}\n`, { mode: OWNER_ONLY });
  renameSync(next, path);
}

export function removeStackFile(path: string): void {
  rmSync(path, { force: true });
}

/** Id of the key that personal data is hashed with on the local stack. */
export const LOCAL_PII_KEY = 'local';

const accessSchema = z.object({
  apiKey: z.object({ key: z.string() }),
  tokens: z.object({ analyst: z.string(), finance: z.string(), operator: z.string() }),
  piiKeys: z.object({ [LOCAL_PII_KEY]: z.string() }),
});

/** What a caller of the APIs needs besides the URLs. */
export interface StackAccess {
  /** API key of the payments API. */
  apiKey: string;
  /** Bearer token of the fraud API. */
  analystToken: string;
  /** Bearer token of the ledger projection API. */
  financeToken: string;
  /** Bearer token of the worker's admin API. */
  operatorToken: string;
  /** Key that the worker hashes personal data with. */
  piiKey: { id: string; secret: string };
}

/**
 * The stack that runs from this clone (or with its data in another `home`), or undefined when none does: a file left by
 * a killed one does not count.
 */
export function readRunningStack(
  root: string = workspaceRoot,
  home: string = join(root, 'var/local'),
): (StackDescription & StackAccess) | undefined {
  const { stackFile } = stackFolders(root, home);
  let text: string;
  try {
    text = readFileSync(stackFile, 'utf8');
  } catch {
    return undefined;
  }
  const description = descriptionSchema.parse(JSON.parse(text));
  if (!isRunning(description.launcher)) return undefined;
  const access = accessSchema.parse(JSON.parse(readFileSync(description.secretsFile, 'utf8')));
  return {
    ...description,
    apiKey: access.apiKey.key,
    analystToken: access.tokens.analyst,
    financeToken: access.tokens.finance,
    operatorToken: access.tokens.operator,
    piiKey: { id: LOCAL_PII_KEY, secret: access.piiKeys[LOCAL_PII_KEY] },
  };
}
