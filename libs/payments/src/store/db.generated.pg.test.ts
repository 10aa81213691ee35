import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const generator = fileURLToPath(new URL('../../../../tools/checks/generate-db-types.mjs', import.meta.url));

it('the types are what the migrations give', () => {
  const { status, stderr } = spawnSync(process.execPath, [generator, 'payments', '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 30_000);
