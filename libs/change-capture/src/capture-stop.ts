/** Why a pipeline stopped for good. The codes are stable: alerts and runbooks name them (docs/capture.md). */
export type CaptureStopCode =
  | 'publication-missing'
  | 'table-not-published'
  | 'snapshot-needed'
  | 'slot-missing'
  | 'slot-given-up'
  | 'slot-invalidated'
  | 'slot-foreign'
  | 'slot-ahead-of-position'
  | 'position-missing'
  | 'position-unreadable'
  | 'source-changed'
  | 'source-behind-position'
  | 'access-refused'
  | 'server-not-logical'
  | 'failover-unsupported'
  | 'stream-undecodable'
  | 'relation-unusable'
  | 'row-unencodable'
  | 'record-refused'
  | 'partitions-changed'
  | 'topic-differs'
  | 'topic-shared'
  | 'pii-plan-impossible';

/** Going on would lose or misplace changes, and trying again would not help: a person has to act, as `repair` says. */
export class CaptureStop extends Error {
  override readonly name = 'CaptureStop';
  readonly code: CaptureStopCode;
  /** One sentence: what to do. */
  readonly repair: string;

  constructor(code: CaptureStopCode, what: string, repair: string, options?: ErrorOptions) {
    super(`${what} ${repair}`, options);
    this.code = code;
    this.repair = repair;
  }
}
