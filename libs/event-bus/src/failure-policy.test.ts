import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Failure, type FailureKind, type FailurePolicy, decideFailure } from './failure-policy.js';

const policy: FailurePolicy = {
  backoff: { firstMs: 100, longestMs: 5_000 },
  notReadyAfterFailures: 3,
  poisonAttempts: 2,
  poison: 'dead-letter',
};

const anyFailure: fc.Arbitrary<Failure> = fc.record({
  kind: fc.constantFrom<FailureKind>('transient', 'poison', 'fatal'),
  failures: fc.integer({ min: 1, max: 1_000 }),
  records: fc.integer({ min: 1, max: 1_000 }),
  attempts: fc.integer({ min: 1, max: 20 }),
});
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('what to do about a failed batch', () => {
  it('leaves a record out only when it was alone, tried often enough, and at fault itself', () => {
    fc.assert(
      fc.property(anyFailure, (failure) => {
        if (decideFailure(failure, policy).kind !== 'dead-letter') return;
        expect(failure).toMatchObject({ kind: 'poison', records: 1 });
        expect(failure.attempts).toBeGreaterThanOrEqual(policy.poisonAttempts);
      }),
    );
  });

  it('never leaves a record out where the topic is to stop', () => {
    fc.assert(
      fc.property(anyFailure, (failure) => {
        expect(decideFailure(failure, { ...policy, poison: 'stop' }).kind).not.toBe('dead-letter');
      }),
    );
  });

  it('waits for what may pass, longer each time but never longer than the limit allows', () => {
    fc.assert(
      fc.property(anyFailure, anyRandom, (failure, random) => {
        const decision = decideFailure({ ...failure, kind: 'transient' }, policy, () => random);
        if (decision.kind !== 'retry') throw new Error('a passing fault must be retried');
        expect(decision.afterMs).toBeGreaterThanOrEqual(80);
        expect(decision.afterMs).toBeLessThanOrEqual(6_000);
        expect(decision.ready).toBe(failure.failures < 3);
      }),
    );
  });

  it('gets from any batch to the one record in at most log2 steps and the attempts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (size) => {
        let records = size;
        let attempts = 1;
        let steps = 0;
        for (; ; steps += 1, attempts += 1) {
          const { kind } = decideFailure({ kind: 'poison', failures: 1, records, attempts }, policy);
          if (kind === 'dead-letter') break;
          if (kind === 'bisect') records = Math.ceil(records / 2);
          else expect(kind).toBe('again');
        }
        expect(records).toBe(1);
        expect(steps).toBeLessThanOrEqual(Math.ceil(Math.log2(size)) + 1);
      }),
    );
  });

  it('stops for a fault of the program', () => {
    expect(decideFailure({ kind: 'fatal', failures: 1, records: 5, attempts: 1 }, policy)).toEqual({ kind: 'stop' });
  });
});
