import { asClockInUtc, asDouble, asWholeSeconds } from './sink-forms.js';

describe('forms of the sink', () => {
  it('rounds a numeric to a double', () => {
    expect(['1.50', '0.1', '123456789012345678901234567890.123456789', '-0.001'].map(asDouble)).toEqual([
      '1.5',
      '0.1',
      '123456789012345680000000000000',
      '-0.001',
    ]);
  });

  it('moves a time with a zone to UTC, over midnight too', () => {
    expect(['08:09:10.123456+02', '23:59:59.999999-11', '01:00:00+05:30'].map(asClockInUtc)).toEqual([
      '06:09:10.123456+00',
      '10:59:59.999999+00',
      '19:30:00+00',
    ]);
  });

  it('leaves whole seconds and hours of an interval', () => {
    expect(['1 day 02:03:04.5', '00:00:01.9', '-00:00:01', '2 days 00:00:00'].map(asWholeSeconds)).toEqual([
      '26:03:04',
      '00:00:01',
      '-00:00:01',
      '48:00:00',
    ]);
  });
});
