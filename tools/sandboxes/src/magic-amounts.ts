/** Amounts that make a sandbox misbehave; every other one succeeds. The same for all providers (docs/providers.md). */

/** When the provider answers the submission. `cut` and `busy` happen before it has taken the movement. */
export type Answering = 'at_once' | 'late' | 'never' | 'broken' | 'cut' | 'busy';
/** What becomes of the movement. `pending`: the customer never decides. */
export type Ending = 'succeeded' | 'insufficient_funds' | 'unknown_account' | 'refused' | 'over_limit' | 'pending';
export type CallingBack = 'once' | 'late' | 'twice' | 'out_of_order' | 'never';

export interface Behaviour {
  readonly answering: Answering;
  readonly ending: Ending;
  readonly callingBack: CallingBack;
  /** Ends some time after the answer, also where the provider could tell at once. */
  readonly isDeferred: boolean;
}

const plain: Behaviour = { answering: 'at_once', ending: 'succeeded', callingBack: 'once', isDeferred: false };
const declined = (ending: Ending): Behaviour => ({ ...plain, ending });
const answered = (answering: Answering): Behaviour => ({ ...plain, answering });
const deferred = (callingBack: CallingBack, ending: Ending = 'succeeded'): Behaviour => ({
  ...plain,
  callingBack,
  ending,
  isDeferred: true,
});

/** By amount in the currency's minor unit (whole francs). */
export const magicAmounts = {
  4001: declined('insufficient_funds'),
  4002: declined('unknown_account'),
  4003: declined('refused'),
  4004: declined('over_limit'),
  5001: answered('never'),
  5002: answered('late'),
  5003: answered('cut'),
  5004: answered('broken'),
  5005: answered('busy'),
  6001: deferred('late'),
  6002: deferred('twice'),
  6003: deferred('out_of_order'),
  6004: deferred('never'),
  6005: deferred('once', 'refused'),
  6006: deferred('once', 'pending'),
} as const satisfies Record<number, Behaviour>;

export function behaviourOf(amount: number): Behaviour {
  return (magicAmounts as Readonly<Record<number, Behaviour>>)[amount] ?? plain;
}
