// The compatibility rule of published JSON Schemas, as a pure function. A reader of the released schema must be able to
// read every record of the present one: fields may be added, and nothing that was promised may change.

const list = (value) => (value === undefined ? undefined : Array.isArray(value) ? value : [value]);

/** Types and the like of a schema with its `anyOf`/`oneOf` null branch folded in. */
function fold(schema) {
  const branches = schema.anyOf ?? schema.oneOf;
  if (!branches) {
    const types = list(schema.type);
    return { schema, nullable: types?.includes('null') ?? false, types: types?.filter((type) => type !== 'null') };
  }
  const others = branches.filter(({ type }) => type !== 'null');
  const nullable = others.length < branches.length;
  if (others.length !== 1) return { schema, nullable, types: undefined };
  const inner = fold(others[0]);
  return { ...inner, nullable: nullable || inner.nullable };
}

/** Members that narrow or change what a field may hold, and that readers have come to rely on. */
const FIXED = ['const', 'format', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
const LENGTHS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];

/**
 * What of `present` breaks readers of `released`: one sentence each, with the path of the field. None: compatible.
 */
export function incompatibilities(released, present, path = '') {
  const at = path || 'the record';
  const before = fold(released);
  const after = fold(present);
  const found = [];
  if (!before.nullable && after.nullable) found.push(`${at} may now be null`);
  if (before.nullable && !after.nullable) found.push(`${at} may no longer be null`);
  const [was, is] = [before.types, after.types].map((types) => [...(types ?? [])].sort().join(' or ') || 'anything');
  if (was !== is) return [...found, `${at} was ${was} and is now ${is}`];
  const [old, now] = [before.schema, after.schema];
  for (const member of [...FIXED, ...LENGTHS, 'enum']) {
    const [from, to] = [JSON.stringify(old[member]), JSON.stringify(now[member])];
    if (from !== to) found.push(`${at} has another ${member}: ${from ?? 'none'} became ${to ?? 'none'}`);
  }
  found.push(...fields(old, now, path));
  for (const member of ['items', 'additionalProperties']) {
    const [from, to] = [old[member], now[member]];
    if (isSchema(from) && isSchema(to)) found.push(...incompatibilities(from, to, `${path}[]`));
    else if (JSON.stringify(from) !== JSON.stringify(to)) found.push(`${at} has other ${member}`);
  }
  if (before.types === undefined && branches(old) !== branches(now)) found.push(`${at} has other alternatives`);
  return found;
}

const isSchema = (value) => typeof value === 'object' && value !== null;
const branches = (schema) => JSON.stringify(schema.anyOf ?? schema.oneOf);

function fields(old, now, path) {
  const found = [];
  const required = (schema, name) => schema.required?.includes(name) ?? false;
  const name = (field) => (path ? `${path}.${field}` : field);
  for (const [field, schema] of Object.entries(old.properties ?? {})) {
    const next = now.properties?.[field];
    if (!next) {
      found.push(`${name(field)} is gone`);
      continue;
    }
    if (required(old, field) && !required(now, field)) found.push(`${name(field)} may now be missing`);
    if (!required(old, field) && required(now, field)) found.push(`${name(field)} is newly required`);
    found.push(...incompatibilities(schema, next, name(field)));
  }
  for (const field of Object.keys(now.properties ?? {}))
    if (!old.properties?.[field] && required(now, field)) found.push(`${name(field)} is new and required`);
  return found;
}

/** Of every released schema, by file name: what its present form breaks. New schemas are free. */
export function brokenSchemas(released, present) {
  return [...released].flatMap(([name, schema]) => {
    const next = present.get(name);
    if (!next) return [`${name}: the schema is gone`];
    return incompatibilities(schema, next).map((what) => `${name}: ${what}`);
  });
}
