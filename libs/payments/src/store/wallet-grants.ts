/** Gives and takes back the right of another client to debit a wallet. Posting counts its use (posting-rights.ts). */
import { fromMinorUnits, isCurrency, parseDecimal, formatDecimal, type Hundredths } from '@vf/money';
import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../domain/audit.js';
import type { Grant } from '../domain/grants.js';
import { writeDown } from './audit-log.js';
import type { PaymentsDatabase } from './database.js';
import { microsOf } from './micros.js';
import { pageOfRows, type Page, type PageAsked } from './pages.js';

/** A grant as its two clients see it. */
export interface WalletGrant extends Grant {
  readonly grantorClientId: string;
  readonly currency: string;
  readonly createdAt: bigint;
  readonly revokedAt: bigint | null;
  readonly state: 'active' | 'expired' | 'revoked';
}

export interface NewGrant {
  readonly walletId: string;
  readonly grantorClientId: string;
  readonly granteeClientId: string;
  /** Minor units of the wallet's currency, which only the wallet tells. */
  readonly totalLimit: bigint | null;
  readonly paymentLimit: bigint | null;
  readonly expiresAt: Date | null;
  readonly reason: string;
  readonly actor: Actor;
}

export type Granted =
  | { readonly grant: WalletGrant }
  | { readonly refused: 'wallet_not_found' | 'client_not_found' | 'grant_exists' | 'amount_too_large' };

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Gives the right, on a wallet of a user of the grantor. */
export async function createGrant(db: PaymentsDatabase, asked: NewGrant): Promise<Granted> {
  const id = uuidv7();
  try {
    const refused = await db.transaction().execute((tx) => insertGrant(tx, id, asked));
    if (refused) return { refused };
  } catch (err) {
    if (err instanceof pg.DatabaseError && err.code === UNIQUE_VIOLATION) return { refused: 'grant_exists' };
    if (err instanceof pg.DatabaseError && err.code === FOREIGN_KEY_VIOLATION) return { refused: 'client_not_found' };
    throw err;
  }
  const grant = await findGrant(db, asked.grantorClientId, id);
  if (!grant) throw new Error('a grant just given can not be read');
  return { grant };
}

async function insertGrant(tx: PaymentsDatabase, id: string, asked: NewGrant) {
  const currency = await lockOwnWallet(tx, asked.walletId, asked.grantorClientId);
  if (currency === undefined) return 'wallet_not_found';
  const [totalLimit, paymentLimit] = [asked.totalLimit, asked.paymentLimit].map((limit) =>
    inHundredths(limit, currency),
  );
  if (totalLimit === undefined || paymentLimit === undefined) return 'amount_too_large';
  await endExpired(tx, asked);
  await tx
    .insertInto('wallet_grants')
    .values({
      id,
      wallet_id: asked.walletId,
      grantor_client_id: asked.grantorClientId,
      grantee_client_id: asked.granteeClientId,
      total_limit: totalLimit,
      payment_limit: paymentLimit,
      expires_at: asked.expiresAt,
    })
    .execute();
  await writeDown(tx, {
    actor: asked.actor,
    action: 'wallet_grant.create',
    objectKind: 'wallet_grant',
    objectId: id,
    reason: asked.reason,
    after: {
      wallet_id: asked.walletId,
      grantee_client_id: asked.granteeClientId,
      total_limit: totalLimit,
      payment_limit: paymentLimit,
      expires_at: asked.expiresAt,
    },
  });
  return undefined;
}

/** Locked as posting locks it, so that a grant comes and goes between two payments and not within one. */
async function lockOwnWallet(tx: PaymentsDatabase, walletId: string, clientId: string): Promise<string | undefined> {
  const wallet = await tx
    .selectFrom('wallets')
    .innerJoin('users', 'users.id', 'wallets.user_id')
    .select('wallets.currency')
    .where('wallets.id', '=', walletId)
    .where('wallets.kind', '=', 'user')
    .where('users.client_id', '=', clientId)
    .forNoKeyUpdate('wallets')
    .executeTakeFirst();
  return wallet?.currency;
}

/** As NUMERIC(15,2) takes it; null stays null, and what no wallet could hold is undefined. */
function inHundredths(minor: bigint | null, currency: string): string | null | undefined {
  if (minor === null) return null;
  if (!isCurrency(currency)) throw new RangeError(`unknown currency ${currency} in the database`);
  try {
    return formatDecimal(fromMinorUnits(minor, currency));
  } catch {
    return undefined;
  }
}

/** A grant whose time is over makes room for the next one. */
async function endExpired(tx: PaymentsDatabase, { walletId, granteeClientId }: NewGrant): Promise<void> {
  await tx
    .updateTable('wallet_grants')
    .set((eb) => ({ revoked_at: eb.ref('expires_at') }))
    .where('wallet_id', '=', walletId)
    .where('grantee_client_id', '=', granteeClientId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '<=', sql<Date>`clock_timestamp()`)
    .execute();
}

