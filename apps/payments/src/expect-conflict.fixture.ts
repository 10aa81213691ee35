/** Holds a refusal against its code. */
import { expect } from '@jest/globals';
import { problem } from '@vf/contracts';
import type { Answer } from './running-service.fixture.js';

export function expectConflict(answer: Answer, status: number, code: string, param?: string) {
  expect(problem.parse(answer.body)).toMatchObject({ status, code });
  expect([answer.status, answer.body['param']]).toEqual([status, param]);
}
