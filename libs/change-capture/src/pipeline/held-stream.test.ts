import { describe, expect, it } from '@jest/globals';
import { CaptureStop } from '../capture-stop.js';
import { profiles } from '../encode/format-options.js';
import { insertMessage, relationMessage } from '../pgoutput/wire-messages.fixture.js';
import { settles } from '../settles.fixture.js';
import { knownCatalogue, readingOf } from '../types/known-catalogue.fixture.js';
import type { CatalogueReading } from '../types/source-catalogue.js';
import { COLUMNS, jsonOf, ReadStream } from './read-stream.fixture.js';

const before = [{ table: 'thing', columns: COLUMNS }];
const later = [...COLUMNS, { name: 'mood', typeOid: 90_001 }];
const mood = {
  oid: 90_001,
  schema: 'public',
  name: 'mood',
  kind: 'enum' as const,
  base: 0,
  modifier: -1,
  element: 0,
  delimiter: ',',
  labels: ['sad'],
};

const rowsOf = (stream: ReadStream) => stream.records().map(({ value }) => (jsonOf(value) as { after: unknown }).after);

/** A catalogue whose next readings are given one by one. */
function answering() {
  const answers: ((reading: CatalogueReading) => void)[] = [];
  const refusals: ((err: Error) => void)[] = [];
  const readAgain = () =>
    new Promise<CatalogueReading>((resolve, reject) => {
      answers.push(resolve);
      refusals.push(reject);
    });
  return { answers, refusals, catalogue: knownCatalogue(before, readAgain) };
}

describe('a relation that the catalogue does not know as it is', () => {
  it('holds the stream until the catalogue is read, and nothing is lost or out of order', async () => {
    const { answers, catalogue } = answering();
    const stream = new ReadStream({ catalogue });
    stream.transaction(0x100n, [relationMessage(1, 'thing', COLUMNS), insertMessage(1, ['1', 'a'])]);
    stream.transaction(0x200n, [
      relationMessage(1, 'thing', later),
      insertMessage(1, ['2', 'b', 'sad']),
      insertMessage(1, ['3', 'c', null]),
    ]);
    stream.transaction(0x300n, [insertMessage(1, ['4', 'd', 'sad'])]);
    expect([stream.reader.holds, stream.frontier.pending]).toEqual([true, 3]);
    answers[0]?.(readingOf([{ table: 'thing', columns: later }], [mood]));
    await settles(() => expect(stream.released).toBe(1));
    expect(stream.reader.holds).toBe(false);
    expect(rowsOf(stream)).toEqual([
      { id: 1, owner: 'a' },
      { id: 2, owner: 'b', mood: 'sad' },
      { id: 3, owner: 'c', mood: null },
      { id: 4, owner: 'd', mood: 'sad' },
    ]);
  });

  it('may be followed by another one among what was held', async () => {
    const { answers, catalogue } = answering();
    const stream = new ReadStream({ catalogue });
    const other = [...COLUMNS, { name: 'extra', typeOid: 16 }];
    stream.transaction(0x100n, [
      relationMessage(1, 'thing', later),
      insertMessage(1, ['1', 'a', 'sad']),
      relationMessage(1, 'thing', other),
      insertMessage(1, ['2', 'b', 't']),
    ]);
    answers[0]?.(readingOf([{ table: 'thing', columns: later }], [mood]));
    await settles(() => expect(answers).toHaveLength(2));
    expect([stream.reader.holds, stream.released]).toEqual([true, 0]);
    answers[1]?.(readingOf([{ table: 'thing', columns: other }], [mood]));
    await settles(() => expect(stream.released).toBe(1));
    expect(rowsOf(stream)).toEqual([
      { id: 1, owner: 'a', mood: 'sad' },
      { id: 2, owner: 'b', extra: true },
    ]);
  });

  it('is taken as the stream describes it when the catalogue has moved on', async () => {
    const { answers, catalogue } = answering();
    const stream = new ReadStream({ catalogue, format: profiles.debezium });
    stream.transaction(0x100n, [relationMessage(1, 'thing', later), insertMessage(1, ['1', 'a', 'sad'])]);
    answers[0]?.(readingOf([]));
    await settles(() => expect(stream.released).toBe(1));
    expect(rowsOf(stream)).toEqual([{ id: 1, owner: 'a' }]);
  });

  it('ends the session when the source is away, or what was held can not be carried', async () => {
    const away = answering();
    const lost = new ReadStream({ catalogue: away.catalogue });
    lost.transaction(0x100n, [relationMessage(1, 'thing', later)]);
    away.refusals[0]?.(new Error('away'));
    await settles(() => expect(lost.failure).toEqual(new Error('away')));

    const { answers, catalogue } = answering();
    const stopped = new ReadStream({ catalogue });
    stopped.transaction(0x100n, [relationMessage(1, 'thing', later), insertMessage(1, [null, 'a', 'sad'])]);
    answers[0]?.(
      readingOf([{ table: 'thing', columns: [{ ...COLUMNS[0]!, notNull: true }, ...later.slice(1)] }], [mood]),
    );
    await settles(() => expect(stopped.failure).toBeInstanceOf(CaptureStop));
    expect(stopped.released).toBe(0);
  });
});
