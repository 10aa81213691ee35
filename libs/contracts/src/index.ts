export { alertEvent, type AlertEvent } from './alert-event.js';
export {
  ledgerChange,
  ledgerRow,
  paymentChange,
  paymentRow,
  walletChange,
  walletRow,
  type LedgerChange,
  type LedgerRow,
  type PaymentChange,
  type PaymentRow,
  type WalletChange,
  type WalletRow,
} from './change-envelope.js';
export { EVENT_ID_HEADER, formatEventId, parseEventId, type EventId } from './event-id.js';
export { progressRecord, type ProgressRecord } from './progress-record.js';
export { clearingAccountOf, providers, systemAccounts, type Provider, type SystemAccount } from './system-accounts.js';
export { isoOfMicroseconds, microsecondsOf } from './timestamp.js';
export { consumerGroups, topicCatalogue, type TopicCatalogue, type TopicDeclaration } from './topic-catalogue.js';
