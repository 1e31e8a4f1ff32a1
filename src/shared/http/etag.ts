import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MalformedError, StaleError } from '../errors/domain-error';

/** The ETag of an authored thing. */
export function etagOf(version: number): string {
  return `"v${version}"`;
}

/** The version that `If-Match` asks for; undefined when the header is absent or `*`. 400 for anything else. */
export const IfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext): number | undefined => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined || header === '*') return undefined;
    const version = /^(?:W\/)?"v(\d{1,9})"$/.exec(header)?.[1];
    if (version !== undefined) return Number(version);
    throw new MalformedError(
      'request.invalid_if_match',
      'If-Match must be the ETag of an earlier answer, e.g. "v3", or *.',
      [{ field: 'If-Match', rule: 'etag', message: 'If-Match must be the ETag of an earlier answer' }],
    );
  },
);

/** The caller changed a copy that is older than the stored thing. */
export class StaleVersionError extends StaleError {
  constructor(what: string) {
    super(
      'request.stale',
      `This ${what} has changed since you read it. Read it again, then send your change with its new ETag.`,
    );
  }
}
