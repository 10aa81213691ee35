export {
  commitOfEventId,
  commitOfSnapshot,
  formatLsn,
  parseLsn,
  type CommitPosition,
} from './domain/commit-position.js';
export { progressMarkOf, type Cut, type ProgressMark } from './domain/cut.js';
export { entryOf, type Entry, type Provenance } from './domain/entry.js';
export { counterpartyOf, paymentOf, walletOf, type Payment, type Wallet } from './domain/parties.js';
export { trialBalanceOf, type CurrencyTotals, type TrialBalance } from './domain/trial-balance.js';
export { standingOf, type WalletStanding, type WalletSums } from './domain/wallet-standing.js';
export { migrationsDirectory } from './migrations-directory.js';
export {
  removeEntries,
  removePayments,
  removeWallets,
  storeEntries,
  storePayments,
  storeWallets,
  type Vanished,
} from './store/apply-changes.js';
export {
  ledgerDatabase,
  type LedgerDatabase,
  type LedgerTables,
  type LedgerTransaction,
} from './store/ledger-database.js';
export { storeMarks, type ConsumedTopics } from './store/progress.js';
export { readAtCut, type ReadAtCut } from './store/read-at-cut.js';
export { statementAtCut, type Statement, type StatementEntry, type StatementQuery } from './store/statement.js';
export { allTotalsAtCut, walletsAtCut, type WalletAtCut, type WalletPage } from './store/wallet-totals.js';
