import { platformWalletPicker } from './platform-shards.js';

const wallets = Array.from({ length: 8 }, (_, n) => `wallet ${n}`);
/** An id of this millisecond. */
const idAt = (ms: number, tail = '7abc-8def-0123456789ab') => {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
};
const START = 0x19aa_0000_0000;

describe('platformWalletPicker', () => {
  it('gives one wallet to what comes within sixteen milliseconds, so that a batch locks one', () => {
    const pick = platformWalletPicker(wallets, 'one');
    const picked = Array.from({ length: 16 }, (_, ms) =>
      pick(idAt(START + ms, `7${ms.toString(16)}bc-8def-0123456789ab`)),
    );
    expect(new Set(picked).size).toBe(1);
  });

  it('spreads over all wallets in time', () => {
    const pick = platformWalletPicker(wallets, 'one');
    const counts = new Map<string, number>();
    for (let n = 0; n < 8_000; n += 1) {
      const wallet = pick(idAt(START + n * 16));
      counts.set(wallet, (counts.get(wallet) ?? 0) + 1);
    }
    expect(counts.size).toBe(8);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(200);
  });

  it('keeps processes apart most of the time', () => {
    const [one, two] = [platformWalletPicker(wallets, 'one'), platformWalletPicker(wallets, 'two')];
    const same = Array.from({ length: 1_000 }, (_, n) => idAt(START + n * 16)).filter((id) => one(id) === two(id));
    expect(same.length).toBeLessThan(250);
  });
});
