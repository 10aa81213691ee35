/** Tells errors that a person must mend from those that pass. */
import { CaptureStop } from '../capture-stop.js';

const START_AGAIN = 'Then start the worker again.';

/** SQLSTATE classes and codes that trying again does not mend. Everything else is taken to pass. */
function stopFor(sqlState: string, text: string): CaptureStop | undefined {
  if (sqlState.startsWith('28')) {
    return new CaptureStop(
      'access-refused',
      `The database refused the login: ${text}.`,
      `Mend the URL. ${START_AGAIN}`,
    );
  }
  if (sqlState === '42501') {
    return new CaptureStop(
      'access-refused',
      `The capture role lacks a right: ${text}.`,
      `It needs REPLICATION and SELECT on the published tables. ${START_AGAIN}`,
    );
  }
  if (sqlState === '42704' && text.includes('publication')) {
    return new CaptureStop(
      'publication-missing',
      `The stream needs a publication that did not exist when its changes were written: ${text}.`,
      'Create publications before the slot. This slot can not be read on: begin a new epoch (docs/capture.md).',
    );
  }
  return undefined;
}

/** The typed stop an error stands for, or undefined when it may pass by itself. */
export function permanentStop(err: unknown): CaptureStop | undefined {
  if (err instanceof CaptureStop) return err;
  if (!(err instanceof Error) || !('code' in err) || typeof err.code !== 'string') return undefined;
  return stopFor(err.code, err.message);
}
