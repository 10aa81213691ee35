/** What a figure was measured with. */
import { availableParallelism, cpus } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@vf/local';
import type { PaymentsSource } from './payments-source.js';

export interface Setting {
  readonly cores: number;
  readonly cpu: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Settings of the source that figures depend on. */
  readonly source: Readonly<Record<string, string>>;
}

export async function settingOf(source: PaymentsSource): Promise<Setting> {
  const show = async (name: string) => {
    const { rows } = await source.query('SELECT current_setting($1) AS value', [name]);
    return (rows[0] as { value: string }).value;
  };
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    versions: {
      node: process.version,
      postgres: await show('server_version'),
      kafka: versionIn('kafka'),
      debezium: versionIn('debezium'),
    },
    source: {
      fsync: await show('fsync'),
      synchronous_commit: await show('synchronous_commit'),
      replica_identity: 'full',
    },
  };
}

function versionIn(program: 'kafka' | 'debezium'): string {
  const pom = readFileSync(join(workspaceRoot, 'infra', program, 'pom.xml'), 'utf8');
  return new RegExp(`<${program}\\.version>([^<]+)<`).exec(pom)?.[1] ?? 'unknown';
}
