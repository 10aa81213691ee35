/** The beginning of a capture, which depends on when it began: what is before the first mark is not compared. */
import { topicNameOf } from '@vf/change-capture';
import { TRANSACTION_TOPIC, type CapturedRecord } from './captured-record.js';
import { memberOf, parseExactly, type Json } from './exact-json.js';
import { transactionId } from './run-names.js';
import { MARKER_TABLE } from './source-database.js';

/** Written by `play` before the first case. */
const FIRST_MARK = '1';

/** The records without the first mark and what is told of its transaction. */
export function fromFirstMark(records: readonly CapturedRecord[]): readonly CapturedRecord[] {
  const topic = topicNameOf('', 'public', MARKER_TABLE);
  const mark = records.find(
    (record) => record.topic === topic && memberOf(valueOf(record), 'after', 'id') === FIRST_MARK,
  );
  if (!mark) throw new Error('the first mark was not captured');
  const xid = memberOf(valueOf(mark), 'source', 'txId');
  return records.filter(
    (record) => record !== mark && !(record.topic === TRANSACTION_TOPIC && transactionId(valueOf(record)).xid === xid),
  );
}

function valueOf({ value }: CapturedRecord): Json {
  const json = parseExactly(value ?? 'null');
  return memberOf(json, 'payload') ?? json;
}
