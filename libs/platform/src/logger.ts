import { pino } from 'pino';

/**
 * What adapters and use cases need of a logger: fields first, then a constant sentence. Never log a payload: bodies
 * and rows hold personal data, and a sentence with values in it cannot be grouped.
 */
export interface Log {
  debug(fields: object, sentence: string): void;
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
}

/** JSON lines on standard output, with the process's name in each. */
export function createLogger(service: string, level: string): Log {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['headers.authorization', 'password', 'apiKey'],
  });
}

/** Swallows everything; for tests and one-shot commands. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
