export { alertEvent, type AlertEvent } from './alert-event.js';
export { captureDeadLetter, type CaptureDeadLetter } from './capture-dead-letter.js';
export { consumerDeadLetterHeaders, type ConsumerDeadLetterHeaders } from './consumer-dead-letter.js';
export {
  ledgerChange,
  ledgerRow,
  ownedPaymentChange,
  ownedWalletChange,
  paymentChange,
  paymentRow,
  userChange,
  userRow,
  walletChange,
  walletRow,
  type LedgerChange,
  type LedgerRow,
  type OwnedPaymentChange,
  type OwnedPaymentRow,
  type OwnedWalletChange,
  type OwnedWalletRow,
  type PaymentChange,
  type PaymentRow,
  type UserChange,
  type UserRow,
  type WalletChange,
  type WalletRow,
} from './change-envelope.js';
export {
  EVENT_ID_HEADER,
  OLDER_HASHES_HEADER,
  UNSENT_COLUMNS_HEADER,
  formatEventId,
  parseEventId,
  type EventId,
} from './event-id.js';
export { personalData } from './personal-data.js';
export { SNAPSHOT_ID_HEADER, parseSnapshotId, snapshotIdPrefix, type SnapshotId } from './snapshot-id.js';
export { progressRecord, type ProgressRecord } from './progress-record.js';
export {
  clearingAccountOf,
  fraudTeamClientId,
  platformWalletIds,
  providers,
  systemAccounts,
  type Provider,
  type SystemAccount,
} from './system-accounts.js';
export { isoOfMicroseconds, microsecondsOf } from './timestamp.js';
export {
  consumerGroups,
  newestPerKey,
  topicCatalogue,
  type TopicCatalogue,
  type TopicDeclaration,
} from './topic-catalogue.js';
export {
  createUserRequest,
  createWalletRequest,
  userAnswer,
  walletAnswer,
  type CreateUserRequest,
  type CreateWalletRequest,
  type UserAnswer,
  type WalletAnswer,
} from './http/accounts.js';
export { errorCatalogue, errorCodes, type CatalogueEntry, type ErrorCode } from './http/errors.js';
export { parseIdempotencyKey } from './http/idempotency-key.js';
export {
  createPaymentRequest,
  createTopUpRequest,
  paymentAnswer,
  type CreatePaymentRequest,
  type CreateTopUpRequest,
  type PaymentAnswer,
} from './http/payments.js';
export {
  batchAnswer,
  capturePaymentRequest,
  checkoutAnswer,
  createBatchRequest,
  createCheckoutRequest,
  createRefundRequest,
  freezeWalletRequest,
  refundAnswer,
  voidPaymentRequest,
  walletFreezeAnswer,
  type CapturePaymentRequest,
  type CheckoutAnswer,
  type CreateCheckoutRequest,
  type CreateRefundRequest,
  type FreezeWalletRequest,
  type RefundAnswer,
  type WalletFreezeAnswer,
} from './http/money-operations.js';
export { PROBLEM_MEDIA_TYPE, problem, problemOf, type Occurrence, type Problem } from './http/problem.js';
export { alertAnswer, alertStatuses, type AlertAnswer } from './http/alerts.js';
export {
  asOf,
  balanceAnswer,
  balanceOfList,
  statementAnswer,
  statementEntry,
  trialBalanceAnswer,
  type AsOf,
  type BalanceAnswer,
  type BalanceOfList,
  type StatementAnswer,
  type StatementEntryAnswer,
  type TrialBalanceAnswer,
} from './http/ledger.js';
export {
  capturePosition,
  captureSlot,
  captureSnapshot,
  captureSnapshotRequest,
  captureSnapshots,
  captureStatus,
  captureStatuses,
  slotDropped,
  type CapturePositionAnswer,
  type CaptureSlotAnswer,
  type CaptureSnapshotAnswer,
  type CaptureSnapshotRequest,
  type CaptureStatusAnswer,
} from './http/capture.js';
export {
  auditEntryAnswer,
  createGrantRequest,
  grantAnswer,
  kycLimitAnswer,
  revokeGrantRequest,
  setKycLimitRequest,
  setKycRequest,
  type AuditEntryAnswer,
  type CreateGrantRequest,
  type GrantAnswer,
  type KycLimitAnswer,
  type SetKycLimitRequest,
} from './http/access.js';
export {
  balanceAtQuery,
  expandable,
  expandedPaymentAnswer,
  ledgerEntryAnswer,
  listAuditQuery,
  listEntriesQuery,
  listGrantsQuery,
  listOf,
  listPaymentsQuery,
  listUsersQuery,
  readPaymentQuery,
  walletBalanceAnswer,
  type ExpandedPaymentAnswer,
  type LedgerEntryAnswer,
  type ListAnswer,
  type WalletBalanceAnswer,
} from './http/lists.js';
export {
  createPayoutRequest,
  providerCallback,
  providerCallbackTaken,
  type CreatePayoutRequest,
} from './http/provider-movements.js';
export {
  createWebhookEndpointRequest,
  rotateWebhookSecretRequest,
  webhookDeliveryAnswer,
  webhookEndpointAnswer,
  webhookEndpointDeleted,
  webhookEndpointWithSecret,
  type WebhookDeliveryAnswer,
  type WebhookEndpointAnswer,
} from './http/webhooks.js';
export { webhookEvent, webhookEventTypes, type WebhookEvent, type WebhookEventType } from './webhook-event.js';
export {
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TOLERANCE_S,
  signWebhook,
  verifyWebhook,
  type WebhookVerdict,
} from './webhook-signature.js';
export {
  walletCommandAnswer,
  walletCommandRequest,
  walletCommandStatuses,
  type WalletCommandAnswer,
} from './http/wallet-commands.js';
export {
  walletCommand,
  walletCommandResult,
  type WalletCommand,
  type WalletCommandKind,
  type WalletCommandResult,
} from './wallet-command.js';
