/** The Idempotency-Key header: bare, or as the quoted string of RFC 8941. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;
const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const MAX_LENGTH = 255;

/** The key, or undefined when the header is not 1 to 255 printable ASCII characters. */
export function parseIdempotencyKey(header: string): string | undefined {
  const quoted = QUOTED.exec(header)?.[1];
  const key = quoted === undefined ? header : quoted.replace(/\\(["\\])/g, '$1');
  return key.length <= MAX_LENGTH && PRINTABLE.test(key) ? key : undefined;
}
