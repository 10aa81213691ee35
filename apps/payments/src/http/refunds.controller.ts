import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { RefundAnswer } from '@vf/contracts';
import { findRefund, type PaymentsDatabase } from '@vf/payments';
import type { FastifyRequest } from 'fastify';
import { refundAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { requireCaller } from './caller.js';
import { readId } from './read-request.js';
import { DATABASE } from './tokens.js';

@Controller('v1/refunds')
export class RefundsController {
  constructor(@Inject(DATABASE) private readonly db: PaymentsDatabase) {}

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<RefundAnswer> {
    const { clientId } = requireCaller(request, 'payments:read');
    const refund = await findRefund(this.db, clientId, readId('ref', id, 'refund_not_found'));
    if (!refund) throw new ApiError('refund_not_found');
    return refundAnswerOf(refund);
  }
}
