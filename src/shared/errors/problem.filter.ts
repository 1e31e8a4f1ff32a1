import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as errors from './domain-error';
import { sentences, titles } from './errors.sentences';
import { isMalformedForm } from './malformed-form';
import { isDuplicateKey } from '../database/constraint-errors';
import { storeFault } from '../database/store-faults';
import { languageFor } from '../sentences/languages';
import { inEnglish, languageSaid, parameterSaid, say } from '../sentences/say';
import type { Language, Sentence } from '../sentences/sentence';
import { problemKindNamed } from './problem-kinds';
import type { ProblemAnswer, ProblemDescription, ProblemField } from './problem.response';
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
  [errors.VersionError, 412],
  [errors.TooLargeError, 413],
  [errors.UnsupportedContentError, 415],
  [errors.InvalidError, 422],
  [errors.LockedError, 423],
  [errors.TooManyRequestsError, 429],
  [errors.UnavailableError, 503],
  [errors.RangeNotSatisfiableError, 416],
  [errors.StorageError, 507],
  [errors.ChecksumError, 460],
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

/** Better than the framework's own messages, which do not say what to do. */
const DETAIL_BY_FRAMEWORK_CODE: Record<string, Sentence> = {
  FST_ERR_BAD_URL: sentences.unreadableAddress(),
  FST_ERR_MAX_PARAM_LENGTH: sentences.addressPartTooLong(),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: sentences.wrongContentType(),
  FST_ERR_CTP_BODY_TOO_LARGE: sentences.bodyTooLarge(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: sentences.wrongContentLength(),
  FST_FILES_LIMIT: sentences.oneFileOnly(),
  FST_PARTS_LIMIT: sentences.tooManyParts(),
  FST_FIELDS_LIMIT: sentences.tooManyFields(),
};

/** A request that is refused before a route could see it. */
export class EdgeFault extends Error {
  constructor(
    readonly statusCode: number,
    readonly detail: Sentence,
  ) {
    super(inEnglish(detail));
  }
}

/** What any error looks like to the caller, in their language. What nobody foresaw is a bare 500. */
export function problemOf(error: unknown, requestId: string, language: Language): ProblemAnswer {
  const { retryAfterSeconds, status, code, detail, fields = [] } = describe(error);
  const spoken = languageSaid(detail, language);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': spoken,
      vary: 'Accept-Language',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(error instanceof errors.MethodNotAllowedError ? { allow: error.allowed.join(', ') } : {}),
      ...(error instanceof errors.RangeNotSatisfiableError
        ? { 'content-range': `bytes */${error.bytes}` }
        : {}),
    },
    body: {
      type: PROBLEM_BASE + code,
      title: say(titleOf(status), spoken),
      status,
      code,
      detail: say(detail, spoken),
      ...(fields.length === 0 ? {} : { errors: fields.map((field) => toProblemField(field, spoken)) }),
      requestId,
    },
  };
}

/** Turns every error into problem+json. An unforeseen error is logged whole and answered with a bare 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = problemOf(error, String(request.id), languageFor(request));
    const { problem } = request.routeOptions.config as { problem?: string };
    const { status, headers } = answer;
    const body = problemKindNamed(problem)?.of(answer) ?? answer.body;
    if (status >= 500) this.logger.error({ err: error, requestId: request.id }, 'A request failed');
    const vary = [reply.getHeader('vary'), headers['vary']].filter((value) => value !== undefined);
    void reply
      .status(status)
      .headers({ ...headers, vary: vary.join(', ') })
      .send(body);
  }
}

/** The names that a rule's bounds have in an answer, where their names in sentences are others. */
const PARAMETER_NAMES: Record<string, string> = { least: 'min', most: 'max' };

/** What a sentence says about its field, apart from the words, so that a front end can use its own. */
function toProblemField({ field, rule, message }: errors.FieldError, language: Language): ProblemField {
  const { parameters = {} } = message;
  const params = Object.entries(parameters)
    .filter(([name]) => name !== 'field')
    .map(([name, value]) => [PARAMETER_NAMES[name] ?? name, parameterSaid(value, language)]);
  return {
    field,
    rule,
    ...(params.length === 0 ? {} : { params: Object.fromEntries(params) as Record<string, string | number> }),
    message: say(message, language),
  };
}

function describe(error: unknown): ProblemDescription {
  if (isDescription(error)) return error;
  if (error instanceof errors.DomainError) {
    const status = STATUS_BY_CLASS.find(([kind]) => error instanceof kind)?.[1] ?? 500;
    return {
      status,
      code: error.code,
      detail: error.detail,
      fields: error.fields,
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    };
  }
  if (isMalformedForm(error))
    return {
      status: 400,
      code: 'request.malformed',
      detail: sentences.malformedForm({ reason: error.message }),
    };
  const status = statusOf(error);
  if (status !== undefined && status < 500)
    return {
      status,
      code: CODE_BY_STATUS[status] ?? 'request.refused',
      detail: frameworkDetail(error as Error & { code?: string }, status),
    };
  if (status === 503)
    return {
      status,
      code: 'server.unavailable',
      detail: sentences.notReady(),
      retryAfterSeconds: 5,
    };
  // Two requests that raced for the same unique key, where no service foresaw it: the later one lost.
  if (isDuplicateKey(error)) return { status: 409, code: 'request.duplicate', detail: sentences.duplicate() };
  const fault = storeFault(error);
  if (fault !== undefined) return STORE_PROBLEMS[fault];
  return {
    status: 500,
    code: 'server.error',
    detail: sentences.serverError(),
  };
}

/** The faults of the store are described already. */
function isDescription(error: unknown): error is ProblemDescription {
  return typeof error === 'object' && error !== null && 'detail' in error && !(error instanceof Error);
}

function frameworkDetail(error: Error & { code?: string }, status: number): Sentence {
  if (error instanceof EdgeFault) return error.detail;
  const known = DETAIL_BY_FRAMEWORK_CODE[error.code ?? ''];
  if (known) return known;
  if (status === 404) return sentences.noSuchRoute();
  if (status === 415) return sentences.wrongContentType();
  const reason = error.message;
  return status === 400 ? sentences.malformed({ reason }) : sentences.refused({ reason });
}

function titleOf(status: number): Sentence {
  const name = `status${status}`;
  return name in titles ? titles[name as keyof typeof titles]() : titles.status500();
}

/** The status of a Nest exception, or of a Fastify error (body too large, malformed JSON, …). */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  // The form parser says 406, which is about what the caller accepts, not about what it sent.
  if (code === 'FST_INVALID_JSON_FIELD_ERROR') return 400;
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}
