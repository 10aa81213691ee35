/** Bytes of one pgoutput message (PostgreSQL docs, "Logical Replication Message Formats") to a message. */
import type { PgOutputMessage, Relation, RelationColumn, RowChange, Truncate } from './messages.js';
import { COLUMN_NULL, COLUMN_TEXT, COLUMN_UNCHANGED, Tuple } from './tuple.js';
import { WireReader } from './wire-reader.js';

/** PostgreSQL counts time from 2000-01-01; seven days of difference here are a known fault of the library's heartbeats. */
const POSTGRES_EPOCH_US = 946_684_800_000_000n;

const TAG = { begin: 'B', commit: 'C', origin: 'O', relation: 'R', type: 'Y', insert: 'I', update: 'U', delete: 'D' };
const KEY_TUPLE = 'K'.charCodeAt(0);
const OLD_TUPLE = 'O'.charCodeAt(0);
const NEW_TUPLE = 'N'.charCodeAt(0);
const CASCADE = 1;
const RESTART_IDENTITY = 2;
const INSIDE_TRANSACTION = 1;

/** Decodes a stream's messages one at a time; the row of a RowChange is valid until the next call. Never throws. */
export class MessageDecoder {
  readonly #before = new Tuple();
  readonly #after = new Tuple();
  readonly #reader = new WireReader();

  decode(bytes: Buffer): PgOutputMessage {
    try {
      this.#reader.reset(bytes);
      const message = this.#message();
      const rest = this.#reader.rest;
      return rest === 0 ? message : poison(`${String(rest)} bytes too many in a ${message.tag} message`);
    } catch (err) {
      return poison(err instanceof Error ? err.message : String(err));
    }
  }

  #message(): PgOutputMessage {
    const tag = String.fromCharCode(this.#reader.byte());
    switch (tag) {
      case TAG.insert:
        return this.#row('insert');
      case TAG.update:
        return this.#row('update');
      case TAG.delete:
        return this.#row('delete');
      case TAG.begin:
        return this.#begin();
      case TAG.commit:
        return this.#commit();
      case TAG.relation:
        return this.#relation();
      default:
        return this.#rareMessage(tag);
    }
  }

  #rareMessage(tag: string): PgOutputMessage {
    const reader = this.#reader;
    switch (tag) {
      case TAG.type:
        return { tag: 'type', oid: reader.uint32(), schema: reader.text(), name: reader.text() };
      case TAG.origin:
        return { tag: 'origin', originLsn: reader.uint64(), name: reader.text() };
      case 'T':
        return this.#truncate();
      case 'M':
        return {
          tag: 'message',
          transactional: (reader.byte() & INSIDE_TRANSACTION) !== 0,
          lsn: reader.uint64(),
          prefix: reader.text(),
          content: reader.copyOfBytes(reader.int32()),
        };
      default:
        return poison(`unknown message type ${JSON.stringify(tag)}`);
    }
  }

  #begin(): PgOutputMessage {
    const commitLsn = this.#reader.uint64();
    const commitTimeUs = this.#time();
    return { tag: 'begin', commitLsn, commitTimeUs, xid: this.#reader.uint32() };
  }

  #commit(): PgOutputMessage {
    this.#reader.byte(); // flags, none defined
    const commitLsn = this.#reader.uint64();
    const endLsn = this.#reader.uint64();
    return { tag: 'commit', commitLsn, endLsn, commitTimeUs: this.#time() };
  }

  #time(): bigint {
    return this.#reader.int64() + POSTGRES_EPOCH_US;
  }

  #relation(): Relation {
    const reader = this.#reader;
    const id = reader.uint32();
    // An empty name stands for pg_catalog.
    const schema = reader.text() || 'pg_catalog';
    const table = reader.text();
    const replicaIdentity = String.fromCharCode(reader.byte());
    const columns: RelationColumn[] = [];
    for (let left = reader.uint16(); left > 0; left -= 1) {
      const inIdentity = (reader.byte() & 1) === 1;
      columns.push({ inIdentity, name: reader.text(), typeOid: reader.uint32(), typeModifier: reader.int32() });
    }
    return { tag: 'relation', id, schema, table, replicaIdentity, columns };
  }

  #row(kind: RowChange['kind']): RowChange {
    const relationId = this.#reader.uint32();
    let part = this.#reader.byte();
    let before: Tuple | null = null;
    if (part === KEY_TUPLE || part === OLD_TUPLE) {
      before = this.#tuple(this.#before);
      if (kind === 'delete') return { tag: 'row', kind, relationId, before, after: null };
      part = this.#reader.byte();
    }
    if (part !== NEW_TUPLE || kind === 'delete') throw new RangeError(`unexpected part ${String(part)} of an ${kind}`);
    return { tag: 'row', kind, relationId, before, after: this.#tuple(this.#after) };
  }

  #tuple(tuple: Tuple): Tuple {
    const reader = this.#reader;
    const columns = reader.uint16();
    tuple.reset(reader.bytes, columns);
    for (let column = 0; column < columns; column += 1) {
      const kind = reader.byte();
      tuple.kinds[column] = kind;
      if (kind === COLUMN_TEXT) {
        const length = reader.int32();
        tuple.starts[column] = reader.at;
        tuple.ends[column] = reader.skip(length);
      } else if (kind !== COLUMN_NULL && kind !== COLUMN_UNCHANGED) {
        throw new RangeError(`unknown kind ${String(kind)} of a column`);
      }
    }
    return tuple;
  }

  #truncate(): Truncate {
    const reader = this.#reader;
    const count = reader.int32();
    const flags = reader.byte();
    const relationIds: number[] = [];
    for (let left = count; left > 0; left -= 1) relationIds.push(reader.uint32());
    return {
      tag: 'truncate',
      relationIds,
      cascade: (flags & CASCADE) !== 0,
      restartIdentity: (flags & RESTART_IDENTITY) !== 0,
    };
  }
}

const poison = (reason: string): PgOutputMessage => ({ tag: 'poison', reason });
