import { parseArguments, UsageError } from './arguments.js';
import { comparisons } from './comparisons.js';

describe('parseArguments', () => {
  it('does everything when nothing is asked for', () => {
    expect(parseArguments([])).toEqual({ debezium: comparisons, jdbcSink: true });
  });

  it('does one of the two, and of Debezium the comparisons that are named', () => {
    expect(parseArguments(['jdbc-sink'])).toEqual({ debezium: [], jdbcSink: true });
    expect(parseArguments(['debezium'])).toEqual({ debezium: comparisons, jdbcSink: false });
    const { debezium, jdbcSink } = parseArguments(['debezium', 'connect', 'json']);
    expect([debezium.map(({ name }) => name), jdbcSink]).toEqual([['json', 'connect'], false]);
  });

  it.each([[['sink']], [['debezium', 'avro']], [['jdbc-sink', 'json']], [['']], [['debezium', 'jdbc-sink']]])(
    'refuses %j with the usage',
    (args) => {
      expect(() => parseArguments(args)).toThrow(UsageError);
      expect(() => parseArguments(args)).toThrow('npm run compat -- [debezium [comparison ...] | jdbc-sink]');
    },
  );
});
