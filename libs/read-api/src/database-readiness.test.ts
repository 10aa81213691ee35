import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Health, silentLog } from '@vf/platform';
import { databaseReadiness } from './database-readiness.js';

describe('database readiness', () => {
  it('is not ready before the first contact, says why while the database is away, and is ready again afterwards', async () => {
    const health = new Health();
    const stop = new AbortController();
    const states: (boolean | undefined)[] = [];
    let answers = ['ok', 'gone', 'ok'];
    const check = async () => {
      states.push(health.checks['database']?.ok);
      const [answer, ...rest] = answers;
      answers = rest;
      if (answer === 'gone') throw Object.assign(new Error('host and user'), { code: 'ECONNREFUSED' });
      if (answer === undefined) {
        await sleep(0);
        stop.abort();
      }
    };
    await databaseReadiness({ check, health, log: silentLog, intervalMs: 1 }).run(stop.signal);
    expect(states).toEqual([false, true, false, true]);
    expect(health.checks['database']).toEqual({ ok: true, detail: 'connected' });
  });

  it('names the code of a fault and not its message', async () => {
    const health = new Health();
    const stop = new AbortController();
    const check = () => {
      stop.abort();
      return Promise.reject(Object.assign(new Error('password of alice'), { code: '28P01' }));
    };
    await databaseReadiness({ check, health, log: silentLog, intervalMs: 1 }).run(stop.signal);
    expect(health.checks['database']?.detail).toBe('not available after 1 attempt(s): 28P01');
  });
});
