import { describe, expect, it } from '@jest/globals';
import type { DiscoveredTable } from '@vf/change-capture';
import { topicCatalogue } from '@vf/contracts';
import { planTables } from './plan-tables.js';
import { parsePipelines, readPipelines } from './read-pipelines.js';

const table = (name: string, key: string[] = ['id'], columns: string[] = ['id', 'owner', 'note']): DiscoveredTable => ({
  schema: 'public',
  table: name,
  key,
  columns,
});

/** Plans of one pipeline with these settings over these tables. */
function plan(settings: object, discovered: readonly DiscoveredTable[]) {
  const base = { name: 'shop', database: 'SHOP_DATABASE_URL', publication: 'shop_capture' };
  const [declaration] = parsePipelines({ pipelines: [{ ...base, ...settings }] }, 'test');
  return planTables({ declaration: declaration!, topicPrefix: 'shop', discovered });
}

describe('the tables of a pipeline', () => {
  it('are all that are published, keyed by their primary key and routed by its first column', () => {
    const planned = plan({}, [table('thing'), table('pair', ['owner', 'id'])]);
    expect(planned.map(({ plan: { topic, key, routedBy, partitions } }) => [topic, key, routedBy, partitions])).toEqual(
      [
        ['shop.public.thing', ['id'], 'id', 4],
        ['shop.public.pair', ['owner', 'id'], 'owner', 4],
      ],
    );
  });

  it('can have another key, by Debezium’s own option or by the table’s', () => {
    const [thing, other] = plan(
      {
        'message.key.columns': 'public.th.*:owner,id; public.none:id',
        tables: [{ table: 'public.other', key: ['note'] }],
      },
      [table('thing'), table('other')],
    );
    expect([thing?.plan.key, other?.plan.key]).toEqual([['owner', 'id'], ['note']]);
  });

  it('without a key are refused until one is named', () => {
    expect(() => plan({}, [table('heap', [])])).toThrow(expect.objectContaining({ code: 'relation-unusable' }));
    const [heap] = plan({ 'message.key.columns': 'public.heap:owner' }, [table('heap', [])]);
    expect(heap?.plan.key).toEqual(['owner']);
  });

  it('can be only those listed, with topics of their own', () => {
    const [only, ...others] = plan(
      {
        carry: 'listed',
        topics: { partitions: 3 },
        tables: [{ table: 'public.thing', topic: 'things', partitions: 2, config: { 'cleanup.policy': 'compact' } }],
      },
      [table('thing'), table('other')],
    );
    expect(others).toEqual([]);
    expect(only?.topic).toMatchObject({
      name: 'shop.things',
      partitions: 2,
      config: { 'cleanup.policy': 'compact', 'retention.ms': '-1' },
    });
  });

  it('get a topic name that Kafka takes, as Debezium makes it', () => {
    const [odd] = plan({}, [table('naïve "t" 💥')]);
    expect(odd?.topic.name).toBe('shop.public.na_ve__t____');
  });

  it.each([
    ['that are listed and not published', { tables: [{ table: 'public.gone' }] }, 'table-not-published'],
    ['without a column that is named', { tables: [{ table: 'public.thing', key: ['none'] }] }, 'relation-unusable'],
    ['that would share a topic', { tables: [{ table: 'public.thing', topic: 'public.other' }] }, 'topic-shared'],
  ])('%s are refused', (_what, settings, code) => {
    expect(() => plan(settings, [table('thing'), table('other')])).toThrow(expect.objectContaining({ code }));
  });
});

describe('the platform’s own pipelines', () => {
  it('write exactly the topics that the catalogue declares', () => {
    const catalogue = topicCatalogue('vf');
    const declared = readPipelines(undefined).flatMap((declaration) =>
      planTables({
        declaration,
        topicPrefix: 'vf',
        discovered: declaration.tables.map((of) => ({
          ...of.table,
          key: ['id'],
          columns: ['id', 'sender_id', 'wallet_id', 'alert_id', 'payload'],
        })),
      }),
    );
    const shape = ({ name, partitions, config, routedBy }: (typeof declared)[number]['topic']) => ({
      name,
      partitions,
      routedBy,
      cleanup: config['cleanup.policy'],
      retention: config['retention.ms'],
    });
    const { payments, wallets, ledger, fraudAlerts } = catalogue;
    expect(declared.map(({ topic }) => shape(topic))).toEqual([payments, wallets, ledger, fraudAlerts].map(shape));
  });
});
