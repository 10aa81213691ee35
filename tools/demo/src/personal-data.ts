/** Personal data as the demo judges it: recomputed hashes for what must be equal, and a search for what must not be seen. */
import { createHmac } from 'node:crypto';
import { personalData } from '@vf/contracts';

type Row = Record<string, unknown>;
type Form = 'email' | 'phone';

/** The stack's current key, `id:secret`. */
export interface PiiKey {
  readonly id: string;
  readonly secret: string;
}

const normal = (form: Form, value: string) =>
  form === 'email' ? value.trim().toLowerCase() : value.replace(/\D/g, '').replace(/^00/, '');

const hashOf = (key: PiiKey, form: Form, value: string) =>
  `hmac:${key.id}:${createHmac('sha256', key.secret).update(normal(form, value)).digest('hex')}`;

const hasPersonalData = (table: string): table is keyof typeof personalData => table in personalData;

/** A row of the source with its personal data hashed, as its topics must hold it. */
export function hashedRow(table: string, row: Row, key: PiiKey): Row {
  const result = { ...row };
  for (const { holder, member, form } of personalMembers(table, result)) {
    const value = holder[member];
    if (typeof value === 'string') holder[member] = hashOf(key, form, value);
  }
  return result;
}

/** A row as one text, whatever the order of its members; metadata by what it says and not by its spaces. */
export function comparable(row: Row): string {
  const members = Object.entries({ ...row, ...('metadata' in row ? { metadata: metadataOf(row) } : {}) });
  return JSON.stringify(Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function metadataOf(row: Row): Row {
  const { metadata } = row;
  return (typeof metadata === 'string' ? JSON.parse(metadata) : metadata) as Row;
}

/** Where personal data may be in the row. Its metadata is replaced by a copy, as an object. */
function personalMembers(table: string, row: Row): { holder: Row; member: string; form: Form }[] {
  if (!hasPersonalData(table)) return [];
  const forms = personalData[table];
  const metadata = { ...metadataOf(row) };
  row['metadata'] = metadata;
  return [
    ...Object.entries(forms.columns).map(([member, form]) => ({ holder: row, member, form })),
    ...Object.entries(forms.paths.metadata).map(([path, form]) => ({
      holder: metadata,
      member: path.replace('$.', ''),
      form,
    })),
  ];
}

const EMAILS = /[^\s"\\:,<>]+@[^\s"\\:,<>]+/g;
const DIGITS = /\d{9,15}/g;

/** The plain emails and phone numbers of the source, to look for where none may be. */
export class PlainPersonalData {
  readonly #values = new Set<string>();

  add(table: string, row: Row): void {
    for (const { holder, member, form } of personalMembers(table, { ...row })) {
      const value = holder[member];
      if (typeof value === 'string') this.#values.add(normal(form, value));
    }
  }

  get size(): number {
    return this.#values.size;
  }

  isIn(text: string): boolean {
    const candidates = [...(text.match(EMAILS) ?? []), ...(text.match(DIGITS) ?? [])];
    return candidates.some((candidate) => this.#values.has(candidate.toLowerCase()));
  }
}
