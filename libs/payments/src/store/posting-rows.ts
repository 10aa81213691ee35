/** Between the rows of posting's statements and the domain's words; nothing else knows both. */
import { isoOfMicroseconds } from '@vf/contracts';
import { formatDecimal, parseDecimal } from '@vf/money';
import {
  keyOf,
  referenceOf,
  type Decision,
  type Facts,
  type KnownKey,
  type LockedWallet,
  type PostingRequest,
} from '../domain/posting.js';
import type {
  EntryValues,
  ExaminedRow,
  KeyValues,
  LockedRow,
  PaymentValues,
  WalletValues,
} from './posting-statements.js';

/** The wallets of a batch, each once; the statement sorts them. */
export function walletIdsOf(requests: readonly PostingRequest[]): string[] {
  return [...new Set(requests.flatMap((request) => [request.senderWalletId, request.recipientWalletId]))];
}

export function askedValuesOf(requests: readonly PostingRequest[]) {
  return {
    clientIds: requests.map(({ clientId }) => clientId),
    keys: requests.map(({ key }) => key),
    clientReferences: requests.map(({ clientReference }) => clientReference),
  };
}

export function factsOf(locked: readonly LockedRow[], examined: readonly ExaminedRow[]): Facts {
  const taken = examined.filter((row) => row.reference_taken && row.client_reference !== null);
  return {
    wallets: new Map(locked.map((row) => [row.id, walletOf(row)])),
    knownKeys: new Map(examined.flatMap((row) => knownKeyOf(row))),
    takenReferences: new Set(taken.map((row) => referenceOf(row.client_id, row.client_reference ?? ''))),
    now: BigInt(examined[0]?.now_us ?? 0),
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
  };
}

function knownKeyOf(row: ExaminedRow): [string, KnownKey][] {
  const { fingerprint, payment_id: paymentId, status, response_body: body } = row;
  if (fingerprint === null || paymentId === null || status === null || body === null) return [];
  const identity = keyOf({ clientId: row.client_id, key: row.key });
  return [[identity, { fingerprint, paymentId, answer: { status, body } }]];
}

export function paymentValuesOf({ payments }: Decision): PaymentValues {
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
export function keyValuesOf({ payments }: Decision): KeyValues {
  const sorted = payments.toSorted((a, b) => (keyOf(a.request) < keyOf(b.request) ? -1 : 1));
  return {
    clientIds: sorted.map(({ request }) => request.clientId),
    keys: sorted.map(({ request }) => request.key),
    fingerprints: sorted.map(({ request }) => request.fingerprint),
    paymentIds: sorted.map(({ request }) => request.paymentId),
    statuses: sorted.map(({ answer }) => answer.status),
    bodies: sorted.map(({ answer }) => answer.body),
    createdAts: sorted.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
  };
}

export function entryValuesOf({ entries }: Decision): EntryValues {
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

export function walletValuesOf({ wallets }: Decision): WalletValues {
  return {
    ids: wallets.map(({ id }) => id),
    balances: wallets.map(({ balance }) => formatDecimal(balance)),
    ledgerSeqs: wallets.map(({ ledgerSeq }) => ledgerSeq.toString()),
    updatedAts: wallets.map(({ updatedAt }) => isoOfMicroseconds(updatedAt)),
  };
}
