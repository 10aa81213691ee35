import pc from 'picocolors';
import type { ReadyStack } from './stack/start-stack.js';

/** What a person needs to know once the stack is up: the addresses, where to look, and one call to try. */
export function readyText(stack: ReadyStack): string {
  const lines = Object.entries(stack.urls).map(([name, url]) => `  ${name.padEnd(20)}${pc.cyan(url)}`);
  const health = Object.entries(stack.opsUrls).map(
    ([name, url]) => `  ${name.padEnd(20)}${url}/readyz  ${url}/metrics`,
  );
  return [
    '',
    pc.bold(pc.green('VendorFlow is up.')),
    ...lines,
    '',
    'Health and metrics:',
    ...health,
    '',
    `  ${'PostgreSQL'.padEnd(20)}${withoutPassword(stack.postgresAdminUrl)}`,
    `  ${'Kafka'.padEnd(20)}${stack.kafkaBrokers}`,
    `  ${'keys and passwords'.padEnd(20)}${stack.secretsFile}`,
    '',
    'Try:',
    `  curl -s -X POST ${stack.urls['payments'] ?? ''}/v1/users \\`,
    `    -H 'Authorization: Bearer ${stack.apiKey}' -H 'Content-Type: application/json' \\`,
    // A new address at each call: a second user with the same one is refused.
    `    -d '{"email":"aline-'$RANDOM'@example.com"}'`,
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
