import { RequestLog } from '../../../src/shared/logging/request-log';

/** A process with this logs whole requests, as Fastify's own log could. */
RequestLog.prototype.requestCompleted = function (
  this: RequestLog,
  _error,
  { id, method, url, headers },
  reply,
) {
  const { statusCode } = reply;
  this['lines'].info({ req: { id, method, path: url, headers }, res: { statusCode } }, 'request completed');
};
