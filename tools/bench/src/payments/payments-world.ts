/** What payments are measured on: the platform's schema in a database of its own, with users who have enough money. */
import { addApiKey, hashOfApiKey, hintOfApiKey, newApiKey, openDatabase, scopes } from '@vf/payments';
import { createMigratedDatabase, dropDatabase, withClient } from '../migrated-database.js';

/** Numbered from 1; a user and its wallet have their number as id. */
export const USERS = 10_000;
const OPENING_BALANCE = 1_000_000_000;
const CLIENT = 'bench';
/** A second, of the one client: what is measured is not the limit that it would run into. */
const REQUESTS_ALLOWED = 1_000_000;

/** What must be so after any load, and what it has left. */
export interface InvariantCheck {
  readonly holds: boolean;
  /** Named when they do not hold. */
  readonly broken: readonly string[];
  readonly payments: number;
}

export interface PaymentsWorld extends AsyncDisposable {
  readonly url: string;
  readonly apiKey: string;
  /** In hundredths of a per cent, of each payment of the client. */
  setFee(basisPoints: number): Promise<void>;
  /** So that no subject pays for what the one before has left to write. */
  settle(): Promise<void>;
  check(): Promise<InvariantCheck>;
  setting(name: string): Promise<string>;
}

/** The last id of a number, as `lpad(to_hex(n), 32, '0')` gives it. */
export const hexOf = (number: number): string => number.toString(16).padStart(32, '0');

const SEED = `
  INSERT INTO users (id, email, role, client_id)
    SELECT lpad(to_hex(n), 32, '0')::uuid, 'user' || n || '@example.invalid', 'vendor', $1::uuid
    FROM generate_series(1, ${USERS}) n`;
const SEED_WALLETS = `
  INSERT INTO wallets (id, user_id, balance)
    SELECT id, id, ${OPENING_BALANCE} FROM users WHERE client_id IS NOT NULL`;

/** Each is a count of what is wrong. */
const FAULTS: Readonly<Record<string, string>> = {
  'money was made or lost': `SELECT count(*)::int AS n FROM
    (SELECT sum(balance) FROM wallets HAVING sum(balance) <> ${USERS}::numeric * ${OPENING_BALANCE}) wrong`,
  'a payment without its balanced entries': `SELECT count(*)::int AS n FROM (
    SELECT p.id FROM payments p LEFT JOIN ledger l ON l.payment_id = p.id WHERE p.status = 'success'
    GROUP BY p.id HAVING count(l.id) < 2 OR sum(l.balance_after - l.balance_before) <> 0) wrong`,
  'a wallet that is not its last entry': `SELECT count(*)::int AS n FROM wallets w
    JOIN LATERAL (SELECT balance_after FROM ledger WHERE wallet_id = w.id ORDER BY wallet_seq DESC LIMIT 1) last ON true
    WHERE last.balance_after <> w.balance`,
  'a gap in the entries of a wallet': `SELECT count(*)::int AS n FROM (
    SELECT w.id FROM wallets w JOIN ledger l ON l.wallet_id = w.id GROUP BY w.id, w.ledger_seq
    HAVING count(*) <> w.ledger_seq OR max(l.wallet_seq) <> w.ledger_seq) wrong`,
};

/** Makes the database; disposing drops it. */
export async function createPaymentsWorld(adminUrl: string, name: string): Promise<PaymentsWorld> {
  const url = await createMigratedDatabase(adminUrl, name);
  const query = (text: string, values: unknown[] = []) =>
    withClient(url, async (client) => {
      const { rows } = await (values.length > 0 ? client.query(text, values) : client.query(text));
      return rows as Record<string, unknown>[];
    });
  const apiKey = newApiKey('test');
  const db = openDatabase({ connectionString: url, maxConnections: 1 });
  const added = await addApiKey(db, {
    clientName: CLIENT,
    keyHash: hashOfApiKey(apiKey),
    hint: hintOfApiKey(apiKey),
    scopes,
    expiresAt: null,
    reason: 'benchmark',
  });
  await db.destroy();
  await query('UPDATE api_clients SET rate_limit = $1', [REQUESTS_ALLOWED]);
  await query(SEED, [added.clientId]);
  await query(SEED_WALLETS);
  await query('VACUUM ANALYZE');
  return {
    url,
    apiKey,
    setFee: async (basisPoints) => {
      await query('UPDATE api_clients SET fee_basis_points = $1 WHERE name = $2', [basisPoints, CLIENT]);
    },
    settle: async () => {
      await query('VACUUM ANALYZE payments, ledger, wallets');
      await query('CHECKPOINT');
    },
    check: async () => {
      const broken: string[] = [];
      for (const [what, sql] of Object.entries(FAULTS)) {
        const [row] = await query(sql);
        if (Number(row?.['n']) > 0) broken.push(`${what} (${String(row?.['n'])})`);
      }
      const [row] = await query('SELECT count(*)::int AS n FROM payments');
      return { holds: broken.length === 0, broken, payments: Number(row?.['n']) };
    },
    setting: async (setting) => {
      const [row] = await query('SELECT current_setting($1) AS value', [setting]);
      return String(row?.['value']);
    },
    [Symbol.asyncDispose]: () => dropDatabase(adminUrl, name),
  };
}
