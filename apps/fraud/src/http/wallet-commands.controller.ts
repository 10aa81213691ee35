import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { walletCommandRequest, type WalletCommandAnswer, type WalletCommandKind } from '@vf/contracts';
import { findCanonicalAlert, findWalletCommand, issueWalletCommand, type FraudDatabase } from '@vf/fraud';
import { uuidOfWireId } from '@vf/money';
import type { BearerTokens } from '@vf/platform';
import { ApiError, parseInput, readIdempotencyKey } from '@vf/read-api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { DATABASE, TOKENS } from './tokens.js';
import { walletCommandAnswerOf } from './wallet-command-answer.js';

const ACCEPTED = 202;

/** What an analyst has done to a sender's wallet. The decision is a row; the payments service reads it from the log. */
@Controller('v1')
export class WalletCommandsController {
  constructor(
    @Inject(DATABASE) private readonly db: FraudDatabase,
    @Inject(TOKENS) private readonly tokens: BearerTokens,
  ) {}

  @Post('alerts/:id/freeze-wallet')
  @HttpCode(ACCEPTED)
  freeze(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<WalletCommandAnswer> {
    return this.#command('freeze_wallet', request, reply, id);
  }

  @Post('alerts/:id/unfreeze-wallet')
  @HttpCode(ACCEPTED)
  unfreeze(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<WalletCommandAnswer> {
    return this.#command('unfreeze_wallet', request, reply, id);
  }

  @Get('wallet-commands/:id')
  async read(@Param('id') id: string): Promise<WalletCommandAnswer> {
    const uuid = uuidOfWireId('cmd', id);
    const command = uuid === undefined ? undefined : await findWalletCommand(this.db, uuid);
    if (!command) throw new ApiError('wallet_command_not_found');
    return walletCommandAnswerOf(command);
  }

  async #command(
    kind: WalletCommandKind,
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
  ): Promise<WalletCommandAnswer> {
    const key = readIdempotencyKey(request);
    if (request.body === undefined || request.body === null) throw new ApiError('body_missing');
    const { reason } = parseInput(walletCommandRequest, request.body);
    const { alertId, userId } = await this.#alertOf(id);
    const issued = await issueWalletCommand(this.db, {
      ...{ id: uuidv7(), kind, alertId, userId, reason, key },
      actor: this.#analyst(request),
      issuedAt: new Date(),
    });
    if (issued.kind === 'key_reused') throw new ApiError('idempotency_key_reused');
    if (issued.kind === 'known') void reply.header('idempotent-replayed', 'true');
    const answer = walletCommandAnswerOf(issued.command);
    void reply.header('location', `/v1/wallet-commands/${answer.id}`);
    return answer;
  }

  /** The alert as it was named: it may have become an alias since, and a retry must find the same command. */
  async #alertOf(id: string): Promise<{ alertId: string; userId: string }> {
    const alertId = uuidOfWireId('alt', id);
    const alert = alertId === undefined ? undefined : await findCanonicalAlert(this.db, alertId);
    const userId = alert && uuidOfWireId('usr', alert.told.sender_id);
    if (alertId === undefined || userId === undefined) throw new ApiError('alert_not_found');
    return { alertId, userId };
  }

  /** Admission has let the token through already. */
  #analyst(request: FastifyRequest): string {
    const holder = this.tokens.holderOf(request.headers.authorization);
    if (!holder) throw new ApiError('credentials_invalid');
    return holder.name;
  }
}
