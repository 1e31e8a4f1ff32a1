import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HeavyRequest, heavyRequestOf } from '../../../shared/heavy-reads/heavy-request';

/** Who reads the content of a file: what they ask for, and where the answer goes. */
export interface Reader {
  request: FastifyRequest;
  reply: FastifyReply;
  /** For work that the answer may need. */
  work: HeavyRequest;
}

/** For routes that answer the content of a file, or nothing but headers. */
export const ContentReader = createParamDecorator((_data: unknown, context: ExecutionContext): Reader => {
  return {
    request: context.getArgByIndex<FastifyRequest>(0),
    reply: context.getArgByIndex<FastifyReply>(1),
    work: heavyRequestOf(context),
  };
});
