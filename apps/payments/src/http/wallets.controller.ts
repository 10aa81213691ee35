import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { clearingAccountOf, createTopUpRequest, createWalletRequest, type WalletAnswer } from '@vf/contracts';
import { wireId } from '@vf/money';
import { findWallet, openWallet, type PaymentsDatabase } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { walletAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { requireCaller } from './caller.js';
import { MovementDesk } from './movement-desk.js';
import { PaymentDesk } from './payment-desk.js';
import { readBody, readId, readIdempotencyKey } from './read-request.js';
import { DATABASE } from './tokens.js';

@Controller('v1/wallets')
export class WalletsController {
  constructor(
    @Inject(DATABASE) private readonly db: PaymentsDatabase,
    @Inject(PaymentDesk) private readonly desk: PaymentDesk,
    @Inject(MovementDesk) private readonly movements: MovementDesk,
  ) {}

  @Post()
  async open(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<WalletAnswer> {
    const { clientId } = requireCaller(request, 'wallets:write');
    const body = readBody(createWalletRequest, request.body);
    const userId = readId('usr', body.user_id, 'user_not_found');
    const result = await openWallet(this.db, { id: uuidv7(), clientId, userId, currency: body.currency });
    if ('refused' in result) throw new ApiError(result.refused, { param: 'user_id' });
    void reply.header('location', `/v1/wallets/${wireId('wal', result.wallet.id)}`);
    return walletAnswerOf(result.wallet);
  }

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<WalletAnswer> {
    const { clientId } = requireCaller(request, 'wallets:read');
    const wallet = await findWallet(this.db, clientId, readId('wal', id, 'wallet_not_found'));
    if (!wallet) throw new ApiError('wallet_not_found');
    return walletAnswerOf(wallet);
  }

  /**
   * Money from outside. With a source the provider is asked for it. Without one the caller says that the provider has
   * it already, which is believed, and therefore has a scope of its own.
   */
  @Post(':id/top-ups')
  async topUp(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const asks = isAskedOfProvider(request.body);
    const { clientId } = requireCaller(request, asks ? 'top_ups:request' : 'top_ups:write');
    const key = readIdempotencyKey(request);
    const body = readBody(createTopUpRequest, request.body);
    const walletId = readId('wal', id, 'wallet_not_found');
    if (body.source !== undefined) {
      const party = { party: body.source, partyField: 'source' };
      await this.movements.move(request, reply, { kind: 'top_up', clientId, key, walletId, ...party, body });
      return;
    }
    await this.desk.post(request, reply, {
      origin: 'top_up',
      clientId,
      key,
      senderWalletId: clearingAccountOf(body.provider).walletId,
      recipientWalletId: walletId,
      body,
    });
  }
}

/** Judged before the body is checked: who may not ask learns nothing of what is wrong with it. */
const isAskedOfProvider = (body: unknown): boolean => typeof body === 'object' && body !== null && 'source' in body;
