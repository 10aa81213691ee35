/** What `expand[]` adds to payments: of a page at once, one query each. Of what is not the caller's: null, or left out. */
import { expandable, type ExpandedPaymentAnswer } from '@vf/contracts';
import { entriesOfPayments, findWallets, type Payment, type PaymentsDatabase } from '@vf/payments';
import { ledgerEntryAnswerOf } from './access-answers.js';
import { paymentAnswerOf, walletAnswerOf } from './answers.js';

type Expandable = (typeof expandable)[number];

export async function expandPayments(
  db: PaymentsDatabase,
  { clientId, expand = [] }: { readonly clientId: string; readonly expand?: readonly Expandable[] | undefined },
  payments: readonly Payment[],
): Promise<(payment: Payment) => ExpandedPaymentAnswer> {
  const asked = new Set(expand);
  const walletIds = payments.flatMap(({ senderWalletId, recipientWalletId }) => [
    ...(asked.has('sender_wallet') ? [senderWalletId] : []),
    ...(asked.has('recipient_wallet') ? [recipientWalletId] : []),
  ]);
  const wallets = new Map((await findWallets(db, clientId, [...new Set(walletIds)])).map((each) => [each.id, each]));
  const paymentIds = asked.has('ledger_entries') ? payments.map(({ id }) => id) : [];
  const entries = Map.groupBy(await entriesOfPayments(db, clientId, paymentIds), ({ paymentId }) => paymentId);
  const walletOf = (id: string) => {
    const wallet = wallets.get(id);
    return wallet ? walletAnswerOf(wallet) : null;
  };
  return (payment) => ({
    ...paymentAnswerOf(payment),
    ...(asked.has('sender_wallet') ? { sender_wallet: walletOf(payment.senderWalletId) } : {}),
    ...(asked.has('recipient_wallet') ? { recipient_wallet: walletOf(payment.recipientWalletId) } : {}),
    ...(asked.has('ledger_entries')
      ? { ledger_entries: (entries.get(payment.id) ?? []).map((entry) => ledgerEntryAnswerOf(entry)) }
      : {}),
  });
}
