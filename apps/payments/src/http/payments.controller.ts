import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  capturePaymentRequest,
  createPaymentRequest,
  createRefundRequest,
  voidPaymentRequest,
  type PaymentAnswer,
} from '@vf/contracts';
import { findPayment, type PaymentsDatabase } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { paymentAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { readAsked } from './asked.js';
import { requireCaller } from './caller.js';
import { captureOf, paymentOrder, refundOf, voidOf } from './operations.js';
import { PaymentDesk, paymentPath, refundPath } from './payment-desk.js';
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

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<PaymentAnswer> {
    const { clientId } = requireCaller(request, 'payments:read');
    const payment = await findPayment(this.db, clientId, readId('pay', id, 'payment_not_found'));
    if (!payment) throw new ApiError('payment_not_found');
    return paymentAnswerOf(payment);
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
