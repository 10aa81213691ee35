import { operations } from '../http/openapi-document.fixture.js';
import { fuzz } from './fuzz.fixture.js';
import { brokenInvariants, furnish, startFuzzedService } from './fuzzed-service.fixture.js';

/** FUZZ_SEED repeats a run that found something. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
const REQUESTS_PER_OPERATION = 25;
const LIMIT_MS = 120_000;

let fuzzed: Awaited<ReturnType<typeof startFuzzedService>>;

beforeAll(async () => {
  fuzzed = await startFuzzedService();
});
afterAll(() => fuzzed.stop());

describe(`the API, fuzzed by its document with FUZZ_SEED=${seed}`, () => {
  it(
    'answers what the document says, and nothing else',
    async () => {
      const options = { seed, requestsPerOperation: REQUESTS_PER_OPERATION };
      const { service } = fuzzed;
      const { faults, statuses } = await fuzz(service, options, await furnish(service));
      expect(faults).toEqual([]);
      expect(statuses.size).toBe(operations.length);
    },
    LIMIT_MS,
  );

  it('has moved money, and lost none', async () => {
    expect(await fuzzed.service.count('ledger')).toBeGreaterThan(10);
    expect(await brokenInvariants(fuzzed.service)).toEqual([]);
  });
});
