import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../../shared/http/network-of';

/** Where a request came from, shown to people so that they recognize their sessions. */
export interface Client {
  userAgent: string | null;
  ip: string;
  /** The network of the address, by which limits count: see `networkOf`. */
  network: string;
}

/** The client's address and user agent. Behind a proxy the address is correct only if TRUST_PROXY is set. */
export const FromClient = createParamDecorator((_data: unknown, context: ExecutionContext): Client => {
  const { headers, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  return { userAgent: headers['user-agent']?.slice(0, 255) ?? null, ip, network: networkOf(ip) };
});
