import { comparePositions, type Position } from './counted-payment.js';
import { episodesOf, joinEpisodes, type Episode } from './episode.js';
import { judgeSpan, type SpanReading } from './judge-span.js';
import { mergeSpans, type Span } from './touched-spans.js';
import type { VelocityRule } from './velocity-rule.js';

/** What a reading comes to: its runs, and who stands at its borders. Holds no payments, however many were read. */
export interface SpanFindings {
  readonly episodes: readonly Episode[];
  readonly first: Position | undefined;
  readonly last: Position | undefined;
  readonly before: Position | undefined;
  readonly after: Position | undefined;
}

export function findingsOf(rule: VelocityRule, reading: SpanReading): SpanFindings {
  return {
    episodes: episodesOf(judgeSpan(rule, reading)),
    first: reading.payments[0],
    last: reading.payments.at(-1),
    before: reading.before,
    after: reading.after,
  };
}

/**
 * The spans to read instead, when known episodes are cut by these ones: late payments and corrections. A cut episode must be
 * read whole, because its peaks may lie in the part that changed. Undefined when every known episode lies inside of a span
 * or outside of all, which is the everyday case (a payment arrives in order). Each widening takes in an episode that the
 * spans did not contain, so widening ends.
 */
export function widenedSpans(known: readonly Episode[], spans: readonly Span[]): Span[] | undefined {
  const cut = known.filter((episode) => spans.some((span) => overlaps(episode, span) && !contains(span, episode)));
  return cut.length === 0 ? undefined : mergeSpans([...spans, ...cut.map(extentOf)]);
}

/**
 * A sender's episodes after the payments of the spans changed, given the episodes known before and what was found in the
 * spans (one finding for each, or several for parts of a span that follow each other). Payments outside of the spans keep
 * their judgement, so an episode there stays as it is (the same object), or is joined to a run that touches it.
 *
 * `known` must hold every episode that overlaps a span or ends or begins at its borders, and no span may cut one.
 */
export function judgeSender(
  known: readonly Episode[],
  spans: readonly Span[],
  findings: readonly SpanFindings[],
): Episode[] {
  const untouched = known.filter((episode) => !spans.some((span) => overlaps(episode, span)));
  const found = findings.flatMap(({ episodes }) => episodes);
  const pieces = [...untouched, ...found].sort((a, b) => comparePositions(a.first, b.first));
  return joinNeighbours(pieces, successorsAtBorders(findings));
}

const extentOf = (episode: Episode): Span => ({ fromUs: episode.first.timeUs, toUs: episode.last.timeUs });

const overlaps = (episode: Episode, span: Span) =>
  episode.first.timeUs <= span.toUs && episode.last.timeUs >= span.fromUs;

const contains = (span: Span, episode: Episode) =>
  episode.first.timeUs >= span.fromUs && episode.last.timeUs <= span.toUs;

/** Which payment follows which across the borders of what was read; inside of it runs are maximal already. */
function successorsAtBorders(findings: readonly SpanFindings[]): ReadonlyMap<string, string> {
  const next = new Map<string, string>();
  const link = (from: Position | undefined, to: Position | undefined) => {
    if (from && to) next.set(from.paymentId, to.paymentId);
  };
  for (const { before, first, last, after } of findings) {
    link(before, first ?? after);
    link(last, after);
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
