import { describe, expect, it } from '@jest/globals';
import { ConsumerStoppedError, DeadLetterUnavailableError, PassingFaultError, PoisonRecordError } from './errors.js';
import { faultCode, faultKind } from './fault-kind.js';

const database = (code: string) => Object.assign(new Error('from the database'), { code, severity: 'ERROR' });
const socket = (code: string) => Object.assign(new Error('from the network'), { code });

describe('kinds of faults', () => {
  it.each(['40001', '40P01', '55P03', '57014', '57P01', '57P03', '53300', '08006', '25P03', '25006', '28P01', '3D000'])(
    'SQLSTATE %s passes',
    (code) => {
      expect(faultKind(database(code))).toBe('transient');
    },
  );

  it.each(['22P02', '22003', '23505', '23503', 'P0001'])('SQLSTATE %s is the fault of a record', (code) => {
    expect(faultKind(database(code))).toBe('poison');
  });

  it.each(['42P01', '42703', '42501', '25P02', '0A000', 'XX000'])('SQLSTATE %s is ours', (code) => {
    expect(faultKind(database(code))).toBe('fatal');
  });

  it('a lost connection passes, with a code or only a sentence', () => {
    expect(faultKind(socket('ECONNREFUSED'))).toBe('transient');
    expect(faultKind(new Error('Connection terminated unexpectedly'))).toBe('transient');
    expect(faultKind(new Error('timeout exceeded when trying to connect'))).toBe('transient');
  });

  it('is found below what wraps it', () => {
    expect(faultKind(new Error('the handler failed', { cause: database('40P01') }))).toBe('transient');
    expect(faultKind(new PoisonRecordError('x', 'y', { cause: database('40P01') }))).toBe('poison');
    expect(faultKind(new DeadLetterUnavailableError(1, { cause: new Error('aborted') }))).toBe('transient');
    expect(faultKind(new PassingFaultError('busy', { cause: database('22P02') }))).toBe('transient');
    expect(faultKind(new ConsumerStoppedError('no handler'))).toBe('fatal');
  });

  it('what nobody knows is the fault of a record, for a person to look at', () => {
    expect(faultKind(new TypeError('x is not a function'))).toBe('poison');
    expect(faultKind('thrown text')).toBe('poison');
    expect(faultKind(socket('ERR_INVALID_ARG_TYPE'))).toBe('poison');
  });

  it('has a stable code for the dead letter', () => {
    expect(faultCode(new PoisonRecordError('negative_amount', 'the amount is negative'))).toBe('negative_amount');
    expect(faultCode(database('23505'))).toBe('23505');
    expect(faultCode(new TypeError('x'))).toBe('TypeError');
  });
});
