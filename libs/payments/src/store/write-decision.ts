/** Sends what a batch decided, in one flight: plain payments by their own statements, more only where there is more. */
import type pg from 'pg';
import type { Decision } from '../domain/posting.js';
import {
  anyKeyValuesOf,
  anyPaymentValuesOf,
  anyWalletValuesOf,
  checkoutValuesOf,
  endedHoldValuesOf,
  freezeActValuesOf,
  freezeValuesOf,
  holdValuesOf,
  paymentChangeValuesOf,
  refundValuesOf,
} from './operation-rows.js';
import {
  endHolds,
  insertAnyKeys,
  insertAnyPayments,
  insertCheckouts,
  insertFreezeActs,
  insertFreezes,
  insertHolds,
  insertRefunds,
  updateAnyWallets,
  updatePayments,
} from './operation-statements.js';
import { entryValuesOf, keyValuesOf, paymentValuesOf, walletValuesOf } from './posting-rows.js';
import { grantValuesOf, useGrants } from './posting-rights.js';
import { insertEntries, insertKeys, insertPayments, updateWallets } from './posting-statements.js';

/** Nothing to write: everything was a replay, was rejected, or had happened already. */
export function isEmpty({ keys, changedPayments }: Decision): boolean {
  return keys.length === 0 && changedPayments.length === 0;
}

/** The statements of a decision, and which of them takes the keys. */
export interface Writes {
  readonly keys: pg.QueryConfig | undefined;
  readonly others: readonly pg.QueryConfig[];
}

/**
 * In the order of the foreign keys and of the locks. The plain form is what pays for itself at every payment: its
 * statements are four, and know nothing of fees, holds and checkouts.
 */
export function writesOf(decision: Decision): { readonly before: readonly pg.QueryConfig[] } & Writes {
  return isPlain(decision) ? plainWritesOf(decision) : allWritesOf(decision);
}

function isPlain({ payments, keys, changedPayments, checkouts }: Decision): boolean {
  return (
    checkouts.length === 0 &&
    changedPayments.length === 0 &&
    // Operations of other kinds have a key without a payment of their own.
    keys.length === payments.length &&
    payments.every(({ request }) => request.op === 'pay' && request.fee === undefined)
  );
}

function plainWritesOf(decision: Decision) {
  return {
    before: [insertPayments.bind(paymentValuesOf(decision))],
    keys: insertKeys.bind(keyValuesOf(decision)),
    others: [
      insertEntries.bind(entryValuesOf(decision)),
      updateWallets.bind(walletValuesOf(decision)),
      ...grantWritesOf(decision),
    ],
  };
}

const grantWritesOf = ({ usedGrants }: Decision) =>
  usedGrants.length > 0 ? [useGrants.bind(grantValuesOf(usedGrants))] : [];

function allWritesOf(decision: Decision) {
  const { created, keys, entries, wallets, changedPayments, refunds, checkouts, freezes } = decision;
  const when = (rows: readonly unknown[], statement: () => pg.QueryConfig) => (rows.length > 0 ? [statement()] : []);
  const held = created.filter(({ hold }) => hold);
  return {
    before: [
      // Changes first: a payment that was given up makes room for a new one of the same order.
      ...when(changedPayments, () => updatePayments.bind(paymentChangeValuesOf(decision))),
      ...when(changedPayments, () => endHolds.bind(endedHoldValuesOf(decision))),
      ...when(checkouts, () => insertCheckouts.bind(checkoutValuesOf(decision))),
      ...when(created, () => insertAnyPayments.bind(anyPaymentValuesOf(decision))),
    ],
    keys: keys.length > 0 ? insertAnyKeys.bind(anyKeyValuesOf(decision)) : undefined,
    others: [
      ...when(entries, () => insertEntries.bind(entryValuesOf(decision))),
      ...when(held, () => insertHolds.bind(holdValuesOf(decision))),
      ...when(refunds, () => insertRefunds.bind(refundValuesOf(decision))),
      ...when(freezes, () => insertFreezes.bind(freezeValuesOf(decision))),
      ...when(freezes, () => insertFreezeActs.bind(freezeActValuesOf(decision))),
      ...grantWritesOf(decision),
      ...when(wallets, () => updateAnyWallets.bind(anyWalletValuesOf(decision))),
    ],
  };
}
