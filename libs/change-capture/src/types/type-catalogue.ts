/** Types of a source by their id. RELATION messages carry nothing but id and modifier. */
import { builtInTypes, type PgType } from './pg-type.js';

/** What a column's type comes to when domains are seen through. */
export interface ResolvedType {
  /** As declared: may be a domain. */
  readonly declared: PgType;
  /** What the values are: never a domain. */
  readonly root: PgType;
  /** Of the column, or else of the domain nearest to it that has one; -1 for none. */
  readonly modifier: number;
}

/** Deeper chains of domains are taken for a damaged catalogue. */
const MAX_DOMAIN_DEPTH = 64;

export class TypeCatalogue {
  readonly #byOid: ReadonlyMap<number, PgType>;

  /** `types` beside the built-in ones, which they replace. */
  constructor(types: readonly PgType[] = []) {
    this.#byOid = new Map([...builtInTypes, ...types].map((type) => [type.oid, type]));
  }

  find(oid: number): PgType | undefined {
    return this.#byOid.get(oid);
  }

  /** Undefined when the type, or one under it, is not known: created after the catalogue was read, or dropped since. */
  resolve(oid: number, modifier: number): ResolvedType | undefined {
    const declared = this.find(oid);
    let root = declared;
    let effective = modifier;
    for (let depth = 0; root?.kind === 'domain' && depth < MAX_DOMAIN_DEPTH; depth += 1) {
      if (effective === -1) effective = root.modifier;
      root = this.find(root.base);
    }
    if (!declared || !root) return undefined;
    if (root.kind === 'array' && !this.find(root.element)) return undefined;
    return { declared, root, modifier: effective };
  }
}
