import { describe, expect, it } from '@jest/globals';
import { testPostgresUrl } from '@vf/testing';
import { judge, readAllowedDifferences } from './allowed-differences.js';
import { recordOurs } from './compare.js';
import { comparisons } from './comparisons.js';
import { differencesOf } from './differences.js';
import { readGolden } from './goldens.js';

const TIMEOUT_MS = 120_000;

describe('the records of our capture', () => {
  it.each(comparisons)(
    'are those that Debezium wrote: $title',
    async (comparison) => {
      const ours = await recordOurs(comparison, testPostgresUrl());
      const differences = differencesOf(ours, readGolden(comparison.name));
      expect(judge(comparison.name, differences, readAllowedDifferences())).toEqual({ refused: [], unused: [] });
    },
    TIMEOUT_MS,
  );
});
