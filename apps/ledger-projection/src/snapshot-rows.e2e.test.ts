import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem, trialBalanceAnswer } from '@vf/contracts';
import { eventually } from '@vf/testing';
import { startProjectionApp, type ProjectionApp } from './projection-app.fixture.js';

let app: ProjectionApp;

beforeAll(async () => {
  app = await startProjectionApp();
}, 30_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const trialBalance = () => app.get('/v1/trial-balance');

const isIncomplete = async () =>
  expect(problem.parse((await trialBalance()).body)).toMatchObject({ status: 503, code: 'read_model_incomplete' });

const shows = (lsn: string, totals: object) =>
  eventually(async () => {
    const answer = trialBalanceAnswer.parse((await trialBalance()).body);
    expect(answer).toMatchObject({ as_of: { lsn }, incomplete: [], totals: [totals] });
  });

describe('the projection of a source that is read anew', () => {
  it('says that it is incomplete over a half snapshot, and balances at its end and after a repair', async () => {
    const { source } = app;
    const clearing = await source.wallet(0, 'clearing');
    const customer = await source.wallet(1);
    const old = source.pay(clearing, customer, 100_000n);
    const [payment, debit, credit] = [old.payment, old.debit, old.credit].map((change) => source.notStreamed(change));
    await source.send([source.found(payment!), source.found(debit!)]);
    await source.mark(false);
    await eventually(isIncomplete);

    const streamed = source.pay(customer, clearing, 30_000n);
    await source.send([source.found(credit!), streamed.payment, streamed.debit, streamed.credit]);
    await shows(await source.mark(), { debits: 130_000, credits: 130_000, difference: 0 });

    // The source came back from a backup without its last payment.
    source.beginEpoch();
    await source.send([payment!, debit!, credit!].map((change) => source.found(change)));
    await source.send([source.found(streamed.debit, true), source.found(streamed.payment, true)]);
    await source.mark(false);
    await eventually(isIncomplete);
    await source.send([source.found(streamed.credit, true)]);
    await shows(await source.mark(), { debits: 100_000, credits: 100_000, difference: 0 });
  }, 30_000);
});
