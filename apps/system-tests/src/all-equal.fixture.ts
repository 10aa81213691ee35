import { expect } from '@jest/globals';
import { reportOf, type Equality } from '@vf/demo';

/** Fails with the demo's own table of what differs. */
export function expectAllEqual(equalities: readonly Equality[]): void {
  const unequal = equalities.filter((equality) => equality.differences.length > 0);
  expect(unequal.length === 0 ? 'all equal' : reportOf(unequal)).toBe('all equal');
}
