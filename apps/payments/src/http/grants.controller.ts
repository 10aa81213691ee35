import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  createGrantRequest,
  listGrantsQuery,
  revokeGrantRequest,
  type GrantAnswer,
  type ListAnswer,
} from '@vf/contracts';
import { wireId } from '@vf/money';
import { createGrant, findGrant, listGrants, revokeGrant, type PaymentsDatabase } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { grantAnswerOf } from './access-answers.js';
import { ApiError } from './api-error.js';
import { actorOf, requireCaller } from './caller.js';
import { listAnswerOf } from './list-answer.js';
import { cursorNotFound, idsOf, readPage, readQuery } from './read-query.js';
import { readBody, readId } from './read-request.js';
import { DATABASE } from './tokens.js';

const OK = 200;
const PARAM_OF = {
  wallet_not_found: 'wallet_id',
  client_not_found: 'client_id',
  grant_exists: 'client_id',
  amount_too_large: 'total_limit',
} as const;

/** The right to debit a wallet, given by the client that registered its user to another one. */
@Controller('v1/grants')
export class GrantsController {
  constructor(@Inject(DATABASE) private readonly db: PaymentsDatabase) {}

  @Post()
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<GrantAnswer> {
    const caller = requireCaller(request, 'grants:write');
    const body = readBody(createGrantRequest, request.body);
    const granteeClientId = readId('cli', body.client_id, 'client_not_found');
    if (granteeClientId === caller.clientId) {
      throw new ApiError('field_invalid', { param: 'client_id', detail: 'Your own wallets need no grant.' });
    }
    const expiresAt = body.expires_at === undefined ? null : new Date(body.expires_at);
    if (expiresAt !== null && expiresAt.getTime() <= Date.now()) {
      throw new ApiError('field_invalid', { param: 'expires_at', detail: 'expires_at: lies in the past' });
    }
    const result = await createGrant(this.db, {
      walletId: readId('wal', body.wallet_id, 'wallet_not_found'),
      grantorClientId: caller.clientId,
      granteeClientId,
      totalLimit: body.total_limit === undefined ? null : BigInt(body.total_limit),
      paymentLimit: body.payment_limit === undefined ? null : BigInt(body.payment_limit),
      expiresAt,
      reason: body.reason,
      actor: actorOf(caller, request),
    });
    if ('refused' in result) throw new ApiError(result.refused, { param: PARAM_OF[result.refused] });
    void reply.header('location', `/v1/grants/${wireId('grt', result.grant.id)}`);
    return grantAnswerOf(result.grant);
  }

  @Get()
  async list(@Req() request: FastifyRequest): Promise<ListAnswer<GrantAnswer>> {
    const { clientId } = requireCaller(request, 'grants:read');
    const query = readQuery(listGrantsQuery, request);
    const page = await listGrants(this.db, { clientId, side: query.side }, readPage(query, idsOf('grt')));
    if (!page) throw cursorNotFound(query);
    return listAnswerOf(request, page, grantAnswerOf);
  }

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<GrantAnswer> {
    const { clientId } = requireCaller(request, 'grants:read');
    const grant = await findGrant(this.db, clientId, readId('grt', id, 'grant_not_found'));
    if (!grant) throw new ApiError('grant_not_found');
    return grantAnswerOf(grant);
  }

  /** Revoked again, it stays as it is: what was asked for is so. */
  @Post(':id/revoke')
  @HttpCode(OK)
  async revoke(@Req() request: FastifyRequest, @Param('id') id: string): Promise<GrantAnswer> {
    const caller = requireCaller(request, 'grants:write');
    const { reason } = readBody(revokeGrantRequest, request.body);
    const grant = await revokeGrant(this.db, {
      id: readId('grt', id, 'grant_not_found'),
      grantorClientId: caller.clientId,
      reason,
      actor: actorOf(caller, request),
    });
    if (!grant) throw new ApiError('grant_not_found');
    return grantAnswerOf(grant);
  }
}
