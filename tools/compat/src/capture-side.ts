/** A side of a comparison that captures while the script runs. */
import type { CapturedRecord } from './captured-record.js';

export interface CaptureSide extends AsyncDisposable {
  /** Resolves when the marker row of that number has been captured. */
  untilMarked(mark: number): Promise<void>;
  records(): Promise<CapturedRecord[]>;
}
