/** The HTTP side: Nest on Fastify, its limits, and the order in which a request meets them. */
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MovementParts, PaymentsDatabase, Posting, WebhookAddressRules } from '@vf/payments';
import type { Log } from '@vf/platform';
import {
  answerBrokenRequest,
  answerUnroutable,
  closeConnectionsOnceStopping,
  REQUEST_ID_HEADER,
  requestIdOf,
} from '@vf/read-api';
import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.js';
import type { Authenticator } from './authenticator.js';
import { setCaller } from './caller.js';
import { BatchController } from './batch.controller.js';
import { CheckoutsController } from './checkouts.controller.js';
import { watchConnections } from './connections.js';
import { DOCS_ROUTES, DocsController } from './docs.controller.js';
import { GrantsController } from './grants.controller.js';
import { OpenApiController } from './openapi.controller.js';
import { API_VERSION, openApiDocument } from './openapi.js';
import { parseJsonBody } from './json-body.js';
import { MovementDesk } from './movement-desk.js';
import { PaymentDesk } from './payment-desk.js';
import { PaymentsController } from './payments.controller.js';
import { PayoutsController } from './payouts.controller.js';
import { PlatformController } from './platform.controller.js';
import { ProblemFilter } from './problem.filter.js';
import { ProblemWriter } from './problem-writer.js';
import type { RateLimits } from './rate-limits.js';
import { RefundsController } from './refunds.controller.js';
import type { RequestMetrics } from './request-metrics.js';
import { CALLBACK_ROUTE, ProviderCallbacksController } from './provider-callbacks.controller.js';
import { DATABASE, MOVEMENT_PARTS, ON_CALLBACK, OPENAPI, WEBHOOK_RULES } from './tokens.js';
import { UsersController } from './users.controller.js';
import { WalletsController } from './wallets.controller.js';
import { WebhooksController } from './webhooks.controller.js';

export interface ApiParts {
  readonly db: PaymentsDatabase;
  readonly posting: Posting;
  readonly movements: MovementParts;
  /** A provider has called back. */
  readonly onCallback: () => void;
  readonly authenticator: Authenticator;
  readonly metrics: RequestMetrics;
  readonly log: Log;
  readonly limits: RateLimits;
  readonly webhookRules: WebhookAddressRules;
  /** For a whole request to arrive. */
  readonly requestTimeoutMs: number;
  readonly maxConnections: number;
  /** Addresses and ranges whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

export interface Api {
  listen(host: string, port: number): Promise<void>;
  /** Where it listens; empty before it does. */
  url(): string;
  /** Takes no new connection and resolves when every request begun is answered. */
  close(): Promise<void>;
}

/** Fifty notes of five hundred characters fit, escaped or in any script. */
const BODY_LIMIT_BYTES = 256 * 1024;
/** A thousand payments with a kilobyte of notes each. */
const BATCH_BODY_LIMIT_BYTES = 2 * 1024 * 1024;
const BATCH_PATH = '/v1/payments/batch';
const HEADER_LIMIT_BYTES = 16 * 1024;
/** How often Node looks for requests that are late; its default of 30 s would make any shorter timeout a wish. */
const TIMEOUT_CHECK_MS = 1_000;
/** Longer than the idle time of usual load balancers, so that they, not we, close idle connections. */
const KEEP_ALIVE_MS = 72_000;
/** Everything else needs a key: judged by the route the router found, since a URL can be written in many ways. */
const OPEN_ROUTES: ReadonlySet<string | undefined> = new Set(['/openapi.json', ...DOCS_ROUTES, CALLBACK_ROUTE]);

@Module({})
class ApiModule {
  static of({ db, movements, onCallback, posting, webhookRules }: ApiParts, problems: ProblemWriter): DynamicModule {
    return {
      module: ApiModule,
      controllers: [
        UsersController,
        WalletsController,
        BatchController,
        PaymentsController,
        PayoutsController,
        RefundsController,
        CheckoutsController,
        ProviderCallbacksController,
        WebhooksController,
        OpenApiController,
        DocsController,
        GrantsController,
        PlatformController,
      ],
      providers: [
        { provide: DATABASE, useValue: db },
        { provide: WEBHOOK_RULES, useValue: webhookRules },
        { provide: OPENAPI, useValue: openApiDocument(API_VERSION) },
        { provide: PaymentDesk, useValue: new PaymentDesk(posting) },
        { provide: MovementDesk, useValue: new MovementDesk(db, movements) },
        { provide: MOVEMENT_PARTS, useValue: movements },
        { provide: ON_CALLBACK, useValue: onCallback },
        { provide: ProblemWriter, useValue: problems },
      ],
    };
  }
}

export async function createApi(parts: ApiParts): Promise<Api> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: parts.requestTimeoutMs,
    trustProxy: parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      maxHeaderSize: HEADER_LIMIT_BYTES,
      headersTimeout: parts.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_MS, parts.requestTimeoutMs),
    },
    forceCloseConnections: 'idle',
    // Requests on open connections are still answered while we stop; Fastify's own 503 is not a problem+json.
    return503OnClosing: false,
    genReqId: requestIdOf,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerUnroutable,
  });
  takeLargeBatches(adapter.getInstance());
  const problems = new ProblemWriter(parts.log);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its plain options as a class
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(parts, problems), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(problems));
  addHooks(adapter.getInstance(), parts);
  const letGo = closeConnectionsOnceStopping(adapter.getInstance());
  readJsonOnly(adapter.getInstance());
  return {
    async listen(host, port) {
      await app.listen(port, host);
    },
    url: () => adapter.getInstance().listeningOrigin,
    async close() {
      letGo();
      await app.close();
    },
  };
}

/** The batch's route alone may have a body of many payments. Registered before the routes are. */
function takeLargeBatches(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (route.url === BATCH_PATH) route.bodyLimit = BATCH_BODY_LIMIT_BYTES;
  });
}

/** In this order, and before the body is read: an id, a place, who calls, how often. So a 429 can take no key. */
function addHooks(server: FastifyInstance, { authenticator, limits, metrics, maxConnections }: ApiParts): void {
  const connections = watchConnections(server.server, maxConnections);
  server.addHook('onRequest', async (request, reply) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    if (connections.isSurplus(request.raw.socket)) {
      throw new ApiError('too_many_connections', {}, { connection: 'close' });
    }
    if (request.is404 || OPEN_ROUTES.has(request.routeOptions.url)) return;
    const holder = await authenticator.holderOf(request.headers.authorization, request.ip);
    void reply.headers(await limits.take(holder));
    setCaller(request, holder);
  });
  server.addHook('onResponse', (request, reply, done) => {
    metrics.answered(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
    done();
  });
}

function readJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    // Where there is nothing, the body is not what is wrong.
    if (request.is404) done(null);
    // Signatures are over the bytes, so a callback stays as it came.
    else if (request.routeOptions.url === CALLBACK_ROUTE) done(null, text.toString());
    else {
      try {
        done(null, parseJsonBody(text.toString()));
      } catch (err) {
        done(err instanceof Error ? err : new ApiError('malformed_json'));
      }
    }
  });
}
