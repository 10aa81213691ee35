import { sinkTable } from './sink-table.js';

describe('sinkTable', () => {
  it('is named as the sink names the table of a topic', () => {
    expect(sinkTable('vf1', { schema: 'public', table: 'Payments', key: ['id'] })).toMatchObject({
      source: 'public.Payments',
      topic: 'vf1.public.Payments',
      name: 'vf1_public_payments',
    });
  });

  it('refuses what the sink could not keep apart', () => {
    expect(() => sinkTable('vf1', { schema: 'public', table: 'heap', key: [] })).toThrow('public.heap has no key');
    expect(() => sinkTable('vf1', { schema: 'public', table: 'x'.repeat(60), key: ['id'] })).toThrow('cuts off');
  });
});
