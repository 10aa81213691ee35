// Lets a plain Node process run this workspace's TypeScript sources, so that a test can kill a real process without
// depending on what was built last: node --conditions=@vf/source --import tools/run-typescript.mjs file.ts
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const compile = (source, filename) =>
  transformSync(source, {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2023',
    },
    module: { type: 'es6' },
  }).code;

registerHooks({
  resolve(specifier, context, next) {
    const fromTypeScript = context.parentURL?.endsWith('.ts');
    const isSource = fromTypeScript && specifier.startsWith('.') && specifier.endsWith('.js');
    return next(isSource ? `${specifier.slice(0, -3)}.ts` : specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    return { format: 'module', source: compile(readFileSync(filename, 'utf8'), filename), shortCircuit: true };
  },
});
