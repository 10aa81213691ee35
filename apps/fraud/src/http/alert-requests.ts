/** What callers may ask about alerts. */
import { alertStatuses } from '@vf/contracts';
import { pageFields } from '@vf/read-api';
import { z } from 'zod';

export const listAlertsQuery = z.strictObject({
  ...pageFields,
  sender_id: z
    .string()
    .regex(/^usr_[0-9a-f]{32}$/, 'must be usr_ and 32 hexadecimal digits')
    .optional()
    .meta({ description: 'Alerts of this sender alone.' }),
  status: z.enum(alertStatuses).optional().meta({ description: 'All states without it.' }),
});

export const alertPath = z.object({ id: z.string().meta({ description: 'alt_ and 32 hexadecimal digits.' }) });

export const walletCommandPath = z.object({ id: z.string().meta({ description: 'cmd_ and 32 hexadecimal digits.' }) });

/** Alerts are listed from the newest on: the last one shown. */
export const alertCursor = z.strictObject({ detected_at: z.iso.datetime(), id: z.uuid() });