/** Takes the right back; a payment that was posted under it stays. Undefined when the client has given no such grant. */
export async function revokeGrant(
  db: PaymentsDatabase,
  asked: { readonly id: string; readonly grantorClientId: string; readonly reason: string; readonly actor: Actor },
): Promise<WalletGrant | undefined> {
  await db.transaction().execute(async (tx) => {
    const grant = await tx
      .selectFrom('wallet_grants')
      .select(['wallet_id'])
      .where('id', '=', asked.id)
      .where('grantor_client_id', '=', asked.grantorClientId)
      .executeTakeFirst();
    if (!grant || (await lockOwnWallet(tx, grant.wallet_id, asked.grantorClientId)) === undefined) return;
    const { numUpdatedRows } = await tx
      .updateTable('wallet_grants')
      .set({ revoked_at: sql<Date>`clock_timestamp()` })
      .where('id', '=', asked.id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    // Revoked already: nothing was done, so there is nothing to write down.
    if (numUpdatedRows === 0n) return;
    await writeDown(tx, {
      actor: asked.actor,
      action: 'wallet_grant.revoke',
      objectKind: 'wallet_grant',
      objectId: asked.id,
      reason: asked.reason,
    });
  });
  const found = await findGrant(db, asked.grantorClientId, asked.id);
  return found?.grantorClientId === asked.grantorClientId ? found : undefined;
}

/** The text is null where the time is. */
const nullable = (micros: RawBuilder<string>) => micros.$castTo<string | null>();

const selectGrants = (db: PaymentsDatabase) =>
  db
    .selectFrom('wallet_grants as given')
    .innerJoin('wallets', 'wallets.id', 'given.wallet_id')
    .select(['given.id', 'given.wallet_id', 'given.grantor_client_id', 'given.grantee_client_id', 'wallets.currency'])
    .select(['given.total_limit', 'given.payment_limit', 'given.used'])
    .select(nullable(microsOf(sql.ref('given.expires_at'))).as('expires_at_us'))
    .select(nullable(microsOf(sql.ref('given.revoked_at'))).as('revoked_at_us'))
    .select(microsOf(sql.ref('given.created_at')).as('created_at_us'))
    .select(sql<boolean>`given.expires_at <= clock_timestamp()`.as('is_expired'));

type GrantRow = Awaited<ReturnType<ReturnType<typeof selectGrants>['executeTakeFirstOrThrow']>>;

/** A grant that the client has given or received. */
export async function findGrant(db: PaymentsDatabase, clientId: string, id: string): Promise<WalletGrant | undefined> {
  const row = await selectGrants(db)
    .where('given.id', '=', id)
    .where((eb) => eb.or([eb('given.grantor_client_id', '=', clientId), eb('given.grantee_client_id', '=', clientId)]))
    .executeTakeFirst();
  return row && grantOf(row);
}

/** Grants that the client has given, or received; newest first. Undefined when the cursor is not among them. */
export async function listGrants(
  db: PaymentsDatabase,
  filter: { readonly clientId: string; readonly side: 'given' | 'received' },
  page: PageAsked,
): Promise<Page<WalletGrant> | undefined> {
  const column = filter.side === 'given' ? 'given.grantor_client_id' : 'given.grantee_client_id';
  const found = await pageOfRows(page, {
    positionOf: async (id) => {
      const row = await db
        .selectFrom('wallet_grants as given')
        .select(['given.id', sql<string>`created_at::text`.as('at')])
        .where('given.id', '=', id)
        .where(column, '=', filter.clientId)
        .executeTakeFirst();
      return row && [row.at, row.id];
    },
    rows: ({ limit, order, beyond }) =>
      selectGrants(db)
        .where(column, '=', filter.clientId)
        .where(beyond(['given.created_at', 'given.id'], ['timestamptz', 'uuid']))
        .orderBy('given.created_at', order)
        .orderBy('given.id', order)
        .limit(limit)
        .execute(),
  });
  return found && { ...found, items: found.items.map((row) => grantOf(row)) };
}

function grantOf(row: GrantRow): WalletGrant {
  const money = (text: string | null): Hundredths | null => (text === null ? null : parseDecimal(text));
  return {
    id: row.id,
    walletId: row.wallet_id,
    grantorClientId: row.grantor_client_id,
    granteeClientId: row.grantee_client_id,
    currency: row.currency,
    totalLimit: money(row.total_limit),
    paymentLimit: money(row.payment_limit),
    used: parseDecimal(row.used),
    expiresAt: timeOf(row.expires_at_us),
    revokedAt: timeOf(row.revoked_at_us),
    createdAt: BigInt(row.created_at_us),
    state: row.revoked_at_us !== null ? 'revoked' : row.is_expired ? 'expired' : 'active',
  };
}

const timeOf = (micros: string | null): bigint | null => (micros === null ? null : BigInt(micros));
