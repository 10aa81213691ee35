/** What the process ends with; scripts branch on it. */
export const exitCodes = {
  done: 0,
  /** Refused by the worker, or the worker was not reached. */
  refused: 1,
  /** The command line or a setting is wrong; nothing was asked. */
  wrongUsage: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The message is all that the person needs. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
