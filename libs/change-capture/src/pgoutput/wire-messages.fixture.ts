/** Builds pgoutput messages byte by byte, as the server does. */

/** A column's value: text, NULL, or "not sent" for an unchanged large value. */
export type WireValue = string | null | undefined;

const uint = (bytes: 1 | 2 | 4, value: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
const uint64 = (value: bigint) => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(value);
  return buffer;
};
const text = (value: string) => Buffer.from(`${value}\0`);
const tag = (letter: string) => Buffer.from(letter);

export const POSTGRES_EPOCH_US = 946_684_800_000_000n;

export function beginMessage(commitLsn: bigint, commitTimeUs: bigint, xid: number): Buffer {
  return Buffer.concat([tag('B'), uint64(commitLsn), uint64(commitTimeUs - POSTGRES_EPOCH_US), uint(4, xid)]);
}

export function commitMessage(commitLsn: bigint, endLsn: bigint, commitTimeUs: bigint): Buffer {
  const time = uint64(commitTimeUs - POSTGRES_EPOCH_US);
  return Buffer.concat([tag('C'), uint(1, 0), uint64(commitLsn), uint64(endLsn), time]);
}

export interface WireColumn {
  readonly name: string;
  readonly typeOid: number;
  readonly inIdentity?: boolean;
}

export function relationMessage(id: number, table: string, columns: readonly WireColumn[], identity = 'f'): Buffer {
  const parts = columns.map(({ name, typeOid, inIdentity = true }) =>
    Buffer.concat([uint(1, inIdentity ? 1 : 0), text(name), uint(4, typeOid), uint(4, 0xffff_ffff)]),
  );
  const head = [tag('R'), uint(4, id), text('public'), text(table), tag(identity), uint(2, columns.length)];
  return Buffer.concat([...head, ...parts]);
}

function tuple(letter: 'K' | 'O' | 'N', values: readonly WireValue[]): Buffer {
  const columns = values.map((value) => {
    if (value === undefined) return tag('u');
    if (value === null) return tag('n');
    const bytes = Buffer.from(value);
    return Buffer.concat([tag('t'), uint(4, bytes.length), bytes]);
  });
  return Buffer.concat([tag(letter), uint(2, values.length), ...columns]);
}

export function insertMessage(relation: number, after: readonly WireValue[]): Buffer {
  return Buffer.concat([tag('I'), uint(4, relation), tuple('N', after)]);
}

export function updateMessage(relation: number, before: readonly WireValue[], after: readonly WireValue[]): Buffer {
  return Buffer.concat([tag('U'), uint(4, relation), tuple('O', before), tuple('N', after)]);
}

/** Under an identity other than FULL: the old row's identity columns only when one of them changed. */
export function keyUpdateMessage(
  relation: number,
  key: readonly WireValue[] | null,
  after: readonly WireValue[],
): Buffer {
  const old = key ? [tuple('K', key)] : [];
  return Buffer.concat([tag('U'), uint(4, relation), ...old, tuple('N', after)]);
}

export function deleteMessage(relation: number, before: readonly WireValue[], letter: 'K' | 'O' = 'O'): Buffer {
  return Buffer.concat([tag('D'), uint(4, relation), tuple(letter, before)]);
}

export function truncateMessage(relations: readonly number[]): Buffer {
  return Buffer.concat([tag('T'), uint(4, relations.length), uint(1, 3), ...relations.map((id) => uint(4, id))]);
}

export function logicalMessage(lsn: bigint, prefix: string, content: string, transactional = true): Buffer {
  const bytes = Buffer.from(content);
  const head = [tag('M'), uint(1, transactional ? 1 : 0), uint64(lsn), text(prefix), uint(4, bytes.length)];
  return Buffer.concat([...head, bytes]);
}

export function originMessage(lsn: bigint, name: string): Buffer {
  return Buffer.concat([tag('O'), uint64(lsn), text(name)]);
}
