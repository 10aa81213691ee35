import { connect, type Socket } from 'node:net';
import { problem } from '@vf/contracts';
import { eventually } from '@vf/testing';
import { RunningService } from './running-service.fixture.js';

describe('the limits', () => {
  it('a request that does not arrive in time is answered and cut off', async () => {
    await using service = await RunningService.start({ HTTP_REQUEST_TIMEOUT_MS: 200 });
    const { hostname, port } = new URL(service.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST /v1/users HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${service.key}\r\n`);
        socket.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"email":');
      });
      let text = '';
      socket.on('data', (bytes) => (text += bytes.toString())).on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(problem.parse(JSON.parse(answer.split('\r\n\r\n')[1]!))).toMatchObject({
      code: 'request_timeout',
      retryable: true,
    });
  });

  it('payments beyond the queue are turned away untouched and may come again', async () => {
    await using service = await RunningService.start({ POSTING_SLOTS: 1, POSTING_MAX_QUEUED: 2 });
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    await service.admin.query('BEGIN');
    await service.admin.query("SELECT FROM wallets WHERE kind = 'user' FOR UPDATE");
    const answers = Array.from({ length: 6 }, (_, n) => service.pay(from, to, {}, { idempotencyKey: `burst-${n}` }));
    const turnedAway = await Promise.race(answers);
    expect(turnedAway).toMatchObject({ status: 503, body: { code: 'overloaded', retryable: true } });
    expect(turnedAway.headers.get('retry-after')).toBe('1');
    await service.admin.query('ROLLBACK');
    const statuses = (await Promise.all(answers)).map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, 201, 201, 503, 503, 503]);
    const again = await Promise.all(
      answers.map((_answer, n) => service.pay(from, to, {}, { idempotencyKey: `burst-${n}` })),
    );
    expect(again.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(3);
    expect(await service.balance(to)).toBe(100 * ((await service.count('payments')) - 1));
  });

  it('connections beyond the limit are answered 503, and untouched', async () => {
    await using service = await RunningService.start({ HTTP_MAX_CONNECTIONS: 2 });
    const { hostname, port } = new URL(service.url);
    const held = await Promise.all(
      [1, 2].map(
        () =>
          new Promise<Socket>((resolve, reject) => {
            const socket = connect(Number(port), hostname, () => resolve(socket)).on('error', reject);
          }),
      ),
    );
    const answer = await eventually(async () => {
      const asked = await service.ask('/v1/users', { body: { email: 'late@example.com' } });
      expect(asked.status).toBe(503);
      return asked;
    });
    expect(answer).toMatchObject({ body: { code: 'too_many_connections', retryable: true } });
    expect([answer.headers.get('retry-after'), answer.headers.get('connection')]).toEqual(['1', 'close']);
    for (const socket of held) socket.destroy();
    await eventually(async () => {
      expect((await service.ask('/v1/users', { body: { email: `${crypto.randomUUID()}@example.com` } })).status).toBe(
        201,
      );
    });
  });
});
