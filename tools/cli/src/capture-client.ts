/** The worker's admin API. Nothing else is spoken to. */
import {
  capturePosition,
  captureSlot,
  captureSnapshot,
  captureSnapshots,
  captureStatus,
  captureStatuses,
  problem,
  slotDropped,
  type CaptureSnapshotRequest,
  type Problem,
} from '@vf/contracts';
import type { z } from 'zod';
import type { Connection } from './connection.js';

/** An answer as it was sent, for programs, and as it is understood. */
export interface Answer<T> {
  readonly sent: unknown;
  readonly value: T;
}

/** The worker said no; nothing was changed. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.title} ${problem.detail}`);
  }
}

/** No usable answer: nobody listens, it took too long, or something else than the worker answered. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export type SnapshotCommand = 'pause' | 'resume' | 'stop';

export interface ClientOptions {
  /** How long one request may take. */
  readonly timeoutMs: number;
  /** Ends what is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** A new epoch may read whole topics before it answers. */
const LEAST_CREATE_SLOT_MS = 150_000;

interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

/** Every method throws Refused and Unreachable. */
export class CaptureClient {
  constructor(
    private readonly connection: Connection,
    private readonly options: ClientOptions,
  ) {}

  statuses() {
    return this.#call('', captureStatuses);
  }

  status(pipeline: string) {
    return this.#call(at(pipeline), captureStatus);
  }

  pause(pipeline: string) {
    return this.#call(at(pipeline, 'pause'), captureStatus, { method: 'POST' });
  }

  resume(pipeline: string) {
    return this.#call(at(pipeline, 'resume'), captureStatus, { method: 'POST' });
  }

  position(pipeline: string) {
    return this.#call(at(pipeline, 'position'), capturePosition);
  }

  slot(pipeline: string) {
    return this.#call(at(pipeline, 'slot'), captureSlot);
  }

  createSlot(pipeline: string) {
    const timeoutMs = Math.max(this.options.timeoutMs, LEAST_CREATE_SLOT_MS);
    return this.#call(at(pipeline, 'slot'), captureStatus, { method: 'POST', timeoutMs });
  }

  /** `name` is the slot's exact name, by which the worker makes sure of what is meant. */
  dropSlot(pipeline: string, name: string) {
    const query = new URLSearchParams({ name });
    return this.#call(`${at(pipeline, 'slot')}?${query.toString()}`, slotDropped, { method: 'DELETE' });
  }

  snapshots(pipeline: string) {
    return this.#call(at(pipeline, 'snapshots'), captureSnapshots);
  }

  requestSnapshot(pipeline: string, body: CaptureSnapshotRequest) {
    return this.#call(at(pipeline, 'snapshots'), captureSnapshot, { method: 'POST', body });
  }

  changeSnapshot(pipeline: string, number: number, command: SnapshotCommand) {
    return this.#call(at(pipeline, 'snapshots', String(number), command), captureSnapshot, { method: 'POST' });
  }

  async #call<T>(path: string, schema: z.ZodType<T>, call: Call = {}): Promise<Answer<T>> {
    const { ok, status, sent } = await this.#fetch(`${this.connection.url}/v1/capture${path}`, call);
    if (ok) {
      const { success, data } = schema.safeParse(sent);
      if (success) return { sent, value: data };
    } else {
      const { success, data } = problem.safeParse(sent);
      if (success) throw new Refused(data);
    }
    throw new Unreachable(
      `${this.connection.url} answered ${status} with something that is no answer of the capture worker's admin API.`,
    );
  }

  async #fetch(url: string, { method = 'GET', body, timeoutMs = this.options.timeoutMs }: Call) {
    const { signal } = this.options;
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
        headers: {
          authorization: `Bearer ${this.connection.token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { ok: response.ok, status: response.status, sent: jsonOrNothing(await response.text()) };
    } catch (err) {
      signal?.throwIfAborted();
      const reason = limit.aborted ? `no answer within ${timeoutMs / MS_PER_SECOND} s` : causeOf(err);
      throw new Unreachable(`The capture worker at ${this.connection.url} is not reached: ${reason}.`, { cause: err });
    }
  }
}

const MS_PER_SECOND = 1_000;

const at = (...parts: readonly string[]) => parts.map((part) => `/${encodeURIComponent(part)}`).join('');

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch itself says no more than that it failed; its cause knows why. */
function causeOf(err: unknown): string {
  const { cause = err } = err as { cause?: unknown };
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return String(code ?? message ?? cause);
}
