import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';

/** Logs a request that was refused before there was one that the hooks below see: `url` and method where they are known. */
export function logRefusal(
  { id, method, url }: { id: string; method?: string; url?: string },
  statusCode: number,
  reason: string,
): void {
  const path = url === undefined ? undefined : pathOf(url);
  PinoLogger.root?.info({ req: { id, method, path }, res: { statusCode }, reason }, 'request refused');
}

/**
 * Logs a line for every request but health checks: id, method, path, status, and milliseconds to the answer. By
 * Fastify's hooks and not by middleware, which would make a logger and a context for every request, whether it logs or
 * not. Nothing is put together for a line that the level leaves out.
 */
export function logRequests(fastify: FastifyInstance, root: Logger): void {
  // A line is made of what stands below and nothing else: no secrets to look for, nothing to be picked from a request.
  const logger = root.child({}, { redact: [], serializers: { req: asItIs, res: asItIs } });
  fastify
    .addHook('onResponse', (request, reply, done) => {
      const { statusCode } = reply;
      const level = statusCode >= 500 ? 'error' : 'info';
      if (logger.isLevelEnabled(level) && !isHealthCheck(request)) {
        const responseTime = Math.round(reply.elapsedTime);
        const outcome = level === 'error' ? 'request errored' : 'request completed';
        logger[level]({ req: told(request), res: { statusCode }, responseTime }, outcome);
      }
      done();
    })
    .addHook('onRequestAbort', (request, done) => {
      logger.info({ req: told(request) }, 'request aborted');
      done();
    });
}

function asItIs(value: object): object {
  return value;
}

/** A query may carry what somebody searched for; the path is enough to follow a request. */
function told({ id, method, url }: FastifyRequest): object {
  return { id, method, path: pathOf(url) };
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function isHealthCheck({ url }: FastifyRequest): boolean {
  return url.startsWith('/health');
}
