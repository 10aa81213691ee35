/** What a sandbox was asked to move, and what it makes of it as time passes. */
import { randomBytes } from 'node:crypto';
import { behaviourOf, type Behaviour } from './magic-amounts.js';

export type SandboxState = 'pending' | 'succeeded' | 'failed' | 'cancelled';

export interface SandboxMovement {
  /** The id the caller gave it. */
  readonly id: string;
  readonly kind: 'top_up' | 'payout';
  readonly amount: number;
  readonly currency: string;
  readonly party: string;
  readonly providerId: string;
  readonly behaviour: Behaviour;
  /** How often it was asked for, repetitions included. */
  submissions: number;
  state: SandboxState;
}

export interface SandboxTimes {
  /** From the answer to the end of a movement that takes time. Minutes at a real provider. */
  readonly settleMs: number;
  /** How late a late answer or callback comes. */
  readonly lateMs: number;
}

export const sandboxTimes: SandboxTimes = { settleMs: 1_500, lateMs: 5_000 };

const SHORT_STEP_MS = 20;

/** Sends one callback about the movement in this state. */
export type SendCallback = (movement: SandboxMovement, state: SandboxState) => Promise<void>;

export class SandboxBook {
  readonly #movements = new Map<string, SandboxMovement>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    readonly times: SandboxTimes,
    private readonly sendCallback: SendCallback,
    private readonly idPrefix: string,
  ) {}

  get movements(): readonly SandboxMovement[] {
    return [...this.#movements.values()];
  }

  find(id: string): SandboxMovement | undefined {
    return this.#movements.get(id);
  }

  findByProviderId(providerId: string): SandboxMovement | undefined {
    return this.movements.find((movement) => movement.providerId === providerId);
  }

  /** Takes it; `endsAtOnce` where the provider decides before it answers. */
  take(
    asked: Pick<SandboxMovement, 'id' | 'kind' | 'amount' | 'currency' | 'party'>,
    endsAtOnce: boolean,
  ): SandboxMovement {
    const behaviour = behaviourOf(asked.amount);
    const movement: SandboxMovement = {
      ...asked,
      behaviour,
      providerId: `${this.idPrefix}${randomBytes(8).toString('hex')}`,
      submissions: 1,
      state: 'pending',
    };
    this.#movements.set(movement.id, movement);
    if (endsAtOnce && !behaviour.isDeferred) this.#end(movement);
    else this.#after(this.times.settleMs, () => this.#end(movement));
    return movement;
  }

  cancel(movement: SandboxMovement): void {
    if (movement.state === 'pending') movement.state = 'cancelled';
  }

  /** Runs it later, unless the sandbox is closed before. */
  #after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #end(movement: SandboxMovement): void {
    const { callingBack, ending } = movement.behaviour;
    if (movement.state !== 'pending' || ending === 'pending') return;
    movement.state = ending === 'succeeded' ? 'succeeded' : 'failed';
    const final = movement.state;
    const call = (state: SandboxState) => () => void this.sendCallback(movement, state);
    if (callingBack === 'never') return;
    this.#after(callingBack === 'late' ? this.times.lateMs : SHORT_STEP_MS, call(final));
    if (callingBack === 'twice') this.#after(2 * SHORT_STEP_MS, call(final));
    // The earlier news arrive after the later ones.
    if (callingBack === 'out_of_order') this.#after(2 * SHORT_STEP_MS, call('pending'));
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
