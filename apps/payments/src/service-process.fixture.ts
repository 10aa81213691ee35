/** The service as a process of its own, to be killed. Says `listening <url>` once it does. */
import { silentLog } from '@vf/platform';
import { eventually } from '@vf/testing';
import { paymentsConfig } from './config.js';
import { createPaymentsService } from './payments-service.js';

const config = paymentsConfig();
// Any free port, which a setting cannot ask for.
const service = await createPaymentsService({ ...config, HTTP_PORT: 0 }, silentLog);
const running = Promise.all(service.parts.map((part) => part.run(new AbortController().signal)));
const url = await eventually(() => {
  if (service.apiUrl() === '') throw new Error('not listening yet');
  return Promise.resolve(service.apiUrl());
});
process.stdout.write(`listening ${url}\n`);
await running;
