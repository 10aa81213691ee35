/** What a process knows of its own state, told by its parts and read by /readyz. */
export interface CheckState {
  readonly ok: boolean;
  /** One short sentence for the operator; no secrets. */
  readonly detail: string;
}

/**
 * Readiness is the conjunction of named checks. Each part declares its checks at construction, not ready, so that a
 * process whose part never came up can not look ready.
 */
export class Health {
  readonly #checks = new Map<string, CheckState>();

  declare(name: string, detail = 'starting'): void {
    this.#checks.set(name, { ok: false, detail });
  }

  ok(name: string, detail = 'ok'): void {
    this.#checks.set(name, { ok: true, detail });
  }

  fail(name: string, detail: string): void {
    this.#checks.set(name, { ok: false, detail });
  }

  get ready(): boolean {
    return [...this.#checks.values()].every((check) => check.ok);
  }

  get checks(): Readonly<Record<string, CheckState>> {
    return Object.fromEntries(this.#checks);
  }
}
