import { describe, expect, it } from '@jest/globals';
import { snapshotMarker } from './snapshot-marker.js';

const nowhere = { isFirstTable: false, isFirstRow: false, isLastRow: false, isLastTable: false };

describe('snapshotMarker', () => {
  it.each([
    ['true', {}],
    ['true', { isFirstTable: true, isLastTable: true }],
    ['first', { isFirstTable: true, isFirstRow: true }],
    ['first', { isFirstTable: true, isFirstRow: true, isLastRow: true }],
    ['first_in_data_collection', { isFirstRow: true }],
    ['last_in_data_collection', { isLastRow: true }],
    ['last_in_data_collection', { isFirstRow: true, isLastRow: true }],
    ['last', { isLastRow: true, isLastTable: true }],
    ['last', { isFirstTable: true, isFirstRow: true, isLastRow: true, isLastTable: true }],
  ] as const)('is %s for a row at %j', (marker, at) => {
    expect(snapshotMarker({ ...nowhere, ...at })).toBe(marker);
  });
});
