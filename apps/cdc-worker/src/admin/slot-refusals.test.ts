import { createHash } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { CapturePipeline, SlotCommandRefused, SourceTransactionOpen } from '@vf/change-capture';
import { BearerTokens, silentLog } from '@vf/platform';
import type { ListeningApp } from '@vf/read-api';
import { CaptureDesk } from './capture-desk.js';
import { CaptureRates } from './capture-rates.js';
import { createAdminApi } from './create-admin-api.js';

const TOKEN = 'operator-token';
const digest = createHash('sha256').update(TOKEN).digest();
let app: ListeningApp;

afterEach(() => app.close());

/** The API over a pipeline that answers the making of its slot so. */
async function serve(refusal: Error): Promise<string> {
  const pipeline = Object.create(CapturePipeline.prototype, {
    name: { value: 'payments' },
    createSlot: { value: () => Promise.reject(refusal) },
  }) as CapturePipeline;
  const desk = new CaptureDesk({ pipelines: [pipeline], rates: new CaptureRates([]), heartbeatIntervalMs: 1_000 });
  const tokens = new BearerTokens([{ name: 'me', role: 'operator', digest }]);
  ({ app } = createAdminApi({ desk, tokens, log: silentLog }));
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

it.each([
  [new SourceTransactionOpen('vf_payments'), 'source_transaction_open'],
  [new SlotCommandRefused('under-way', 'Pipeline payments is having its slot made.'), 'slot_command_under_way'],
  [new SlotCommandRefused('out-of-time', 'Run init --new-epoch payments'), 'slot_command_out_of_time'],
])('answers %s as a conflict that may pass, with its sentence', async (refusal, code) => {
  const url = await serve(refusal);
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${url}/v1/capture/payments/slot`, { method: 'POST', headers });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code, detail: refusal.message });
});
