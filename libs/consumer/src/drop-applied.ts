/** Which records of a batch are news. Pure. */
import { EVENT_ID_HEADER } from '@vf/contracts';

export interface Position {
  /** The offset of the next record to apply. */
  readonly nextOffset: bigint;
  /** Of the last change applied. */
  readonly lastEventId: string | null;
}

interface OffsetAndHeaders {
  readonly offset: bigint;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Fresh<R> {
  readonly fresh: readonly R[];
  /** Records that were applied before. */
  readonly duplicates: number;
  /** After the batch. */
  readonly lastEventId: string | null;
}

/**
 * Leaves out records below the position and changes whose event id is not above the last one applied. Ids only rise
 * within a partition; a worker that lost its place emits old changes again at new offsets, in their old order, and
 * those are exactly the ones at or below the last id. Records without an id go by their offset alone.
 */
export function dropApplied<R extends OffsetAndHeaders>(records: readonly R[], position: Position): Fresh<R> {
  const fresh: R[] = [];
  let { lastEventId } = position;
  for (const record of records) {
    if (record.offset < position.nextOffset) continue;
    const id = record.headers[EVENT_ID_HEADER];
    if (id !== undefined && lastEventId !== null && id <= lastEventId) continue;
    if (id !== undefined) lastEventId = id;
    fresh.push(record);
  }
  return { fresh, duplicates: records.length - fresh.length, lastEventId };
}
