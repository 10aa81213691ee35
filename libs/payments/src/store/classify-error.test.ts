import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { classifyError } from './classify-error.js';

const sqlError = (code: string, constraint?: string) =>
  Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code, constraint });

describe('classifyError', () => {
  it.each([
    ['40001', 'rerun'],
    ['40P01', 'rerun'],
    ['55P03', 'contended'],
    ['57014', 'contended'],
    ['57P01', 'unavailable'],
    ['08006', 'unavailable'],
    ['28P01', 'unavailable'],
    ['3D000', 'unavailable'],
    ['53000', 'unavailable'],
    ['53100', 'unavailable'],
    ['53200', 'unavailable'],
    ['53300', 'unavailable'],
    ['57P03', 'unavailable'],
    ['57P05', 'unavailable'],
    ['58000', 'unavailable'],
    ['58030', 'unavailable'],
    ['25006', 'unavailable'],
    ['XX001', 'unavailable'],
    ['XX002', 'unavailable'],
    ['42P01', 'unavailable'],
    ['XX000', 'refused'],
    ['25P02', 'refused'],
    ['22P02', 'refused'],
    ['23503', 'refused'],
    ['23505', 'refused'],
  ])('SQLSTATE %s is %s', (code, kind) => {
    expect(classifyError(sqlError(code))).toBe(kind);
  });

  it('takes a client reference that was taken meanwhile for a lost race', () => {
    expect(classifyError(sqlError('23505', 'payments_client_reference_key'))).toBe('rerun');
  });

  it.each([
    [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }), 'unavailable'],
    [Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'unavailable'],
    [new Error('Connection terminated unexpectedly'), 'unavailable'],
    [new Error('timeout exceeded when trying to connect'), 'unavailable'],
    [new Error('Query read timeout'), 'unavailable'],
    [new Error('Client has encountered a connection error and is not queryable'), 'unavailable'],
    [new TypeError('Cannot read properties of undefined'), 'refused'],
    [new RangeError('not a NUMERIC(15,2) amount'), 'refused'],
    ['not even an error', 'refused'],
  ])('%s is %s', (err, kind) => {
    expect(classifyError(err)).toBe(kind);
  });
  it('takes the error of a real socket for a database that is away', async () => {
    const socket = connect({ path: '/no/such/socket' });
    const err: unknown = await once(socket, 'error').then((args: unknown[]) => args[0]);
    expect(classifyError(err)).toBe('unavailable');
  });
});
