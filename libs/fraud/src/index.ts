export { alertEventOf, type Provenance } from './domain/alert-event.js';
export { MAX_LISTED_PAYMENTS, type Alert, type AlertChange } from './domain/alert.js';
export { paymentFactOf, type PaymentFact } from './domain/payment-fact.js';
export type { VelocityRule } from './domain/velocity-rule.js';
export type { NewWalletCommand } from './domain/wallet-command.js';
export { migrationsDirectory } from './migrations-directory.js';
export {
  alertStates,
  findCanonicalAlert,
  listAlerts,
  type AlertCursor,
  type AlertFilter,
  type AlertView,
} from './store/alert-queries.js';
export { fraudDatabase, type FraudDatabase, type FraudTables, type FraudTransaction } from './store/fraud-database.js';
export { RuleUnusable, newestRule } from './store/rules.js';
export {
  findWalletCommand,
  issueWalletCommand,
  storeCommandResults,
  type CommandResult,
  type IssuedCommand,
  type WalletCommandView,
} from './store/wallet-commands.js';
export { judgePayments, type JudgePayments } from './use-cases/judge-payments.js';
