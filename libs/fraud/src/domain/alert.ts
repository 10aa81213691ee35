import type { Episode } from './episode.js';

/** An episode with the payments an analyst sees first: those of its windows, oldest first, capped. */
export interface EvidencedEpisode extends Episode {
  readonly listedPaymentIds: readonly string[];
}

/** How many payments an alert lists; `windowPayments` tells how many there are. */
export const MAX_LISTED_PAYMENTS = 50;

interface AlertBase {
  readonly id: string;
  readonly senderId: string;
  /** Rises by one with each event of the alert. */
  readonly revision: number;
  /** When the service first knew of it; survives corrections. */
  readonly detectedAt: Date;
  /** As it is, or as it last was. */
  readonly episode: EvidencedEpisode;
}

/** The canonical alert of an episode. */
export type OpenAlert = AlertBase & { readonly state: 'open' };
/** An alias: the episode goes by another id now, because its first payment is another one, or another took it in. */
export type MergedAlert = AlertBase & { readonly state: 'merged'; readonly mergedInto: string };
/** Nothing breaches any more: payments turned out to have failed. */
export type RetractedAlert = AlertBase & { readonly state: 'retracted' };

export type Alert = OpenAlert | MergedAlert | RetractedAlert;

/** What is told to the world about an alert. */
export interface AlertChange {
  readonly kind: 'opened' | 'updated' | 'merged' | 'retracted';
  readonly alert: Alert;
}
