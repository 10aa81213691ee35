import type { Alert, AlertChange, EvidencedEpisode, MergedAlert, OpenAlert } from './alert.js';
import { comparePositions } from './counted-payment.js';
import type { Episode, Peak } from './episode.js';

/** An episode under its canonical id. */
export interface NamedEpisode {
  readonly alertId: string;
  readonly episode: EvidencedEpisode;
}

export interface Reconciliation {
  readonly senderId: string;
  /** The alerts that stood for the judged stretch, and closed ones whose id an episode now has again. */
  readonly previous: readonly Alert[];
  readonly episodes: readonly NamedEpisode[];
  readonly now: Date;
}

/**
 * What changed between the alerts as they were told and the episodes as they are. Depends on nothing else, so replaying
 * payments that are known already gives nothing. Each alert changes at most once, and every alert that was open is
 * afterwards the canonical one of an episode, an alias of one, or retracted.
 */
export function reconcile({ senderId, previous, episodes, now }: Reconciliation): AlertChange[] {
  const known = new Map(previous.map((alert) => [alert.id, alert]));
  const current = new Set(episodes.map(({ alertId }) => alertId));
  const standing = episodes.flatMap(({ alertId, episode }) =>
    standingChange(known.get(alertId), { id: alertId, senderId, revision: 0, detectedAt: now, state: 'open', episode }),
  );
  const ending = previous
    .filter((alert) => alert.state === 'open')
    .filter((alert) => !current.has(alert.id))
    .map((alert) => endingChange(alert, episodes));
  return [...standing, ...ending];
}

/** The alert of an episode: told when it is new, is back, or differs from what was told last. */
function standingChange(known: Alert | undefined, fresh: OpenAlert): AlertChange[] {
  const isOpen = known?.state === 'open';
  if (isOpen && sameEpisode(known.episode, fresh.episode)) return [];
  const alert: OpenAlert = {
    ...fresh,
    revision: (known?.revision ?? 0) + 1,
    detectedAt: known?.detectedAt ?? fresh.detectedAt,
  };
  return [{ kind: isOpen ? 'updated' : 'opened', alert }];
}

/** An alert whose id no episode has any more: an alias of the first episode on its stretch, or nothing. */
function endingChange(alert: OpenAlert, episodes: readonly NamedEpisode[]): AlertChange {
  const heir = episodes.find(({ episode }) => shareStretch(alert.episode, episode));
  const revision = alert.revision + 1;
  if (!heir) return { kind: 'retracted', alert: { ...alert, revision, state: 'retracted' } };
  const merged: MergedAlert = { ...alert, revision, state: 'merged', mergedInto: heir.alertId };
  return { kind: 'merged', alert: merged };
}

const shareStretch = (a: Episode, b: Episode) =>
  comparePositions(a.first, b.last) <= 0 && comparePositions(b.first, a.last) <= 0;

function sameEpisode(a: EvidencedEpisode, b: EvidencedEpisode): boolean {
  return (
    comparePositions(a.first, b.first) === 0 &&
    comparePositions(a.last, b.last) === 0 &&
    a.breachingPayments === b.breachingPayments &&
    a.windowPayments === b.windowPayments &&
    samePeak(a.peakCount, b.peakCount) &&
    samePeak(a.peakSum, b.peakSum) &&
    a.listedPaymentIds.join() === b.listedPaymentIds.join()
  );
}

const samePeak = <Value>(a: Peak<Value>, b: Peak<Value>) => a.value === b.value && a.atUs === b.atUs;
