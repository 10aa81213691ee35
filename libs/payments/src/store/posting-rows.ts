/** Between the rows of posting's statements and the domain's words; operation-rows.ts does it for other operations. */
import { isoOfMicroseconds } from '@vf/contracts';
import { formatDecimal, parseDecimal } from '@vf/money';
import { keyOf, keyOfOperation, walletsNamedBy, type KeyedOperation, type Operation } from '../domain/operations.js';
import { referenceOf, type Decision, type Facts, type KnownKey, type LockedWallet } from '../domain/posting.js';
import type {
  EntryValues,
  ExaminedRow,
  KeyValues,
  LockedRow,
  PaymentValues,
  WalletValues,
} from './posting-statements.js';

/** The wallets that a batch names, each once, and the platform's where a fee is taken; the statement sorts them. */
export function walletIdsOf(operations: readonly Operation[], feeWalletId: string): string[] {
  const takesFee = operations.some((operation) => 'fee' in operation && operation.fee);
  return [...new Set([...operations.flatMap(walletsNamedBy), ...(takesFee ? [feeWalletId] : [])])];
}

export function askedValuesOf(operations: readonly KeyedOperation[]) {
  return {
    clientIds: operations.map(({ clientId }) => clientId),
    keys: operations.map(({ key }) => key),
    clientReferences: operations.map((operation) =>
      'clientReference' in operation ? operation.clientReference : null,
    ),
  };
}

export interface Found {
  readonly locked: readonly LockedRow[];
  readonly examined: readonly ExaminedRow[];
  readonly nowUs: string;
  readonly feeWalletId: string;
}

export function factsOf({ locked, examined, nowUs, feeWalletId }: Found): Omit<Facts, 'payments'> {
  const taken = examined.filter((row) => row.reference_taken && row.client_reference !== null);
  return {
    wallets: new Map(locked.map((row) => [row.id, walletOf(row)])),
    knownKeys: new Map(examined.flatMap((row) => knownKeyOf(row))),
    takenReferences: new Set(taken.map((row) => referenceOf(row.client_id, row.client_reference ?? ''))),
    now: BigInt(nowUs),
    feeWalletId,
  };
}

function walletOf(row: LockedRow): LockedWallet {
  return {
    id: row.id,
    userId: row.user_id,
    clientId: row.client_id,
    kind: row.kind,
    balance: parseDecimal(row.balance),
    held: parseDecimal(row.held),
    currency: row.currency,
    isFrozen: row.is_frozen,
    ledgerSeq: BigInt(row.ledger_seq),
    updatedAt: BigInt(row.updated_at_us),
    ...(row.role && { role: row.role }),
    ...limitsOf(row),
  };
}

function limitsOf({ kind, payment_limit: payment, daily_limit: daily }: LockedRow): Pick<LockedWallet, 'limits'> {
  if (kind !== 'user' || (payment === null && daily === null)) return {};
  return {
    limits: {
      payment: payment === null ? null : parseDecimal(payment),
      daily: daily === null ? null : parseDecimal(daily),
    },
  };
}

function knownKeyOf(row: ExaminedRow): [string, KnownKey][] {
  const { fingerprint, payment_id: paymentId, status, response_body: body } = row;
  if (fingerprint === null || status === null || body === null) return [];
  // A key of a plain payment names the payment alone. Batches of payments do not read what else a key may have made: it
  // was a checkout, whose fingerprint no payment has.
  const madeId = row.made_id ?? paymentId ?? '';
  const identity = keyOf({ clientId: row.client_id, key: row.key, ...(row.kind && { kind: row.kind }) });
  return [[identity, { fingerprint, madeId, paymentId, answer: { status, body } }]];
}

export function paymentValuesOf({ payments }: Pick<Decision, 'payments'>): PaymentValues {
  return {
    ids: payments.map(({ request }) => request.paymentId),
    references: payments.map(({ request }) => request.reference),
    senderIds: payments.map(({ senderId }) => senderId),
    recipientIds: payments.map(({ recipientId }) => recipientId),
    amounts: payments.map(({ request }) => formatDecimal(request.amount)),
    currencies: payments.map(({ request }) => request.currency),
    statuses: payments.map(({ status }) => status),
    providers: payments.map(({ request }) => request.provider),
    metadata: payments.map(({ request }) => request.metadata),
    createdAts: payments.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
    clientIds: payments.map(({ request }) => request.clientId),
    clientReferences: payments.map(({ request }) => request.clientReference),
    failureCodes: payments.map(({ failure }) => failure?.code ?? null),
  };
}

/** Sorted, so that every process asks for shared keys in one order and none waits in a circle. */
export function sortedKeysOf({ keys }: Pick<Decision, 'keys'>): Decision['keys'] {
  return keys.toSorted((a, b) => (keyOfOperation(a.operation) < keyOfOperation(b.operation) ? -1 : 1));
}

export function keyValuesOf(decision: Pick<Decision, 'keys'>): KeyValues {
  const sorted = sortedKeysOf(decision);
  return {
    clientIds: sorted.map(({ operation }) => operation.clientId),
    keys: sorted.map(({ operation }) => operation.key),
    fingerprints: sorted.map(({ operation }) => operation.fingerprint),
    paymentIds: sorted.map(({ paymentId }) => paymentId ?? ''),
    statuses: sorted.map(({ answer }) => answer.status),
    bodies: sorted.map(({ answer }) => answer.body),
    createdAts: sorted.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
  };
}

export function entryValuesOf({ entries }: Pick<Decision, 'entries'>): EntryValues {
  return {
    paymentIds: entries.map(({ paymentId }) => paymentId),
    walletIds: entries.map(({ walletId }) => walletId),
    entryTypes: entries.map(({ type }) => type),
    amounts: entries.map(({ amount }) => formatDecimal(amount)),
    balancesBefore: entries.map(({ balanceBefore }) => formatDecimal(balanceBefore)),
    balancesAfter: entries.map(({ balanceAfter }) => formatDecimal(balanceAfter)),
    walletSeqs: entries.map(({ walletSeq }) => walletSeq.toString()),
    createdAts: entries.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
  };
}

export function walletValuesOf({ wallets }: Pick<Decision, 'wallets'>): WalletValues {
  return {
    ids: wallets.map(({ id }) => id),
    balances: wallets.map(({ balance }) => formatDecimal(balance)),
    ledgerSeqs: wallets.map(({ ledgerSeq }) => ledgerSeq.toString()),
    updatedAts: wallets.map(({ updatedAt }) => isoOfMicroseconds(updatedAt)),
  };
}
