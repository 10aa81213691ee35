import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { consumerPositionMigrationSql } from '@vf/consumer';
import { migrationsDirectory } from '@vf/payments';

it('has the positions table as the consumer needs it', async () => {
  const migration = await readFile(`${migrationsDirectory}/0036_consumer_position/up.sql`, 'utf8');
  expect(migration).toBe(consumerPositionMigrationSql);
});
