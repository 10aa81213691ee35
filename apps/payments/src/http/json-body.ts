import { ApiError } from './api-error.js';

const PROTOTYPE_KEY = '__proto__';

/**
 * Parses a body. Refuses the one member name that means something to JavaScript: code that copies the object member by
 * member would lose it, or change the copy's prototype. Throws ApiError.
 */
export function parseJsonBody(text: string): unknown {
  if (text === '') throw new ApiError('body_missing');
  const body = parse(text);
  // The name can be written out or escaped; any other body is not worth the walk.
  if (text.includes(PROTOTYPE_KEY) || text.includes('\\u')) refusePrototypeKey(body);
  return body;
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
