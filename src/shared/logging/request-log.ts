import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Logger } from 'pino';

/** What is known of a request that was refused before a route could see it. */
interface RefusedRequest {
  id: string;
  method?: string;
  url?: string;
}

/** Logs a request that was refused before the hooks and the log below could see it. */
export function logRefusal(
  logger: Logger,
  { id, method, url }: RefusedRequest,
  statusCode: number,
  reason: string,
): void {
  const path = url === undefined ? undefined : pathOf(url);
  logger.info({ req: { id, method, path }, res: { statusCode }, reason }, 'request refused');
}

/**
 * Fastify's log of requests, with one line for each instead of two and none for health checks: id, method, path, status,
 * and milliseconds to the answer. Nothing is put together for a line that the level leaves out.
 */
export class RequestLog extends LogController {
  private readonly lines: Logger;

  constructor(root: Logger) {
    super();
    // A line is made of the fields below and nothing else: no secrets to look for, nothing to be picked from a request.
    this.lines = root.child({}, { redact: [], serializers: { req: asItIs, res: asItIs } });
  }

  override isLogDisabled({ url }: FastifyRequest): boolean {
    return url.startsWith('/health');
  }

  override incomingRequest(): void {
    // The line of the answer says it all.
  }

  override requestCompleted(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { statusCode } = reply;
    const level = statusCode >= 500 ? 'error' : 'info';
    if (!this.lines.isLevelEnabled(level) || this.isLogDisabled(request)) return;
    const responseTime = Math.round(reply.elapsedTime);
    const outcome = level === 'error' ? 'request errored' : 'request completed';
    this.lines[level]({ req: fieldsOf(request), res: { statusCode }, responseTime }, outcome);
  }

  /** Logs requests whose caller went away before the answer, which Fastify itself does not. */
  logAborts(fastify: FastifyInstance): void {
    fastify.addHook('onRequestAbort', (request, done) => {
      this.lines.info({ req: fieldsOf(request) }, 'request aborted');
      done();
    });
  }
}

function asItIs(value: object): object {
  return value;
}

/** Without the query, which may hold what somebody searched for. */
function fieldsOf({ id, method, url }: FastifyRequest): object {
  return { id, method, path: pathOf(url) };
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
