import { CaptureStop } from '../capture-stop.js';

export function publicationMissing(publication: string): CaptureStop {
  return new CaptureStop(
    'publication-missing',
    `The database has no publication ${publication}.`,
    'Run the migrations, which create it, before the worker.',
  );
}
