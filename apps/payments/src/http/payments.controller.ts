import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  capturePaymentRequest,
  createPaymentRequest,
  createRefundRequest,
  voidPaymentRequest,
  listPaymentsQuery,
  microsecondsOf,
  readPaymentQuery,
  type ExpandedPaymentAnswer,
  type ListAnswer,
} from '@vf/contracts';
import { findPayment, findWallet, listPayments, type PaymentFilter, type PaymentsDatabase } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiError } from './api-error.js';
import { readAsked } from './asked.js';
import { requireCaller } from './caller.js';
import { listAnswerOf } from './list-answer.js';
import { captureOf, paymentOrder, refundOf, voidOf } from './operations.js';
import { expandPayments } from './payment-expansion.js';
import { PaymentDesk, paymentPath, refundPath } from './payment-desk.js';
import { cursorNotFound, idsOf, readPage, readQuery } from './read-query.js';
import { readBody, readId } from './read-request.js';
import { DATABASE } from './tokens.js';

@Controller('v1/payments')
export class PaymentsController {
  constructor(
    @Inject(DATABASE) private readonly db: PaymentsDatabase,
    @Inject(PaymentDesk) private readonly desk: PaymentDesk,
  ) {}

  @Post()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = readAsked(request, 'payments:write');
    await this.desk.post(reply, paymentOrder(asked, readBody(createPaymentRequest, request.body)), paymentPath);
  }

  @Get()
  async list(@Req() request: FastifyRequest): Promise<ListAnswer<ExpandedPaymentAnswer>> {
    const { clientId } = requireCaller(request, 'payments:read');
    const query = readQuery(listPaymentsQuery, request);
    const userId = query.wallet === undefined ? undefined : await this.#ownerOf(clientId, query.wallet);
    const filter = paymentFilterOf(query, { clientId, userId });
    const page = await listPayments(this.db, filter, readPage(query, idsOf('pay')));
    if (!page) throw cursorNotFound(query);
    const show = await expandPayments(this.db, { clientId, expand: query['expand[]'] }, page.items);
    return listAnswerOf(request, page, show);
  }

  async #ownerOf(clientId: string, wallet: string): Promise<string> {
    const found = await findWallet(this.db, clientId, readId('wal', wallet, 'wallet_not_found'));
    if (!found) throw new ApiError('wallet_not_found', { param: 'wallet' });
    return found.userId;
  }

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<ExpandedPaymentAnswer> {
    const { clientId } = requireCaller(request, 'payments:read');
    const query = readQuery(readPaymentQuery, request);
    const payment = await findPayment(this.db, clientId, readId('pay', id, 'payment_not_found'));
    if (!payment) throw new ApiError('payment_not_found');
    const show = await expandPayments(this.db, { clientId, expand: query['expand[]'] }, [payment]);
    return show(payment);
  }

  @Post(':id/capture')
  async capture(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const asked = readAsked(request, 'payments:write');
    const body = readBody(capturePaymentRequest, request.body);
    await this.desk.post(reply, captureOf(asked, body, readId('pay', id, 'payment_not_found')));
  }

  @Post(':id/void')
  async void(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const asked = readAsked(request, 'payments:write');
    readBody(voidPaymentRequest, request.body);
    await this.desk.post(reply, voidOf(asked, readId('pay', id, 'payment_not_found')));
  }

  @Post(':id/refunds')
  async refund(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const asked = readAsked(request, 'payments:write');
    const body = readBody(createRefundRequest, request.body);
    await this.desk.post(reply, refundOf(asked, body, readId('pay', id, 'payment_not_found')), refundPath);
  }
}

/** Times as they are stored, in microseconds; what the query leaves out stays out. */
function paymentFilterOf(
  query: z.output<typeof listPaymentsQuery>,
  { clientId, userId }: { readonly clientId: string; readonly userId: string | undefined },
): PaymentFilter {
  const { status, provider, client_reference: clientReference, created_from: from, created_to: to } = query;
  return {
    clientId,
    ...(userId === undefined ? {} : { userId }),
    ...(status === undefined ? {} : { status }),
    ...(provider === undefined ? {} : { provider }),
    ...(clientReference === undefined ? {} : { clientReference }),
    ...(from === undefined ? {} : { createdFrom: microsecondsOf(from) }),
    ...(to === undefined ? {} : { createdTo: microsecondsOf(to) }),
  };
}
