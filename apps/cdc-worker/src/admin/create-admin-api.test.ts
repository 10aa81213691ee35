import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CREATE_SLOT_LIMIT_MS } from '@vf/change-capture';
import { BearerTokens, silentLog } from '@vf/platform';
import { ApiError, type ListeningApp } from '@vf/read-api';
import { CaptureDesk } from './capture-desk.js';
import { CaptureRates } from './capture-rates.js';
import { createAdminApi } from './create-admin-api.js';

const TOKEN = 'operator-token';
const digest = createHash('sha256').update(TOKEN).digest();
let app: ListeningApp;
let socket: Socket | undefined;
let idleLimitsMs: (number | undefined)[];

/** Notes how long its caller's connection may be silent. */
class NotingDesk extends CaptureDesk {
  override createSlot(): Promise<never> {
    return this.#note();
  }

  override slot(): Promise<never> {
    return this.#note();
  }

  #note(): Promise<never> {
    idleLimitsMs.push(socket?.timeout);
    throw new ApiError('pipeline_not_found');
  }
}

const onRequest = (message: unknown) => {
  socket = (message as { socket: Socket }).socket;
};

beforeEach(async () => {
  idleLimitsMs = [];
  subscribe('http.server.request.start', onRequest);
  const desk = new NotingDesk({ pipelines: [], rates: new CaptureRates([]), heartbeatIntervalMs: 1_000 });
  const tokens = new BearerTokens([{ name: 'me', role: 'operator', digest }]);
  ({ app } = createAdminApi({ desk, tokens, log: silentLog }));
  await app.listen(0, '127.0.0.1');
});

afterEach(async () => {
  unsubscribe('http.server.request.start', onRequest);
  await app.close();
});

it('keeps the connection of a call that makes a slot for as long as that may take, and no other', async () => {
  const url = `${await app.getUrl()}/v1/capture/payments/slot`;
  for (const method of ['POST', 'GET']) {
    await (await fetch(url, { method, headers: { authorization: `Bearer ${TOKEN}` } })).text();
  }
  const [making = 0, reading = 0] = idleLimitsMs;
  expect(making).toBeGreaterThan(CREATE_SLOT_LIMIT_MS);
  expect(reading).toBeLessThan(CREATE_SLOT_LIMIT_MS);
});
