import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type TestDatabase, eventually, uniqueTopicPrefix } from '@vf/testing';
import {
  type MemberOptions,
  changes,
  consumerDatabase,
  effects,
  sendRecords,
  startMember,
  testTopics,
  valuesOf,
  writeEffects,
} from './consumer-test.fixture.js';
import type { MemberProcess } from './member-process.fixture.js';

// A dead member is noticed after the shortest session that Kafka allows, six seconds.
const TAKEOVER_MS = 15_000;
jest.setTimeout(40_000);

const here = dirname(fileURLToPath(import.meta.url));

function spawnMember(options: MemberProcess): ChildProcess {
  const loader = join(here, '../../../tools/run-typescript.mjs');
  const program = join(here, 'member-process.fixture.ts');
  const args = ['--conditions=@vf/source', `--import=${loader}`, program, JSON.stringify(options)];
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning' },
  });
}

const says = (child: ChildProcess, word: string) =>
  new Promise<void>((resolve) => {
    child.stdout?.on('data', (bytes: Buffer) => bytes.toString().includes(word) && resolve());
  });

const gone = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()));

describe('a member that dies or sleeps', () => {
  const topics = testTopics(uniqueTopicPrefix());
  const children: ChildProcess[] = [];
  let database: TestDatabase;

  beforeEach(async () => {
    database = await consumerDatabase.create();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      await gone(child);
    }
    await database[Symbol.asyncDispose]();
  });
  afterAll(() => topics.deleteAll());

  async function begin(holdMs: number) {
    const member: MemberOptions = { databaseUrl: database.url, ...(await topics.make()) };
    const { databaseUrl, groupId, topic, deadLetterTopic } = member;
    const child = spawnMember({ databaseUrl, groupId, topic, deadLetterTopic, member: 'child', holdMs });
    children.push(child);
    const working = says(child, 'working');
    await sendRecords(topic, changes(1, 2, 3));
    await working;
    return { member, child };
  }

  it('killed between its effects and its commit, has done nothing', async () => {
    const { member, child } = await begin(60_000);
    child.kill('SIGKILL');
    await using heir = startMember({ ...member, handle: writeEffects('heir') });
    const applied = async () => expect(await effects(heir.db)).toEqual(valuesOf(1, 2, 3));
    await eventually(applied, { timeoutMs: TAKEOVER_MS });
    expect(await heir.db.selectFrom('effect').select('member').distinct().execute()).toEqual([{ member: 'heir' }]);
  });

  it('killed between its commit and telling Kafka, has done it once', async () => {
    const { member, child } = await begin(0);
    await using heir = startMember({ ...member, handle: writeEffects('heir') });
    await eventually(async () => expect(await effects(heir.db)).toEqual(valuesOf(1, 2, 3)));
    child.kill('SIGKILL');
    await sendRecords(member.topic, changes(4));
    const applied = async () => expect(await effects(heir.db)).toEqual(valuesOf(1, 2, 3, 4));
    await eventually(applied, { timeoutMs: TAKEOVER_MS });
    await eventually(() => expect(heir.check()).toEqual({ ok: true, detail: '1 partitions, lag 0 records' }));
  });

  it('asleep in the middle of its transaction loses it, and does no harm when it wakes', async () => {
    const { member, child } = await begin(1_500);
    child.kill('SIGSTOP');
    await using heir = startMember({ ...member, handle: writeEffects('heir') });
    const applied = async () => expect(await effects(heir.db)).toEqual(valuesOf(1, 2, 3));
    await eventually(applied, { timeoutMs: TAKEOVER_MS });
    child.kill('SIGCONT');
    await sendRecords(member.topic, changes(4, 5));
    const all = async () => expect(await effects(heir.db)).toEqual(valuesOf(1, 2, 3, 4, 5));
    await eventually(all, { timeoutMs: TAKEOVER_MS });
    expect(child.exitCode).toBeNull();
    const first = await heir.db.selectFrom('effect').select('member').where('value', '=', 'v1').execute();
    expect(first).toEqual([{ member: 'heir' }]);
  });
});
