import { comparePositions, type Position } from './counted-payment.js';
import { episodesOf, joinEpisodes, type Episode } from './episode.js';
import { judgeSpan, type SpanReading } from './judge-span.js';
import { mergeSpans, type Span } from './touched-spans.js';
import type { VelocityRule } from './velocity-rule.js';

/** Episodes as they are now, or the wider spans that must be read to tell. */
export type Judgement =
  | { readonly kind: 'episodes'; readonly episodes: readonly Episode[] }
  | { readonly kind: 'widen'; readonly spans: readonly Span[] };

/**
 * A sender's episodes after the payments of the read spans changed, given the episodes known before. Payments outside of the
 * spans keep their judgement, so an episode outside of them stays as it is, or grows by a run that touches it; that is
 * the everyday case (a payment arrives in order) and reads nothing of a long episode again. An episode that a span cuts
 * (late payments, corrections, retractions) must be read whole, because its peaks may lie in the part that changed.
 *
 * `known` must hold every episode that overlaps a span or has a span's `before` or `after` in it. Widening ends: each
 * round a span takes in an episode that it did not contain.
 */
export function judgeSender(
  rule: VelocityRule,
  known: readonly Episode[],
  readings: readonly SpanReading[],
): Judgement {
  const spans = readings.map((reading) => reading.span);
  const cut = known.filter((episode) => spans.some((span) => overlaps(episode, span) && !contains(span, episode)));
  if (cut.length > 0) return { kind: 'widen', spans: mergeSpans([...spans, ...cut.map(extentOf)]) };

  const untouched = known.filter((episode) => !spans.some((span) => overlaps(episode, span)));
  const found = readings.flatMap((reading) => episodesOf(judgeSpan(rule, reading)));
  const pieces = [...untouched, ...found].sort((a, b) => comparePositions(a.first, b.first));
  return { kind: 'episodes', episodes: joinNeighbours(pieces, successorsAtBorders(readings)) };
}

const extentOf = (episode: Episode): Span => ({ fromUs: episode.first.timeUs, toUs: episode.last.timeUs });

const overlaps = (episode: Episode, span: Span) =>
  episode.first.timeUs <= span.toUs && episode.last.timeUs >= span.fromUs;

const contains = (span: Span, episode: Episode) =>
  episode.first.timeUs >= span.fromUs && episode.last.timeUs <= span.toUs;

/** Which payment follows which across the borders of the spans; inside of a span runs are maximal already. */
function successorsAtBorders(readings: readonly SpanReading[]): ReadonlyMap<string, string> {
  const next = new Map<string, string>();
  const link = (from: Position | undefined, to: Position | undefined) => {
    if (from && to) next.set(from.paymentId, to.paymentId);
  };
  for (const { before, payments, after } of readings) {
    link(before, payments[0] ?? after);
    link(payments.at(-1), after);
  }
  return next;
}

function joinNeighbours(pieces: readonly Episode[], next: ReadonlyMap<string, string>): Episode[] {
  const joined: Episode[] = [];
  for (const piece of pieces) {
    const left = joined.at(-1);
    const touches = left !== undefined && next.get(left.last.paymentId) === piece.first.paymentId;
    if (touches) joined[joined.length - 1] = joinEpisodes(left, piece);
    else joined.push(piece);
  }
  return joined;
}
