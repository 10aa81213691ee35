/** Debezium's `message.key.columns`: `schema.table:column,column;...`, where the table part is a regular expression. */
export interface KeyColumns {
  /** Matches a whole `schema.table`. */
  readonly table: RegExp;
  readonly columns: readonly string[];
}

interface Refusals {
  readonly issues: { push(issue: { code: 'custom'; message: string; input: unknown }): unknown };
}

/** A zod transform: what is wrong becomes an issue of the setting. */
export function parseKeyColumns(text: string, refusals: Refusals): readonly KeyColumns[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => parsePart(part, refusals));
}

function parsePart(part: string, refusals: Refusals): KeyColumns[] {
  const colon = part.lastIndexOf(':');
  const columns = part
    .slice(colon + 1)
    .split(',')
    .map((column) => column.trim());
  try {
    if (colon > 0 && columns.every((column) => column !== '')) {
      return [{ table: new RegExp(`^(?:${part.slice(0, colon).trim()})$`, 'i'), columns }];
    }
  } catch {
    // Not a regular expression: refused below.
  }
  refusals.issues.push({ code: 'custom', message: `"${part}" is not schema.table:column,column`, input: part });
  return [];
}
