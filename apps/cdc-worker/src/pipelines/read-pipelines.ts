/** PIPELINES_FILE to declarations; every fault of the file at once, each with its place and what is wrong. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '@vf/platform';
import { builtInPipelines } from './built-in-pipelines.js';
import { pipelinesDeclaration, type PipelineDeclaration } from './pipeline-declaration.js';

const EXAMPLE = JSON.stringify({
  pipelines: [{ name: 'shop', database: 'SHOP_DATABASE_URL', publication: 'shop_capture' }],
});

/** Without a path the platform's own. Throws ConfigError. */
export function readPipelines(path: string | undefined): readonly PipelineDeclaration[] {
  return path === undefined ? parsePipelines(builtInPipelines, 'built in') : parsePipelines(readJson(path), path);
}

/** Throws ConfigError. */
export function parsePipelines(content: unknown, path: string): readonly PipelineDeclaration[] {
  const result = pipelinesDeclaration.safeParse(content);
  if (result.success) return result.data.pipelines;
  const faults = result.error.issues.map((issue) => `  ${placeOf(issue.path)}: ${issue.message}`);
  throw refused(path, `${String(faults.length)} fault(s).\n${faults.join('\n')}`);
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (err) {
    throw refused(path, `the file can not be read (${err instanceof Error ? err.message : String(err)}).`);
  }
  try {
    return JSON.parse(text);
  } catch (err) {
    throw refused(path, `this is not JSON (${err instanceof Error ? err.message : String(err)}).`);
  }
}

/** `pipelines[0].tables[1]["routed.by"]` */
function placeOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step, index) => {
    if (typeof step === 'number') return `[${String(step)}]`;
    const name = String(step);
    if (!/^\w+$/.test(name)) return `["${name}"]`;
    return index === 0 ? name : `.${name}`;
  });
  return steps.join('') || 'the file';
}

function refused(path: string, what: string): ConfigError {
  return new ConfigError(`Cannot start: PIPELINES_FILE ${path}: ${what}\n  The least one: ${EXAMPLE}`);
}
