import { alertAnswer } from '@vf/contracts';
import { listOf, openApiDocument } from '@vf/read-api';
import { alertPath, listAlertsQuery } from './alert-requests.js';

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
    ],
  );
