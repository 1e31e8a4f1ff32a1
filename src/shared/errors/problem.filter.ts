import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as errors from './domain-error';
import { isDuplicateKey } from '../database/retryable';
import { storeFault } from '../database/store-faults';
import type { Problem, ProblemDescription } from './problem.response';
import { STORE_PROBLEMS } from './store-problems';

/** Where the kinds of problem are named. The addresses identify; they need not resolve. */
const PROBLEM_BASE = 'https://stoa.example/problems/';

const STATUS_BY_CLASS: [abstract new (...args: never[]) => errors.DomainError, number][] = [
  [errors.MalformedError, 400],
  [errors.UnauthenticatedError, 401],
  [errors.ForbiddenError, 403],
  [errors.NotFoundError, 404],
  [errors.ConflictError, 409],
  [errors.StaleError, 412],
  [errors.TooLargeError, 413],
  [errors.UnsupportedContentError, 415],
  [errors.InvalidError, 422],
  [errors.TooManyRequestsError, 429],
  [errors.UnavailableError, 503],
];

/** Codes for what the framework itself refuses. */
const CODE_BY_STATUS: Record<number, string> = {
  400: 'request.malformed',
  401: 'auth.not_signed_in',
  403: 'request.forbidden',
  404: 'request.no_such_route',
  405: 'request.method_not_allowed',
  413: 'request.too_large',
  415: 'request.unsupported_content',
  429: 'request.too_many',
  503: 'server.unavailable',
};

/** Turns every error into problem+json. What nobody foresaw is logged whole and told as a bare 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { retryAfterSeconds, ...problem } = describe(error);
    if (problem.status >= 500) this.logger.error({ err: error, requestId: request.id }, 'A request failed');
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
    const body: Problem = {
      type: PROBLEM_BASE + problem.code,
      title: STATUS_CODES[problem.status] ?? 'Error',
      ...problem,
      requestId: String(request.id),
    };
    void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(body);
  }
}

function describe(error: unknown): ProblemDescription {
  if (error instanceof errors.DomainError) {
    const status = STATUS_BY_CLASS.find(([kind]) => error instanceof kind)?.[1] ?? 500;
    return {
      status,
      code: error.code,
      detail: error.message,
      ...(error.fields.length > 0 ? { errors: error.fields } : {}),
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    };
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    return { status, code: CODE_BY_STATUS[status] ?? 'request.refused', detail: (error as Error).message };
  }
  if (status === 503)
    return {
      status,
      code: 'server.unavailable',
      detail: 'The service is not ready. Try again shortly.',
      retryAfterSeconds: 5,
    };
  // Two requests that raced for the same unique key, where no service foresaw it: the later one lost.
  if (isDuplicateKey(error))
    return { status: 409, code: 'request.duplicate', detail: 'Such a thing exists already.' };
  const fault = storeFault(error);
  if (fault !== undefined) return STORE_PROBLEMS[fault];
  return {
    status: 500,
    code: 'server.error',
    detail: 'Something went wrong on our side. The request id finds it in the logs.',
  };
}

/** The status of a Nest exception, or of a Fastify error (body too large, malformed JSON, …). */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}
