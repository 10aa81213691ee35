// A column that came after the last release is not in the records from before, which stay in the topic: it is optional,
// and stays so, although every record from now on has it.

/** The present schema with members optional that the released one does not require, at the same places. Pure. */
export function keptOptional(present, released) {
  if (!released?.properties || !present.properties) return withBranches(present, released);
  const required = (present.required ?? []).filter((name) => released.required?.includes(name));
  const properties = Object.fromEntries(
    Object.entries(present.properties).map(([name, schema]) => [
      name,
      keptOptional(schema, released.properties[name] ?? schema),
    ]),
  );
  return { ...present, properties, required };
}

/** `anyOf` an object and null: the object is compared with its like. */
function withBranches(present, released) {
  const objectIn = (schema) => schema?.anyOf?.find(({ properties }) => properties);
  if (!objectIn(present) || !objectIn(released)) return present;
  return {
    ...present,
    anyOf: present.anyOf.map((branch) => (branch.properties ? keptOptional(branch, objectIn(released)) : branch)),
  };
}
