/** Users, wallets and payments as they are read back. Ids are bare UUIDs, times microseconds since 1970. */
import type { Hundredths } from '@vf/money';
import type { FeeBearer } from './fees.js';
import type { LockedPayment, Micros } from './posting.js';

export const userRoles = ['customer', 'vendor'] as const;
/** What a client may register; admins are the platform's own. */
export type UserRole = (typeof userRoles)[number];

export interface NewUser {
  readonly id: string;
  readonly clientId: string;
  readonly email: string;
  readonly phone: string | null;
  readonly role: UserRole;
  /** JSON text. */
  readonly metadata: string;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly phone: string | null;
  readonly role: UserRole | 'admin';
  readonly kycStatus: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: Micros;
}

export interface Wallet {
  readonly id: string;
  readonly userId: string;
  readonly kind: string;
  readonly balance: Hundredths;
  readonly held: Hundredths;
  readonly currency: string;
  readonly isFrozen: boolean;
  readonly updatedAt: Micros;
  readonly rowVersion: bigint;
}

/** A payment as it is read back: as posting has it. */
export type Payment = LockedPayment;

export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: Hundredths;
  readonly feeReturned: Hundredths;
  readonly currency: string;
  readonly status: string;
  readonly failureCode: string | null;
  readonly reason: string | null;
  /** JSON text. */
  readonly metadata: string;
  readonly createdAt: Micros;
}

export interface Checkout {
  readonly id: string;
  readonly clientReference: string | null;
  readonly senderId: string;
  readonly senderWalletId: string;
  readonly amount: Hundredths;
  readonly fee: Hundredths;
  readonly feeBearer: FeeBearer;
  readonly currency: string;
  readonly status: string;
  readonly failureCode: string | null;
  readonly provider: string;
  /** JSON text. */
  readonly metadata: string;
  /** One for each leg, in their order. */
  readonly payments: readonly Payment[];
  readonly createdAt: Micros;
}
