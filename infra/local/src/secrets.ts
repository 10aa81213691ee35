import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const SECRET_BYTES = 24;
const OWNER_ONLY = 0o600;

const secretsSchema = z.object({
  /** Passwords by database role, the superuser's included. */
  passwords: z.record(z.string(), z.string()).default({}),
  /** Bearer tokens of people, by role. */
  tokens: z.record(z.string(), z.string()).default({}),
  /** Secrets that personal data is hashed with, by key id. */
  piiKeys: z.record(z.string(), z.string()).default({}),
  /** The API client made at the first start, and the database cluster that knows it. */
  apiKey: z.object({ key: z.string(), cluster: z.string() }).optional(),
});
type SecretValues = z.output<typeof secretsSchema>;

/** Generated passwords, tokens and keys of the local stack, kept in one file that only its owner may read. */
export class Secrets {
  readonly #path: string;
  readonly #values: SecretValues;

  constructor(path: string) {
    this.#path = path;
    this.#values = read(path);
  }

  /** Password of a database role, made on first use. */
  password(role: string): string {
    return this.#values.passwords[role] ?? this.#make(this.#values.passwords, role);
  }

  /** Bearer token for a role of the read APIs, made on first use. */
  token(role: string): string {
    return this.#values.tokens[role] ?? this.#make(this.#values.tokens, role);
  }

  /** Secret of the key that personal data is hashed with, made on first use. */
  piiKey(id: string): string {
    return this.#values.piiKeys[id] ?? this.#make(this.#values.piiKeys, id);
  }

  /** The API key that this database cluster knows, if one was made. */
  apiKey(cluster: string): string | undefined {
    return this.#values.apiKey?.cluster === cluster ? this.#values.apiKey.key : undefined;
  }

  keepApiKey(cluster: string, key: string): void {
    this.#values.apiKey = { key, cluster };
    this.#save();
  }

  #make(group: Record<string, string>, name: string): string {
    const secret = randomBytes(SECRET_BYTES).toString('hex');
    group[name] = secret;
    this.#save();
    return secret;
  }

  /** Written beside and renamed, so that a crash never leaves half a file and locks us out of the database. */
  #save(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.next`;
    writeFileSync(next, `${JSON.stringify(this.#values, null, 2)}\n`, { mode: OWNER_ONLY });
    chmodSync(next, OWNER_ONLY);
    renameSync(next, this.#path);
  }
}

function read(path: string): SecretValues {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return secretsSchema.parse({});
    throw err;
  }
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch (err) {
    throw new Error(`${path} is damaged. Restore it, or delete it together with the data beside it.`, { cause: err });
  }
}
