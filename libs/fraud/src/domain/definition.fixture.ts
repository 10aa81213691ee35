/**
 * The rule by its definition, the slow and obvious way, and a sender's payments held in an array: what the incremental
 * judgement must equal. The store does the same against PostgreSQL (store/*.pg.test.ts).
 */
import fc from 'fast-check';
import { hundredths } from '@vf/money';
import { alertIdOf } from './alert-id.js';
import { MAX_LISTED_PAYMENTS, type Alert, type AlertChange, type EvidencedEpisode } from './alert.js';
import { comparePositions, type CountedPayment, type Position } from './counted-payment.js';
import type { Episode, Peak } from './episode.js';
import { findingsOf, judgeSender, widenedSpans } from './judge-sender.js';
import type { SpanReading } from './judge-span.js';
import { reconcile } from './reconcile.js';
import { slicesBetween, touchedSpans, type Span } from './touched-spans.js';
import { legsPassed, type VelocityRule } from './velocity-rule.js';

/** Small figures, so that random payments meet the edges often. */
export const smallRule: VelocityRule = {
  id: 'velocity',
  version: 1,
  windowUs: 10n,
  maxCount: 2,
  countBy: 'payment',
  maxSum: hundredths(1_000n),
  currency: 'RWF',
  exemptSenderIds: new Set(),
};

/** The same, with the legs of a checkout for one. */
export const basketRule: VelocityRule = { ...smallRule, countBy: 'checkout' };

const SLICE_PAYMENTS = 4;

export const SENDER = '0198c2f0-0000-7000-8000-000000000001';

export const paymentId = (n: number) => `0198c2f0-0000-7000-9000-${n.toString(16).padStart(12, '0')}`;

export interface TestPayment extends CountedPayment {
  readonly failed: boolean;
  readonly rowVersion: number;
}

const windowOf = (rule: VelocityRule, counted: readonly CountedPayment[], atUs: bigint) =>
  counted.filter((payment) => payment.timeUs >= atUs - rule.windowUs && payment.timeUs <= atUs);

const sumOf = (rule: VelocityRule, window: readonly CountedPayment[]) =>
  window.filter((payment) => payment.currency === rule.currency).reduce((sum, payment) => sum + payment.amount, 0n);

const unitOf = (rule: VelocityRule, { checkoutId, paymentId: own }: CountedPayment) =>
  rule.countBy === 'checkout' ? (checkoutId ?? own) : own;

const countOf = (rule: VelocityRule, window: readonly CountedPayment[]) =>
  new Set(window.map((payment) => unitOf(rule, payment))).size;

/** Maximal runs of payments whose own closed window breaches, each with its windows' payments. */
export function episodesByDefinition(rule: VelocityRule, payments: Iterable<TestPayment>): EvidencedEpisode[] {
  const counted = [...payments].filter((payment) => !payment.failed).sort(comparePositions);
  const runs: CountedPayment[][] = [[]];
  for (const payment of counted) {
    const window = windowOf(rule, counted, payment.timeUs);
    if (legsPassed(rule, countOf(rule, window), sumOf(rule, window)).length > 0) runs.at(-1)?.push(payment);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0).map((run) => described(rule, counted, run));
}

function described(rule: VelocityRule, counted: readonly CountedPayment[], run: CountedPayment[]): EvidencedEpisode {
  const windows = run.map((payment) => ({ atUs: payment.timeUs, window: windowOf(rule, counted, payment.timeUs) }));
  const evidence = counted.filter((payment) => windows.some(({ window }) => window.includes(payment)));
  const position = (payment: CountedPayment): Position => ({ timeUs: payment.timeUs, paymentId: payment.paymentId });
  const counts = windows.map(({ atUs, window }) => ({ atUs, value: countOf(rule, window) }));
  const sums = windows.map(({ atUs, window }) => ({ atUs, value: sumOf(rule, window) }));
  const worst = <Value>(peaks: Peak<Value>[]) => peaks.reduce((a, b) => (b.value > a.value ? b : a));
  return {
    first: position(run[0]!),
    last: position(run.at(-1)!),
    breachingPayments: run.length,
    windowPayments: evidence.length,
    peakCount: worst(counts),
    peakSum: worst(sums),
    listedPaymentIds: evidence.slice(0, MAX_LISTED_PAYMENTS).map((payment) => payment.paymentId),
  };
}

/** One sender, judged batch by batch as the service does it. */
export class IncrementalSender {
  readonly payments = new Map<string, TestPayment>();
  readonly alerts = new Map<string, Alert>();
  readonly told: AlertChange[] = [];
  readonly #rule: VelocityRule;

  constructor(rule: VelocityRule) {
    this.#rule = rule;
  }

