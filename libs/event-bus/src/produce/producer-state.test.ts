import { describe, expect, it } from '@jest/globals';
import { ProducerState } from './producer-state.js';

describe('the sequence of a partition', () => {
  it('begins anew after the largest 32-bit integer, as the broker’s does', () => {
    const state = new ProducerState({ producerId: 1n, producerEpoch: 0 });
    state.acknowledged('t', 0, 2 ** 31 - 2);
    state.acknowledged('t', 0, 1);
    expect(state.stamp('t', 0).baseSequence).toBe(2 ** 31 - 1);
    state.acknowledged('t', 0, 3);
    expect(state.stamp('t', 0).baseSequence).toBe(2);
  });
});
