/** A column made ready: everything that does not depend on the value is bytes before the first row. */
import type { ColumnFacts } from '../../types/column-facts.js';
import { jsonSchemaOf } from '../../schema/connect-to-json-schema.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { TypeCatalogue } from '../../types/type-catalogue.js';
import type { ConnectField, ConnectSchema } from '../connect-schema.js';
import { fieldName } from '../adjusted-name.js';
import type { FormatOptions } from '../format-options.js';
import { RecordArena } from '../record-arena.js';
import type { ColumnEncoder, ColumnForm } from './column-form.js';
import { defaultText } from './default-value.js';
import { formOf } from './type-form.js';

export interface CompiledColumn {
  /** As the source has it; its member in records is `schema.field`. */
  readonly name: string;
  /** Place in the relation's columns. */
  readonly index: number;
  readonly encode: ColumnEncoder;
  /** JSON for a NULL, and for what an identity without this column does not send. */
  readonly whenNull: Buffer;
  /** JSON for a large value that was not sent. */
  readonly whenUnavailable: Buffer;
  readonly schema: ConnectField;
  /** JSON Schema of its values, null apart. */
  readonly json: JsonSchema;
  /** Whether PostgreSQL takes no null in it. */
  readonly notNull: boolean;
}

/** Undefined for a column that does not travel in this format. */
export function compileColumn(
  facts: ColumnFacts,
  index: number,
  catalogue: TypeCatalogue,
  format: FormatOptions,
): CompiledColumn | undefined {
  const type = catalogue.resolve(facts.typeOid, facts.modifier);
  const form = formOf(type, { catalogue, format, notNull: facts.notNull });
  if (!form) return undefined;
  const standard = type && defaultJson(defaultText(type, facts.defaultExpression), form);
  const schema: ConnectSchema = {
    ...form.schema,
    optional: !facts.notNull,
    ...(standard === undefined ? {} : { default: standard }),
  };
  return {
    name: facts.name,
    index,
    encode: form.encode,
    whenNull: Buffer.from(jsonForNull(facts, form, standard, format)),
    whenUnavailable: Buffer.from(form.unavailable),
    schema: { ...schema, field: fieldName(facts.name, format['field.name.adjustment.mode']) },
    json: { ...jsonSchemaOf(form.schema), ...form.json },
    notNull: facts.notNull,
  };
}

/** In the column's own form. Structs have no default in Debezium's schemas. */
function defaultJson(text: string | undefined, form: ColumnForm): string | undefined {
  if (text === undefined || form.schema.type === 'struct') return undefined;
  const source = Buffer.from(text);
  const out = new RecordArena(source.length + 64);
  out.begin();
  form.encode(out, source, 0, source.length);
  const json = out.finish().toString('utf8');
  return json === 'null' ? undefined : json;
}

function jsonForNull(
  facts: ColumnFacts,
  form: ColumnForm,
  standard: string | undefined,
  format: FormatOptions,
): string {
  // Readable values make nothing up: what is not there is null.
  if (format['readable.values']) return 'null';
  if (facts.notNull) return standard ?? form.filler;
  return (format['value.converter.replace.null.with.default'] ? standard : undefined) ?? 'null';
}
