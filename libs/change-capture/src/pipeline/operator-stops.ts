/** Stops that an operator brought about. */
import { CaptureStop } from '../capture-stop.js';

/** While the slot is being dropped, and after a drop that failed. */
export const slotGivenUp = (pipeline: string): CaptureStop =>
  new CaptureStop(
    'slot-given-up',
    'An operator gave the slot up, and that it is dropped is not known yet.',
    `Drop it again, vendorflow capture slot drop ${pipeline}, or go on: vendorflow capture slot create ${pipeline}`,
  );

export const slotDropped = (pipeline: string): CaptureStop =>
  new CaptureStop(
    'slot-missing',
    'An operator dropped the slot.',
    `Make a new one, by which every table is read again: vendorflow capture slot create ${pipeline}`,
  );
