import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { wireId } from '@vf/money';
import { eventually } from '@vf/testing';
import { startFraudApp } from './fraud-app.fixture.js';
import { paymentChangeOf } from './payment-changes.fixture.js';

it('a basket of many vendors raises no alert by a rule that counts checkouts, and eleven baskets do', async () => {
  await using app = await startFraudApp();
  await app.sql.query(
    `INSERT INTO rule (id, version, window_ms, max_count, max_sum, currency, exempt_sender_ids, count_by)
     SELECT id, 2, window_ms, max_count, max_sum, currency, exempt_sender_ids, 'checkout' FROM rule`,
  );
  const [shopper, hasty] = [randomUUID(), randomUUID()];
  const basket = (senderId: string, minute: number, legs: number) => {
    const checkoutId = randomUUID();
    return Array.from({ length: legs }, () => ({
      change: paymentChangeOf({ senderId, minute, checkoutId }),
      partition: 0,
    }));
  };
  await app.stream(basket(shopper, 0, 50));
  await app.stream(Array.from({ length: 11 }, (_, minute) => basket(hasty, minute, 2)).flat());
  await eventually(async () => {
    const { body } = await app.get('/v1/alerts');
    expect(body).toMatchObject({
      data: [
        {
          sender_id: wireId('usr', hasty),
          rule: { version: 2, count_by: 'checkout' },
          finding: { peak_count: 11, legs: ['count'] },
          payment_count: 22,
          reason: '11 purchases (limit 10) within 60 minutes.',
        },
      ],
    });
  });
}, 60_000);
