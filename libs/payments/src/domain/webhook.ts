/** Webhooks: what is kept of an endpoint and of a delivery, which events an endpoint hears of, and when it is tried again. */
import { randomBytes } from 'node:crypto';
import type { WebhookEventType } from '@vf/contracts';
import type { Micros } from './posting.js';

export interface WebhookEndpoint {
  readonly id: string;
  readonly clientId: string;
  readonly url: string;
  /** Names of events, or `*`. */
  readonly eventTypes: readonly string[];
  readonly isEnabled: boolean;
  readonly previousSecretExpiresAt: Micros | null;
  readonly createdAt: Micros;
}

/** What of an event is kept: its body is signed and sent as it is, in each attempt. */
export interface WebhookEventToStore {
  /** Bare UUID; the same for the same change, whenever it is read. */
  readonly id: string;
  readonly type: WebhookEventType;
  readonly clientId: string;
  readonly body: string;
  /** When the change was committed, milliseconds since 1970. */
  readonly occurredAtMs: number;
}

export const webhookDeliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type WebhookDeliveryStatus = (typeof webhookDeliveryStatuses)[number];

/** A delivery that this process alone may attempt until the claim ends. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly url: string;
  readonly body: string;
  /** One; two while the secret is being rotated. */
  readonly secrets: readonly string[];
  /** Number of this attempt, from 1. */
  readonly attempt: number;
  /** Failures before it. */
  readonly failures: number;
  readonly giveUpAtMs: number;
}

/** What an attempt came to. `status` is null when nothing answered; `error` is a stable word then. */
export interface WebhookAttempt {
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly responseHead: string;
}

const ALL_EVENTS = '*';
const SECRET_BYTES = 32;
const FIRST_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 4 * 3_600_000;
const MAX_DOUBLINGS = 30;
const JITTER = 0.2;
const HTTP_SUCCESS = 200;
const HTTP_REDIRECT = 300;

/** `whsec_` and 256 random bits. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`;

export function hearsOf(endpoint: Pick<WebhookEndpoint, 'eventTypes'>, type: WebhookEventType): boolean {
  return endpoint.eventTypes.includes(ALL_EVENTS) || endpoint.eventTypes.includes(type);
}

/** 2xx alone: a redirect is not followed, and what it leads to has not got the event. */
export const isAcknowledged = ({ status }: Pick<WebhookAttempt, 'status'>): boolean =>
  status !== null && status >= HTTP_SUCCESS && status < HTTP_REDIRECT;

/**
 * When to try again after so many failures (1 or more): doubling from 15 s to 4 h, give or take a fifth so that an
 * endpoint which comes back is not met by all at once. The last try is at `giveUpAtMs`; undefined when that is over.
 */
export function nextAttemptAtMs(
  failures: number,
  { nowMs, giveUpAtMs }: { readonly nowMs: number; readonly giveUpAtMs: number },
  random: () => number = Math.random,
): number | undefined {
  if (nowMs >= giveUpAtMs) return undefined;
  const doubled = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, MAX_DOUBLINGS));
  return Math.min(giveUpAtMs, nowMs + Math.round(doubled * (1 - JITTER + 2 * JITTER * random())));
}
