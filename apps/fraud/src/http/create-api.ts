/** The HTTP side: Nest on Fastify, and the order in which a request meets its limits. */
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FraudDatabase } from '@vf/fraud';
import type { BearerTokens, Log } from '@vf/platform';
import {
  admitRequest,
  closeConnectionsOnceStopping,
  fastifySettings,
  readJsonBodies,
  REQUEST_ID_HEADER,
} from '@vf/read-api';
import { AlertsController } from './alerts.controller.js';
import { OpenApiController } from './openapi.controller.js';
import { fraudOpenApi } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { DATABASE, OPENAPI, TOKENS } from './tokens.js';
import { WalletCommandsController } from './wallet-commands.controller.js';

export interface ApiParts {
  readonly db: FraudDatabase;
  readonly tokens: BearerTokens;
  readonly log: Log;
}

/** Who may read alerts, and command what follows from them. */
const ACCESS = { read: ['analyst'], write: ['analyst'] };

@Module({})
class ApiModule {
  static of({ db, tokens }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      controllers: [AlertsController, WalletCommandsController, OpenApiController],
      providers: [
        { provide: DATABASE, useValue: db },
        { provide: TOKENS, useValue: tokens },
        { provide: OPENAPI, useValue: fraudOpenApi() },
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
  readJsonBodies(adapter.getInstance());
  app.useGlobalFilters(new ProblemFilter(parts.log));
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    done(admitRequest(parts.tokens, ACCESS, request));
  });
  return { app, letGo: closeConnectionsOnceStopping(adapter.getInstance()) };
}
