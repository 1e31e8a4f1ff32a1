import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MalformedError, StaleError } from '../errors/domain-error';

const VIEW = Symbol('view');

/**
 * Marks an answer that looks different to different people, by a word of lower-case letters for how this one sees it:
 * the ETag of one view does not pass for that of another, so nobody keeps what she saw before her role changed.
 */
export function asView<T extends object>(body: T, view: string): T {
  return Object.defineProperty(body, VIEW, { value: view });
}

/** The word that `asView` gave the answer. */
export function viewOf(body: unknown): string | undefined {
  return (body as { [VIEW]?: string } | null | undefined)?.[VIEW];
}

/** The ETag of an authored thing, `"v3"`, or of a view of it, `"v3-learner"`. */
export function etagOf(version: number, view?: string): string {
  return view === undefined ? `"v${version}"` : `"v${version}-${view}"`;
}

/** The ETag of an answer's body, if it is one of something with a version. */
export function etagOfBody(body: unknown): string | undefined {
  const { version, [VIEW]: view } = (body ?? {}) as { version?: unknown; [VIEW]?: string };
  return typeof version === 'number' ? etagOf(version, view) : undefined;
}

/** The version that `If-Match` asks for; undefined when the header is absent or `*`. 400 for anything else. */
export const IfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext): number | undefined => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined || header === '*') return undefined;
    const version = /^(?:W\/)?"v(\d{1,9})(?:-[a-z]+)?"$/.exec(header)?.[1];
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
