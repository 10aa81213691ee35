import { asOf, balanceAnswer, balanceOfList, statementAnswer, trialBalanceAnswer } from '@vf/contracts';
import { listOf, openApiDocument } from '@vf/read-api';
import { listBalancesQuery, statementQuery, walletPath } from './ledger-requests.js';

export const projectionOpenApi = () =>
  openApiDocument(
    {
      title: 'VendorFlow ledger projection',
      version: '1.0.0',
      description:
        'Balances, statements and the trial balance, each as of one commit of the source. Tokens need the role finance.',
    },
    [
      {
        path: '/v1/balances',
        summary: 'Balances of all wallets, in order of wallet id; all pages as of the first one’s commit',
        query: listBalancesQuery,
        answer: listOf(balanceOfList).extend({ as_of: asOf }),
        errors: ['read_model_empty', 'read_model_incomplete', 'position_not_reached'],
      },
      {
        path: '/v1/balances/{walletId}',
        summary: 'The balance of a wallet',
        pathFields: walletPath,
        answer: balanceAnswer,
        errors: ['wallet_not_found', 'read_model_empty', 'read_model_incomplete'],
      },
      {
        path: '/v1/statements/{walletId}',
        summary: 'The entries of a wallet with the balances around them, in the order they were posted',
        pathFields: walletPath,
        query: statementQuery,
        answer: statementAnswer,
        errors: ['wallet_not_found', 'read_model_empty', 'read_model_incomplete', 'position_not_reached'],
      },
      {
        path: '/v1/trial-balance',
        summary: 'Debits and credits per currency over the whole ledger',
        answer: trialBalanceAnswer,
        errors: ['read_model_empty', 'read_model_incomplete'],
      },
    ],
  );
