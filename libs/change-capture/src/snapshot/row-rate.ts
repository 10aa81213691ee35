/** Rows per second over the last seconds, for the display of progress. */
const WINDOW_MS = 10_000;

export class RowRate {
  #samples: { readonly atMs: number; readonly rows: number }[] = [];

  constructor(private readonly steadyMs: () => number = () => performance.now()) {}

  add(rows: number): void {
    this.#forgetOld();
    this.#samples.push({ atMs: this.steadyMs(), rows });
  }

  get perSecond(): number {
    this.#forgetOld();
    const [first] = this.#samples;
    if (!first) return 0;
    const seconds = Math.max(1, (this.steadyMs() - first.atMs) / 1_000);
    return this.#samples.reduce((sum, { rows }) => sum + rows, 0) / seconds;
  }

  #forgetOld(): void {
    const from = this.steadyMs() - WINDOW_MS;
    this.#samples = this.#samples.filter(({ atMs }) => atMs >= from);
  }
}
