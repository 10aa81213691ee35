import { errorCatalogue, errorCodes } from './errors.js';
import { problem, problemOf } from './problem.js';

describe('the error catalogue', () => {
  it.each(errorCodes)('%s is a valid problem that tells what to do', (code) => {
    const written = problemOf(code, { instance: 'req_1' });
    expect(problem.parse(written)).toEqual(written);
    expect(written).toMatchObject({ code, status: errorCatalogue[code].status, type: `urn:vendorflow:error:${code}` });
    expect(written.detail.length).toBeGreaterThan(5);
  });

  it('says retry only where another try can help: 408, 409, 429 and 5xx', () => {
    for (const code of errorCodes) {
      const { status, retryable } = errorCatalogue[code];
      if (retryable) expect([408, 409, 429, 500, 502, 503]).toContain(status);
      // A provider that never had the movement ends it: the key stays with that answer.
      if (status >= 500 && code !== 'provider_not_accepted') expect(retryable).toBe(true);
    }
  });

  it('gives each kind of refusal a status of its own family', () => {
    expect(errorCatalogue).toMatchObject({
      insufficient_funds: { status: 402 },
      wallet_frozen: { status: 422 },
      wallet_not_found: { status: 404 },
      idempotency_key_reused: { status: 422 },
      idempotency_key_in_use: { status: 409 },
      idempotency_key_missing: { status: 400 },
    });
  });
});
