import { parseArguments, UsageError } from './arguments.js';
import { comparisons } from './comparisons.js';

describe('parseArguments', () => {
  it('does everything when nothing is asked for', () => {
    expect(parseArguments([])).toEqual({ debezium: comparisons, record: false, jdbcSink: true });
  });

  it('does one of the two, and of Debezium the comparisons that are named', () => {
    expect(parseArguments(['jdbc-sink'])).toEqual({ debezium: [], record: false, jdbcSink: true });
    expect(parseArguments(['debezium'])).toEqual({ debezium: comparisons, record: false, jdbcSink: false });
    const { debezium, jdbcSink } = parseArguments(['debezium', 'connect', 'json']);
    expect([debezium.map(({ name }) => name), jdbcSink]).toEqual([['json', 'connect'], false]);
  });

  it('records anew when told to, all or those that are named', () => {
    expect(parseArguments(['debezium', '--record'])).toEqual({ debezium: comparisons, record: true, jdbcSink: false });
    expect(parseArguments(['debezium', '--record', 'snapshot-json'])).toMatchObject({
      debezium: [{ name: 'snapshot-json', snapshot: true }],
      record: true,
    });
  });

  it.each([
    [['sink']],
    [['debezium', 'avro']],
    [['jdbc-sink', 'json']],
    [['']],
    [['debezium', 'jdbc-sink']],
    [['--record']],
  ])('refuses %j with the usage', (args) => {
    expect(() => parseArguments(args)).toThrow(UsageError);
    expect(() => parseArguments(args)).toThrow('npm run compat -- [debezium [--record] [comparison ...] | jdbc-sink]');
  });
});
