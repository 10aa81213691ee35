import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { NOW_MS, snapshotAnswer, statusAnswer } from '../answers.fixture.js';
import { showPosition, showSlot } from './show-slot.js';
import { showSnapshot, showSnapshots } from './show-snapshots.js';
import { showStatus, showStatuses } from './show-status.js';

/** Cells of each line, without colours and borders; lines of no table as they are. */
const cells = (text: string) =>
  stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => !/^[┌├└]/.test(line))
    .map((line) =>
      line.startsWith('│')
        ? line
            .split('│')
            .slice(1, -1)
            .map((cell) => cell.trim())
        : line,
    );

const stopped = statusAnswer({
  name: 'fraud',
  phase: 'stopped',
  detail: 'Replication slot vf_fraud is gone. To begin a new epoch, run: init.js',
  stop: { code: 'slot-missing', repair: 'To begin a new epoch, run: init.js' },
  last_change_at: null,
});

describe('pipelines', () => {
  it('are a line each, with the worker’s memory, and what a person must do', () => {
    expect(cells(showStatuses([statusAnswer(), stopped], NOW_MS))).toEqual([
      ['pipeline', 'phase', 'slot', 'lag', 'lag in log', 'WAL kept', 'last change', 'records/s'],
      ['payments', 'streaming', 'vf_payments', '12ms', '2 KiB', '3 MiB', '1.5s ago', '12,345'],
      ['fraud', 'stopped', 'vf_payments', '12ms', '2 KiB', '3 MiB', '-', '12,345'],
      'Worker memory 150 MiB.',
      'fraud stopped (slot-missing): Replication slot vf_fraud is gone.',
      'Repair: To begin a new epoch, run: init.js',
    ]);
    expect(showStatuses([], NOW_MS)).toBe('The worker has no pipeline.');
  });

  it('alone show everything', () => {
    expect(cells(showStatus(statusAnswer(), NOW_MS))).toEqual([
      ['pipeline', 'payments'],
      ['phase', 'streaming'],
      ['lag', '12ms, 2 KiB of log'],
      ['slot', 'vf_payments, reserved'],
      ['WAL kept', '3 MiB, 8.79 GiB left'],
      ['last change', '2026-11-24T09:59:58.500Z (1.5s ago)'],
      ['rate', '12,345 records/s, 2,469 commits/s'],
      ['published', '1,000,001 records, 1,000,000 rows, 200,000 commits'],
      ['dead letters', '1'],
      ['reconnects', '2'],
      ['queue', '512 B'],
      ['worker memory', '150 MiB'],
      ['epoch, position', '3, 0/1A2B3C8'],
      ['snapshots waiting', '-'],
    ]);
  });

  it('tell of a slot at risk, and why they do not stream', () => {
    const slot = { ...statusAnswer().slot, safe_bytes: null, risk: 'half of the log that is kept is used' };
    expect(cells(showStatus(statusAnswer({ phase: 'paused', detail: 'paused by an operator', slot }), NOW_MS))).toEqual(
      expect.arrayContaining([
        ['phase', 'paused'],
        ['WAL kept', '3 MiB'],
        'payments: paused by an operator',
        'payments: half of the log that is kept is used',
      ]),
    );
  });
});

describe('snapshots', () => {
  it('show rate and time left while they run', () => {
    const ended = snapshotAnswer({
      number: 6,
      kind: 'repair',
      state: 'done',
      seconds_left: null,
      rows_estimated: null,
    });
    expect(cells(showSnapshots('payments', [ended, snapshotAnswer()]))).toEqual([
      ['no', 'kind', 'state', 'rows', 'of about', 'rows/s', 'time left', ''],
      ['6', 'repair', 'done', '250,000', '-', '-', '-', 'reads public.ledger'],
      ['7', 'ad-hoc', 'running', '250,000', '1,000,000', '10,000', '1m 15s', 'reads public.ledger'],
    ]);
    expect(showSnapshots('payments', [])).toBe('There is no snapshot of payments.');
  });

  it('alone show each table', () => {
    expect(cells(showSnapshot('payments', snapshotAnswer())).slice(2)).toEqual([
      ['table', '', 'rows', 'of about', 'last key'],
      ['public.payments', 'done', '50,000', '50,000', 'ff'],
      ['public.ledger', 'under way', '200,000', '-', '7, x'],
      ['public.users', 'waits', '0', '-', '-'],
    ]);
  });
});

describe('slot and position', () => {
  it('show what the server does not tell as nothing', () => {
    const lost = { wal_status: null, restart_lsn: null, confirmed_flush_lsn: null, kept_bytes: null, safe_bytes: null };
    expect(cells(showSlot({ object: 'capture_slot', name: 'vf_payments', active: false, ...lost }))).toEqual([
      ['slot', 'vf_payments'],
      ['held by a worker', 'no'],
      ['WAL status', '-'],
      ['WAL kept', '-'],
      ['may still be written', 'no limit'],
      ['restart at', '-'],
      ['acknowledged to', '-'],
    ]);
  });

  it('show the place of the last published event', () => {
    const position = {
      object: 'capture_position',
      pipeline: 'payments',
      epoch: 2,
      commit_lsn: '0/20',
      index: 4,
      durable_lsn: '0/28',
      slot: 'vf_payments',
      slot_created_lsn: '0/10',
    } as const;
    expect(cells(showPosition(position))).toEqual([
      ['pipeline', 'payments'],
      ['epoch', '2'],
      ['last published', 'commit 0/20, event 4'],
      ['durable before', '0/28'],
      ['slot', 'vf_payments, made at 0/10'],
    ]);
  });
});
