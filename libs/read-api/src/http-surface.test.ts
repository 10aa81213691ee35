import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem } from '@vf/contracts';
import { apiTokens } from '@vf/platform';
import fastify, { type FastifyInstance } from 'fastify';
import { admitRequest } from './access.js';
import { closeConnectionsOnceStopping, fastifySettings } from './http-server.js';
import { problemAnswer } from './problem-answer.js';

const TOKEN = 'secret';
const tokens = apiTokens.parse(`alice:analyst:${createHash('sha256').update(TOKEN).digest('hex')}`);
let server: FastifyInstance;
let port: number;

/** A server as the read apps wire it, without their container. */
beforeAll(async () => {
  server = fastify(fastifySettings);
  server.addHook('onRequest', (arriving, _reply, done) => done(admitRequest(tokens, 'analyst', arriving)));
  server.setErrorHandler((err, arriving, reply) => {
    const answer = problemAnswer(err, arriving.id);
    void reply.code(answer.problem.status).headers(answer.headers).send(answer.problem);
  });
  closeConnectionsOnceStopping(server);
  server.get('/v1/things', () => ({ secret: true }));
  server.get('/v1/things/:id', () => ({ secret: true }));
  server.get('/openapi.json', () => ({ openapi: '3.1.0' }));
  await server.listen({ host: '127.0.0.1', port: 0 });
  port = Number(new URL(server.listeningOrigin).port);
});

afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends the request target exactly as given, which `fetch` would not. */
function get(target: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: target, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });
}

/** Writes bytes that are no request and reads what comes back until the server hangs up. */
function write(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('end', () => resolve(received)).on('error', reject);
  });
}

describe('without a token', () => {
  it.each(['/v1/things', '/%761/things', '/v1/%74hings', '/v1/things/1', '/%76%31/things/1', 'http://x/v1/things'])(
    'nothing is read by the target %s',
    async (target) => {
      const { status, body } = await get(target);
      expect([status, body.includes('secret')]).toEqual([401, false]);
    },
  );

  it.each(['//v1/things', '/v1//things', '/V1/things', '/v1/things/', '/nothing'])(
    'nothing is read by the target %s, which is no route',
    async (target) => {
      const { status, body } = await get(target);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).not.toContain('secret');
    },
  );

  it('the description of the API is', async () => {
    expect((await get('/openapi.json')).status).toBe(200);
  });
});

describe('with a token', () => {
  it('a target is a route however it is written', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await get('/%761/things', headers)).status).toBe(200);
  });
});

describe('what never reaches a route is a problem', () => {
  it.each([
    ['/v1/things/%zz', {}, 400, 'malformed_request'],
    ['/v1/things', { 'x-large': 'x'.repeat(20_000) }, 431, 'headers_too_large'],
  ])('%s', async (target, headers, status, code) => {
    const answer = await get(target, headers);
    expect(answer.status).toBe(status);
    expect(problem.parse(JSON.parse(answer.body))).toMatchObject({ status, code });
  });

  it('also when it is no HTTP', async () => {
    const answer = await write('nonsense\r\n\r\n');
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('"code":"malformed_request"');
  });

  it('and a long id does not echo the URL', async () => {
    const answer = await get(`/v1/things/${'x'.repeat(300)}`, { authorization: `Bearer ${TOKEN}` });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('xxx');
    expect(problem.safeParse(JSON.parse(answer.body)).success).toBe(true);
  });
});
