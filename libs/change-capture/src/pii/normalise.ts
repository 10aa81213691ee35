/** One text for all spellings of the same thing. Changing a rule changes every hash: it needs a new key id. */
import type { PiiForm } from './pii-plan.js';

/** Country prefix as it is dialled; the written form of the same number has a plus sign instead. */
const DIALLED_PREFIX = /^00/;

/**
 * - `email`: without surrounding white space, in lower case (the local part too: providers take it in any case);
 * - `phone`: its digits, without the plus sign or 00 of the country code; a text without digits stays as it is;
 * - `text`: as it is.
 */
export function normalise(form: PiiForm, value: string): string {
  switch (form) {
    case 'email':
      return value.normalize('NFC').trim().toLowerCase();
    case 'phone': {
      const digits = value.replace(/\D/g, '').replace(DIALLED_PREFIX, '');
      return digits === '' ? value.trim() : digits;
    }
    case 'text':
      return value;
  }
}
