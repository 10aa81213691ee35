/**
 * Against the real server and the real library. Each fault of the library that our session works around is shown first,
 * on the library alone, so that an upgrade that changes it does not go unseen.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@vf/testing';
import type pg from 'pg';
import { LogicalReplicationService, PgoutputPlugin } from 'pg-logical-replication';
import { DurableFrontier, libraryAcknowledgement } from '../durable-frontier.js';
import { formatLsn, parseLsn } from '../lsn.js';
import type { Commit, PgOutputMessage } from '../pgoutput/messages.js';
import {
  confirmedLsn,
  createSlot,
  PUBLICATION,
  slotIsFree,
  sourceDatabase,
  withClient,
  type SourceDatabase,
} from '../source-database.fixture.js';
import { openRelay } from './relay.fixture.js';
import { settles } from '../settles.fixture.js';
import { ReplicationSession } from './replication-session.js';

let source: SourceDatabase;

beforeEach(async () => {
  source = await sourceDatabase();
  await createSlot(source);
});

afterEach(async () => source[Symbol.asyncDispose]());

interface Reading extends AsyncDisposable {
  readonly session: ReplicationSession;
  readonly commits: Commit[];
  readonly contents: Buffer[];
  rows: number;
  confirmable: bigint;
}

interface ReadOptions {
  readonly acknowledgeEveryMs?: number;
  readonly silenceLimitMs?: number;
  readonly leaseMs?: number;
  /** Instead of the database's own. */
  readonly url?: string;
  readonly onMessage?: (message: PgOutputMessage) => void;
}

/** Reads with our session; the slot is told `confirmable`, which the test sets. */
async function read(options: ReadOptions = {}): Promise<Reading> {
  await slotIsFree(source);
  const start = parseLsn(await confirmedLsn(source));
  const frontier = new DurableFrontier(start);
  const received = (message: PgOutputMessage) => {
    if (message.tag === 'commit') reading.commits.push(message);
    if (message.tag === 'row') reading.rows += 1;
    if (message.tag === 'message') reading.contents.push(message.content);
    options.onMessage?.(message);
  };
  const session = new ReplicationSession({
    address: { connectionString: options.url ?? source.captureUrl, applicationName: 'test' },
    slot: source.slot,
    publication: PUBLICATION,
    frontier,
    confirmable: () => reading.confirmable,
    holds: () => false,
    carriesMessages: false,
    onMessage: received,
    onAcknowledging: () => undefined,
    onReplyRequested: () => undefined,
    acknowledgeEveryMs: options.acknowledgeEveryMs ?? 60_000,
    leaseMs: options.leaseMs ?? 30_000,
    silenceLimitMs: options.silenceLimitMs ?? 60_000,
  });
  const reading: Reading = {
    session,
    commits: [],
    contents: [],
    rows: 0,
    confirmable: start,
    [Symbol.asyncDispose]: () => session.close(),
  };
  await session.open();
  return reading;
}

/** The library by itself, with its own parser. */
async function readWithLibrary(acknowledge: { auto: boolean; timeoutSeconds: number }) {
  const service = new LogicalReplicationService({ connectionString: source.captureUrl }, { acknowledge });
  const startedFrom: string[] = [];
  const plugin = new (class extends PgoutputPlugin {
    override async start(client: pg.Client, slot: string, lsn: string): Promise<unknown> {
      startedFrom.push(lsn);
      return super.start(client, slot, lsn);
    }
  })({ protoVersion: 1, publicationNames: [PUBLICATION], messages: true });
  const received: { tag: string; commitEndLsn?: string | null; content?: Uint8Array }[] = [];
  service.on('data', (_lsn: string, message: (typeof received)[number]) => void received.push(message));
  service.on('error', () => undefined);
  const subscribe = async (lsn?: string) => {
    const started = new Promise<void>((resolve) => void service.once('start', () => resolve()));
    const ended =
      lsn === undefined ? service.subscribe(plugin, source.slot) : service.subscribe(plugin, source.slot, lsn);
    ended.catch(() => undefined);
    await started;
  };
  await subscribe('0/0');
  const inserts = () => received.filter(({ tag }) => tag === 'insert').length;
  return { service, received, inserts, startedFrom, subscribe };
}

const insert = (id: number) => source.query(`INSERT INTO thing VALUES (${id}, 'o', 'n')`);

/**
 * Commits whose records lie next to each other in the log, which is where one byte too many hurts: the second of each
 * pair has written its row before the first commits.
 */
