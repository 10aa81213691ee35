export { createPosting, type Posting, type PostingOptions } from './create-posting.js';
export {
  userRoles,
  type NewUser,
  type Checkout,
  type Payment,
  type Refund,
  type User,
  type Wallet,
} from './domain/accounts.js';
export {
  hashOfApiKey,
  hintOfApiKey,
  isScope,
  modeOfApiKey,
  modes,
  newApiKey,
  ownScopes,
  platformScopes,
  scopes,
  type Mode,
  type Scope,
} from './domain/api-key.js';
export { OPERATOR, type Act, type Actor, type AuditAction, type AuditEntry } from './domain/audit.js';
export { feeBearers, MAX_FEE_BASIS_POINTS, type FeeBearer } from './domain/fees.js';
export { kycStatuses } from './domain/kyc-limits.js';
export type { LedgerEntry } from './domain/ledger-entry.js';
export { paymentOf } from './domain/decide-order.js';
export type {
  CaptureRequest,
  CheckoutRequest,
  FeeTerms,
  FreezeRequest,
  KeyedOperation,
  Operation,
  PaymentOrder,
  PostingRequest,
  RefundRequest,
  SettleRequest,
  StartPayoutRequest,
  StartTopUpRequest,
  VoidRequest,
} from './domain/operations.js';
export type {
  Answer,
  DecidedCheckout,
  DecidedFreeze,
  DecidedPayment,
  DecidedRefund,
  Failure,
  FailureCode,
  LockedPayment,
  LogPosition,
  Outcome,
  Party,
  Rejection,
  Told,
  WriteAnswer,
} from './domain/posting.js';
export type {
  DeclineReason,
  LookUpOutcome,
  Movement,
  MovementKind,
  SubmitOutcome,
} from './domain/provider-movement.js';
export { migrationsDirectory } from './migrations-directory.js';
export { addApiKey, findKeyHolder, type AddedKey, type KeyHolder, type NewKey } from './store/api-clients.js';
export { limitClient, listApiKeys, revokeApiKey, rotateApiKey, type ListedKey } from './store/api-keys.js';
export { listActs, type AuditFilter } from './store/audit-log.js';
export { listKycLimits, setKycLimit, setKycStatus, type KycLimit } from './store/kyc.js';
export { entriesOfPayments } from './store/ledger-entries.js';
export {
  balanceAt,
  databaseNow,
  listEntries,
  listPayments,
  listUsers,
  type BalanceAt,
  type PaymentFilter,
} from './store/lists.js';
export { createGrant, findGrant, listGrants, revokeGrant, type WalletGrant } from './store/wallet-grants.js';
export type { Page, PageAsked } from './store/pages.js';
export { classifyError } from './store/classify-error.js';
export { checkDatabase, openDatabase, type DatabaseOptions, type PaymentsDatabase } from './store/database.js';
export { currentPosition } from './store/log-position.js';
export { provisionSystemAccounts } from './store/provision-system-accounts.js';
export { CallbackStore } from './store/provider-callbacks.js';
export { MovementStore, type StoredMovement } from './store/provider-movements.js';
export { dueHolds, findCheckout, findPayment, findRefund, findUser, findWallet, findWallets } from './store/queries.js';
export { openWallet, registerUser } from './store/registration.js';
export { expireDueHolds, type ExpireOptions } from './use-cases/expire-holds.js';
export type { PostingObserver } from './use-cases/batch-poster.js';
export { fingerprintOf } from './use-cases/fingerprint.js';
export { moveByProvider, type MoveOutcome } from './use-cases/move-by-provider.js';
export {
  movementLimits,
  type MovementLimits,
  type MovementObserver,
  type MovementParts,
} from './use-cases/movement-flow.js';
export type { CallbackReading, PaymentProvider, PaymentProviders, RawCallback } from './use-cases/payment-provider.js';
export { NotPosted, type UnpostedReason } from './use-cases/posting-fault.js';
export { movementPostings } from './use-cases/movement-postings.js';
export type { MovementPostings } from './use-cases/provider-movements.js';
export { resolveMovements } from './use-cases/resolve-movements.js';
export { takeCallback, type CallbackTaken } from './use-cases/take-callback.js';
export {
  hearsOf,
  isAcknowledged,
  newWebhookSecret,
  nextAttemptAtMs,
  type ClaimedDelivery,
  type WebhookAttempt,
  type WebhookEndpoint,
  type WebhookEventToStore,
} from './domain/webhook.js';
export { isWebhookAddress, webhookUrl, type WebhookAddressRules } from './use-cases/webhook-url.js';
export type { DB as PaymentsTables } from './store/db.generated.js';
export { claimWebhookDeliveries, settleWebhookAttempt, type ClaimLimits } from './store/webhook-claims.js';
export {
  deleteOldWebhookDeliveries,
  listWebhookDeliveries,
  resendWebhookDelivery,
  storeWebhookEvents,
  type WebhookDelivery,
} from './store/webhook-deliveries.js';
export {
  addWebhookEndpoint,
  deleteWebhookEndpoint,
  enableWebhookEndpoint,
  findWebhookEndpoint,
  listWebhookEndpoints,
  rotateWebhookSecret,
} from './store/webhook-endpoints.js';
export { webhookHoldsOf, webhookOwnersOf, type WebhookOwner } from './store/webhook-owners.js';
