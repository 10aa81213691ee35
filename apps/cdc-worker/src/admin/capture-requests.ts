/** What callers of the admin API may ask. */
import { z } from 'zod';

export const pipelinePath = z.object({ pipeline: z.string() });

export const snapshotPath = z.object({
  pipeline: z.string(),
  number: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, 'must be the number of a snapshot')
    .transform(Number),
});

export const slotQuery = z.strictObject({
  name: z.string().meta({ description: 'The exact name of the slot, so that no other is dropped by mistake.' }),
});
