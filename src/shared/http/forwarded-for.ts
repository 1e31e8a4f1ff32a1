import { isIP } from 'node:net';
import type { FastifyServerOptions, onRequestHookHandler } from 'fastify';
import type { TrustedProxies } from '../../config/trusted-proxies';

/**
 * TRUST_PROXY as Fastify takes it. A number of proxies becomes a function: Fastify itself, given a number, trusts
 * nobody. The function is asked about the address that the socket shows, which is hop 0, then about what
 * `X-Forwarded-For` names from right to left, and the caller is the first one that is not trusted.
 */
export function trustedBy(proxies: TrustedProxies): NonNullable<FastifyServerOptions['trustProxy']> {
  return typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies;
}

/** A hook before all others: of `X-Forwarded-For` only addresses are left, so that `request.ip` is always one. */
export const believeAddressesOnly: onRequestHookHandler = (request, _reply, done) => {
  const { headers } = request.raw;
  const sent = headers['x-forwarded-for'];
  if (typeof sent === 'string') headers['x-forwarded-for'] = validTail(sent).join(', ');
  done();
};

/**
 * The addresses at the right end of an `X-Forwarded-For`, which the nearest proxies wrote, up to the first entry from
 * the right that is none: entries to its left come from a source that cannot be trusted.
 */
export function validTail(header: string): string[] {
  const entries = header.split(',').map((entry) => addressIn(entry.trim()));
  return entries.slice(entries.lastIndexOf(undefined) + 1) as string[];
}

/** Some proxies add the port: `192.0.2.1:50123`, `[2001:db8::1]:50123`. */
function addressIn(entry: string): string | undefined {
  const bare = /^\[(.+)\](?::\d{1,5})?$/.exec(entry)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(entry)?.[1] ?? entry;
  // A zone (fe80::1%eth0) means something on one machine only, and has no bound on its length.
  return isIP(bare) !== 0 && !bare.includes('%') ? bare : undefined;
}
