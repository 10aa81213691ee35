import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem, walletCommand, walletCommandAnswer, type WalletCommandResult } from '@vf/contracts';
import { wireId } from '@vf/money';
import { eventually } from '@vf/testing';
import { startFraudApp, type FraudApp } from './fraud-app.fixture.js';
import { paymentChangeOf } from './payment-changes.fixture.js';

let app: FraudApp;
let alertId: string;
const senderId = randomUUID();

beforeAll(async () => {
  app = await startFraudApp();
  await app.stream([{ change: paymentChangeOf({ senderId, minute: 0, amount: '9000000.00' }), partition: 0 }]);
  alertId = await eventually(async () => {
    const { rows } = await app.sql.query<{ alert_id: string }>('SELECT alert_id FROM alert_event');
    expect(rows).toHaveLength(1);
    return rows[0]!.alert_id;
  });
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const command = (verb: 'freeze' | 'unfreeze', reason: string, key: string) =>
  app.post(`/v1/alerts/${alertId}/${verb}-wallet`, { reason }, { 'idempotency-key': key });

/** What capture publishes of them. */
const published = async () => {
  const { rows } = await app.sql.query<{ command_id: string; payload: unknown; user_id: string }>(
    'SELECT command_id, payload, user_id FROM wallet_command ORDER BY created_at',
  );
  return rows.map(({ payload, ...row }) => ({ ...row, payload: walletCommand.parse(payload) }));
};

describe('an analyst’s command', () => {
  it('is one row to be published, however often it is asked for under its key', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => command('freeze', 'card testing', key)));
    const [first] = answers;
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const answer = walletCommandAnswer.parse(first?.body);
    expect(answer).toMatchObject({ status: 'pending', actor: 'ann', reason: 'card testing', wallet_id: null });
    for (const each of answers) expect(each.body).toEqual(answer);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
    expect(first?.headers.get('location')).toBe(`/v1/wallet-commands/${answer.id}`);
    const rows = (await published()).filter((row) => row.command_id === answer.id);
    expect(rows).toEqual([
      {
        command_id: answer.id,
        user_id: senderId,
        payload: {
          ...{ schema_version: 1, command_id: answer.id, kind: 'freeze_wallet', user_id: wireId('usr', senderId) },
          ...{ alert_id: alertId, reason: 'card testing', actor: 'ann', issued_at: answer.created_at },
        },
      },
    ]);
    const other = await command('unfreeze', 'card testing', key);
    expect([other.status, problem.parse(other.body).code]).toEqual([422, 'idempotency_key_reused']);
  });

  it.each([
    ['executed', null],
    ['refused', 'wallet_not_found'],
  ] as const)(
    'tells that it was %s, once the payments service says so',
    async (outcome, code) => {
      const { body } = await command('freeze', 'seen again', randomUUID());
      const { id, user_id } = walletCommandAnswer.parse(body);
      const wallet_id = code === null ? wireId('wal', randomUUID()) : null;
      const result: WalletCommandResult = {
        ...{ schema_version: 1, command_id: id, kind: 'freeze_wallet', user_id, wallet_id, outcome, code },
        decided_at: '2026-11-24T10:00:00.000Z',
      };
      // What is not known here says nothing, and an answer that comes again changes nothing.
      const foreign = { ...result, command_id: wireId('cmd', randomUUID()) };
      await app.answer([foreign, result, { ...result, decided_at: '2026-11-24T11:00:00.000Z' }]);
      await eventually(async () => {
        expect((await app.get(`/v1/wallet-commands/${id}`)).body).toMatchObject({
          ...{ id, status: outcome, code, wallet_id, decided_at: result.decided_at },
        });
      });
    },
    30_000,
  );

  it.each([
    [{}, { reason: 'x' }, 400, 'idempotency_key_missing'],
    [{ 'idempotency-key': 'k' }, '', 400, 'body_missing'],
    [{ 'idempotency-key': 'k' }, '{', 400, 'malformed_json'],
    [{ 'idempotency-key': 'k' }, {}, 422, 'field_invalid'],
    [{ 'idempotency-key': 'k' }, { reason: '' }, 422, 'field_invalid'],
    [{ 'idempotency-key': 'k' }, { reason: 'a\u0000b' }, 422, 'field_invalid'],
    [{ 'idempotency-key': 'k' }, { reason: 'x'.repeat(501) }, 422, 'field_invalid'],
    [{ 'idempotency-key': 'k' }, { reason: 'x', actor: 'me' }, 422, 'field_unknown'],
    [{ 'idempotency-key': 'k', authorization: 'Bearer finance-secret' }, { reason: 'x' }, 403, 'role_forbidden'],
    [{ 'idempotency-key': 'k', 'content-type': 'text/plain' }, 'x', 415, 'unsupported_media_type'],
  ])('with %j and %j is answered %d %s and is no row', async (headers, body, status, code) => {
    const before = await published();
    const answer = await app.post(`/v1/alerts/${alertId}/freeze-wallet`, body, headers);
    expect([answer.status, problem.parse(answer.body).code]).toEqual([status, code]);
    expect(await published()).toEqual(before);
  });

  it('on an alert that is not there, and a command that is not there, are not found', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const answers = [
      await app.post(`/v1/alerts/${wireId('alt', randomUUID())}/freeze-wallet`, { reason: 'x' }, key),
      await app.get(`/v1/wallet-commands/${wireId('cmd', randomUUID())}`),
      await app.get('/v1/wallet-commands/1'),
    ];
    expect(answers.map(({ status, body }) => [status, problem.parse(body).code])).toEqual([
      [404, 'alert_not_found'],
      [404, 'wallet_command_not_found'],
      [404, 'wallet_command_not_found'],
    ]);
  });
});
