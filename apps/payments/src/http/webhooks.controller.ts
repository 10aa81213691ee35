import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  createWebhookEndpointRequest,
  rotateWebhookSecretRequest,
  type WebhookDeliveryAnswer,
  type WebhookEndpointAnswer,
} from '@vf/contracts';
import { wireId } from '@vf/money';
import {
  addWebhookEndpoint,
  deleteWebhookEndpoint,
  enableWebhookEndpoint,
  findWebhookEndpoint,
  listWebhookDeliveries,
  listWebhookEndpoints,
  newWebhookSecret,
  resendWebhookDelivery,
  rotateWebhookSecret,
  webhookUrl,
  type PaymentsDatabase,
  type WebhookAddressRules,
  type WebhookEndpoint,
} from '@vf/payments';
import { decodeCursor, pageFields, pageOf, type Page } from '@vf/read-api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ApiError } from './api-error.js';
import { requireCaller } from './caller.js';
import { readBody, readId } from './read-request.js';
import { DATABASE, WEBHOOK_RULES } from './tokens.js';
import { webhookDeliveryAnswerOf, webhookEndpointAnswerOf } from './webhook-answers.js';

const deliveryCursor = z.strictObject({ before: z.uuid() });
const pageQuery = z.strictObject(pageFields);
const endpointId = (id: string) => readId('whk', id, 'webhook_endpoint_not_found');

@Controller('v1')
export class WebhooksController {
  constructor(
    @Inject(DATABASE) private readonly db: PaymentsDatabase,
    @Inject(WEBHOOK_RULES) private readonly rules: WebhookAddressRules,
  ) {}

  @Post('webhook-endpoints')
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { clientId } = requireCaller(request, 'webhooks:write');
    const body = readBody(createWebhookEndpointRequest, request.body);
    const url = webhookUrl(body.url, this.rules);
    if (url === undefined) throw new ApiError('webhook_url_refused', { param: 'url' });
    const secret = newWebhookSecret();
    const eventTypes = [...new Set(body.event_types)];
    const endpoint = await addWebhookEndpoint(this.db, { id: uuidv7(), clientId, url, eventTypes, secret });
    if (!endpoint) throw new ApiError('webhook_endpoint_limit_reached');
    void reply.header('location', `/v1/webhook-endpoints/${wireId('whk', endpoint.id)}`);
    return { ...webhookEndpointAnswerOf(endpoint), secret };
  }

  @Get('webhook-endpoints')
  async list(@Req() request: FastifyRequest): Promise<Page<WebhookEndpointAnswer>> {
    const { clientId } = requireCaller(request, 'webhooks:read');
    const endpoints = await listWebhookEndpoints(this.db, clientId);
    return { object: 'list', data: endpoints.map(webhookEndpointAnswerOf), has_more: false, next_cursor: null };
  }

  @Get('webhook-endpoints/:id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<WebhookEndpointAnswer> {
    const { clientId } = requireCaller(request, 'webhooks:read');
    return answered(await findWebhookEndpoint(this.db, clientId, endpointId(id)));
  }

  @Delete('webhook-endpoints/:id')
  async remove(@Req() request: FastifyRequest, @Param('id') id: string) {
    const { clientId } = requireCaller(request, 'webhooks:write');
    if (!(await deleteWebhookEndpoint(this.db, clientId, endpointId(id)))) {
      throw new ApiError('webhook_endpoint_not_found');
    }
    return { object: 'webhook_endpoint', id, deleted: true } as const;
  }

  @Post('webhook-endpoints/:id/rotate')
  @HttpCode(200)
  async rotate(@Req() request: FastifyRequest, @Param('id') id: string) {
    const { clientId } = requireCaller(request, 'webhooks:write');
    const body = readBody(rotateWebhookSecretRequest, request.body === undefined ? {} : request.body);
    const secret = newWebhookSecret();
    const asked = { clientId, id: endpointId(id), secret, overlapSeconds: body.overlap_seconds };
    return { ...answered(await rotateWebhookSecret(this.db, asked)), secret };
  }

  @Post('webhook-endpoints/:id/enable')
  @HttpCode(200)
  enable(@Req() request: FastifyRequest, @Param('id') id: string): Promise<WebhookEndpointAnswer> {
    return this.#setEnabled(request, id, true);
  }

  @Post('webhook-endpoints/:id/disable')
  @HttpCode(200)
  disable(@Req() request: FastifyRequest, @Param('id') id: string): Promise<WebhookEndpointAnswer> {
    return this.#setEnabled(request, id, false);
  }

  @Get('webhook-endpoints/:id/deliveries')
  async deliveries(@Req() request: FastifyRequest, @Param('id') id: string): Promise<Page<WebhookDeliveryAnswer>> {
    const { clientId } = requireCaller(request, 'webhooks:read');
    const { limit, cursor } = readBody(pageQuery, request.query);
    const endpoint = await findWebhookEndpoint(this.db, clientId, endpointId(id));
    if (!endpoint) throw new ApiError('webhook_endpoint_not_found');
    const after = cursor === undefined ? {} : decodeCursor(deliveryCursor, cursor);
    const rows = await listWebhookDeliveries(this.db, {
      clientId,
      endpointId: endpoint.id,
      limit: limit + 1,
      ...after,
    });
    return pageOf(rows, limit, { item: webhookDeliveryAnswerOf, cursor: (last) => ({ before: last.id }) });
  }

  @Post('webhook-deliveries/:id/resend')
  @HttpCode(200)
  async resend(@Req() request: FastifyRequest, @Param('id') id: string): Promise<WebhookDeliveryAnswer> {
    const { clientId } = requireCaller(request, 'webhooks:write');
    const delivery = await resendWebhookDelivery(this.db, clientId, readId('whd', id, 'webhook_delivery_not_found'));
    if (!delivery) throw new ApiError('webhook_delivery_not_found');
    return webhookDeliveryAnswerOf(delivery);
  }

  async #setEnabled(request: FastifyRequest, id: string, isEnabled: boolean): Promise<WebhookEndpointAnswer> {
    const { clientId } = requireCaller(request, 'webhooks:write');
    return answered(await enableWebhookEndpoint(this.db, { clientId, id: endpointId(id), isEnabled }));
  }
}

function answered(endpoint: WebhookEndpoint | undefined): WebhookEndpointAnswer {
  if (!endpoint) throw new ApiError('webhook_endpoint_not_found');
  return webhookEndpointAnswerOf(endpoint);
}
