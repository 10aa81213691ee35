import { describe, expect, it } from '@jest/globals';
import { updateMessage, type WireColumn } from '../pgoutput/wire-messages.fixture.js';
import { numericModifier } from './columns/encode-value.fixture.js';
import { contextOf, describe as described, encode, relationOf } from './encode-rows.fixture.js';
import { EnvelopeEncoder } from './envelope-encoder.js';
import { profiles, type FormatOptions } from './format-options.js';

/** Headers of the two halves of a changed key. */
function headersOf(columns: readonly WireColumn[], from: string[], to: string[], format: FormatOptions) {
  const names = columns.map(({ name }) => name);
  const plan = {
    mode: 'envelope',
    schema: 'public',
    table: 't',
    topic: 'vf.public.t',
    partitions: 1,
    key: names,
  } as const;
  const relation = described(relationOf('t', columns), { fixed: { modifier: numericModifier(12, 8) } });
  const encoder = new EnvelopeEncoder(plan, contextOf(relation, format), { version: '1', name: 'vf' });
  const [deletion, , creation] = encode(encoder, updateMessage(1, from, to));
  return [deletion?.headers['__debezium.newkey'], creation?.headers['__debezium.oldkey']];
}

const text = [{ name: 'id "😀', typeOid: 25 }];
const odd = 'quote " backslash \\ tab \t control \u0001 😀';

describe('a key in a header', () => {
  it('escapes quotes and backslashes only, as Connect’s header converter', () => {
    expect(headersOf(text, ['a'], [odd], profiles.debezium)).toEqual([
      '{"id \\"😀":"quote \\" backslash \\\\ tab \t control \u0001 😀"}',
      '{"id \\"😀":"a"}',
    ]);
    expect(headersOf(text, ['a'], [odd], profiles.connect)).toEqual(headersOf(text, ['a'], [odd], profiles.debezium));
  });

  it('is the key’s own JSON where values are readable', () => {
    const [newKey = ''] = headersOf(text, ['a'], [odd], profiles.json);
    expect(JSON.parse(newKey)).toEqual({ 'id "😀': odd });
  });

  it('has decimals as their digits, and what is no number without quotes', () => {
    const numbers = [
      { name: 'fixed', typeOid: 1700 },
      { name: 'free', typeOid: 1700 },
      { name: 'double', typeOid: 701 },
    ];
    expect(headersOf(numbers, ['0.00000015', '1.50', '1e+10'], ['1.00000000', '2', 'NaN'], profiles.debezium)).toEqual([
      '{"fixed":1.00000000,"free":{"scale":0,"value":"Ag=="},"double":NaN}',
      '{"fixed":1.5E-7,"free":{"scale":1,"value":"Dw=="},"double":1.0E10}',
    ]);
  });
});
