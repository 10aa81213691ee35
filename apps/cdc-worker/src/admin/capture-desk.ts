/** Carries out what the admin API is asked; refusals are codes of the error catalogue. */
import {
  CaptureStop,
  SlotCommandRefused,
  SnapshotRefused,
  SourceTransactionOpen,
  type CapturePipeline,
  type SlotRefusalCode,
  type SnapshotRefusalCode,
} from '@vf/change-capture';
import type { CaptureSnapshotAnswer, CaptureSnapshotRequest, CaptureStatusAnswer, ErrorCode } from '@vf/contracts';
import { ApiError } from '@vf/read-api';
import { positionAnswer, slotAnswer, snapshotAnswer, statusAnswer } from './capture-answers.js';
import type { CaptureRates } from './capture-rates.js';

export interface DeskOptions {
  readonly pipelines: readonly CapturePipeline[];
  readonly rates: CaptureRates;
  readonly heartbeatIntervalMs: number;
}

export type SnapshotCommand = 'pause' | 'resume' | 'stop';

const codeOfRefusal: Readonly<Record<SnapshotRefusalCode | SlotRefusalCode, ErrorCode>> = {
  'not-paused': 'pipeline_not_paused',
  'not-stopped': 'pipeline_not_stopped',
  'under-way': 'slot_command_under_way',
  'out-of-time': 'slot_command_out_of_time',
  'not-streaming': 'pipeline_not_streaming',
  'unknown-table': 'table_not_captured',
  'no-primary-key': 'table_without_key',
  'bad-range': 'snapshot_range_invalid',
  'queue-full': 'snapshot_queue_full',
  'unknown-snapshot': 'snapshot_not_found',
  'wrong-state': 'snapshot_state_conflict',
};

export class CaptureDesk {
  constructor(private readonly options: DeskOptions) {}

  all() {
    return { data: this.options.pipelines.map((pipeline) => this.#show(pipeline)) };
  }

  status(name: string): CaptureStatusAnswer {
    return this.#show(this.#find(name));
  }

  pause(name: string): CaptureStatusAnswer {
    const pipeline = this.#findRunning(name);
    pipeline.pause();
    return this.#show(pipeline);
  }

  resume(name: string): CaptureStatusAnswer {
    const pipeline = this.#findRunning(name);
    pipeline.resume();
    return this.#show(pipeline);
  }

  async position(name: string) {
    const position = await this.#find(name).readPosition();
    if (!position) throw new ApiError('position_not_recorded');
    return positionAnswer(position);
  }

  async slot(name: string) {
    const pipeline = this.#find(name);
    const slot = await pipeline.readSlot();
    if (!slot) throw new ApiError('slot_not_found');
    return slotAnswer(pipeline.slot, slot);
  }

  async createSlot(name: string): Promise<CaptureStatusAnswer> {
    const pipeline = this.#find(name);
    await refusedAsApiError(() => pipeline.createSlot());
    return this.#show(pipeline);
  }

  async dropSlot(name: string, slot: string) {
    const pipeline = this.#find(name);
    if (slot !== pipeline.slot) throw new ApiError('slot_name_differs', { param: 'name' });
    await refusedAsApiError(() => pipeline.dropSlot());
    return { object: 'capture_slot', name: slot, dropped: true } as const;
  }

  snapshots(name: string) {
    return { data: this.#find(name).snapshotStatus().map(snapshotAnswer) };
  }

  async requestSnapshot(name: string, { tables }: CaptureSnapshotRequest): Promise<CaptureSnapshotAnswer> {
    const pipeline = this.#find(name);
    const asked =
      tables === 'all'
        ? tables
        : tables.map(({ schema, table, from, to }) => ({
            schema,
            table,
            ...(from && { from }),
            ...(to && { to }),
          }));
    const number = await refusedAsApiError(() => pipeline.requestSnapshot({ tables: asked }));
    return this.#snapshot(pipeline, number);
  }

  async changeSnapshot(name: string, number: number, command: SnapshotCommand): Promise<CaptureSnapshotAnswer> {
    const pipeline = this.#find(name);
    const commands = {
      pause: () => pipeline.pauseSnapshot(number),
      resume: () => pipeline.resumeSnapshot(number),
      stop: () => pipeline.stopSnapshot(number),
    };
    await refusedAsApiError(commands[command]);
    return this.#snapshot(pipeline, number);
  }

  #snapshot(pipeline: CapturePipeline, number: number): CaptureSnapshotAnswer {
    const snapshot = pipeline.snapshotStatus().find((candidate) => candidate.number === number);
    if (!snapshot) throw new ApiError('snapshot_not_found');
    return snapshotAnswer(snapshot);
  }

  #find(name: string): CapturePipeline {
    const pipeline = this.options.pipelines.find((candidate) => candidate.name === name);
    if (!pipeline) throw new ApiError('pipeline_not_found');
    return pipeline;
  }

  #findRunning(name: string): CapturePipeline {
    const pipeline = this.#find(name);
    if (pipeline.status.phase === 'stopped') throw new ApiError('pipeline_stopped', { detail: pipeline.status.detail });
    return pipeline;
  }

  #show(pipeline: CapturePipeline): CaptureStatusAnswer {
    return statusAnswer(pipeline, this.options.rates.of(pipeline.name), this.options.heartbeatIntervalMs);
  }
}

async function refusedAsApiError<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (err) {
    if (err instanceof CaptureStop) throw new ApiError('pipeline_stopped', { detail: err.message });
    if (err instanceof SourceTransactionOpen) throw new ApiError('source_transaction_open', { detail: err.message });
    if (!(err instanceof SnapshotRefused || err instanceof SlotCommandRefused)) throw err;
    throw new ApiError(codeOfRefusal[err.code], { detail: err.message });
  }
}
