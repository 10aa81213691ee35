/** The HTTP side: Nest on Fastify, and the order in which a request meets its limits. */
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import type { BearerTokens, Log } from '@vf/platform';
import { admitRequest, closeConnectionsOnceStopping, fastifySettings, REQUEST_ID_HEADER } from '@vf/read-api';
import { BalancesController } from './balances.controller.js';
import type { LedgerReads } from './ledger-reads.js';
import { OpenApiController } from './openapi.controller.js';
import { projectionOpenApi } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { StatementsController } from './statements.controller.js';
import { LEDGER, OPENAPI } from './tokens.js';
import { TrialBalanceController } from './trial-balance.controller.js';

export interface ApiParts {
  readonly reads: LedgerReads;
  readonly tokens: BearerTokens;
  readonly log: Log;
}

/** Who may read the ledger. */
const ROLE = 'finance';

@Module({})
class ApiModule {
  static of({ reads }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      controllers: [BalancesController, StatementsController, TrialBalanceController, OpenApiController],
      providers: [
        { provide: LEDGER, useValue: reads },
        { provide: OPENAPI, useValue: projectionOpenApi() },
      ],
    };
  }
}

/** The API, to be served by httpServer; `letGo` is for its stop. */
export async function createApi(parts: ApiParts): Promise<{ app: NestFastifyApplication; letGo: () => void }> {
  const adapter = new FastifyAdapter(fastifySettings);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its plain options as a class
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(parts), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(parts.log));
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    done(admitRequest(parts.tokens, ROLE, request));
  });
  return { app, letGo: closeConnectionsOnceStopping(adapter.getInstance()) };
}
