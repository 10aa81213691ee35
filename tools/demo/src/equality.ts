/** One thing that must be the same on both ends of the flow. */
export interface Equality {
  readonly what: string;
  readonly left: Side;
  readonly right: Side;
  /** Names of what differs: ids on one side only, or "balance of ...". Empty when equal. */
  readonly differences: readonly string[];
}

export interface Side {
  readonly where: string;
  readonly value: string;
}

const LISTED_DIFFERENCES = 10;

/** Two counts or sums that must be equal. */
export function equalNumbers(
  what: string,
  left: { where: string; value: number | bigint },
  right: { where: string; value: number | bigint },
): Equality {
  const equal = BigInt(left.value) === BigInt(right.value);
  return {
    what,
    left: { where: left.where, value: left.value.toLocaleString('en-US') },
    right: { where: right.where, value: right.value.toLocaleString('en-US') },
    differences: equal ? [] : [`${left.where} ${left.value}, ${right.where} ${right.value}`],
  };
}

/** Two sets of ids that must be equal; shows their sizes, and names the ids that stand on one side only. */
export function equalSets(
  what: string,
  left: { where: string; ids: ReadonlySet<string> },
  right: { where: string; ids: ReadonlySet<string> },
): Equality {
  const missing = [...left.ids].filter((id) => !right.ids.has(id)).map((id) => `${id} only in ${left.where}`);
  const extra = [...right.ids].filter((id) => !left.ids.has(id)).map((id) => `${id} only in ${right.where}`);
  return {
    what,
    left: { where: left.where, value: left.ids.size.toLocaleString('en-US') },
    right: { where: right.where, value: right.ids.size.toLocaleString('en-US') },
    differences: [...missing, ...extra],
  };
}

/** Two tables of texts by id, amounts for example, that must agree in every row; shows how many rows each has. */
export function equalTexts(
  what: string,
  left: { where: string; texts: ReadonlyMap<string, string> },
  right: { where: string; texts: ReadonlyMap<string, string> },
): Equality {
  const ids = new Set([...left.texts.keys(), ...right.texts.keys()]);
  const differences = [...ids].flatMap((id) => {
    const [a, b] = [left.texts.get(id) ?? 'none', right.texts.get(id) ?? 'none'];
    return a === b ? [] : [`${id}: ${left.where} ${a}, ${right.where} ${b}`];
  });
  return {
    what,
    left: { where: left.where, value: left.texts.size.toLocaleString('en-US') },
    right: { where: right.where, value: right.texts.size.toLocaleString('en-US') },
    differences,
  };
}

/** The first differences of an equality, for a person. */
export function listedDifferences({ differences }: Equality): string[] {
  const more = differences.length - LISTED_DIFFERENCES;
  return [...differences.slice(0, LISTED_DIFFERENCES), ...(more > 0 ? [`and ${more} more`] : [])];
}
