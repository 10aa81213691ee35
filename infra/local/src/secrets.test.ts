import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secrets } from './secrets.js';

describe('Secrets', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vf-secrets-'));
    path = join(directory, 'secrets.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('makes each secret once and keeps it in a file for its owner alone', () => {
    const made = new Secrets(path).password('fraud_service');
    expect(made).toMatch(/^[0-9a-f]{48}$/);
    expect(new Secrets(path).password('fraud_service')).toBe(made);
    expect(new Secrets(path).password('payments_service')).not.toBe(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('gives the API key only to the database that knows it', () => {
    new Secrets(path).keepApiKey('cluster-1', 'key');
    expect(new Secrets(path).apiKey('cluster-1')).toBe('key');
    expect(new Secrets(path).apiKey('cluster-2')).toBeUndefined();
  });

  it('names the file when it is damaged', () => {
    writeFileSync(path, '{');
    expect(() => new Secrets(path)).toThrow(`${path} is damaged`);
  });
});
