import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pickRequest } from './pick-request.js';

const waiting = fc.array(
  fc.record({
    topic: fc.constantFrom('a', 'b'),
    partition: fc.integer({ min: 0, max: 2 }),
    bytes: fc.integer({ min: 1, max: 700 }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('picking a request', () => {
  it('takes the first batches of different partitions, within the limit unless there is only one', () => {
    fc.assert(
      fc.property(waiting, (batches) => {
        const picked = pickRequest(batches, 1_000);
        const slot = ({ topic, partition }: (typeof batches)[number]) => `${topic}/${partition}`;
        expect(picked.length).toBeGreaterThan(0);
        expect(new Set(picked.map(slot)).size).toBe(picked.length);
        for (const batch of picked) expect(batches.find((other) => slot(other) === slot(batch))).toBe(batch);
        if (picked.length > 1) expect(picked.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
