/** The admin API over HTTP. Bare Fastify: a dozen routes need no framework in the process that has to be fast. */
import { CREATE_SLOT_LIMIT_MS } from '@vf/change-capture';
import { captureSnapshotRequest, PROBLEM_MEDIA_TYPE } from '@vf/contracts';
import type { BearerTokens, Log } from '@vf/platform';
import {
  admitRequest,
  ApiError,
  closeConnectionsOnceStopping,
  fastifySettings,
  parseInput,
  problemAnswer,
  readJsonBodies,
  REQUEST_ID_HEADER,
  type ListeningApp,
} from '@vf/read-api';
import Fastify, { type FastifyInstance } from 'fastify';
import type { CaptureDesk, SnapshotCommand } from './capture-desk.js';
import { pipelinePath, slotQuery, snapshotPath } from './capture-requests.js';
import { captureOpenApi } from './openapi.js';

export interface AdminParts {
  readonly desk: CaptureDesk;
  readonly tokens: BearerTokens;
  readonly log: Log;
}

/** Above what making a slot may take, below what the command line waits. */
const SLOT_SOCKET_LIMIT_MS = CREATE_SLOT_LIMIT_MS + 20_000;

const ACCESS = { read: ['reader', 'operator'], write: ['operator'] };

/** The API, to be served by httpServer; `letGo` is for its stop. */
export function createAdminApi({ desk, tokens, log }: AdminParts): { app: ListeningApp; letGo: () => void } {
  const server = Fastify({ ...fastifySettings, logger: false });
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    done(admitRequest(tokens, ACCESS, request));
  });
  readJsonBodies(server);
  answerProblems(server, log);
  routePipelines(server, desk);
  routeSlots(server, desk);
  routeSnapshots(server, desk);
  const letGo = closeConnectionsOnceStopping(server);
  return { app: listening(server), letGo };
}

function answerProblems(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((err, request, reply) => {
    const { problem, headers, isFault } = problemAnswer(err, request.id);
    if (isFault) log.error({ err, requestId: request.id, code: problem.code }, 'a request failed');
    return reply
      .headers(headers)
      .code(problem.status)
      .type(PROBLEM_MEDIA_TYPE)
      .send(Buffer.from(JSON.stringify(problem)));
  });
  server.setNotFoundHandler(() => {
    throw new ApiError('route_not_found');
  });
}

const nameIn = (params: unknown) => parseInput(pipelinePath, params).pipeline;

function routePipelines(server: FastifyInstance, desk: CaptureDesk): void {
  const document = captureOpenApi();
  server.get('/openapi.json', () => document);
  server.get('/v1/capture', () => desk.all());
  server.get('/v1/capture/:pipeline', ({ params }) => desk.status(nameIn(params)));
  server.post('/v1/capture/:pipeline/pause', ({ params }) => desk.pause(nameIn(params)));
  server.post('/v1/capture/:pipeline/resume', ({ params }) => desk.resume(nameIn(params)));
}

function routeSlots(server: FastifyInstance, desk: CaptureDesk): void {
  server.get('/v1/capture/:pipeline/position', ({ params }) => desk.position(nameIn(params)));
  server.get('/v1/capture/:pipeline/slot', ({ params }) => desk.slot(nameIn(params)));
  server.post('/v1/capture/:pipeline/slot', ({ params, socket }) => {
    // Else the connection, silent until the answer, is cut before it. Node sets its own limit again for the next request.
    socket.setTimeout(SLOT_SOCKET_LIMIT_MS);
    return desk.createSlot(nameIn(params));
  });
  server.delete('/v1/capture/:pipeline/slot', ({ params, query }) =>
    desk.dropSlot(nameIn(params), parseInput(slotQuery, query).name),
  );
}

function routeSnapshots(server: FastifyInstance, desk: CaptureDesk): void {
  server.get('/v1/capture/:pipeline/snapshots', ({ params }) => desk.snapshots(nameIn(params)));
  server.post('/v1/capture/:pipeline/snapshots', ({ params, body }) => {
    if (body === undefined || body === null) throw new ApiError('body_missing');
    return desk.requestSnapshot(nameIn(params), parseInput(captureSnapshotRequest, body));
  });
  const commands: readonly SnapshotCommand[] = ['pause', 'resume', 'stop'];
  for (const command of commands) {
    server.post(`/v1/capture/:pipeline/snapshots/:number/${command}`, ({ params }) => {
      const { pipeline, number } = parseInput(snapshotPath, params);
      return desk.changeSnapshot(pipeline, number, command);
    });
  }
}

function listening(server: FastifyInstance): ListeningApp {
  let url = '';
  return {
    listen: async (port, host) => {
      url = await server.listen({ port, host });
    },
    getUrl: () => Promise.resolve(url),
    close: () => server.close(),
  };
}
