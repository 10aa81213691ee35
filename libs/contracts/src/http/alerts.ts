/** Answers about fraud alerts. */
import { z } from 'zod';
import { alertEvent } from '../alert-event.js';
import { idField } from './fields.js';

/** open: it stands. merged: an alias of the alert it names. retracted: nothing breaches any more. */
export const alertStatuses = ['open', 'merged', 'retracted'] as const;

export const alertAnswer = alertEvent
  .omit({ schema_version: true, event: true, alert_id: true })
  .extend({ object: z.literal('alert'), id: idField('alt'), status: z.enum(alertStatuses) })
  .meta({ id: 'Alert' });

export type AlertAnswer = z.infer<typeof alertAnswer>;
