/** What a figure was measured with. */
import { availableParallelism, cpus } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@vf/local';

export interface Setting {
  readonly cores: number;
  readonly cpu: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Settings of the source that figures depend on. */
  readonly source: Readonly<Record<string, string>>;
}

/** `source` tells the value of a setting of its server. */
export async function settingOf(source: { setting(name: string): Promise<string> }): Promise<Setting> {
  const show = (name: string) => source.setting(name);
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
