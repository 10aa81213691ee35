export { createPosting, type Posting, type PostingOptions } from './create-posting.js';
export { userRoles, type NewUser, type Payment, type User, type Wallet } from './domain/accounts.js';
export {
  hashOfApiKey,
  isScope,
  modeOfApiKey,
  modes,
  newApiKey,
  scopes,
  type Mode,
  type Scope,
} from './domain/api-key.js';
export type { WriteAnswer } from './domain/decide.js';
export type { Answer, DecidedPayment, FailureCode, Outcome, Party, PostingRequest } from './domain/posting.js';
export { migrationsDirectory } from './migrations-directory.js';
export { addApiKey, findKeyHolder, type KeyHolder, type NewKey } from './store/api-clients.js';
export { classifyError } from './store/classify-error.js';
export { checkDatabase, openDatabase, type DatabaseOptions, type PaymentsDatabase } from './store/database.js';
export { provisionSystemAccounts } from './store/provision-system-accounts.js';
export { findPayment, findUser, findWallet } from './store/queries.js';
export { openWallet, registerUser } from './store/registration.js';
export type { PostingObserver } from './use-cases/batch-poster.js';
export { fingerprintOf } from './use-cases/fingerprint.js';
export { NotPosted, type UnpostedReason } from './use-cases/posting-fault.js';
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
export { isWebhookAddress, webhookUrl, type WebhookAddressRules } from './domain/webhook-url.js';
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
export { webhookOwnersOf, type WebhookOwner } from './store/webhook-owners.js';
