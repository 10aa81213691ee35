const CHECK_INTERVAL_MS = 500;

/**
 * Sends this process SIGTERM when its parent has gone: npm ends at SIGTERM without passing it on, and a first half that
 * was killed passes nothing on either. Nobody would ever stop what runs here.
 */
export function stopWhenOrphaned() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_INTERVAL_MS);
  timer.unref();
}
