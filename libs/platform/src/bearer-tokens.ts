/** Access to the read APIs: bearer tokens with a role, held only as hashes. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export interface TokenHolder {
  readonly name: string;
  readonly role: string;
}

interface KnownToken extends TokenHolder {
  readonly digest: Buffer;
}

const ENTRY = /^([a-z0-9-]{1,40}):([a-z]{1,20}):([0-9a-f]{64})$/;

/** Verifies `Authorization: Bearer <token>` against the configured hashes. */
export class BearerTokens {
  readonly #known: readonly KnownToken[];

  constructor(known: readonly KnownToken[]) {
    this.#known = known;
  }

  /** Who holds the token of this Authorization header, or undefined. Compares in constant time. */
  holderOf(authorization: string | undefined): TokenHolder | undefined {
    const token = /^Bearer +(\S{1,200})$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const digest = createHash('sha256').update(token).digest();
    const found = this.#known.find((candidate) => timingSafeEqual(candidate.digest, digest));
    return found && { name: found.name, role: found.role };
  }
}

/** Roles a token may have, over all read APIs: one list of tokens may be given to each of them. */
export const tokenRoles = ['analyst', 'finance', 'operator', 'reader'] as const;
const isRole = (role: string | undefined) => tokenRoles.some((known) => known === role);

/**
 * Setting: `name:role:sha256 of the token in hex`, separated by commas. A role that no API asks for is refused: its holder
 * would be turned away for ever.
 */
export const apiTokens = z
  .string()
  .transform((list) => list.split(',').map((entry) => ENTRY.exec(entry.trim())))
  .refine((entries) => entries.every((entry) => entry !== null), 'use name:role:sha256hex, separated by commas')
  .refine(
    (entries) => entries.every((entry) => entry === null || isRole(entry[2])),
    `the role must be one of ${tokenRoles.join(', ')}`,
  )
  .transform((entries) => {
    const known = entries.flatMap((entry) =>
      entry ? [{ name: entry[1] ?? '', role: entry[2] ?? '', digest: Buffer.from(entry[3] ?? '', 'hex') }] : [],
    );
    return new BearerTokens(known);
  })
  .meta({
    example: 'alice:analyst:<output of: printf %s "$TOKEN" | sha256sum>',
    description: 'Who may call the API: name, role and SHA-256 of the token.',
  });
