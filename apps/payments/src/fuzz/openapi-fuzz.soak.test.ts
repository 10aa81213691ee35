import { fuzz } from './fuzz.fixture.js';
import { brokenInvariants, furnish, startFuzzedService } from './fuzzed-service.fixture.js';

/** FUZZ_SEED repeats the run whose first seed it was. */
const firstSeed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
const RUNS = 10;
const REQUESTS_PER_OPERATION = 500;
const LIMIT_MS = 10 * 60_000;

describe(`the API, fuzzed at length by its document, from FUZZ_SEED=${firstSeed}`, () => {
  it.each(Array.from({ length: RUNS }, (_, n) => firstSeed + n * 1_000))(
    'answers what the document says, and loses no money (seed %d)',
    async (seed) => {
      const fuzzed = await startFuzzedService();
      const { service } = fuzzed;
      const { faults } = await fuzz(
        service,
        { seed, requestsPerOperation: REQUESTS_PER_OPERATION },
        await furnish(service),
      );
      expect(faults).toEqual([]);
      expect(await brokenInvariants(service)).toEqual([]);
      await fuzzed.stop();
    },
    LIMIT_MS,
  );
});
