/**
 * Makes topics and slots and exits. Run it after the migrations; rows that are there already the worker reads first. Idempotent.
 * `--new-epoch <pipeline>` begins the next epoch after a typed stop: the worker then reads every table again and
 * deletes the keys that vanished.
 */
import { parseArgs } from 'node:util';
import { CaptureStop, initPipeline, type PipelineSetup } from '@vf/change-capture';
import { createLogger, retryUntilStopped, runMain, type Log } from '@vf/platform';
import { compose } from './composition.js';
import { readConfig } from './config.js';

/** How long database and broker may take to appear. */
const INIT_LIMIT_MS = 120_000;
/** With a new epoch: after a lost position the topics are read for the highest one they hold, whatever their size. */
const NEW_EPOCH_LIMIT_MS = 24 * 3_600_000;

async function initOne(pipeline: PipelineSetup, beginNewEpoch: boolean, log: Log, signal: AbortSignal): Promise<void> {
  const prepared = await retryUntilStopped(() => initPipeline(pipeline, { signal, beginNewEpoch }), {
    signal,
    onFailure: (err, failures) => {
      if (err instanceof CaptureStop) throw err;
      log.warn({ pipeline: pipeline.name, err, failures }, 'the source is not ready, trying again');
    },
  });
  log.info({ pipeline: pipeline.name, epoch: prepared.position.epoch }, 'the pipeline is ready to stream');
}

function newEpochsOf(args: readonly string[], pipelines: readonly PipelineSetup[]): readonly string[] {
  const { values } = parseArgs({ args: [...args], options: { 'new-epoch': { type: 'string', multiple: true } } });
  const asked = values['new-epoch'] ?? [];
  const names = pipelines.map(({ name }) => name);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown === undefined) return asked;
  throw new Error(`There is no pipeline "${unknown}"; those configured are: ${names.join(', ')}.`);
}

await runMain(async () => {
  const config = readConfig();
  const log = createLogger('cdc-worker-init', config.LOG_LEVEL);
  const { broker, topics, pipelines } = compose(config, log);
  const newEpochs = newEpochsOf(process.argv.slice(2), pipelines);
  const signal = AbortSignal.timeout(newEpochs.length > 0 ? NEW_EPOCH_LIMIT_MS : INIT_LIMIT_MS);
  await broker.open(topics, signal);
  try {
    for (const pipeline of pipelines) await initOne(pipeline, newEpochs.includes(pipeline.name), log, signal);
  } finally {
    await broker.close();
  }
  return 0;
});
