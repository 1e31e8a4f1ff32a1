import { isIP } from 'node:net';
import type { SettingsReader } from './settings-reader';

/**
 * Whose `X-Forwarded-For` is trusted: nobody's, that of as many proxies in a row as the number says, or that of
 * proxies at these addresses and networks.
 */
export type TrustedProxies = false | number | string[];

/** Networks that have a name, as Fastify knows them. */
const NAMED = ['loopback', 'linklocal', 'uniquelocal'];

const MOST_PROXIES = 16;

/** Reads TRUST_PROXY. A fault where it is anything but `false`, a number of proxies, or a list of networks. */
export function readTrustedProxies(read: SettingsReader, text: string): TrustedProxies {
  if (text === 'false') return false;
  if (text === 'true') {
    read.fault(
      'TRUST_PROXY',
      'must say whom to trust: true would believe an address that anybody makes up. Write 1 behind one proxy, ' +
        'or the addresses of the proxies, e.g. 10.0.0.0/8',
    );
    return false;
  }
  if (/^\d+$/.test(text)) return proxyCount(read, Number(text));
  const networks = text.split(',').map((part) => part.trim());
  const wrong = networks.find((network) => !isNetwork(network));
  if (wrong === undefined) return networks;
  read.fault(
    'TRUST_PROXY',
    `must be false, a number of proxies, or addresses and networks separated by commas, not "${wrong}"`,
  );
  return false;
}

function proxyCount(read: SettingsReader, count: number): TrustedProxies {
  if (count >= 1 && count <= MOST_PROXIES) return count;
  read.fault(
    'TRUST_PROXY',
    `must be false, or from 1 to ${MOST_PROXIES} as a number of proxies, not "${count}"`,
  );
  return false;
}

/** An address, or one with the length of its prefix: `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  if (NAMED.includes(text)) return true;
  const [address = '', prefix, ...more] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  const bits = Number(prefix);
  return /^\d{1,3}$/.test(prefix) && bits >= 1 && bits <= (version === 4 ? 32 : 128);
}
