export { fraudOracle, velocityRule, type OracleAlert, type OracleRule } from './fraud-oracle.js';
export { rowsOracle } from './rows-oracle.js';
export {
  balanceOracle,
  changesCommitted,
  trialBalanceOracle,
  type ChangesCommitted,
  type OracleBalance,
  type OracleTrialBalance,
} from './ledger-oracle.js';