async function adjacentCommits(commits: () => readonly Commit[]): Promise<void> {
  await withClient(source.database.url, async (second) => {
    for (let id = 1; id <= 20; id += 2) {
      await second.query(`BEGIN; INSERT INTO thing VALUES (${id}, 'o', 'n')`);
      await source.query(`BEGIN; INSERT INTO thing VALUES (${id + 1}, 'o', 'n')`);
      await Promise.all([source.query('COMMIT'), second.query('COMMIT')]);
    }
  });
  await settles(() => expect(commits()).toHaveLength(20));
  const adjacent = commits().filter(({ endLsn }) => commits().some(({ commitLsn }) => commitLsn === endLsn));
  expect(adjacent.length).toBeGreaterThan(0);
}

describe('acknowledging (fault 1)', () => {
  it('the library adds one to what it is given', async () => {
    const { service, received } = await readWithLibrary({ auto: false, timeoutSeconds: 0 });
    await insert(1);
    const commit = await eventually(() => {
      const found = received.find(({ tag }) => tag === 'commit');
      return found ? Promise.resolve(found) : Promise.reject(new Error('no commit yet'));
    });
    const end = parseLsn(commit.commitEndLsn ?? '');
    await service.acknowledge(formatLsn(end));
    await eventually(async () => expect(parseLsn(await confirmedLsn(source))).toBe(end + 1n));
    await service.destroy();
  });

  it('ours tells the server exactly the end of the commit', async () => {
    await using reading = await read();
    await insert(1);
    await settles(() => expect(reading.commits).toHaveLength(1));
    reading.confirmable = reading.commits[0]!.endLsn;
    await reading.session.acknowledgeAndAwaitReply(2_000);
    expect(parseLsn(await confirmedLsn(source))).toBe(reading.commits[0]!.endLsn);
  });

  it('loses nothing after any commit: every later one comes again', async () => {
    const all = await (async () => {
      await using reading = await read();
      await adjacentCommits(() => reading.commits);
      return reading.commits;
    })();
    // Stops after each commit in turn, as a worker does that is killed there.
    for (const [index, commit] of all.entries()) {
      await using reading = await read();
      const rest = all.slice(index);
      await settles(() => expect(reading.commits).toEqual(rest));
      reading.confirmable = commit.endLsn;
      await reading.session.acknowledgeAndAwaitReply(2_000);
      await eventually(async () => expect(parseLsn(await confirmedLsn(source))).toBe(commit.endLsn));
    }
  });

  it('of a keepalive’s position does not lose the transaction that is open meanwhile', async () => {
    await withClient(source.database.url, async (writer) => {
      await writer.query(`BEGIN; INSERT INTO thing VALUES (1, 'o', 'n')`);
      {
        await using reading = await read();
        await source.query(`SELECT pg_logical_emit_message(false, 'p', 'x')`);
        const [row] = await source.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
        // Idle for all that the stream can see: the end of the log itself is confirmed.
        reading.confirmable = parseLsn(row?.lsn ?? '');
        await reading.session.acknowledgeAndAwaitReply(2_000);
        // The answer may be a keepalive that was on its way: the server has the acknowledgement a moment later.
        await eventually(async () => expect(await confirmedLsn(source)).toBe(row?.lsn));
      }
      await writer.query('COMMIT');
    });
    await using reading = await read();
    await settles(() => expect(reading.rows).toBe(1));
  });
});

describe('acknowledging by a timer (fault 2)', () => {
  it('the library acknowledges what was received, although told not to', async () => {
    const before = await confirmedLsn(source);
    const { service, inserts } = await readWithLibrary({ auto: false, timeoutSeconds: 1 });
    await insert(1);
    await settles(() => expect(inserts()).toBe(1));
    await eventually(async () => expect(await confirmedLsn(source)).not.toBe(before));
    await service.destroy();
  });

  it('ours, by its own timer, tells only what is durable', async () => {
    await using reading = await read({ acknowledgeEveryMs: 20 });
    const before = await confirmedLsn(source);
    await insert(1);
    await settles(() => expect(reading.rows).toBe(1));
    // Long enough for the library's own timer, which ticks every second.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await confirmedLsn(source)).toBe(before);
    reading.confirmable = reading.commits[0]!.endLsn;
    await eventually(async () => expect(parseLsn(await confirmedLsn(source))).toBe(reading.confirmable));
  });
});

