import { isIPv6 } from 'node:net';

/**
 * What an address is counted by: an IPv4 address by itself, an IPv6 address by its /64, which is what one household
 * or host is given and can choose from at will. Anything else stays as it is. A closed connection shows no address.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'gone';
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  return ipv4Within(groups) ?? `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups in lower-case hexadecimal. */
function groupsOf(address: string): string[] {
  // The URL parser writes every spelling of an address in the same way.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [first, last] = [head, tail].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  return [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
}

/** Of `::ffff:192.0.2.1`, as a socket for both families shows an IPv4 caller. */
function ipv4Within(groups: string[]): string | undefined {
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return undefined;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}
