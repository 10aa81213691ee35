import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { createPayoutRequest } from '@vf/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireCaller } from './caller.js';
import { MovementDesk } from './movement-desk.js';
import { readBody, readId, readIdempotencyKey } from './read-request.js';

@Controller('v1/wallets')
export class PayoutsController {
  constructor(@Inject(MovementDesk) private readonly desk: MovementDesk) {}

  /** Money out: held in the wallet, asked of the provider, and taken when the provider has paid. */
  @Post(':id/payouts')
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { clientId } = requireCaller(request, 'payouts:request');
    const key = readIdempotencyKey(request);
    const body = readBody(createPayoutRequest, request.body);
    const walletId = readId('wal', id, 'wallet_not_found');
    const party = { party: body.destination, partyField: 'destination' };
    await this.desk.move(request, reply, { kind: 'payout', clientId, key, walletId, ...party, body });
  }
}
