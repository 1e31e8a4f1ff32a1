import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { Public } from '../auth/decorators';
import { problemAnswer } from './common-answers';

type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 503;

interface EndpointOptions {
  /** One line, as a person would say it: "Enroll in a course". */
  summary: string;
  /** Markdown. What a developer must know before calling it. */
  description?: string;
  /** Of success; 200 by default. */
  status?: 200 | 201 | 202 | 204;
  /** Class of the answer's body; none for 204. */
  response?: Type;
  /** A realistic answer. Without it, OpenAPI tools compose one from the properties' examples. */
  example?: unknown;
  /** What success means, if not obvious. */
  responseDescription?: string;
  /** Codes of the errors that are this operation's own. Those that follow from what it takes are added to it (`common-answers.ts`). */
  errors?: Partial<Record<ErrorStatus, string | string[]>>;
  /** Needs no token. */
  isPublic?: boolean;
  /** Takes `If-Match`. */
  ifMatch?: boolean;
}

/** One decorator for a route's contract: its description in OpenAPI, its success status, and whether it is public. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const {
    summary,
    description,
    status = 200,
    response,
    example,
    responseDescription,
    isPublic = false,
  } = options;
  const errors = Object.entries({
    ...options.errors,
    ...(options.ifMatch ? { 412: ['request.stale', 'request.weak_if_match'] } : {}),
  });
  return applyDecorators(
    forgetAssumedResponse,
    HttpCode(status),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiResponse({
      status,
      description: responseDescription ?? STATUS_CODES[status] ?? '',
      ...(response ? { type: response } : {}),
      ...(example === undefined ? {} : { example }),
    }),
    ...errors.map(([error, codes]) => problemResponse(Number(error), ([] as string[]).concat(codes))),
    ...(isPublic ? [Public()] : [ApiSecurity('password'), ApiSecurity('bearer')]),
    ...(options.ifMatch
      ? [
          ApiHeader({
            name: 'If-Match',
            required: false,
            description:
              'ETag of the copy you changed, e.g. `"v3"`, or several, or `*`. Refused with 412 when the stored version is none of them. Weak ETags (`W/"v3"`) match nothing.',
          }),
        ]
      : []),
  );
}

/** Swagger's compiler plugin assumes 200 (201 for a POST) for every method; a route that answers 204 must not declare it. */
const forgetAssumedResponse: MethodDecorator = (_target, _name, descriptor) => {
  Reflect.deleteMetadata('swagger/apiResponse', descriptor.value as object);
};

/** An error answer with one example a code. */
export function problemResponse(status: number, codes: string[]): MethodDecorator & ClassDecorator {
  return ApiResponse({ status, ...problemAnswer(status, codes) });
}
