import { manualClock } from './manual-clock.js';

describe('manualClock', () => {
  it('wakes sleepers in the order they are due, each seeing its own time', async () => {
    const clock = manualClock(0);
    const seen: [string, number][] = [];
    void clock.sleep(20).then(() => seen.push(['later', clock.now()]));
    void clock.sleep(10).then(() => seen.push(['sooner', clock.now()]));
    await clock.advance(15);
    expect(seen).toEqual([['sooner', 10]]);
    await clock.advance(15);
    expect(seen).toEqual([
      ['sooner', 10],
      ['later', 20],
    ]);
    expect(clock.now()).toBe(30);
  });

  it('wakes a sleeper that went back to sleep within the same advance', async () => {
    const clock = manualClock(0);
    let ticks = 0;
    const loop = async (): Promise<void> => {
      while (ticks < 3) {
        await clock.sleep(10);
        ticks += 1;
      }
    };
    void loop();
    await clock.advance(100);
    expect(ticks).toBe(3);
  });

  it('rejects a sleeper whose signal is aborted', async () => {
    const clock = manualClock(0);
    const stop = new AbortController();
    const asleep = clock.sleep(10, stop.signal);
    stop.abort(new Error('stopping'));
    await expect(asleep).rejects.toThrow('stopping');
    expect(clock.sleeping()).toBe(0);
  });
});
