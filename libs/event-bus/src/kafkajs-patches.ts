/** Two faults of kafkajs 2.2.4 that can only be mended inside it. Applied once, when the first client is made. */
import { ConsumerGroup, KAFKAJS_VERSION, RequestQueue, installedKafkajsVersion } from './kafkajs-internals.js';

const OVERLOADED_CHECK_MS = 10;
let applied = false;

/** Throws when the installed kafkajs is not the one that was read and patched. */
export function applyKafkajsPatches(): void {
  if (applied) return;
  if (installedKafkajsVersion !== KAFKAJS_VERSION) {
    throw new Error(
      `kafkajs ${installedKafkajsVersion} is installed, but its patches were written for ${KAFKAJS_VERSION}`,
    );
  }
  RequestQueue.prototype.scheduleCheckPendingRequests = scheduleCheckPendingRequests;
  ConsumerGroup.prototype.recoverFromOffsetOutOfRange = failOnOffsetOutOfRange;
  applied = true;
}

/**
 * kafkajs arms a timer after every request, with a negative delay when nothing is throttled: each idle connection then
 * wakes a thousand times a second (3-4% of a core for four connections). Only arm it when something waits.
 */
const scheduleCheckPendingRequests: typeof RequestQueue.prototype.scheduleCheckPendingRequests = function () {
  if (this.throttleCheckTimeoutId) return;
  const throttledMs = this.throttledUntil - Date.now();
  if (this.pending.length === 0 && throttledMs <= 0) return;
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : OVERLOADED_CHECK_MS,
  );
};

/**
 * kafkajs answers "offset out of range" by committing the log's beginning or end and reading on: records lost, or
 * everything read again, without a word. Thrown instead, it ends the consumer, and the owner of the position decides.
 */
function failOnOffsetOutOfRange(err: Error): Promise<void> {
  return Promise.reject(err);
}
