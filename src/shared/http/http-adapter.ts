import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyReply, RawServerDefault } from 'fastify';
import type { Logger } from 'pino';
import { Connections } from './connections';
import type { EdgeAnswers } from './edge-answers';
import { etagOfBody, hasCopy } from './etag';
import { sealNext } from './list-cursors';

type Reply = Parameters<FastifyAdapter['reply']>[0];

/**
 * Nest on Fastify, with an ETag for every answer that carries a `version`, 304 without a body when the caller has it,
 * and sealed cursors. Here and not in an interceptor, because a route with interceptors answers through observables,
 * which costs a short request a tenth of its time.
 */
export class HttpAdapter extends FastifyAdapter {
  readonly connections: Connections;

  /** `bodySeconds` is how long a body may take for each 64 KB. */
  constructor(
    options: FastifyHttpOptions<RawServerDefault>,
    bodySeconds: number,
    readonly log: Logger,
    edge: EdgeAnswers,
  ) {
    super(options);
    this.connections = new Connections(this.getInstance().server, bodySeconds, edge.refuseSlowBody);
  }

  /** Nest would make exceptions of Fastify's errors, without the codes that say what is wrong. */
  override mapException(error: unknown): unknown {
    return error;
  }

  override reply(reply: Reply, body: unknown, statusCode?: number): ReturnType<FastifyAdapter['reply']> {
    // Middleware answers with a raw response instead of Fastify's; the API has none.
    if (!('request' in reply)) return super.reply(reply, body, statusCode);
    const { location } = reply.request.routeOptions.config as { location?: string };
    if (location !== undefined) giveLocation(reply, location, body);
    const etag = etagOfBody(body);
    if (etag === undefined) return super.reply(reply, sealNext(reply.request, body), statusCode);
    void reply.header('etag', etag);
    const { method, headers } = reply.request;
    const isKnown = (method === 'GET' || method === 'HEAD') && hasCopy(headers['if-none-match'], etag);
    return isKnown ? super.reply(reply, undefined, 304) : super.reply(reply, body, statusCode);
  }
}

/** The address of what was made: the route's `/v1/courses/{id}` with the id of the answer. */
function giveLocation(reply: FastifyReply, location: string, body: unknown): void {
  const { id } = (body ?? {}) as { id?: unknown };
  if (typeof id === 'string') void reply.header('location', location.replace('{id}', id));
}
