/**
 * A key in a header. Debezium's are written by Kafka Connect's SimpleHeaderConverter, which is not its JSON writer: only
 * quotes and backslashes of texts are escaped, and decimals are their digits. Such a header is not always JSON; with
 * `readable.values` it is the key's own JSON.
 */
import { COLUMN_TEXT, type Tuple } from '../pgoutput/tuple.js';
import { javaDecimal } from './columns/java-decimal.js';
import type { ConnectSchema } from './connect-schema.js';
import { RecordArena } from './record-arena.js';
import type { RowColumn } from './row-layout.js';

const DECIMAL = 'org.apache.kafka.connect.data.Decimal';
const ESCAPE = /\\(?:u[0-9A-F]{4}|["\\bfnrt])/g;
const KEPT = new Set(['\\"', '\\\\']);

/** `holder` gives the tuple that has the column's value. */
export function keyHeader(key: readonly RowColumn[], holder: (column: number) => Tuple): string {
  const members = key.map(
    (column) => `${unescaped(column.label.toString('utf8'))}${valueOf(column, holder(column.index))}`,
  );
  return `{${members.join(',')}}`;
}

function valueOf(column: RowColumn, row: Tuple): string {
  if (row.kind(column.index) !== COLUMN_TEXT) return column.whenNull.toString('utf8');
  const [start, end] = [row.start(column.index), row.end(column.index)];
  if (column.schema.name === DECIMAL) return javaDecimal(row.bytes.toString('latin1', start, end));
  const out = new RecordArena(end - start + 64);
  out.begin();
  column.encode(out, row.bytes, start, end);
  const json = out.finish().toString('utf8');
  return isFloat(column.schema) ? json.replaceAll('"', '') : unescaped(json);
}

const isFloat = ({ type }: ConnectSchema) => type === 'float' || type === 'double';
const unescaped = (json: string) =>
  json.replace(ESCAPE, (escape) => (KEPT.has(escape) ? escape : (JSON.parse(`"${escape}"`) as string)));
