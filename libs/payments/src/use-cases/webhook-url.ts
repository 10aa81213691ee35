/** Where a webhook may go: judged by the URL when the endpoint is made, and by the address when it is called. */
import { BlockList, isIP } from 'node:net';

export interface WebhookAddressRules {
  /** For development and tests: http and https to this machine. */
  readonly allowLoopback: boolean;
  /** For receivers inside one's own network. */
  readonly allowPrivate: boolean;
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const loopback = blockListOf(['127.0.0.0/8'], ['::1/128']);
/** Private, shared, link-local and unique local: networks that only a machine inside can reach. */
const privateNetworks = blockListOf(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'], ['fc00::/7']);
/**
 * Never a receiver: this network, link-local (where clouds serve credentials), protocol assignments, documentation,
 * benchmarks, multicast, reserved; and the IPv6 forms that carry an IPv4 address past the other lists.
 */
const unreachable = blockListOf(
  [
    '0.0.0.0/8',
    '169.254.0.0/16',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  [
    '::/128',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
  ],
);

/** The URL as it will be called, or undefined when nothing is sent there. */
export function webhookUrl(text: string, rules: WebhookAddressRules): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  const isLocal = LOOPBACK_NAMES.has(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal && rules.allowLoopback)) return undefined;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isWebhookAddress(literal, rules)) return undefined;
  return url.hostname === 'localhost' && !rules.allowLoopback ? undefined : url.href;
}

/** Whether a webhook may be sent to this IP address, as a name has been resolved to it. */
export function isWebhookAddress(address: string, rules: WebhookAddressRules): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (unreachable.check(address, family)) return false;
  if (loopback.check(address, family)) return rules.allowLoopback;
  return rules.allowPrivate || !privateNetworks.check(address, family);
}

function blockListOf(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [family, subnets] of [['ipv4', ipv4] as const, ['ipv6', ipv6] as const]) {
    for (const subnet of subnets) {
      const [net = '', bits = ''] = subnet.split('/');
      list.addSubnet(net, Number(bits), family);
    }
  }
  return list;
}
