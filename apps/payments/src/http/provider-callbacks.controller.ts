import { Controller, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { HttpCode } from '@nestjs/common';
import { takeCallback, type MovementParts } from '@vf/payments';
import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';
import { MOVEMENT_PARTS, ON_CALLBACK } from './tokens.js';

/** The router's pattern: reached without an API key, since the provider's own signature is the credential. */
export const CALLBACK_ROUTE = '/v1/providers/:provider/callbacks';

@Controller('v1/providers/:provider/callbacks')
export class ProviderCallbacksController {
  constructor(
    @Inject(MOVEMENT_PARTS) private readonly parts: MovementParts,
    @Inject(ON_CALLBACK) private readonly onCallback: () => void,
  ) {}

  @Post()
  @HttpCode(200)
  post(@Req() request: FastifyRequest, @Param('provider') provider: string) {
    return this.#take(request, provider);
  }

  /** MTN calls back by either method. */
  @Put()
  put(@Req() request: FastifyRequest, @Param('provider') provider: string) {
    return this.#take(request, provider);
  }

  /** Keeps it and says so; what it means is found out afterwards. */
  async #take(request: FastifyRequest, name: string): Promise<{ received: true }> {
    const provider = this.parts.providers.get(name);
    if (!provider) throw new ApiError('route_not_found');
    if (typeof request.body !== 'string') throw new ApiError('body_missing');
    const taken = await takeCallback(this.parts, provider, { headers: request.headers, body: request.body });
    if (taken === 'forged') throw new ApiError('callback_forged');
    if (taken === 'unreadable') throw new ApiError('callback_unreadable');
    if (taken === 'kept') this.onCallback();
    return { received: true };
  }
}
