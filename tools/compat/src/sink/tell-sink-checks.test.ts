import type { SinkCheck } from './compare-databases.js';
import type { KnownDeviation } from './known-deviations.js';
import { tellSinkChecks } from './tell-sink-checks.js';

const deviation: KnownDeviation = { table: 't', column: 'c', sinkHas: (text) => text, reason: 'because' };
const check = (more: Partial<SinkCheck>): SinkCheck => ({
  name: 'n',
  tables: 1,
  rows: 2,
  differences: [],
  seen: new Set(),
  ...more,
});
const lost = { table: 't', key: '{"id":"1"}', column: undefined, source: '{}', sink: undefined };

async function told(checks: SinkCheck[], known: KnownDeviation[] = []) {
  const lines: string[] = [];
  async function* each() {
    yield* await Promise.resolve(checks);
  }
  const equal = await tellSinkChecks(each(), (line) => void lines.push(line), known);
  return { equal, text: lines.join('\n') };
}

describe('tellSinkChecks', () => {
  it('accepts checks without differences, and tells what is known', async () => {
    const { equal, text } = await told([check({ seen: new Set([deviation]) }), check({})], [deviation]);
    expect(equal).toBe(true);
    expect(text).toContain('2 rows in 1 tables, 0 differences');
    expect(text).toContain('t.c: because');
  });

  it('refuses any difference, also when later checks have none', async () => {
    const { equal, text } = await told([check({ differences: [lost] }), check({})]);
    expect(equal).toBe(false);
    expect(text).toContain('key {"id":"1"}, the row');
  });

  it('refuses a known deviation that does not occur', async () => {
    const { equal, text } = await told([check({})], [deviation]);
    expect(equal).toBe(false);
    expect(text).toContain('t.c does not occur');
  });
});
