/** The built capture worker, or its init, over declared pipelines. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@vf/local';
import { testKafka } from '@vf/testing';
import { startBuilt, type BuiltProgram } from './built-program.fixture.js';

export interface PipelinesWorker extends BuiltProgram {
  /** GET on the ops port. Rejects while nothing listens. */
  get(page: string): Promise<{ status: number; body: string }>;
  /** What it has written so far. */
  output(): string;
}

export interface WorkerLaunch {
  readonly program: 'main' | 'init';
  readonly args?: readonly string[];
  /** As PIPELINES_FILE declares them; each reads SHOP_DATABASE_URL. */
  readonly pipelines: readonly object[];
  readonly databaseUrl: string;
  readonly prefix: string;
  /** Go over the usual settings. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Acknowledgements and heartbeats are quick. Disposing kills it. */
export async function launchWorker(launch: WorkerLaunch): Promise<PipelinesWorker> {
  const path = join(mkdtempSync(join(tmpdir(), 'vf-pipelines-')), 'pipelines.json');
  const pipelines = launch.pipelines.map((pipeline) => ({ database: 'SHOP_DATABASE_URL', ...pipeline }));
  writeFileSync(path, JSON.stringify({ pipelines }));
  const [ops = 0] = await freePorts(1);
  const started = startBuilt(`apps/cdc-worker/dist/${launch.program}.js`, launch.args ?? [], {
    PIPELINES_FILE: path,
    SHOP_DATABASE_URL: launch.databaseUrl,
    KAFKA_BROKERS: testKafka().brokers.join(','),
    TOPIC_PREFIX: launch.prefix,
    HEARTBEAT_INTERVAL_MS: '200',
    ACKNOWLEDGE_INTERVAL_MS: '200',
    TAKEOVER_AFTER_MS: '1000',
    OPS_PORT: String(ops),
    ...launch.settings,
  });
  const get = async (page: string) => {
    const answer = await fetch(`http://127.0.0.1:${String(ops)}/${page}`);
    return { status: answer.status, body: await answer.text() };
  };
  return { ...started, get, output: () => started.stdout() + started.stderr() };
}
