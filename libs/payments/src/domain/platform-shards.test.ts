import { feeWalletPicker } from './platform-shards.js';

const wallets = Array.from({ length: 8 }, (_, n) => `wallet ${n}`);
const SLOTS = 4;
const START = 1_795_000_000_000;
/** The wallets of a process's slots in so many turns. */
const turnsOf = (processId: string, turns: number) => {
  const pick = feeWalletPicker(wallets, processId);
  return Array.from({ length: turns }, (_, turn) =>
    Array.from({ length: SLOTS }, (_slot, slot) => pick(slot, START + turn * 1_000)),
  );
};

describe('feeWalletPicker', () => {
  it('gives no two slots of a process the same wallet, so that their batches do not wait for each other', () => {
    for (const picked of turnsOf('one', 1_000)) expect(new Set(picked).size).toBe(SLOTS);
  });

  it('keeps a slot to its wallet within a turn', () => {
    const pick = feeWalletPicker(wallets, 'one');
    expect(new Set([0, 1, 500, 999].map((ms) => pick(0, START + ms))).size).toBe(1);
  });

  it('spreads over all wallets in time', () => {
    const counts = new Map<string, number>();
    for (const wallet of turnsOf('one', 2_000).flat()) counts.set(wallet, (counts.get(wallet) ?? 0) + 1);
    expect(counts.size).toBe(8);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(200);
  });

  it('does not let two processes go on sharing', () => {
    const [one, two] = [turnsOf('one', 1_000), turnsOf('two', 1_000)];
    const same = one.filter(([first], turn) => first === two[turn]?.[0]);
    expect(same.length).toBeLessThan(250);
  });
});
