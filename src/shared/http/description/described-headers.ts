import type { OpenAPIObject } from '@nestjs/swagger';
import type { Answer } from './described-problems';

/** What a browser's page may read of an answer from elsewhere (CORS), besides what it always may. */
export const READABLE_HEADERS = [
  'etag',
  'location',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-request-id',
  'idempotency-replayed',
  'allow',
  // Of uploads that can be resumed.
  ...['tus-resumable', 'tus-version', 'tus-extension', 'tus-max-size', 'tus-checksum-algorithm'],
  ...['upload-offset', 'upload-length', 'upload-metadata', 'upload-expires', 'stoa-file'],
  // Of spreadsheets of a gradebook.
  'stoa-structure-version',
];

const count = { type: 'integer', minimum: 0 };

const HEADERS = {
  'X-Request-Id': {
    description: 'The request, as the logs name it: your own `X-Request-Id`, or one made for you.',
    schema: { type: 'string' },
  },
  ETag: {
    description: 'The version of what was answered, to be sent as `If-Match` or `If-None-Match`.',
    schema: { type: 'string' },
    example: '"v3"',
  },
  Location: {
    description: 'The address of what was made.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/courses/01990000-0000-7000-8000-00000000c001',
  },
  'RateLimit-Limit': { description: 'How many requests you may send in a minute.', schema: count },
  'RateLimit-Remaining': { description: 'How many are left of this minute.', schema: count },
  'RateLimit-Reset': { description: 'In how many seconds the minute ends.', schema: count },
  'Retry-After': { description: 'After how many seconds to send the request again.', schema: count },
  'WWW-Authenticate': {
    description: 'How to sign in.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  'Idempotency-Replayed': {
    description: '`true` where the answer is that of an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string' },
  },
};

type HeaderName = keyof typeof HEADERS;

interface Parameter {
  in: string;
  name: string;
}

interface Operation {
  parameters?: Parameter[];
  responses: Record<string, Answer | { $ref: string }>;
}

const LIMITS: HeaderName[] = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

/** Declares the headers of each answer that a program may want to read. */
export function describeHeaders(document: OpenAPIObject): void {
  const { components = {}, paths } = document;
  components.headers = { ...components.headers, ...HEADERS };
  for (const [name, answer] of Object.entries((components.responses ?? {}) as Record<string, Answer>))
    give(answer, ofFailure(statusOf(answer, name)));
  for (const [path, item] of Object.entries(paths))
    for (const operation of Object.values(item as Record<string, Operation>))
      for (const [status, answer] of Object.entries(operation.responses)) {
        if ('$ref' in answer) continue;
        const isFailure = Number(status) >= 400;
        give(answer, isFailure ? ofFailure(Number(status)) : ofSuccess(document, path, operation, status));
      }
}

function ofFailure(status: number): HeaderName[] {
  if (status === 401) return ['X-Request-Id', 'WWW-Authenticate'];
  if (status === 429) return ['X-Request-Id', 'Retry-After', ...LIMITS];
  return [423, 503, 507].includes(status) ? ['X-Request-Id', 'Retry-After'] : ['X-Request-Id'];
}

function ofSuccess(
  document: OpenAPIObject,
  path: string,
  operation: Operation,
  status: string,
): HeaderName[] {
  const answer = operation.responses[status] as Answer;
  const hasTag = status === '304' || isVersioned(document, answer.content?.['application/json']?.schema);
  const takesKey = operation.parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false;
  return [
    'X-Request-Id',
    ...(hasTag ? (['ETag'] as const) : []),
    ...(takesKey ? (['Idempotency-Replayed'] as const) : []),
    ...(path.startsWith('/health') ? [] : LIMITS),
  ];
}

function give(answer: Answer, names: HeaderName[]): void {
  const referred = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  answer.headers = { ...answer.headers, ...(Object.fromEntries(referred) as Record<string, object>) };
}

/** The status of a component, as its examples have it. */
function statusOf(answer: Answer, name: string): number {
  const [example] = Object.values(answer.content?.['application/problem+json']?.examples ?? {});
  const { status } = (example as { value?: { status?: number } } | undefined)?.value ?? {};
  if (status === undefined) throw new Error(`The answer ${name} has no example`);
  return status;
}

/** Whether the schema that is referred to has a version; of a union, whether each of its schemas has one. */
export function isVersioned(document: OpenAPIObject, reference: object = {}): boolean {
  const { $ref = '' } = reference as { $ref?: string };
  const schema = document.components?.schemas?.[$ref.slice('#/components/schemas/'.length)] ?? {};
  const { oneOf, properties = {} } = schema as { oneOf?: object[]; properties?: object };
  return oneOf ? oneOf.every((member) => isVersioned(document, member)) : 'version' in properties;
}