describe('starting again (fault 6)', () => {
  it('the library’s instance skips what it has received and nobody has handled', async () => {
    const { service, received, startedFrom, subscribe } = await readWithLibrary({ auto: false, timeoutSeconds: 0 });
    await insert(1);
    await insert(2);
    const commits = () => received.filter(({ tag }) => tag === 'commit');
    await settles(() => expect(commits()).toHaveLength(2));
    await service.stop();
    await slotIsFree(source);
    await subscribe();
    // The server reads from there on, so neither row comes again, though the slot was never told of them.
    const [, again = ''] = startedFrom;
    expect(parseLsn(again)).toBeGreaterThanOrEqual(parseLsn(commits()[1]?.commitEndLsn ?? ''));
    expect(parseLsn(await confirmedLsn(source))).toBeLessThan(parseLsn(again));
    await service.destroy();
  });

  it('a session of ours begins at the slot’s position', async () => {
    {
      await using reading = await read();
      await insert(1);
      await insert(2);
      await settles(() => expect(reading.rows).toBe(2));
    }
    await using reading = await read();
    await settles(() => expect(reading.rows).toBe(2));
  });
});

describe('message bytes (fault 8)', () => {
  const emit = () =>
    source.query(
      `SELECT count(pg_logical_emit_message(true, 'p', n || repeat('.', 200))) FROM generate_series(1, 3000) n`,
    );
  const wrong = (contents: readonly string[]) =>
    contents.filter((content, index) => content !== `${index + 1}${'.'.repeat(200)}`).length;

  it('the library’s are views of a buffer that the driver uses again', async () => {
    const { service, received } = await readWithLibrary({ auto: false, timeoutSeconds: 0 });
    await emit();
    const messages = () => received.filter(({ tag }) => tag === 'message');
    await settles(() => expect(messages()).toHaveLength(3_000));
    expect(wrong(messages().map(({ content }) => Buffer.from(content ?? []).toString()))).toBeGreaterThan(0);
    await service.destroy();
  });

  it('ours are copies', async () => {
    await using reading = await read();
    await emit();
    await settles(() => expect(reading.contents).toHaveLength(3_000));
    expect(wrong(reading.contents.map(String))).toBe(0);
  });
});

describe('a session', () => {
  it('ends with the handler’s error and hands on nothing after it', async () => {
    const seen: string[] = [];
    await using reading = await read({
      onMessage: (message) => {
        seen.push(message.tag);
        if (message.tag === 'row') throw new Error('not this one');
      },
    });
    await insert(1);
    await expect(reading.session.ended).rejects.toThrow('not this one');
    await insert(2);
    await reading.session.acknowledge(true);
    expect(seen.filter((tag) => tag === 'row')).toHaveLength(1);
  });

  it('ends when its server process is terminated', async () => {
    await using reading = await read();
    await source.query(
      `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '${source.slot}'`,
    );
    await expect(reading.session.ended).rejects.toThrow();
  });

  it('keeps acknowledging while it is paused', async () => {
    await using reading = await read({ acknowledgeEveryMs: 20 });
    await insert(1);
    await settles(() => expect(reading.commits).toHaveLength(1));
    reading.session.pause();
    await insert(2);
    reading.confirmable = reading.commits[0]!.endLsn;
    await eventually(async () => expect(parseLsn(await confirmedLsn(source))).toBe(reading.confirmable));
    expect(reading.rows).toBe(1);
    reading.session.resume();
    await settles(() => expect(reading.rows).toBe(2));
  });

  it('gives its lease up when the server has not answered for so long that another worker may have the slot', async () => {
    await using relay = await openRelay(source.captureUrl);
    await using reading = await read({ url: relay.url, acknowledgeEveryMs: 50, leaseMs: 400 });
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(() => reading.session.requireLease()).not.toThrow();
    relay.goSilent();
    await expect(reading.session.ended).rejects.toThrow('another worker may have the slot');
    expect(() => reading.session.requireLease()).toThrow('another worker may have the slot');
  });

  it('ends when the server has gone silent without closing the connection', async () => {
    await using relay = await openRelay(source.captureUrl);
    await using reading = await read({ url: relay.url, acknowledgeEveryMs: 50, silenceLimitMs: 400 });
    await new Promise((resolve) => setTimeout(resolve, 800));
    // Nothing is written, but the server answers each acknowledgement.
    await insert(1);
    await settles(() => expect(reading.rows).toBe(1));
    relay.goSilent();
    await expect(reading.session.ended).rejects.toThrow(/silent for \d+ ms/);
  });

  it('refuses to open where there is no slot', async () => {
    await source.query(`SELECT pg_drop_replication_slot('${source.slot}')`);
    await expect(read()).rejects.toThrow();
  });
});

it('the acknowledgement’s text is one less than the position', () => {
  expect(libraryAcknowledgement(parseLsn('0/10'))).toBe('0/F');
});
