/** The one-shot form of a start: make or check slot and position, stream nothing. */
import type { CapturePosition } from '../position/capture-position.js';
import { permanentStop } from '../source/permanent-errors.js';
import type { PreparedSource } from '../source/prepare-source.js';
import { readSlotState } from '../source/slot-state.js';
import type { PipelineOptions } from './pipeline-options.js';
import { preparePipeline } from './prepare-pipeline.js';
import { planPipeline, type PipelineSetup } from './table-planner.js';

/**
 * Safe to run any number of times. With `beginNewEpoch` an existing slot is dropped and changes that were not published
 * are given up, which is the operator's word to give; the worker then reads every table again. Throws CaptureStop.
 */
export async function initPipeline(
  setup: PipelineSetup,
  options: { readonly signal: AbortSignal; readonly beginNewEpoch: boolean },
): Promise<PreparedSource> {
  try {
    return await prepareOnce(await planPipeline(setup, [], options.signal), options);
  } catch (err) {
    throw permanentStop(err) ?? err;
  }
}

export interface Repair {
  readonly position: CapturePosition;
  /** Otherwise the slot that was there is taken up. */
  readonly isNewSlot: boolean;
}

/** The operator's repair of a pipeline that has stopped; see CapturePipeline.createSlot. Throws CaptureStop. */
export async function repairPipeline(setup: PipelineSetup, signal: AbortSignal): Promise<Repair> {
  try {
    const isNewSlot = (await readSlotState(setup.address, setup.slot)) === undefined;
    const { position } = await initPipeline(setup, { signal, beginNewEpoch: isNewSlot });
    return { position, isNewSlot };
  } catch (err) {
    throw permanentStop(err) ?? err;
  }
}

async function prepareOnce(
  pipeline: PipelineOptions,
  options: { readonly signal: AbortSignal; readonly beginNewEpoch: boolean },
): Promise<PreparedSource> {
  const sink = await pipeline.broker.openSink({
    pipeline: pipeline.name,
    delivery: pipeline.delivery,
    signal: options.signal,
    onRetry: (detail) =>
      pipeline.log.warn({ pipeline: pipeline.name, detail }, 'the broker does not take the position'),
  });
  try {
    return await preparePipeline(pipeline, sink, { ...options, takesSlot: false, onHeld: () => undefined });
  } finally {
    await sink.close();
  }
}
