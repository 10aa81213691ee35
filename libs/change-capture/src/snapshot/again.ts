/**
 * Before another look: whether transactions that were running have ended, whether what was read has been published; and
 * before a chunk is read again. In milliseconds.
 */
export const AGAIN_AFTER_MS = 100;
