import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { createPaymentRequest, type PaymentAnswer } from '@vf/contracts';
import { findPayment, type PaymentsDatabase } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { paymentAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { requireCaller } from './caller.js';
import { PaymentDesk } from './payment-desk.js';
import { readBody, readId, readIdempotencyKey } from './read-request.js';
import { DATABASE } from './tokens.js';

@Controller('v1/payments')
export class PaymentsController {
  constructor(
    @Inject(DATABASE) private readonly db: PaymentsDatabase,
    @Inject(PaymentDesk) private readonly desk: PaymentDesk,
  ) {}

  @Post()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { clientId } = requireCaller(request, 'payments:write');
    const key = readIdempotencyKey(request);
    const body = readBody(createPaymentRequest, request.body);
    if (body.sender_wallet_id === body.recipient_wallet_id) {
      throw new ApiError('same_wallet', { param: 'recipient_wallet_id' });
    }
    await this.desk.post(request, reply, {
      origin: 'payment',
      clientId,
      key,
      senderWalletId: readId('wal', body.sender_wallet_id, 'wallet_not_found'),
      recipientWalletId: readId('wal', body.recipient_wallet_id, 'wallet_not_found'),
      body,
    });
  }

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<PaymentAnswer> {
    const { clientId } = requireCaller(request, 'payments:read');
    const payment = await findPayment(this.db, clientId, readId('pay', id, 'payment_not_found'));
    if (!payment) throw new ApiError('payment_not_found');
    return paymentAnswerOf(payment);
  }
}
