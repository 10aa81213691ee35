import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uuidOfWireId, wireId } from './wire-id.js';

describe('wire ids', () => {
  it('give back the UUID they were made of', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => uuidOfWireId('pay', wireId('pay', uuid)) === uuid));
  });

  it.each(['', 'pay_', 'usr_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f', 'pay_0198C2F0A1B27C3D8E4F5A6B7C8D9E0F', 'pay_xyz'])(
    'refuse "%s" as the id of a payment',
    (text) => {
      expect(uuidOfWireId('pay', text)).toBeUndefined();
    },
  );
});
