import { describe, expect, it } from '@jest/globals';
import type { DiscoveredTable } from '@vf/change-capture';
import { topicCatalogue, type TopicDeclaration } from '@vf/contracts';
import type { TopicFamily } from './pipeline-declaration.js';
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
  return planTables({ declaration: declaration!, topicPrefix: 'shop', families: ['envelope'], discovered });
}

describe('the tables of a pipeline', () => {
  it('are all that are published, keyed by their primary key and routed by the key', () => {
    const planned = plan({}, [table('thing'), table('pair', ['owner', 'id']), table('heap', [])]);
    expect(planned.map(({ plan, topic }) => [plan.topic, plan.key, topic.routedBy, plan.partitions])).toEqual([
      ['shop.public.thing', ['id'], 'key', 4],
      ['shop.public.pair', ['owner', 'id'], 'key', 4],
      ['shop.public.heap', [], 'first partition', 4],
    ]);
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

  it('travel on a topic for each family, the rows of tables with a key only', () => {
    const planned = plan({ families: ['envelope', 'rows'] }, [table('thing'), table('heap', [])]);
    expect(planned.map(({ topic }) => [topic.name, topic.config['cleanup.policy']])).toEqual([
      ['shop.public.thing', 'delete'],
      ['shop.rows.public.thing', 'compact'],
      ['shop.public.heap', 'delete'],
    ]);
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
  const planned = (families: readonly TopicFamily[]) =>
    readPipelines(undefined).flatMap((declaration) =>
      planTables({
        declaration,
        topicPrefix: 'vf',
        families,
        discovered: declaration.tables.map((of) => ({
          ...of.table,
          key: ['id'],
          columns: ['id', 'sender_id', 'wallet_id', 'user_id', 'alert_id', 'command_id', 'result_key', 'payload'],
        })),
      }),
    );

  it('write exactly the topics that the catalogue declares', () => {
    const { payments, wallets, ledger, users, fraudAlerts, fraudCommands, commandResults, ...rest } =
      topicCatalogue('vf');
    const { paymentRows, walletRows, ledgerRows, userRows } = rest;
    const outboxes = [commandResults, fraudAlerts, fraudCommands];
    const shape = ({ name, partitions, config, routedBy }: TopicDeclaration) => ({
      name,
      partitions,
      routedBy,
      cleanup: config['cleanup.policy'],
      retention: config['retention.ms'],
    });
    expect(planned(['envelope', 'rows']).map(({ topic }) => shape(topic))).toEqual(
      [payments, paymentRows, wallets, walletRows, ledger, ledgerRows, users, userRows, ...outboxes].map(shape),
    );
    expect(planned(['rows']).map(({ topic }) => topic.name)).toEqual(
      [paymentRows, walletRows, ledgerRows, userRows, ...outboxes].map(({ name }) => name),
    );
  });

  it('hash personal data of users and in metadata on every topic', () => {
    const plans = planned(['envelope', 'rows']).flatMap(({ plan }) => ('pii' in plan ? [plan] : []));
    expect(plans.map(({ topic }) => topic)).toEqual([
      'vf.public.payments',
      'vf.rows.payments',
      'vf.public.users',
      'vf.rows.users',
    ]);
    expect(plans.at(-1)?.pii).toMatchObject({ columns: { email: 'email', phone: 'phone' } });
  });
});
