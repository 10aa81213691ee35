import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  balanceAtQuery,
  createTopUpRequest,
  createWalletRequest,
  freezeWalletRequest,
  listEntriesQuery,
  microsecondsOf,
  type LedgerEntryAnswer,
  type ListAnswer,
  type WalletAnswer,
  type WalletBalanceAnswer,
} from '@vf/contracts';
import { wireId } from '@vf/money';
import {
  balanceAt,
  currentPosition,
  databaseNow,
  findWallet,
  listEntries,
  openWallet,
  type PaymentsDatabase,
  type Wallet,
} from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { balanceAnswerOf, ledgerEntryAnswerOf, ledgerIdIn } from './access-answers.js';
import { walletAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { readAsked } from './asked.js';
import { requireCaller } from './caller.js';
import { listAnswerOf } from './list-answer.js';
import { MovementDesk } from './movement-desk.js';
import { freezeOf, topUpOrder } from './operations.js';
import { PaymentDesk, paymentPath } from './payment-desk.js';
import { tellPosition } from './position-header.js';
import { cursorNotFound, readPage, readQuery } from './read-query.js';
import { readBody, readId } from './read-request.js';
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
    tellPosition(reply, await currentPosition(this.db));
    void reply.header('location', `/v1/wallets/${wireId('wal', result.wallet.id)}`);
    return walletAnswerOf(result.wallet);
  }

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<WalletAnswer> {
    return walletAnswerOf(await this.#own(request, id));
  }

  @Get(':id/entries')
  async entries(@Req() request: FastifyRequest, @Param('id') id: string): Promise<ListAnswer<LedgerEntryAnswer>> {
    const wallet = await this.#own(request, id);
    const query = readQuery(listEntriesQuery, request);
    const whose = { userId: wallet.userId, walletId: wallet.id };
    const page = await listEntries(this.db, whose, readPage(query, ledgerIdIn));
    if (!page) throw cursorNotFound(query);
    return listAnswerOf(request, page, ledgerEntryAnswerOf);
  }

  @Get(':id/balance')
  async balance(@Req() request: FastifyRequest, @Param('id') id: string): Promise<WalletBalanceAnswer> {
    const wallet = await this.#own(request, id);
    const { at: asked } = readQuery(balanceAtQuery, request);
    const now = await databaseNow(this.db);
    const at = asked === undefined ? now : microsecondsOf(asked);
    // What is said of a moment must stay true of it.
    if (at > now) throw new ApiError('field_invalid', { param: 'at', detail: 'at: lies in the future' });
    const found = await balanceAt(this.db, { userId: wallet.userId, walletId: wallet.id, at });
    return balanceAnswerOf(wallet, at, found);
  }

  async #own(request: FastifyRequest, id: string): Promise<Wallet> {
    const { clientId } = requireCaller(request, 'wallets:read');
    const wallet = await findWallet(this.db, clientId, readId('wal', id, 'wallet_not_found'));
    if (!wallet) throw new ApiError('wallet_not_found');
    return wallet;
  }

  /**
   * Money from outside. With a source the provider is asked for it. Without one the caller says that the provider has
   * it already, which is believed, and therefore has a scope of its own.
   */
  @Post(':id/top-ups')
  async topUp(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const asked = readAsked(request, isAskedOfProvider(request.body) ? 'top_ups:request' : 'top_ups:write');
    const body = readBody(createTopUpRequest, request.body);
    const walletId = readId('wal', id, 'wallet_not_found');
    if (body.source === undefined) {
      await this.desk.post(reply, topUpOrder(asked, body, walletId), paymentPath);
      return;
    }
    const party = { party: body.source, partyField: 'source' };
    const { key, caller } = asked;
    await this.movements.move(request, reply, {
      kind: 'top_up',
      clientId: caller.clientId,
      key,
      walletId,
      ...party,
      body,
    });
  }

  @Post(':id/freeze')
  freeze(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.#setFrozen('freeze', request, reply, id);
  }

  @Post(':id/unfreeze')
  unfreeze(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    return this.#setFrozen('unfreeze', request, reply, id);
  }

  async #setFrozen(op: 'freeze' | 'unfreeze', request: FastifyRequest, reply: FastifyReply, id: string): Promise<void> {
    const asked = readAsked(request, 'wallets:admin');
    const body = readBody(freezeWalletRequest, request.body);
    await this.desk.post(reply, freezeOf(op, asked, body, readId('wal', id, 'wallet_not_found')));
  }
}

/** Judged before the body is checked: who may not ask learns nothing of what is wrong with it. */
const isAskedOfProvider = (body: unknown): boolean => typeof body === 'object' && body !== null && 'source' in body;
