import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller';

/** What `HeavyReads` must know of a request. */
export interface HeavyRequest {
  /** Whose turn it takes: an account, or the network of a request without a token. */
  person: string;
  /** In monotonic milliseconds. */
  arrivedAt: number;
  /** Aborts when the client is gone. */
  gone: AbortSignal;
}

/** For routes whose answer passes `HeavyReads`. */
export const HeavyRequestOf = createParamDecorator(
  (_data: unknown, context: ExecutionContext): HeavyRequest => heavyRequestOf(context),
);

export function heavyRequestOf(context: ExecutionContext): HeavyRequest {
  const request = context.getArgByIndex<FastifyRequest & { user?: Caller }>(0);
  const reply = context.getArgByIndex<FastifyReply>(1);
  const leaving = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) leaving.abort();
  });
  return {
    person: request.user?.userId ?? request.ip,
    arrivedAt: performance.now() - reply.elapsedTime,
    gone: leaving.signal,
  };
}
