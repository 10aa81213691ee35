/** A pipeline over the fixture database, running until disposed. */
import { silentLog } from '@vf/platform';
import { PUBLICATION, tablePlans, type SourceDatabase } from '../source-database.fixture.js';
import { CapturePipeline } from './capture-pipeline.js';
import { defaultLimits, type CaptureLimits, type PipelineOptions } from './pipeline-options.js';
import { POSITIONS_TOPIC, PROGRESS_TOPIC, type RecordingBroker } from './recording-broker.fixture.js';

export const tables = tablePlans('t');
export const THINGS = 't.public.thing';
export const ANNOUNCEMENTS = 't.announcements';

export function pipelineOptions(
  source: SourceDatabase,
  broker: RecordingBroker,
  limits: Partial<CaptureLimits> = {},
): PipelineOptions {
  return {
    name: 'fixture',
    address: { connectionString: source.captureUrl, applicationName: 'test' },
    slot: source.slot,
    publication: PUBLICATION,
    tables,
    source: { version: '1', name: 't' },
    progressTopic: PROGRESS_TOPIC,
    positionsTopic: POSITIONS_TOPIC,
    broker,
    delivery: 'at-least-once',
    limits: { ...defaultLimits, heartbeatIntervalMs: 50, acknowledgeEveryMs: 50, takeoverAfterMs: 1_000, ...limits },
    log: silentLog,
  };
}

export interface RunningPipeline extends AsyncDisposable {
  readonly pipeline: CapturePipeline;
  /** Settles with the pipeline. */
  readonly over: Promise<void>;
}

export function startPipeline(options: PipelineOptions): RunningPipeline {
  const pipeline = new CapturePipeline(options);
  const stop = new AbortController();
  const over = pipeline.run(stop.signal);
  over.catch(() => undefined);
  const dispose = async () => {
    stop.abort();
    await over.catch(() => undefined);
  };
  return { pipeline, over, [Symbol.asyncDispose]: dispose };
}
