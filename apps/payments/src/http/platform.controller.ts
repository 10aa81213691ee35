import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import {
  listAuditQuery,
  setKycLimitRequest,
  setKycRequest,
  type AuditEntryAnswer,
  type KycLimitAnswer,
  type ListAnswer,
  type SetKycLimitRequest,
  type UserAnswer,
} from '@vf/contracts';
import { uuidOfWireId, type Currency, type Hundredths, type IdPrefix } from '@vf/money';
import {
  listActs,
  listKycLimits,
  setKycLimit,
  setKycStatus,
  type AuditFilter,
  type KycLimit,
  type PaymentsDatabase,
} from '@vf/payments';
import type { FastifyRequest } from 'fastify';
import { auditEntryAnswerOf, kycLimitAnswerOf } from './access-answers.js';
import { userAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { actorOf, requireCaller } from './caller.js';
import { listAnswerOf } from './list-answer.js';
import { cursorNotFound, idsOf, readPage, readQuery } from './read-query.js';
import { readAmount, readBody, readId } from './read-request.js';
import { DATABASE } from './tokens.js';

const OK = 200;
const NAMED: readonly IdPrefix[] = ['usr', 'wal', 'grt', 'key', 'cli'];

/** For the platform's own people: how well users are known, what that allows, and who did what. */
@Controller('v1')
export class PlatformController {
  constructor(@Inject(DATABASE) private readonly db: PaymentsDatabase) {}

  @Post('users/:id/kyc')
  @HttpCode(OK)
  async setKyc(@Req() request: FastifyRequest, @Param('id') id: string): Promise<UserAnswer> {
    const caller = requireCaller(request, 'users:admin');
    const body = readBody(setKycRequest, request.body);
    const userId = readId('usr', id, 'user_not_found');
    const user = await setKycStatus(this.db, { ...body, userId, actor: actorOf(caller, request) });
    if (!user) throw new ApiError('user_not_found');
    return userAnswerOf(user);
  }

  @Get('kyc-limits')
  async listLimits(@Req() request: FastifyRequest): Promise<ListAnswer<KycLimitAnswer>> {
    requireCaller(request, 'users:admin');
    const items = await listKycLimits(this.db);
    return listAnswerOf(request, { items, hasMore: false }, kycLimitAnswerOf);
  }

  @Post('kyc-limits')
  @HttpCode(OK)
  async setLimit(@Req() request: FastifyRequest): Promise<KycLimitAnswer> {
    const caller = requireCaller(request, 'users:admin');
    const body = readBody(setKycLimitRequest, request.body);
    const limit = { status: body.kyc_status, currency: body.currency, ...limitsIn(body) };
    await setKycLimit(this.db, { ...limit, reason: body.reason, actor: actorOf(caller, request) });
    return kycLimitAnswerOf(limit);
  }

  @Get('audit-log')
  async listAudit(@Req() request: FastifyRequest): Promise<ListAnswer<AuditEntryAnswer>> {
    requireCaller(request, 'audit:read');
    const query = readQuery(listAuditQuery, request);
    const page = await listActs(this.db, filterOf(query), readPage(query, idsOf('aud')));
    if (!page) throw cursorNotFound(query);
    return listAnswerOf(request, page, auditEntryAnswerOf);
  }
}

function limitsIn(body: SetKycLimitRequest): Pick<KycLimit, 'payment' | 'daily'> {
  const { payment_limit: payment, daily_limit: daily, currency } = body;
  return {
    payment: amountIn(payment, currency, 'payment_limit'),
    daily: amountIn(daily, currency, 'daily_limit'),
  };
}

const amountIn = (minor: number | null, currency: Currency, param: string): Hundredths | null =>
  minor === null ? null : readAmount(minor, currency, param);

/** Ids as the API names them; the log holds them bare. */
function filterOf({
  action,
  object_id: named,
}: {
  action?: string | undefined;
  object_id?: string | undefined;
}): AuditFilter {
  const bare = named === undefined ? undefined : NAMED.map((prefix) => uuidOfWireId(prefix, named)).find(Boolean);
  const objectId = bare ?? named;
  return { ...(action === undefined ? {} : { action }), ...(objectId === undefined ? {} : { objectId }) };
}
