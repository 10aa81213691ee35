/**
 * Names of schemas and of their fields as Avro takes them: what `schema.name.adjustment.mode` and
 * `field.name.adjustment.mode` of Debezium 3.5.0 make of a name, UTF-16 unit by unit.
 */
export const NAME_ADJUSTMENTS = ['none', 'avro', 'avro_unicode'] as const;
export type NameAdjustment = (typeof NAME_ADJUSTMENTS)[number];

const DIGIT = /^\p{Nd}/u;

/** What is kept at the first place of a name, and behind it. */
interface Kept {
  readonly first: RegExp;
  readonly other: RegExp;
}

const IN_SCHEMA_NAMES: Readonly<Record<Exclude<NameAdjustment, 'none'>, Kept>> = {
  avro: { first: /[A-Za-z_]/, other: /[A-Za-z0-9_.]/ },
  // The underscore begins an escape, so that it is one itself.
  avro_unicode: { first: /[A-Za-z]/, other: /[A-Za-z0-9.]/ },
};

/** A field has one name, no path of them. */
const IN_FIELD_NAMES: typeof IN_SCHEMA_NAMES = {
  avro: { first: /[A-Za-z_]/, other: /[A-Za-z0-9_]/ },
  avro_unicode: { first: /[A-Za-z]/, other: /[A-Za-z0-9]/ },
};

const TWO_DIGITS = 2;
const underscore = () => '_';
/** Not always four digits: two zeros go before one or two. */
function escape(unit: string): string {
  const hex = unit.charCodeAt(0).toString(16);
  return `_u${hex.length > TWO_DIGITS ? '' : '00'}${hex}`;
}

function adjusted(name: string, mode: NameAdjustment, rules: typeof IN_SCHEMA_NAMES): string {
  if (mode === 'none') return name;
  const { first, other } = rules[mode];
  const replaced = mode === 'avro' ? underscore : escape;
  return name
    .split('')
    .map((unit, place) => {
      if ((place === 0 ? first : other).test(unit)) return unit;
      // A leading digit stays behind the underscore, or names that differ in it alone would be one.
      return place === 0 && mode === 'avro' && DIGIT.test(unit) ? `_${unit}` : replaced(unit);
    })
    .join('');
}

/** Dots stay: they part the name's namespace. */
export const schemaName = (name: string, mode: NameAdjustment) => adjusted(name, mode, IN_SCHEMA_NAMES);

export const fieldName = (name: string, mode: NameAdjustment) => adjusted(name, mode, IN_FIELD_NAMES);
