// The compatibility rule of published JSON Schemas, as pure functions. A reader of the released schema must be able to read
// every record of the present one: members may be added, values may be added where readers were told to expect them, and
// nothing else that was promised may change. What the rule does not know it refuses, rather than let it pass unseen.

const list = (value) => (value === undefined ? undefined : Array.isArray(value) ? value : [value]);
const isSchema = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Said to people only. */
const ANNOTATIONS = ['title', 'description', '$comment', 'examples'];
/** Readers have come to rely on these as they are: wider is a surprise, and narrower a promise that a later one breaks. */
const FIXED = [
  ...['$schema', '$id', 'const', 'format', 'pattern', 'contentEncoding', 'contentMediaType'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
  'x-encoding',
];
/** Readers tolerate values of this enum that they do not know. */
const EXTENSIBLE = 'x-extensible-enum';
/** Why the whole part may be null; the reason itself is for people. */
const ABSENT = 'x-may-be-absent';
const BRANCHES = ['anyOf', 'oneOf'];
const STRUCTURE = ['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', EXTENSIBLE, ...BRANCHES];
const KNOWN = new Set([...ANNOTATIONS, ...FIXED, ...STRUCTURE, ABSENT]);

/** One sentence for each use of a keyword, or of a known one in a form, that the rule can not judge; none in a judgeable schema. */
export function unjudgeable(schema, path = '') {
  const at = path || 'the record';
  if (!isSchema(schema)) return [`${at} has ${JSON.stringify(schema)} for a schema, which this check can not judge`];
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
  const found = unknown.map((keyword) => `${at} has ${keyword}, which this check can not judge`);
  const branching = BRANCHES.find((keyword) => keyword in schema);
  if (branching) {
    const others = [...STRUCTURE, ...FIXED].filter((keyword) => keyword !== branching && !keyword.startsWith('$'));
    for (const keyword of others.filter((other) => other in schema))
      found.push(`${at} has ${keyword} beside ${branching}, which this check can not judge`);
    for (const branch of schema[branching]) found.push(...unjudgeable(branch, path));
  }
  for (const [name, member] of Object.entries(schema.properties ?? {}))
    found.push(...unjudgeable(member, below(path, name)));
  if (schema.items !== undefined) found.push(...unjudgeable(schema.items, `${path}[]`));
  if (isSchema(schema.additionalProperties)) found.push(...unjudgeable(schema.additionalProperties, `${path}[]`));
  return found;
}

const below = (path, name) => (path ? `${path}.${name}` : name);

/** Types and values of a schema with its null, said in whatever way, taken apart. */
function fold(schema) {
  const branches = schema.anyOf ?? schema.oneOf;
  if (!branches) {
    const types = list(schema.type);
    const values = schema.enum?.filter((value) => value !== null);
    const mayBeNull = schema.enum ? values.length < schema.enum.length : schema.const === null;
    const nullable = types ? types.includes('null') && (!schema.enum || mayBeNull) : mayBeNull;
    return { schema, nullable, values, types: types?.filter((type) => type !== 'null') };
  }
  const others = branches.filter(({ type }) => type !== 'null');
  const nullable = others.length < branches.length;
  if (others.length !== 1) return { schema, nullable, alternatives: bare(others) };
  const inner = fold(others[0]);
  return { ...inner, nullable: nullable || inner.nullable };
}

/** JSON without what is said to people. */
const bare = (schemas) =>
  JSON.stringify(schemas, (name, value) => (isSchema(value) ? withoutAnnotations(value) : value));
const withoutAnnotations = (schema) =>
  Object.fromEntries(Object.entries(schema).filter(([name, value]) => !ANNOTATIONS.includes(name) || isSchema(value)));

/** What of `present` breaks readers of `released`: one sentence each, with the path of the member. None: compatible. */
export function incompatibilities(released, present, path = '') {
  const at = path || 'the record';
  const [before, after] = [fold(released), fold(present)];
  const found = [];
  if (!before.nullable && after.nullable) found.push(`${at} may now be null`);
  if (before.nullable && !after.nullable) found.push(`${at} may no longer be null`);
  if (!(ABSENT in released) && ABSENT in present) found.push(`${at} may now be absent`);
  if (ABSENT in released && !(ABSENT in present)) found.push(`${at} may no longer be absent`);
  const [was, is] = [before, after].map(({ types }) => [...(types ?? [])].sort().join(' or ') || 'anything');
  if (was !== is) return [...found, `${at} was ${was} and is now ${is}`];
  const [old, now] = [before.schema, after.schema];
  for (const member of FIXED) {
    const [from, to] = [JSON.stringify(old[member]), JSON.stringify(now[member])];
    if (from !== to) found.push(`${at} has another ${member}: ${from ?? 'none'} became ${to ?? 'none'}`);
  }
  found.push(...values(before, after, at), ...members(old, now, path), ...elements(old, now, path));
  if (before.alternatives !== after.alternatives) found.push(`${at} has other alternatives`);
  return found;
}

function values(before, after, at) {
  const [old, now] = [before.values, after.values];
  if (!old && !now) return [];
  if (!old || !now) {
    const [from, to] = [old, now].map((all) => (all ? JSON.stringify(all) : 'none'));
    return [`${at} has another enum: ${from} became ${to}`];
  }
  const told = before.schema[EXTENSIBLE] === true;
  const found = [];
  for (const value of old) if (!now.includes(value)) found.push(`${at} can no longer be ${JSON.stringify(value)}`);
  for (const value of now) if (!told && !old.includes(value)) found.push(`${at} can now be ${JSON.stringify(value)}`);
  if (!told && after.schema[EXTENSIBLE] === true) found.push(`${at} may now have values that readers were not told of`);
  if (told && after.schema[EXTENSIBLE] !== true) found.push(`${at} no longer tells readers to expect new values`);
  return found;
}

function members(old, now, path) {
  const found = [];
  const required = (schema, name) => schema.required?.includes(name) ?? false;
  for (const [member, schema] of Object.entries(old.properties ?? {})) {
    const name = below(path, member);
    const next = now.properties?.[member];
    if (!next) {
      found.push(`${name} is gone`);
      continue;
    }
    if (required(old, member) && !required(now, member)) found.push(`${name} may now be missing`);
    if (!required(old, member) && required(now, member)) found.push(`${name} is newly required`);
    found.push(...incompatibilities(schema, next, name));
  }
  for (const member of Object.keys(now.properties ?? {}))
    if (!old.properties?.[member] && required(now, member)) found.push(`${below(path, member)} is new and required`);
  return found;
}

/** Of lists and maps. Whether an object is closed is for its producer: readers tolerate members that they do not know. */
function elements(old, now, path) {
  const found = [];
  for (const keyword of ['items', 'additionalProperties']) {
    const [from, to] = [old, now].map((schema) => (isSchema(schema[keyword]) ? schema[keyword] : undefined));
    if (from && to) found.push(...incompatibilities(from, to, `${path}[]`));
    else if (from || to) found.push(`${path || 'the record'} has other ${keyword}`);
  }
  return found;
}

/** Of every schema, by file name: what can not be judged, and what of a released one its present form breaks. */
export function brokenSchemas(released, present) {
  const unclear = [...released, ...present].flatMap(([name, schema]) =>
    unjudgeable(schema).map((what) => `${name}: ${what}`),
  );
  const broken = [...released].flatMap(([name, schema]) => {
    const next = present.get(name);
    if (!next) return [`${name}: the schema is gone`];
    return incompatibilities(schema, next).map((what) => `${name}: ${what}`);
  });
  return [...new Set([...unclear, ...broken])];
}
