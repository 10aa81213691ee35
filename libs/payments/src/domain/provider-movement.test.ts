import { afterLookUp, afterSubmit, contradictionOf, type LookUpOutcome } from './provider-movement.js';

const lookedUp = (outcome: LookUpOutcome, over: { ageMs?: number; wasAccepted?: boolean } = {}) =>
  afterLookUp({ outcome, ageMs: 0, wasAccepted: false, notFoundAfterMs: 1_000, ...over });

describe('a submission', () => {
  it('that may have reached the provider is processing, never failed and never free to go again', () => {
    expect(afterSubmit({ kind: 'unknown', detail: 'timeout' })).toEqual({
      state: 'processing',
      providerId: null,
      isAccepted: false,
    });
  });

  it('that can not have begun may be repeated', () => {
    expect(afterSubmit({ kind: 'not_submitted', detail: 'ECONNREFUSED' })).toEqual({ state: 'not_submitted' });
  });

  it('that was declined fails with the reason', () => {
    const reason = 'provider_limit_exceeded' as const;
    expect(afterSubmit({ kind: 'declined', reason, providerCode: 'X', providerId: 'p' })).toEqual({
      state: 'failed',
      failureCode: reason,
      providerCode: 'X',
      providerId: 'p',
    });
  });
});

describe('a provider that does not know the movement', () => {
  it('proves nothing while the request may still be on its way', () => {
    expect(lookedUp({ kind: 'not_found' }, { ageMs: 999 })).toMatchObject({ state: 'processing' });
  });

  it('never accepted it once that time is over', () => {
    expect(lookedUp({ kind: 'not_found' }, { ageMs: 1_000 })).toMatchObject({
      state: 'failed',
      failureCode: 'provider_not_accepted',
    });
  });

  it('can not take back its earlier yes', () => {
    expect(lookedUp({ kind: 'not_found' }, { ageMs: 5_000, wasAccepted: true })).toMatchObject({ state: 'processing' });
  });
});

describe('what the provider says after the settlement', () => {
  it('is a contradiction only where it is final and differs', () => {
    expect(contradictionOf('failed', { kind: 'succeeded', providerId: 'p' })).toMatch(/settled as failed/);
    expect(contradictionOf('succeeded', { kind: 'succeeded', providerId: 'p' })).toBeUndefined();
    expect(contradictionOf('failed', { kind: 'accepted', providerId: null })).toBeUndefined();
    expect(contradictionOf('failed', { kind: 'not_found' })).toBeUndefined();
  });
});
