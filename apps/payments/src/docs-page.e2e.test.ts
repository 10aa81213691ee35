import { RunningService } from './running-service.fixture.js';

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service[Symbol.asyncDispose]());

const get = (path: string) => fetch(`${service.url}${path}`);

describe('the page at /docs', () => {
  it('shows the document with files of this service only, without a key', async () => {
    const page = await get('/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const html = await page.text();
    expect(html).not.toMatch(/https?:/);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(parts).toHaveLength(3);
    for (const path of parts) {
      const file = await get(path);
      expect([path, file.status]).toEqual([path, 200]);
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await file.text()).length).toBeGreaterThan(50);
    }
    expect(await (await get('/docs/start.js')).text()).toContain("url: '/openapi.json'");
  });

  it('has no other files, and takes no other method', async () => {
    expect(await service.ask('/docs/package.json')).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
    expect(await service.ask('/docs/constructor')).toMatchObject({ status: 404 });
    expect(await service.ask('/docs', { body: {} })).toMatchObject({ status: 405 });
  });
});
