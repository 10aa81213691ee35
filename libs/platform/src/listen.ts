/** A port that somebody else listens on. The message names the setting that chooses another one. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * Runs a server's `listen` and says what to do when the port is taken; other errors pass. `setting` is the name of the
 * port's setting, as in the process's config.
 */
export async function listenOrExplain<T>(listen: () => Promise<T>, port: number, setting: string): Promise<T> {
  try {
    return await listen();
  } catch (err) {
    if (!(typeof err === 'object' && err !== null && 'code' in err && err.code === 'EADDRINUSE')) throw err;
    throw new PortTakenError(
      `Port ${port} is taken by another process. Stop that one, or set ${setting} to a free port.`,
      { cause: err },
    );
  }
}
