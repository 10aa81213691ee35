/** What a route of the API is, and what several of them share. */
import type { ErrorCode } from '@vf/contracts';
import type { Scope } from '@vf/payments';
import type { z } from 'zod';

/** By a short name each. */
export type Examples = Readonly<Record<string, object>>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** OpenAPI's form: `/v1/users/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** What the key must allow; undefined when the route takes no key. */
  readonly scope: Scope | undefined;
  readonly request?: z.ZodType;
  /** The body may be left out; then all its fields have their defaults. */
  readonly isRequestOptional?: boolean;
  /** The query string's fields. */
  readonly query?: z.ZodType;
  readonly answer: z.ZodType;
  readonly status: 200 | 201;
  /** Takes an Idempotency-Key. */
  readonly movesMoney: boolean;
  /** Requests as they may be sent; every route that reads a body has one. */
  readonly examples?: Examples;
  /** Answers as they may be, of `status`. */
  readonly answers: Examples;
  /** Where the route also answers 202: the payment in `processing`. */
  readonly acceptedAnswer?: object;
  /** Errors of this operation, besides those any request may get. */
  readonly errors: readonly ErrorCode[];
}

export const fieldErrors = ['field_missing', 'field_unknown', 'field_invalid'] as const;
export const amountErrors = ['amount_not_integer', 'amount_not_positive', 'amount_too_large'] as const;

/** Wallets of examples. */
export const parties = {
  sender_wallet_id: 'wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f',
  recipient_wallet_id: 'wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e10',
};

export const EXAMPLE_REQUEST_ID = 'req_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f';
