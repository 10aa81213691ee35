/** The pipelines of the platform, in the form of PIPELINES_FILE: what runs when no file is given. */
import { personalData } from '@vf/contracts';
import type { PipelinesText } from './pipeline-declaration.js';

const DAY_MS = 86_400_000;
const ALERT_RETENTION_DAYS = 90;
const COMMAND_RETENTION_DAYS = 90;

const forDays = (days: number) => ({ 'cleanup.policy': 'delete', 'retention.ms': String(days * DAY_MS) });

export const builtInPipelines: PipelinesText = {
  pipelines: [
    {
      name: 'payments',
      database: 'PAYMENTS_DATABASE_URL',
      publication: 'vendorflow_capture',
      carry: 'listed',
      tables: [
        {
          table: 'public.payments',
          'rows.topic': 'rows.payments',
          'routed.by': 'sender_id',
          pii: personalData.payments,
        },
        { table: 'public.wallets', 'rows.topic': 'rows.wallets', 'routed.by': 'id' },
        { table: 'public.ledger', 'rows.topic': 'rows.ledger', 'routed.by': 'wallet_id' },
        { table: 'public.users', 'rows.topic': 'rows.users', 'routed.by': 'id', pii: personalData.users },
        {
          table: 'public.wallet_command_result',
          topic: 'payments.command-results',
          'routed.by': 'user_id',
          outbox: { key: 'result_key', payload: 'payload' },
          config: forDays(COMMAND_RETENTION_DAYS),
        },
      ],
    },
    {
      name: 'fraud',
      database: 'FRAUD_DATABASE_URL',
      optional: true,
      publication: 'fraud_capture',
      carry: 'listed',
      tables: [
        {
          table: 'public.alert_event',
          topic: 'fraud.alerts',
          'routed.by': 'sender_id',
          outbox: { key: 'alert_id', payload: 'payload' },
          config: forDays(ALERT_RETENTION_DAYS),
        },
        {
          table: 'public.wallet_command',
          topic: 'fraud.commands',
          'routed.by': 'user_id',
          outbox: { key: 'command_id', payload: 'payload' },
          config: forDays(COMMAND_RETENTION_DAYS),
        },
      ],
    },
  ],
};
