/** A slot and a position as tables. */
import type { CapturePositionAnswer, CaptureSlotAnswer } from '@vf/contracts';
import { factTable } from './table.js';
import { bytes, NOTHING } from './units.js';

export const showSlot = (slot: CaptureSlotAnswer) =>
  factTable([
    ['slot', slot.name],
    ['held by a worker', slot.active ? 'yes' : 'no'],
    ['WAL status', slot.wal_status ?? NOTHING],
    ['WAL kept', bytes(slot.kept_bytes)],
    ['may still be written', slot.safe_bytes === null ? 'no limit' : bytes(slot.safe_bytes)],
    ['restart at', slot.restart_lsn ?? NOTHING],
    ['acknowledged to', slot.confirmed_flush_lsn ?? NOTHING],
  ]);

export const showPosition = (position: CapturePositionAnswer) =>
  factTable([
    ['pipeline', position.pipeline],
    ['epoch', String(position.epoch)],
    ['last published', `commit ${position.commit_lsn}, event ${position.index}`],
    ['durable before', position.durable_lsn],
    ['slot', `${position.slot}, made at ${position.slot_created_lsn}`],
  ]);
