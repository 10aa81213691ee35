/**
 * From a type to the form of its values. Which types travel at all, and as what, is Debezium 3.5.0's PostgresValueConverter;
 * with `readable.values` every type travels, those that Debezium leaves out as PostgreSQL's own text.
 */
import type { PgType } from '../../types/pg-type.js';
import type { ResolvedType, TypeCatalogue } from '../../types/type-catalogue.js';
import type { FormatOptions } from '../format-options.js';
import { arrayForm } from './arrays.js';
import { bitForm, byteaForm, opaqueForm } from './binary.js';
import type { ColumnForm } from './column-form.js';
import { dateForm } from './dates.js';
import { numericForm } from './decimals.js';
import { geometricForm, pointForm } from './geometry.js';
import { hstoreForm } from './hstore.js';
import { intervalForm } from './intervals.js';
import { moneyForm } from './money.js';
import { boolForm, floatForm, integerForm } from './scalars.js';
import { enumForm, textForm } from './text.js';
import { timeForm, zonedTimeForm } from './times.js';
import { timestampForm, zonedTimestampForm } from './timestamps.js';

export interface FormContext {
  readonly catalogue: TypeCatalogue;
  readonly format: FormatOptions;
  /** Whether the column takes no null, so that a value that has no form can not become one. */
  readonly notNull: boolean;
}

const DEFAULT_SCALE = 6;
/** Digits of a fraction of a second; an interval's modifier is another one, and its form does not depend on it. */
const secondsScale = (modifier: number) => (modifier === -1 ? DEFAULT_SCALE : modifier);

type FormOf = (modifier: number, context: FormContext) => ColumnForm;

/** Types whose form is their own. Extensions' types are known by their name, as Debezium knows them. */
const FORMS: Readonly<Record<string, FormOf>> = {
  bool: (_, { format }) => boolForm(format),
  int2: (_, { format }) => integerForm('int2', format),
  int4: (_, { format }) => integerForm('int4', format),
  int8: (_, { format }) => integerForm('int8', format),
  oid: (_, { format }) => integerForm('oid', format),
  float4: (_, { format }) => floatForm('float4', format),
  float8: (_, { format }) => floatForm('float8', format),
  numeric: (modifier, { format, notNull }) => numericForm(modifier, notNull, format),
  money: (_, { format }) => moneyForm(format),
  date: (_, { format }) => dateForm(format),
  time: (modifier, { format }) => timeForm(secondsScale(modifier), format),
  timetz: (_, { format }) => zonedTimeForm(format),
  timestamp: (modifier, { format }) => timestampForm(secondsScale(modifier), format),
  timestamptz: (modifier, { format }) => zonedTimestampForm(secondsScale(modifier), format),
  interval: (_, { format }) => intervalForm(format),
  bytea: (_, { format }) => byteaForm(format),
  bit: (modifier, { format }) => bitForm('bit', modifier, format),
  varbit: (modifier, { format }) => bitForm('varbit', modifier, format),
  point: (_, { format }) => pointForm(format),
  hstore: (_, { format }) => hstoreForm(format),
};

const TEXTS = new Set([
  // The value of a name is told by Debezium's snapshot alone, null by its stream; ours tells it in both.
  ...[
    'char',
    'varchar',
    'bpchar',
    'text',
    'name',
    'citext',
    'json',
    'jsonb',
    'xml',
    'uuid',
    'tsvector',
    'ltree',
    'isbn',
  ],
  ...['inet', 'cidr', 'macaddr', 'macaddr8'],
  ...['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange'],
]);

const GEOMETRIC = new Set(['box', 'circle', 'line', 'lseg', 'path', 'polygon']);

/** Arrays that 3.5.0 leaves out though it knows their elements, whatever the options. */
const OMITTED_ARRAYS = new Set(['money', 'name', 'interval', 'varbit', 'xml', 'point', 'refcursor']);

/** Elements that 3.5.0 declares as ones that may be null; those of its default case are not. */
const mayBeNull = ({ kind, name }: PgType) =>
  kind !== 'enum' && kind !== 'composite' && (name in FORMS || TEXTS.has(name)) && !NEVER_NULL.has(name);

const NEVER_NULL = new Set(['bit', 'tsvector', 'isbn']);

/** Undefined for a column that does not travel. `type` undefined: one that the catalogue does not know. */
export function formOf(type: ResolvedType | undefined, context: FormContext): ColumnForm | undefined {
  if (type?.root.kind === 'array') return formOfArray(type, context);
  return formOfScalar(type?.root, type?.modifier ?? -1, context);
}

function formOfScalar(root: PgType | undefined, modifier: number, context: FormContext): ColumnForm | undefined {
  const { format } = context;
  if (root?.kind === 'enum') return enumForm(root.labels, format);
  const own = root && root.kind !== 'composite' ? FORMS[root.name] : undefined;
  if (own) return own(modifier, context);
  if (root && root.kind !== 'composite' && TEXTS.has(root.name)) return textForm(root.name, format);
  if (format['readable.values']) return textForm('text', format);
  if (!format['include.unknown.datatypes']) return undefined;
  return root && GEOMETRIC.has(root.name) ? geometricForm(format) : opaqueForm((text) => text, format);
}

function formOfArray({ root, modifier }: ResolvedType, context: FormContext): ColumnForm | undefined {
  const { format, catalogue } = context;
  const declared = catalogue.find(root.element);
  const readable = format['readable.values'];
  // Vectors of the system's catalogues call themselves arrays and are written otherwise.
  if (!declared || !root.name.startsWith('_')) return formOfScalar(undefined, -1, context);
  if (!readable && OMITTED_ARRAYS.has(declared.name)) return undefined;
  // 3.5.0 does not look under a domain when it is an element's.
  const element = declared.kind === 'domain' && readable ? catalogue.resolve(declared.oid, -1) : undefined;
  const elementRoot = element?.root ?? declared;
  const elementForm = formOf(
    { declared, root: elementRoot, modifier: element?.modifier ?? modifier },
    { ...context, notNull: false },
  );
  if (!elementForm) return undefined;
  const { name, delimiter } = elementRoot;
  return arrayForm({ name, form: elementForm, delimiter, nullable: mayBeNull(elementRoot) }, format);
}
