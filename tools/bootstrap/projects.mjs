import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inRoot, root } from './paths.mjs';

/** Every project of the workspace: its Nx name, its folder and its scripts, as its package.json says. */
export function allProjects() {
  const { workspaces } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return workspaces
    .flatMap((pattern) => globSync(join(pattern, 'package.json'), { cwd: root }))
    .map((path) => ({ path, manifest: JSON.parse(readFileSync(inRoot(path), 'utf8')) }))
    .map(({ path, manifest }) => ({
      name: manifest.nx?.name ?? basename(join(path, '..')),
      folder: join(path, '..'),
      scripts: manifest.scripts ?? {},
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
