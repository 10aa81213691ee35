/**
 * A small source: commits that move money between wallets, each entry in its wallet's partition, and progress marks as the
 * worker writes them. Consumers apply partitions in any interleaving; what they then hold is in `Applied`.
 */
import fc from 'fast-check';
import { formatEventId } from '@vf/contracts';
import { hundredths } from '@vf/money';
import { compareCommits } from './commit-position.js';
import type { ProgressMark } from './cut.js';
import type { Entry } from './entry.js';

export const LEDGER_TOPIC = 'vf.public.ledger';
const PARTITIONS = 3;

export interface Source {
  /** By partition, in order of offset. */
  readonly log: readonly (readonly Entry[])[];
  /** Oldest first. */
  readonly marks: readonly ProgressMark[];
}

interface Transfer {
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
  /** Whether the worker writes a mark after this commit. */
  readonly marked: boolean;
}

const transfer: fc.Arbitrary<Transfer> = fc.record({
  from: fc.integer({ min: 0, max: 3 }),
  to: fc.integer({ min: 4, max: 7 }),
  amount: fc.bigInt({ min: 1n, max: 500n }),
  marked: fc.boolean(),
});

export const anySource: fc.Arbitrary<Source> = fc
  .array(transfer, { minLength: 1, maxLength: 30, size: 'max' })
  .map(committed);

export const walletId = (n: number) => `0198c2f0-0000-7000-a000-${n.toString(16).padStart(12, '0')}`;

function committed(transfers: readonly Transfer[]): Source {
  const log: Entry[][] = Array.from({ length: PARTITIONS }, () => []);
  const marks: ProgressMark[] = [];
  const wallets = new Map<number, { balance: bigint; seq: bigint }>();
  let ledgerId = 0n;
  const post = (wallet: number, delta: bigint, lsn: bigint, index: number) => {
    const before = wallets.get(wallet) ?? { balance: 0n, seq: 0n };
    const after = { balance: before.balance + delta, seq: before.seq + 1n };
    wallets.set(wallet, after);
    const partition = wallet % PARTITIONS;
    log[partition]!.push({
      ledgerId: (ledgerId += 1n),
      paymentId: walletId(Number(lsn)),
      walletId: walletId(wallet),
      walletSeq: after.seq,
      type: delta < 0n ? 'debit' : 'credit',
      amount: hundredths(delta < 0n ? -delta : delta),
      balanceBefore: hundredths(before.balance),
      balanceAfter: hundredths(after.balance),
      createdAtUs: lsn,
      commit: { epoch: 1, lsn },
      provenance: {
        topic: LEDGER_TOPIC,
        partition,
        offset: BigInt(log[partition]!.length),
        eventId: formatEventId({ epoch: 1, commitLsn: lsn, index }),
      },
    });
  };
  transfers.forEach(({ from, to, amount, marked }, n) => {
    const lsn = BigInt(n + 1) * 0x100n;
    post(from, -amount, lsn, 0);
    post(to, amount, lsn, 1);
    if (marked) marks.push(markAt(log, lsn));
  });
  return { log, marks };
}

const markAt = (log: readonly (readonly Entry[])[], lsn: bigint): ProgressMark => ({
  pipeline: 'payments',
  epoch: 1,
  lsn,
  committedUs: lsn,
  complete: true,
  partitions: { [LEDGER_TOPIC]: Object.fromEntries(log.map((entries, n) => [String(n), String(entries.length)])) },
});

/** Whose turn it is: the partition that applies its next record, any number of times. */
export const interleaving = fc.array(fc.integer({ min: 0, max: PARTITIONS - 1 }), { maxLength: 60 });

/** What is applied after some turns: the first records of each partition. */
export function appliedAfter(source: Source, turns: readonly number[]): { offsets: bigint[]; entries: Entry[] } {
  const offsets = source.log.map((entries, partition) =>
    BigInt(Math.min(entries.length, turns.filter((turn) => turn === partition).length)),
  );
  const entries = source.log.flatMap((all, partition) => all.slice(0, Number(offsets[partition])));
  return { offsets, entries: entries.sort((a, b) => compareCommits(a.commit, b.commit)) };
}
