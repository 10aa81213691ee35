import { AccessToken } from './access-token.js';
import type { Exchanged } from './provider-http.js';

function asked(expiresIn: unknown) {
  let times = 0;
  const ask = (): Promise<Exchanged> => {
    times += 1;
    return Promise.resolve({
      kind: 'answered',
      status: 200,
      body: { access_token: `t${times}`, expires_in: expiresIn },
    });
  };
  return { ask, times: () => times };
}

describe('an access token', () => {
  it('is asked for once, by whoever comes first', async () => {
    const provider = asked(3_600);
    const token = new AccessToken(provider.ask);
    expect(await Promise.all([token.get(), token.get(), token.get()])).toEqual(Array(3).fill({ token: 't1' }));
    expect(provider.times()).toBe(1);
  });

  it('is renewed before it ends', async () => {
    let now = 0;
    // Airtel sends the seconds as text.
    const token = new AccessToken(asked('180').ask, () => now);
    expect(await token.get()).toEqual({ token: 't1' });
    now = 149_999;
    expect(await token.get()).toEqual({ token: 't1' });
    now = 150_000;
    expect(await token.get()).toEqual({ token: 't2' });
  });

  it('is asked for anew after the provider refused it', async () => {
    const token = new AccessToken(asked(3_600).ask);
    await token.get();
    token.drop();
    expect(await token.get()).toEqual({ token: 't2' });
  });

  it('that is not given is told, not thrown', async () => {
    const token = new AccessToken(() => Promise.resolve({ kind: 'answered', status: 401, body: undefined }));
    expect(await token.get()).toEqual({ refused: 'token: status 401' });
  });
});
