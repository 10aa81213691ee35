import { describe, expect, it } from '@jest/globals';
import { OWN_OPTIONS } from '@vf/change-capture';
import { comparisons, debeziumSettings } from './comparisons.js';

describe.each(comparisons)('the comparison $name', ({ format }) => {
  it('has none of our own forms, which Debezium can not have', () => {
    for (const option of OWN_OPTIONS) expect(format[option]).toBe(false);
  });

  it('gives Debezium every other option by its name, converters’ to the worker', () => {
    const { worker, connector } = debeziumSettings(format);
    const names = Object.keys(format).filter((name) => !OWN_OPTIONS.some((own) => own === name));
    expect({ ...worker, ...connector }).toEqual(
      expect.objectContaining(Object.fromEntries(names.map((name) => [name, expect.any(String)]))),
    );
    expect(Object.keys(worker).every((name) => name.includes('converter'))).toBe(true);
    expect(Object.keys({ ...worker, ...connector })).not.toEqual(expect.arrayContaining([...OWN_OPTIONS]));
    expect(Object.keys(connector)).toContain('decimal.handling.mode');
  });
});
