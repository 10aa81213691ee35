export { createPosting, type Posting, type PostingOptions } from './create-posting.js';
export { userRoles, type NewUser, type Payment, type User, type Wallet } from './domain/accounts.js';
export {
  clientScopes,
  hashOfApiKey,
  hintOfApiKey,
  isScope,
  modeOfApiKey,
  modes,
  newApiKey,
  scopes,
  type Mode,
  type Scope,
} from './domain/api-key.js';
export { OPERATOR, type Act, type Actor, type AuditAction, type AuditEntry } from './domain/audit.js';
export type { WriteAnswer } from './domain/decide.js';
export type { Answer, DecidedPayment, FailureCode, Outcome, Party, PostingRequest } from './domain/posting.js';
export { migrationsDirectory } from './migrations-directory.js';
export { addApiKey, findKeyHolder, type AddedKey, type KeyHolder, type NewKey } from './store/api-clients.js';
export { limitClient, listApiKeys, revokeApiKey, rotateApiKey, type ListedKey } from './store/api-keys.js';
export { listActs, type AuditFilter } from './store/audit-log.js';
export type { Page, PageAsked } from './store/pages.js';
export { classifyError } from './store/classify-error.js';
export { checkDatabase, openDatabase, type DatabaseOptions, type PaymentsDatabase } from './store/database.js';
export { provisionSystemAccounts } from './store/provision-system-accounts.js';
export { findPayment, findUser, findWallet } from './store/queries.js';
export { openWallet, registerUser } from './store/registration.js';
export type { PostingObserver } from './use-cases/batch-poster.js';
export { fingerprintOf } from './use-cases/fingerprint.js';
export { NotPosted, type UnpostedReason } from './use-cases/posting-fault.js';
