import type { FastifyInstance, FastifyRequest } from 'fastify';

export const JSON_TYPE = 'application/json';

type Done = (error: Error | null, parsed?: unknown) => void;

/**
 * Parses JSON as Fastify does, guarded against prototype poisoning. An empty body counts as none: many clients name the
 * content type on every request, also on those that send nothing.
 */
export function jsonBodyParser(
  fastify: FastifyInstance,
): (request: FastifyRequest, body: Buffer, done: Done) => void {
  const parse = fastify.getDefaultJsonParser('error', 'error') as (
    request: FastifyRequest,
    body: string,
    done: Done,
  ) => void;
  return (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else parse(request, body.toString(), done);
  };
}
