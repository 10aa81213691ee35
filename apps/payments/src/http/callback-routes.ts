/** Routes that providers call. */
import { providerCallback, providerCallbackTaken } from '@vf/contracts';
import type { Route } from './route.js';

const callback = (method: 'POST' | 'PUT', operationId: string): Route => ({
  method,
  path: '/v1/providers/{provider}/callbacks',
  operationId,
  summary:
    `Takes a callback of a provider (${method}). It needs no key: the provider’s signature is the credential, where it ` +
    'signs. What it says is kept, and is a reason to ask the provider; it moves nothing by itself.',
  scope: undefined,
  request: providerCallback,
  answer: providerCallbackTaken,
  status: 200,
  movesMoney: false,
  examples: { mtn_momo: { externalId: '0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f', status: 'SUCCESSFUL' } },
  answers: { kept: { received: true } },
  errors: ['callback_forged', 'callback_unreadable', 'route_not_found'],
});

export const callbackRoutes: readonly Route[] = [
  callback('POST', 'takeCallback'),
  callback('PUT', 'takeCallbackByPut'),
];
