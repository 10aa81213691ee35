/** What callers may ask about wallets. */
import { pageFields } from '@vf/read-api';
import { z } from 'zod';

export const walletPath = z.object({ walletId: z.string().meta({ description: 'wal_ and 32 hexadecimal digits.' }) });

export const listBalancesQuery = z.strictObject(pageFields);

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-24T10:00:00Z' });

export const statementQuery = z.strictObject({
  ...pageFields,
  from: time.optional().meta({ description: 'Entries at this time or later.', example: '2026-11-01T00:00:00+02:00' }),
  to: time.optional().meta({ description: 'Entries before this time.', example: '2026-12-01T00:00:00+02:00' }),
});

/** The cut of the first page, so that all pages of a list tell of one state. */
const cutFields = {
  epoch: z.int().positive(),
  lsn: z.string().regex(/^\d{1,20}$/),
  at: z.string().regex(/^-?\d{1,18}$/),
};
export const balancesCursor = z.strictObject({ ...cutFields, id: z.uuid() });
export const statementCursor = z.strictObject({ ...cutFields, seq: z.string().regex(/^\d{1,18}$/) });

export const noQuery = z.strictObject({});
