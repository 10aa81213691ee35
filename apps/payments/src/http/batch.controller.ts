import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { createBatchRequest, createPaymentRequest, parseIdempotencyKey } from '@vf/contracts';
import type { KeyHolder, LogPosition } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';
import { requireCaller } from './caller.js';
import { paymentOrder } from './operations.js';
import { PaymentDesk } from './payment-desk.js';
import { tellPosition } from './position-header.js';
import { ProblemWriter } from './problem-writer.js';
import { readBody } from './read-request.js';

/** Part of the fingerprint: an item is the same request as the payment alone, so a retry there finds its key. */
const SINGLE_PATH = '/v1/payments';

interface ItemResult {
  readonly status: number;
  readonly isReplay: boolean;
  /** JSON text. */
  readonly body: string;
  readonly position: LogPosition | undefined;
}

@Controller('v1/payments/batch')
export class BatchController {
  constructor(
    @Inject(PaymentDesk) private readonly desk: PaymentDesk,
    @Inject(ProblemWriter) private readonly problems: ProblemWriter,
  ) {}

  /** Many payments in one request, each by itself: what befalls one leaves the others untouched. */
  @Post()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = requireCaller(request, 'payments:write');
    const { items } = readBody(createBatchRequest, request.body);
    const results = await Promise.all(items.map((item) => this.#post(item, caller, request)));
    tellPosition(reply, lastOf(results));
    const data = results.map(
      ({ status, isReplay, body }) => `{"status":${status},"replayed":${isReplay},"body":${body}}`,
    );
    void reply
      .code(200)
      .type('application/json; charset=utf-8')
      .send(Buffer.from(`{"object":"batch","data":[${data.join(',')}]}`));
  }

  async #post(item: unknown, caller: KeyHolder, request: FastifyRequest): Promise<ItemResult> {
    try {
      const { key, body } = splitItem(item);
      const asked = { caller, key, requestId: request.id, path: SINGLE_PATH, body };
      const { answer, isReplay, position } = await this.desk.ask(
        paymentOrder(asked, readBody(createPaymentRequest, body)),
      );
      return { ...answer, isReplay, position };
    } catch (err) {
      const { problem } = this.problems.problemOf(err, request);
      return { status: problem.status, body: JSON.stringify(problem), isReplay: false, position: undefined };
    }
  }
}

/** The item's key, and the rest, which is what POST /v1/payments takes. Throws ApiError. */
function splitItem(item: unknown): { key: string; body: object } {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    throw new ApiError('field_invalid', { detail: 'An item is not an object.' });
  }
  const { idempotency_key: given, ...body }: { idempotency_key?: unknown } = item;
  if (given === undefined) throw new ApiError('idempotency_key_missing', { param: 'idempotency_key' });
  const key = typeof given === 'string' ? parseIdempotencyKey(given) : undefined;
  if (key === undefined) throw new ApiError('idempotency_key_invalid', { param: 'idempotency_key' });
  return { key, body };
}

/** The furthest of the items' positions: items of one request may be posted in several batches. */
function lastOf(results: readonly ItemResult[]): LogPosition | undefined {
  return results.reduce<LogPosition | undefined>(
    (last, { position }) => (position && (!last || lsnOf(position) > lsnOf(last)) ? position : last),
    undefined,
  );
}

function lsnOf({ lsn }: LogPosition): bigint {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
