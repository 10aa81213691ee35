/** A type of the source, as pg_type describes it. */
export interface PgType {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: 'base' | 'array' | 'enum' | 'domain' | 'composite' | 'range' | 'multirange';
  /** Type a domain is over; 0 for others. */
  readonly base: number;
  /** Modifier that a domain gives its base, -1 for none. */
  readonly modifier: number;
  /** Type of an array's elements; 0 for others. */
  readonly element: number;
  /** Between the elements of an array of this type: a comma for all but box. */
  readonly delimiter: string;
  /** Labels of an enum, in their order. */
  readonly labels: readonly string[];
}

/** PostgreSQL's own types, whose ids never change: name, id, id of the array over it. */
const BUILT_IN: readonly (readonly [name: string, oid: number, arrayOid: number])[] = [
  ['bool', 16, 1000],
  ['bytea', 17, 1001],
  ['char', 18, 1002],
  ['name', 19, 1003],
  ['int8', 20, 1016],
  ['int2', 21, 1005],
  ['int4', 23, 1007],
  ['text', 25, 1009],
  ['oid', 26, 1028],
  ['json', 114, 199],
  ['xml', 142, 143],
  ['point', 600, 1017],
  ['lseg', 601, 1018],
  ['path', 602, 1019],
  ['box', 603, 1020],
  ['polygon', 604, 1027],
  ['line', 628, 629],
  ['cidr', 650, 651],
  ['float4', 700, 1021],
  ['float8', 701, 1022],
  ['circle', 718, 719],
  ['macaddr8', 774, 775],
  ['money', 790, 791],
  ['macaddr', 829, 1040],
  ['inet', 869, 1041],
  ['bpchar', 1042, 1014],
  ['varchar', 1043, 1015],
  ['date', 1082, 1182],
  ['time', 1083, 1183],
  ['timestamp', 1114, 1115],
  ['timestamptz', 1184, 1185],
  ['interval', 1186, 1187],
  ['timetz', 1266, 1270],
  ['bit', 1560, 1561],
  ['varbit', 1562, 1563],
  ['numeric', 1700, 1231],
  ['uuid', 2950, 2951],
  ['pg_lsn', 3220, 3221],
  ['tsvector', 3614, 3643],
  ['tsquery', 3615, 3645],
  ['jsonb', 3802, 3807],
];

/** Ranges and the multiranges over them, with their arrays. */
const BUILT_IN_RANGES: readonly (readonly [name: string, oid: number, arrayOid: number, kind: PgType['kind']])[] = [
  ['int4range', 3904, 3905, 'range'],
  ['numrange', 3906, 3907, 'range'],
  ['tsrange', 3908, 3909, 'range'],
  ['tstzrange', 3910, 3911, 'range'],
  ['daterange', 3912, 3913, 'range'],
  ['int8range', 3926, 3927, 'range'],
  ['int4multirange', 4451, 6150, 'multirange'],
  ['nummultirange', 4532, 6151, 'multirange'],
  ['tsmultirange', 4533, 6152, 'multirange'],
  ['tstzmultirange', 4534, 6153, 'multirange'],
  ['datemultirange', 4535, 6155, 'multirange'],
  ['int8multirange', 4536, 6157, 'multirange'],
];

const plain = { schema: 'pg_catalog', base: 0, modifier: -1, element: 0, delimiter: ',', labels: [] } as const;

function withArray(name: string, oid: number, arrayOid: number, kind: PgType['kind']): PgType[] {
  const type: PgType = { ...plain, oid, name, kind, delimiter: name === 'box' ? ';' : ',' };
  return [type, { ...plain, oid: arrayOid, name: `_${name}`, kind: 'array', element: oid }];
}

/** For everything that needs no catalogue: tests, and relations of built-in types only. */
export const builtInTypes: readonly PgType[] = [
  ...BUILT_IN.flatMap(([name, oid, arrayOid]) => withArray(name, oid, arrayOid, 'base')),
  ...BUILT_IN_RANGES.flatMap(([name, oid, arrayOid, kind]) => withArray(name, oid, arrayOid, kind)),
];
