import { spawn, spawnSync } from 'node:child_process';
import { createServer, connect, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually } from '@vf/testing';
import { RunningService, startService } from './running-service.fixture.js';

/** A port that leads to PostgreSQL when told to, and nowhere before. */
async function switchablePort(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let open = false;
  const server: Server = createServer((socket) => {
    if (!open) {
      socket.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    socket.on('error', () => upstream.destroy()).pipe(upstream);
    upstream.on('error', () => socket.destroy()).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.port = String(typeof address === 'object' ? address?.port : '');
  return { url: url.href, open: () => (open = true), close: () => server.close() };
}

describe('the service', () => {
  it('starts before its database, says so, and works once the database is there', async () => {
    await using probe = await RunningService.start();
    const port = await switchablePort(probe.db.urlFor('payments_service'));
    const waiting = await startService({ DATABASE_URL: port.url });
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${waiting.url}${path}`, { ...init, headers: { authorization: `Bearer ${probe.key}` } });

    const ready = await fetch(`http://127.0.0.1:${waiting.opsPort}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ ready: false, checks: { database: { ok: false } } });
    const answer = await ask(`/v1/users/usr_${'a'.repeat(32)}`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toMatchObject({ code: 'database_unavailable', retryable: true });

    port.open();
    await eventually(async () => {
      expect((await fetch(`http://127.0.0.1:${waiting.opsPort}/readyz`)).status).toBe(200);
    });
    expect((await ask(`/v1/users/usr_${'a'.repeat(32)}`)).status).toBe(404);
    await waiting.stop();
    port.close();
  });

  it('answers what it has begun before it stops, and takes nothing new', async () => {
    await using service = await RunningService.start();
    const [from, to] = [await service.wallet(100_000), await service.wallet(0)];
    const paying = Promise.allSettled(Array.from({ length: 200 }, () => service.pay(from, to)));
    await eventually(async () => expect(await service.count('payments')).toBeGreaterThan(1), { intervalMs: 1 });
    await service.stop();
    const settled = await paying;
    const answered = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.status] : []));
    // Whatever was answered is true, and whatever was written was answered: nothing is lost on the way out.
    expect(new Set(answered)).toEqual(new Set([201]));
    expect(await service.count('payments')).toBe(answered.length + 1);
    await expect(fetch(`${service.url}/openapi.json`)).rejects.toThrow();
  });
});

describe('the commands', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const command = (name: string, args: readonly string[], env: Record<string, string>) =>
    spawnSync(process.execPath, [`${root}/apps/payments/dist/${name}.js`, ...args], {
      encoding: 'utf8',
      env,
      timeout: 20_000,
    });

  beforeAll(() => {
    const built = spawnSync(
      process.execPath,
      [`${root}/node_modules/.bin/tsc`, '-b', `${root}/apps/payments/tsconfig.lib.json`],
      { encoding: 'utf8' },
    );
    if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  }, 60_000);

  it('main stops at once without its setting, naming it, what is wrong and an example', () => {
    const { status, stderr } = command('main', [], {});
    expect(status).toBe(1);
    expect(stderr).toContain('DATABASE_URL is required but not set. Example: DATABASE_URL=postgres://');
  });

  it('main tells every wrong setting at once and shows no value', () => {
    const { status, stderr } = command('main', [], {
      DATABASE_URL: 'mysql://secret@host/db',
      HTTP_PORT: '99999',
      API_MODE: 'both',
    });
    expect(status).toBe(1);
    for (const setting of ['DATABASE_URL', 'HTTP_PORT', 'API_MODE']) expect(stderr).toContain(`${setting} is wrong`);
    expect(stderr).not.toContain('secret');
  });

  it('migrate finds the schema up to date, create-client prints a key that works, main serves and drains', async () => {
    await using service = await RunningService.start();
    expect(command('migrate', [], { MIGRATION_DATABASE_URL: service.db.url })).toMatchObject({
      status: 0,
      stdout: 'up to date\n',
    });
    const env = { DATABASE_URL: service.db.urlFor('payments_service') };
    const made = command('create-client', ['--name', 'new shop', '--scopes', 'users:write,users:read'], env);
    expect(made).toMatchObject({ status: 0 });
    const key = made.stdout.trim();
    expect(key).toMatch(/^vf_test_[A-Za-z0-9_-]{43}$/);
    expect((await service.ask('/v1/users', { key, body: { email: 'n@example.com' } })).status).toBe(201);
    expect((await service.ask('/v1/payments', { key, body: {}, idempotencyKey: 'x' })).status).toBe(403);
    const { rows } = await service.admin.query<{ found: boolean }>(
      'SELECT bool_or(k::text LIKE $1) AS found FROM api_keys k',
      [`%${key.slice(-20)}%`],
    );
    expect(rows).toEqual([{ found: false }]);
  });

  it.each([
    [[], '--name is required'],
    [['--name', 'x', '--scopes', 'payments:steal'], 'There is no scope payments:steal'],
    [['--name', 'x', '--expires-in-days', '0'], '--expires-in-days takes a whole number'],
    [['--nane', 'x'], 'Usage: create-client'],
  ])('create-client %j tells how it is used', (args, message) => {
    const { status, stderr } = command('create-client', args, { DATABASE_URL: 'postgres://a@127.0.0.1:1/x' });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  it('keys lists and revokes what create-client made, and tells how it is used', async () => {
    await using service = await RunningService.start();
    const env = { ADMIN_DATABASE_URL: service.db.url };
    const listed = command('keys', ['list', '--json'], env);
    expect(listed).toMatchObject({ status: 0, stderr: '' });
    const [key] = JSON.parse(listed.stdout) as { id: string; client: string }[];
    expect(key).toMatchObject({ client: 'shop', state: 'active' });
    expect(command('keys', ['revoke', key!.id, '--reason', 'lost'], env)).toMatchObject({ status: 0, stdout: '' });
    expect(command('keys', ['list'], env).stdout).toMatch(new RegExp(`${key!.id} .* revoked `));
    expect(command('keys', ['revoke', key!.id, '--reason', 'lost'], env)).toMatchObject({ status: 1 });
    expect(command('keys', ['revoke'], {})).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Usage:') as string,
    });
  });

  it('main ends with 0 on SIGTERM', async () => {
    await using service = await RunningService.start();
    const [api, ops] = [await free(), await free()];
    const child = spawn(process.execPath, [`${root}/apps/payments/dist/main.js`], {
      env: { DATABASE_URL: service.db.urlFor('payments_service'), HTTP_PORT: String(api), OPS_PORT: String(ops) },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${ops}/readyz`)).status).toBe(200));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

async function free(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
