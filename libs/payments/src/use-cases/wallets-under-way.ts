/**
 * The wallets of the batches under way, and what may go beside them. Only a matter of speed: two batches that share a
 * wallet wait for each other at its lock, and a server that could work on both then works on one. Whether a batch is
 * right is kept by the locks alone, so what acts on a payment, whose wallets are not known here, may go at any time.
 */

export interface NamesWallets {
  readonly walletIds: readonly string[];
}

export interface Choice<T> {
  /** At most as many as asked for, in the order they came. */
  readonly chosen: T[];
  readonly left: T[];
}

/** Of the oldest that wait, in batches: what is looked through when a slot is free, however many wait for one wallet. */
const LOOK_AHEAD_BATCHES = 8;

export class WalletsUnderWay {
  readonly #counts = new Map<string, number>();

  add(batch: readonly NamesWallets[]): void {
    for (const { walletIds } of batch) {
      for (const id of walletIds) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
    }
  }

  remove(batch: readonly NamesWallets[]): void {
    for (const { walletIds } of batch) {
      for (const id of walletIds) {
        const count = this.#counts.get(id) ?? 0;
        if (count > 1) this.#counts.set(id, count - 1);
        else this.#counts.delete(id);
      }
    }
  }

  /**
   * Of those that have waited longest, what meets no wallet under way. What has to wait keeps its wallets from those behind
   * it: each wallet's operations are taken in the order they came, and none waits for ever while later ones pass it.
   */
  choose<T extends NamesWallets>(waiting: readonly T[], limit: number): Choice<T> {
    const kept = new Set<string>();
    const choice: Choice<T> = { chosen: [], left: [] };
    for (const [n, each] of waiting.entries()) {
      if (choice.chosen.length >= limit || n >= limit * LOOK_AHEAD_BATCHES) choice.left.push(each);
      else if (each.walletIds.every((id) => !this.#counts.has(id) && !kept.has(id))) choice.chosen.push(each);
      else {
        choice.left.push(each);
        for (const id of each.walletIds) kept.add(id);
      }
    }
    return choice;
  }
}