  apply(batch: readonly TestPayment[]): void {
    const touched: bigint[] = [];
    for (const payment of batch) {
      const known = this.payments.get(payment.paymentId);
      if (known && known.rowVersion >= payment.rowVersion) continue;
      this.payments.set(payment.paymentId, payment);
      if (known) touched.push(known.timeUs);
      touched.push(payment.timeUs);
    }
    const episodes = this.#judge(touchedSpans(touched, this.#rule.windowUs));
    const changes = reconcile({
      senderId: SENDER,
      previous: [...this.alerts.values()],
      episodes: episodes.map((episode) => ({
        alertId: alertIdOf(this.#rule, SENDER, episode.first.paymentId),
        episode: { ...episode, listedPaymentIds: this.#evidenceOf(episode) },
      })),
      now: new Date(0),
    });
    for (const change of changes) this.alerts.set(change.alert.id, change.alert);
    this.told.push(...changes);
  }

  get canonical(): EvidencedEpisode[] {
    return this.#open()
      .map((alert) => alert.episode)
      .sort((a, b) => comparePositions(a.first, b.first));
  }

  #open = () => [...this.alerts.values()].filter((alert) => alert.state === 'open');

  #counted = () => [...this.payments.values()].filter((payment) => !payment.failed).sort(comparePositions);

  #judge(spans: readonly Span[]): readonly Episode[] {
    const known = this.#open().map((alert) => alert.episode);
    const wider = widenedSpans(known, spans);
    if (wider) return this.#judge(wider);
    const slices = spans.flatMap((span) => this.#slicesOf(span));
    return judgeSender(
      known,
      spans,
      slices.map((slice) => findingsOf(this.#rule, this.#read(slice))),
    );
  }

  /** Parts of a few payments each, peers together, as the store cuts long spans. */
  #slicesOf(span: Span): Span[] {
    const inside = this.#counted().filter((p) => p.timeUs >= span.fromUs && p.timeUs <= span.toUs);
    const ends = inside.filter((_, n) => n % SLICE_PAYMENTS === SLICE_PAYMENTS - 1).map((p) => p.timeUs);
    return slicesBetween(span, ends);
  }

  #read(span: Span): SpanReading {
    const counted = this.#counted();
    const { windowUs } = this.#rule;
    const payments = counted.filter((payment) => payment.timeUs >= span.fromUs && payment.timeUs <= span.toUs);
    const lastUs = payments.at(-1)?.timeUs ?? span.fromUs;
    const seed = counted.filter((p) => p.timeUs >= span.fromUs - windowUs && p.timeUs < span.fromUs);
    const before = counted.findLast((payment) => payment.timeUs < span.fromUs);
    const after = counted.find((payment) => payment.timeUs > span.toUs);
    return {
      span,
      seed: { payments: seed.length, sum: sumOf(this.#rule, seed), checkouts: this.#checkoutsOf(seed) },
      leaving: seed.filter((payment) => payment.timeUs < lastUs - windowUs),
      payments,
      ...(before && { before }),
      ...(after && { after }),
    };
  }

  #checkoutsOf(seed: readonly CountedPayment[]): ReadonlyMap<string, number> {
    const legs = new Map<string, number>();
    if (this.#rule.countBy !== 'checkout') return legs;
    for (const { checkoutId } of seed) if (checkoutId) legs.set(checkoutId, (legs.get(checkoutId) ?? 0) + 1);
    return legs;
  }

  #evidenceOf(episode: Episode): string[] {
    const fromUs = episode.first.timeUs - this.#rule.windowUs;
    const inside = this.#counted().filter((p) => p.timeUs >= fromUs && p.timeUs <= episode.last.timeUs);
    return inside.slice(0, MAX_LISTED_PAYMENTS).map((payment) => payment.paymentId);
  }
}

const BASKETS = ['0198c2f0-0000-7000-a000-000000000001', '0198c2f0-0000-7000-a000-000000000002'] as const;

const version = fc.record({
  amount: fc.constantFrom(1n, 300n, 999n, 1_000n, 1_001n).map(hundredths),
  currency: fc.constantFrom('RWF', 'RWF', 'RWF', 'USD'),
  failed: fc.constantFrom(false, false, false, true),
  /** A payment's time never changes at the source; a correction of it must come out right all the same. */
  laterUs: fc.constantFrom(0n, 0n, 0n, 15n),
});

/** Row versions of a few payments: created, and sometimes corrected or failed afterwards. */
export const paymentHistories: fc.Arbitrary<TestPayment[]> = fc
  .array(
    fc.record({
      timeUs: fc.bigInt({ min: 0n, max: 90n }),
      checkoutId: fc.constantFrom(null, null, BASKETS[0], BASKETS[1]),
      versions: fc.array(version, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 5, maxLength: 25, size: 'max' },
  )
  .map((payments) =>
    payments.flatMap(({ timeUs, checkoutId, versions }, n) =>
      versions.map(({ laterUs, ...row }, index) => ({
        ...row,
        timeUs: timeUs + laterUs,
        checkoutId,
        paymentId: paymentId(n),
        rowVersion: index + 1,
      })),
    ),
  );

/** Cuts a list into batches at random places. */
export const batchesOf = <T>(items: readonly T[]): fc.Arbitrary<T[][]> =>
  fc.array(fc.integer({ min: 1, max: 6 }), { minLength: items.length, maxLength: items.length }).map((sizes) => {
    const batches: T[][] = [];
    for (let start = 0, n = 0; start < items.length; start += sizes[n] ?? 1, n += 1) {
      batches.push(items.slice(start, start + (sizes[n] ?? 1)));
    }
    return batches;
  });
