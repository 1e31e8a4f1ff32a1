import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../../shared/http/network-of';

/** Where a request came from, so that people recognize their sessions. */
export interface Client {
  userAgent: string | null;
  ip: string;
  /** What limits count the address by. */
  network: string;
}

/** The caller's address and program. Behind a proxy the address is right where TRUST_PROXY is set. */
export const FromClient = createParamDecorator((_data: unknown, context: ExecutionContext): Client => {
  const { headers, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  return { userAgent: headers['user-agent']?.slice(0, 255) ?? null, ip, network: networkOf(ip) };
});
