import { request } from '../domain/decide.fixture.js';
import { isKeyed, madeIdOf, type Operation } from '../domain/operations.js';
import type { Outcome } from '../domain/posting.js';
import { BatchPoster, type Posted, type PostingObserver } from './batch-poster.js';
import { PostingFault, type PostingFaultKind } from './posting-fault.js';

const batch = (size: number) => Array.from({ length: size }, (_, n) => request({ key: `${n}`, paymentId: `p${n}` }));
const fault = (kind: PostingFaultKind) => new PostingFault(kind, new Error(kind));

/** Attempts that fail with these faults in turn, then succeed. */
function posterFailing(faults: readonly PostingFaultKind[], answer = posted) {
  const attempts: number[] = [];
  const left = [...faults];
  const observer: PostingObserver = { batch() {}, waited() {}, outcome() {}, rerun() {}, bisected() {}, isolated() {} };
  const poster = new BatchPoster({
    observer,
    rerunDelayMs: 0,
    maxReruns: 3,
    attempt: (requests) => {
      attempts.push(requests.length);
      const next = left.shift();
      return next ? Promise.reject(fault(next)) : Promise.resolve(requests.map(answer));
    },
  });
  return { poster, attempts };
}

const posted = (asked: Operation): Outcome => ({
  kind: 'key_reused',
  paymentId: isKeyed(asked) ? madeIdOf(asked) : null,
});
const summary = (results: readonly Posted[]) => results.map((each) => (each.ok ? 'ok' : each.error.reason));

describe('BatchPoster', () => {
  it.each<[PostingFaultKind[], string, number]>([
    [['rerun'], 'ok', 2],
    [['unavailable', 'rerun'], 'ok', 3],
    [['unknown'], 'ok', 2],
    [['rerun', 'rerun', 'rerun', 'rerun'], 'wallet_busy', 4],
    [['unavailable', 'unavailable', 'unavailable', 'unavailable'], 'database_unavailable', 4],
    [['unknown', 'unavailable', 'unavailable', 'unavailable'], 'outcome_unknown', 4],
  ])('after %p: %s, in a bounded number of attempts', async (faults, result, tries) => {
    const { poster, attempts } = posterFailing(faults);
    expect(summary(await poster.post(batch(2)))).toEqual([result, result]);
    expect(attempts).toEqual(Array.from({ length: tries }, () => 2));
  });

  it('halves a refused batch until the request at fault stands alone', async () => {
    const poster = new BatchPoster({
      observer: { batch() {}, waited() {}, outcome() {}, rerun() {}, bisected() {}, isolated() {} },
      attempt: (requests) =>
        requests.some((asked) => isKeyed(asked) && (asked.key === '3' || asked.key === '6'))
          ? Promise.reject(fault('refused'))
          : Promise.resolve(requests.map(posted)),
    });
    const results = await poster.post(batch(8));
    expect(summary(results)).toEqual(['ok', 'ok', 'ok', 'internal_error', 'ok', 'ok', 'internal_error', 'ok']);
  });

  it.each<[PostingFaultKind, PostingFaultKind[], string[]]>([
    ['contended', ['contended', 'contended'], ['outcome_unknown', 'outcome_unknown']],
    ['refused', ['refused', 'refused'], ['outcome_unknown', 'outcome_unknown']],
    ['contended', ['contended'], ['outcome_unknown', 'ok']],
  ])('after a lost COMMIT and %s then %p, promises of none that nothing was done', async (whole, parts, results) => {
    const { poster } = posterFailing(['unknown', whole, ...parts]);
    expect(summary(await poster.post(batch(2)))).toEqual(results);
  });

  it('takes an error it does not know for a refusal, not for an outage', async () => {
    const poster = new BatchPoster({
      observer: { batch() {}, waited() {}, outcome() {}, rerun() {}, bisected() {}, isolated() {} },
      attempt: () => Promise.reject(new Error('a bug')),
    });
    expect(summary(await poster.post(batch(1)))).toEqual(['internal_error']);
  });

  it("tells a request's own payment, found by its key, from another's", async () => {
    const answer = { status: 201, body: '{}' };
    const { poster } = posterFailing(['unknown'], () => ({ kind: 'replayed', madeId: 'p0', answer }));
    const results = await poster.post(batch(2));
    expect(results).toMatchObject([{ outcome: { kind: 'recovered' } }, { outcome: { kind: 'replayed' } }]);
  });
});
