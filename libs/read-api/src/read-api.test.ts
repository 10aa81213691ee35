import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { apiTokens } from '@vf/platform';
import { z } from 'zod';
import { admitRequest, type ArrivingRequest } from './access.js';
import { ApiError } from './api-error.js';
import { fastifySettings } from './http-server.js';
import { decodeCursor, encodeCursor, pageFields, pageOf } from './list.js';
import { parseInput } from './parse-input.js';
import { problemAnswer } from './problem-answer.js';

const thrown = (act: () => unknown) => {
  try {
    act();
  } catch (err) {
    return problemAnswer(err, 'req_1');
  }
  throw new Error('nothing was thrown');
};

describe('admission', () => {
  const hash = createHash('sha256').update('secret').digest('hex');
  const tokens = apiTokens.parse(`alice:analyst:${hash}`);
  const request = {
    method: 'GET',
    routeOptions: { url: '/v1/alerts' },
    is404: false,
    headers: { authorization: 'Bearer secret' },
  };
  const refusal = (changed: Partial<ArrivingRequest>, role = 'analyst') =>
    admitRequest(tokens, role, { ...request, ...changed });

  it('lets a token of the role read, and everyone the description of the API', () => {
    expect(refusal({})).toBeUndefined();
    expect(refusal({ method: 'HEAD' })).toBeUndefined();
    expect(refusal({ routeOptions: { url: '/openapi.json' }, headers: {} })).toBeUndefined();
  });

  it.each([
    [undefined, 'credentials_missing', 401],
    ['', 'credentials_missing', 401],
    ['Bearer wrong', 'credentials_invalid', 401],
    ['Basic secret', 'credentials_invalid', 401],
  ])('turns away %p', (authorization, code, status) => {
    const { problem, headers, isFault } = problemAnswer(refusal({ headers: { authorization } }), 'req_1');
    expect(problem).toMatchObject({ code, status, instance: 'req_1' });
    expect(headers).toEqual({ 'www-authenticate': 'Bearer' });
    expect(isFault).toBe(false);
  });

  it('tells apart who may read and who may write', () => {
    const of = (method: string, read: string, write: string) =>
      admitRequest(tokens, { read: [read, 'reader'], write: [write] }, { ...request, method })?.code;
    expect(of('GET', 'analyst', 'operator')).toBeUndefined();
    expect(of('POST', 'analyst', 'operator')).toBe('role_forbidden');
    expect(of('DELETE', 'operator', 'analyst')).toBeUndefined();
    expect(of('GET', 'operator', 'analyst')).toBe('role_forbidden');
    expect(of('PUT', 'analyst', 'analyst')).toBe('method_not_allowed');
  });

  it('turns away another role and anything but reading', () => {
    expect(refusal({}, 'finance')?.code).toBe('role_forbidden');
    const { problem, headers } = problemAnswer(refusal({ method: 'POST' }), 'req_1');
    expect(problem).toMatchObject({ code: 'method_not_allowed', status: 405 });
    expect(headers).toEqual({ allow: 'GET, HEAD' });
  });
});

describe('what the caller is told', () => {
  class NestException extends Error {
    getStatus = () => 404;
  }

  it.each([
    [new NestException(), 'route_not_found', false],
    [Object.assign(new Error(), { statusCode: 413 }), 'body_too_large', false],
    [Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'database_unavailable', true],
    [Object.assign(new Error(), { code: '57P03' }), 'database_unavailable', true],
    [new Error('Connection terminated unexpectedly'), 'database_unavailable', true],
    [Object.assign(new Error('relation "alert" does not exist'), { code: '42P01' }), 'internal_error', true],
    ['a text', 'internal_error', true],
  ])('of %p is a problem of the catalogue without its sentence', (err, code, isFault) => {
    const answer = problemAnswer(err, 'req_1');
    expect(answer.problem.code).toBe(code);
    expect(answer.isFault).toBe(isFault);
    expect(JSON.stringify(answer.problem)).not.toContain('relation');
  });
});

describe('input', () => {
  const schema = z.strictObject({ ...pageFields, status: z.enum(['open']).optional() });

  it('has defaults and bounds', () => {
    expect(parseInput(schema, {})).toEqual({ limit: 20 });
    expect(parseInput(schema, { limit: '100' })).toEqual({ limit: 100 });
  });

  it.each([
    [{ limit: '101' }, 'field_invalid', 'limit'],
    [{ limit: '0' }, 'field_invalid', 'limit'],
    [{ limit: '1.5' }, 'field_invalid', 'limit'],
    [{ status: 'shut' }, 'field_invalid', 'status'],
    [{ stauts: 'open' }, 'field_unknown', 'stauts'],
  ])('%p is refused by naming the field', (query, code, param) => {
    expect(thrown(() => parseInput(schema, query)).problem).toMatchObject({ code, param, status: 422 });
  });

  it('names every field at fault', () => {
    expect(thrown(() => parseInput(schema, { limit: '0', other: '1' })).problem.errors).toHaveLength(2);
  });
});

describe('lists', () => {
  const shape = { item: (n: number) => `item ${n}`, cursor: (n: number) => ({ n }) };

  it('end where there is no row more than asked for', () => {
    expect(pageOf([1, 2], 2, shape)).toMatchObject({ data: ['item 1', 'item 2'], has_more: false, next_cursor: null });
    expect(pageOf([], 2, shape)).toMatchObject({ data: [], has_more: false });
  });

  it('go on after the last shown row', () => {
    const page = pageOf([1, 2, 3], 2, shape);
    expect(page).toMatchObject({ data: ['item 1', 'item 2'], has_more: true });
    expect(decodeCursor(z.strictObject({ n: z.number() }), page.next_cursor ?? '')).toEqual({ n: 2 });
  });

  it.each(['', 'x', '%%%', encodeCursor({ m: 1 }), encodeCursor([])])('refuse the cursor "%s"', (cursor) => {
    const refused = thrown(() => decodeCursor(z.strictObject({ n: z.number() }), cursor));
    expect(refused.problem).toMatchObject({ code: 'field_invalid', param: 'cursor' });
  });
});

describe('request ids', () => {
  it('are taken from the caller when they are plain, and made otherwise', () => {
    expect(fastifySettings.genReqId({ headers: { 'request-id': 'trace-7' } })).toBe('trace-7');
    expect(fastifySettings.genReqId({ headers: { 'request-id': 'a\nb' } })).toMatch(/^req_[0-9a-f]{32}$/);
    expect(fastifySettings.genReqId({ headers: {} })).toMatch(/^req_/);
  });

  it('of an error is in its message', () => {
    expect(new ApiError('alert_not_found').message).toBe('alert_not_found');
  });
});
