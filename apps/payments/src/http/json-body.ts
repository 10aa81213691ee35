import { ApiError } from './api-error.js';

const PROTOTYPE_KEY = '__proto__';

/**
 * Parses a body. Refuses the one member name that means something to JavaScript: code that copies the object member by
 * member would lose it, or change the copy's prototype. Throws ApiError.
 */
export function parseJsonBody(text: string): unknown {
  if (text === '') throw new ApiError('body_missing');
  const body = parse(text);
  // JSON.parse keeps the last of two, and another reader of the same bytes (a proxy that checks amounts) the first.
  if (membersWritten(text) !== membersRead(body)) throw new ApiError('duplicate_member');
  // The name can be written out or escaped; any other body is not worth the walk.
  if (text.includes(PROTOTYPE_KEY) || text.includes('\\u')) refusePrototypeKey(body);
  return body;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** How many members valid JSON writes: one for each colon outside of its strings. */
function membersWritten(text: string): number {
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) members += 1;
    else if (code === QUOTE) at = endOfString(text, at);
  }
  return members;
}

/** The place of the quote that ends the string which begins here. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

/** How many members are left in the parsed value. With a stack of its own, as below. */
function membersRead(body: unknown): number {
  let members = 0;
  const left: unknown[] = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inside: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (!Array.isArray(value)) members += inside.length;
    for (const each of inside) if (typeof each === 'object' && each !== null) left.push(each);
  }
  return members;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('malformed_json');
  }
}

/** With a stack of its own: JSON.parse takes any depth, and a call for each level would end ours on a deep body. */
function refusePrototypeKey(body: unknown): void {
  const left: unknown[] = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, PROTOTYPE_KEY)) throw new ApiError('field_unknown', { param: PROTOTYPE_KEY });
    // Not push(...members): a wide body would have more members than a call takes arguments.
    for (const member of Object.values(value)) left.push(member);
  }
}
