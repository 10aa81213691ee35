/** What must be so of the payments database in every state a reader can see: the books by SQL alone. */
import type { ClientBase } from 'pg';

const FAULTS = `
    SELECT 'money made or lost: ' || sum(balance) AS fault FROM wallets HAVING sum(balance) <> 0
    UNION ALL
    SELECT 'wallet is not its last entry: ' || w.id FROM wallets w
      LEFT JOIN LATERAL (SELECT * FROM ledger WHERE wallet_id = w.id ORDER BY wallet_seq DESC LIMIT 1) l ON true
      WHERE (w.balance, w.ledger_seq) IS DISTINCT FROM (coalesce(l.balance_after, 0), coalesce(l.wallet_seq, 0))
    UNION ALL
    SELECT 'broken chain: ' || id FROM (
      SELECT id, wallet_seq, balance_before, created_at,
        row_number() OVER own AS n, lag(balance_after, 1, 0.00) OVER own AS last, lag(created_at) OVER own AS last_at
      FROM ledger WINDOW own AS (PARTITION BY wallet_id ORDER BY wallet_seq)) chain
      WHERE wallet_seq <> n OR balance_before <> last OR created_at <= last_at
    UNION ALL
    SELECT 'wrong entries of ' || p.status || ' payment: ' || p.id FROM payments p
      LEFT JOIN ledger l ON l.payment_id = p.id GROUP BY p.id
      HAVING (count(l.id) > 1) <> (p.status IN ('success', 'refunded')) OR (count(l.id) = 1)
        OR coalesce(sum(l.balance_after - l.balance_before), 0) <> 0
        OR coalesce(sum(l.amount) FILTER (WHERE l.type = 'fee'), 0) <> p.fee
        OR coalesce(sum(l.balance_before - l.balance_after) FILTER (WHERE l.type = 'debit'), 0)
          <> CASE WHEN count(l.id) = 0 THEN 0 WHEN p.fee_bearer = 'sender' THEN p.amount + p.fee ELSE p.amount END
    UNION ALL
    SELECT 'held is not the sum of open holds: ' || w.id FROM wallets w
      LEFT JOIN holds h ON h.wallet_id = w.id AND h.state = 'open' GROUP BY w.id
      HAVING w.held <> coalesce(sum(h.held_amount), 0)
    UNION ALL
    SELECT 'hold and payment disagree: ' || p.id FROM holds h JOIN payments p ON p.id = h.payment_id
      WHERE (h.state = 'open') <> (p.status IN ('pending', 'processing'))
        OR (h.state = 'captured') <> (p.status IN ('success', 'refunded'))
        OR (h.state = 'captured' AND h.captured_amount <> p.amount)
    UNION ALL
    SELECT 'refunds are not what the payment says: ' || p.id FROM payments p
      LEFT JOIN refunds r ON r.payment_id = p.id AND r.status = 'success' GROUP BY p.id
      HAVING p.refunded_amount <> coalesce(sum(r.amount), 0) OR p.fee_refunded <> coalesce(sum(r.fee_returned), 0)
        OR (p.status = 'refunded') <> (p.refunded_amount = p.amount) OR (p.status = 'refunded' AND p.fee_refunded <> p.fee)
    UNION ALL
    SELECT 'legs do not sum up: ' || c.id FROM checkouts c JOIN payments p ON p.checkout_id = c.id
      GROUP BY c.id HAVING sum(p.amount) <> c.amount OR sum(p.fee) <> c.fee
        OR bool_or((p.status = 'failed') <> (c.status = 'failed'))
    UNION ALL
    SELECT 'payment without its key: ' || p.id FROM payments p
      WHERE NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.payment_id = p.id OR k.made_id = p.checkout_id)
  UNION ALL
  SELECT 'entry in a frozen wallet: ' || l.id FROM ledger l
    JOIN LATERAL (SELECT frozen FROM wallet_freezes f WHERE f.wallet_id = l.wallet_id AND f.created_at <= l.created_at
      ORDER BY f.created_at DESC LIMIT 1) last ON last.frozen
  UNION ALL
  SELECT 'frozen is not what was done last: ' || w.id FROM wallets w
    JOIN LATERAL (SELECT frozen FROM wallet_freezes f WHERE f.wallet_id = w.id
      ORDER BY f.created_at DESC LIMIT 1) last ON last.frozen <> w.is_frozen
  UNION ALL
  SELECT 'freeze without its key: ' || f.id FROM wallet_freezes f
    WHERE NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.made_id = f.id)
  UNION ALL
  SELECT 'refund without its key: ' || r.id FROM refunds r
    WHERE NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.made_id = r.id)`;

/** A line for each thing that is wrong; empty when the books are right. */
export async function bookFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(FAULTS);
  return rows.map(({ fault }) => fault);
}
