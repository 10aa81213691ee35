/**
 * Waits for all, unlike Promise.all, and then gives their values or throws the first failure. At the first failure it
 * calls `giveUp`, which must make the others end soon: a start that nobody waits for any more would leave a process
 * running that the stop has not seen.
 */
export async function together<T extends readonly Promise<unknown>[] | []>(
  promises: T,
  giveUp: (reason: unknown) => void,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failures: unknown[] = [];
  await Promise.allSettled(
    promises.map((promise) =>
      promise.catch((reason: unknown) => {
        failures.push(reason);
        if (failures.length === 1) giveUp(reason);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
  return Promise.all(promises);
}
