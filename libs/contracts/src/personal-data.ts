/**
 * Personal data in the published tables, by column and by path in JSON columns, with the form in which it is hashed
 * (docs/capture.md, "Personal data"). It leaves the source as keyed hashes only.
 */

/** Metadata is the caller's: where people put addresses of people, by convention and not by contract. */
const inMetadata = {
  metadata: {
    '$.email': 'email',
    '$.phone': 'phone',
    '$.customer_email': 'email',
    '$.customer_phone': 'phone',
  },
} as const;

export const personalData = {
  users: { columns: { email: 'email', phone: 'phone' }, paths: inMetadata },
  payments: { columns: {}, paths: inMetadata },
} as const;
