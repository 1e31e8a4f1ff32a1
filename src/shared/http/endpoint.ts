import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { STATUS_CODES } from 'node:http';
import { Public } from '../auth/decorators';
import { PROBLEM_KIND, problemAnswer } from './description/described-problems';
import { BODIES, type ExampleBodies } from './description/example-bodies';

type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 416 | 422 | 423 | 460 | 503 | 507;

interface EndpointOptions {
  /** One line, as a person would say it: "Enroll in a course". */
  summary: string;
  /** Markdown. What a developer must know before calling it. */
  description?: string;
  /** A sentence of the description about what it reads and so costs: every list and every report has one (`READS`). */
  reads?: string;
  /** Of success; 200 by default. */
  status?: 200 | 201 | 202 | 204;
  /**
   * Request bodies that can be sent as they stand, in place of one that is composed from the properties' examples. They
   * must do no harm to a school: a PUT that would overwrite something has a body that is refused.
   */
  bodies?: ExampleBodies;
  /** Class of the answer's body; none for 204. */
  response?: Type;
  /** A realistic answer. Without it, OpenAPI tools compose one from the properties' examples. */
  example?: unknown;
  /** Of 201 and 202: the address of what was made, with the `id` of the answer: `/v1/courses/{id}`. */
  location?: string;
  /** What success means, if not obvious. */
  responseDescription?: string;
  /** Codes of the errors that are this operation's own. Those that follow from what it takes are added to it (`common-answers.ts`). */
  errors?: Partial<Record<ErrorStatus, string | string[]>>;
  /** The name of the class of its errors, where they have members of their own (`problemKind`). */
  problem?: string;
  /** Needs no token. */
  isPublic?: boolean;
  /** Takes `If-Match`. */
  ifMatch?: boolean;
}

/** One decorator for a route's contract: its description in OpenAPI, its success status, and whether it is public. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { summary, status = 200, response, example, responseDescription, isPublic = false } = options;
  const description = [options.description, options.reads].filter((part) => part !== undefined).join(' ');
  const errors = Object.entries({
    ...options.errors,
    ...(options.ifMatch ? { 412: ['request.stale', 'request.weak_if_match'] } : {}),
  });
  return applyDecorators(
    forgetAssumedResponse,
    HttpCode(status),
    ApiOperation({ summary, ...(description === '' ? {} : { description }) }),
    ApiResponse({
      status,
      description: responseDescription ?? STATUS_CODES[status] ?? '',
      ...(response ? { type: response } : {}),
      ...(example === undefined ? {} : { example }),
      ...(options.location === undefined ? {} : { headers: LOCATION }),
    }),
    ...errors.map(([error, codes]) => problemResponse(Number(error), ([] as string[]).concat(codes))),
    ...(options.bodies ? [ApiExtension(BODIES, options.bodies)] : []),
    // Not where there is nothing to say: it would replace what another decorator says.
    ...(options.location === undefined && options.problem === undefined
      ? []
      : [RouteConfig({ location: options.location, problem: options.problem })]),
    ...(options.problem === undefined ? [] : [ApiExtension(PROBLEM_KIND, options.problem)]),
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

// The types of Nest's decorators do not know references to headers.
const LOCATION = { Location: { $ref: '#/components/headers/Location' } } as unknown as Record<string, never>;

/** Swagger's compiler plugin assumes 200 (201 for a POST) for every method; a route that answers 204 must not declare it. */
const forgetAssumedResponse: MethodDecorator = (_target, _name, descriptor) => {
  Reflect.deleteMetadata('swagger/apiResponse', descriptor.value as object);
};

/** An error answer with one example a code. */
export function problemResponse(status: number, codes: string[]): MethodDecorator & ClassDecorator {
  return ApiResponse({ status, ...problemAnswer(status, codes) });
}
