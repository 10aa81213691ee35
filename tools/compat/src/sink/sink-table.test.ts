import { sinkTable } from './sink-table.js';

describe('sinkTable', () => {
  it('is named as the sink names the table of a topic', () => {
    expect(sinkTable('vf1', 'envelope', { schema: 'public', table: 'Payments', key: ['id'] })).toMatchObject({
      source: 'public.Payments',
      topic: 'vf1.public.Payments',
      name: 'vf1_public_payments',
      added: [],
    });
  });

  it('is another one for the rows family, with columns of its own', () => {
    const table = sinkTable('vf1', 'rows', { schema: 'public', table: 'payments', key: ['id'] });
    expect([table.topic, table.name]).toEqual(['vf1.rows.public.payments', 'vf1_rows_public_payments']);
    expect(table.added).toContain('__deleted');
  });

  it('refuses what the sink could not keep apart', () => {
    expect(() => sinkTable('vf1', 'envelope', { schema: 'public', table: 'heap', key: [] })).toThrow(
      'public.heap has no key',
    );
    expect(() => sinkTable('vf1', 'envelope', { schema: 'public', table: 'x'.repeat(60), key: ['id'] })).toThrow(
      'cuts off',
    );
  });
});
