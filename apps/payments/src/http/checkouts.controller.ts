import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { createCheckoutRequest, type CheckoutAnswer } from '@vf/contracts';
import { findCheckout, type PaymentsDatabase } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkoutAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { readAsked } from './asked.js';
import { requireCaller } from './caller.js';
import { checkoutOf } from './operations.js';
import { checkoutPath, PaymentDesk } from './payment-desk.js';
import { readBody, readId } from './read-request.js';
import { DATABASE } from './tokens.js';

@Controller('v1/checkouts')
export class CheckoutsController {
  constructor(
    @Inject(DATABASE) private readonly db: PaymentsDatabase,
    @Inject(PaymentDesk) private readonly desk: PaymentDesk,
  ) {}

  @Post()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = readAsked(request, 'payments:write');
    await this.desk.post(reply, checkoutOf(asked, readBody(createCheckoutRequest, request.body)), checkoutPath);
  }

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<CheckoutAnswer> {
    const { clientId } = requireCaller(request, 'payments:read');
    const checkout = await findCheckout(this.db, clientId, readId('chk', id, 'checkout_not_found'));
    if (!checkout) throw new ApiError('checkout_not_found');
    return checkoutAnswerOf(checkout);
  }
}
