import { alertAnswer, walletCommandAnswer, walletCommandRequest } from '@vf/contracts';
import { listOf, openApiDocument } from '@vf/read-api';
import { alertPath, listAlertsQuery, walletCommandPath } from './alert-requests.js';

export const fraudOpenApi = () =>
  openApiDocument(
    {
      title: 'VendorFlow fraud alerts',
      version: '1.0.0',
      description: 'Alerts on senders whose payments pass a limit within an hour. Tokens need the role analyst.',
    },
    [
      {
        path: '/v1/alerts',
        summary: 'Alerts, from the newest on',
        query: listAlertsQuery,
        answer: listOf(alertAnswer),
      },
      {
        path: '/v1/alerts/{id}',
        summary: 'An alert; an id that was merged answers with the alert in its place',
        pathFields: alertPath,
        answer: alertAnswer,
        errors: ['alert_not_found'],
      },
      ...(['freeze', 'unfreeze'] as const).map((verb) => ({
        path: `/v1/alerts/{id}/${verb}-wallet`,
        method: 'post' as const,
        status: 202 as const,
        idempotent: true,
        summary: `Commands the payments service to ${verb} the wallet of the alert’s sender`,
        pathFields: alertPath,
        body: walletCommandRequest,
        answer: walletCommandAnswer,
        errors: ['alert_not_found'] as const,
      })),
      {
        path: '/v1/wallet-commands/{id}',
        summary: 'A command, and what the payments service answered',
        pathFields: walletCommandPath,
        answer: walletCommandAnswer,
        errors: ['wallet_command_not_found'],
      },
    ],
  );
