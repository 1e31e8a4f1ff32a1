import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as errors from './domain-error';
import { isMalformedForm } from './malformed-form';
import { isDuplicateKey } from '../database/constraint-errors';
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
  [errors.MethodNotAllowedError, 405],
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
  408: 'request.too_slow',
  413: 'request.too_large',
  414: 'request.address_too_long',
  415: 'request.unsupported_content',
  417: 'request.unsupported_expectation',
  429: 'request.too_many',
  431: 'request.headers_too_large',
  503: 'server.unavailable',
};

/** What the framework's own words leave open: what to do about it. */
const DETAIL_BY_FRAMEWORK_CODE: Record<string, string> = {
  FST_ERR_BAD_URL: 'The address cannot be read: each % in it must begin a percent-encoded UTF-8 character.',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the address is longer than any that exists.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE:
    'This operation does not take a body of this Content-Type. Send application/json, or what its description names.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this server takes.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
  FST_FILES_LIMIT: 'Send one file only.',
  FST_PARTS_LIMIT: 'The form has too many parts.',
  FST_FIELDS_LIMIT: 'The form has too many fields.',
};

/** An error as it is answered: its status, the headers that belong to it, and the body. */
export interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: Problem;
}

/** What any error looks like to the caller. What nobody foresaw is a bare 500. */
export function problemOf(error: unknown, requestId: string): ProblemAnswer {
  const { retryAfterSeconds, ...problem } = describe(error);
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(error instanceof errors.MethodNotAllowedError ? { allow: error.allowed.join(', ') } : {}),
    },
    body: {
      type: PROBLEM_BASE + problem.code,
      title: STATUS_CODES[problem.status] ?? 'Error',
      ...problem,
      requestId,
    },
  };
}

/** Turns every error into problem+json. What nobody foresaw is logged whole and told as a bare 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { status, headers, body } = problemOf(error, String(request.id));
    if (status >= 500) this.logger.error({ err: error, requestId: request.id }, 'A request failed');
    void reply.status(status).headers(headers).send(body);
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
  if (isMalformedForm(error))
    return { status: 400, code: 'request.malformed', detail: `The form cannot be read: ${error.message}.` };
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    const { code = '', message } = error as Error & { code?: string };
    return {
      status,
      code: CODE_BY_STATUS[status] ?? 'request.refused',
      detail: DETAIL_BY_FRAMEWORK_CODE[code] ?? message,
    };
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
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  // The form parser says 406, which is about what the caller accepts, not about what it sent.
  if (code === 'FST_INVALID_JSON_FIELD_ERROR') return 400;
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}
