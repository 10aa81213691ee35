/** A delivery worker in a process of its own, to be killed. */
import { openDatabase } from '@vf/payments';
import { startWorker } from './webhook-world.fixture.js';

const [connectionString = '', claimMs = ''] = process.argv.slice(2);
const attemptTimeoutMs = Number(claimMs);
startWorker(openDatabase({ connectionString }), { attemptTimeoutMs, claimMarginMs: 0 });
