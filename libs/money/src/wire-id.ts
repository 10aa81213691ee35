/** Ids on the wire carry a prefix that says what they name, over the same UUID that the database holds bare. */
const HEX_UUID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/**
 * What an id may name: a payment, refund, user, wallet, ledger entry, checkout, alert, API client, API key, wallet grant,
 * entry of the audit log, webhook endpoint, event or delivery of one, command on a wallet.
 */
export type IdPrefix =
  'pay' | 'ref' | 'usr' | 'wal' | 'led' | 'chk' | 'alt' | 'cli' | 'key' | 'grt' | 'aud' | 'whk' | 'evt' | 'whd' | 'cmd';

/** `pay` and a UUID as the database writes it give `pay_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f`. */
export function wireId(prefix: IdPrefix, uuid: string): string {
  return `${prefix}_${uuid.replaceAll('-', '').toLowerCase()}`;
}

/** The UUID behind a wire id, or undefined when the text is not an id of that kind. Accepts lower case only. */
export function uuidOfWireId(prefix: IdPrefix, id: string): string | undefined {
  if (!id.startsWith(`${prefix}_`)) return undefined;
  const match = HEX_UUID.exec(id.slice(prefix.length + 1));
  return match ? match.slice(1).join('-') : undefined;
}
