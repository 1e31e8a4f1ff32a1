import { breakingChanges } from '../../contract/breaking-changes';
import { type Contract, contractOf, contractText } from '../../contract/contract';
import { undeclared } from '../../contract/declared-changes';

interface Named {
  type: string;
  enum?: string[];
}

const BEFORE = {
  paths: {
    '/courses': {
      get: {
        security: [],
        parameters: [
          { in: 'query', name: 'limit', schema: { type: 'integer', maximum: 100 } as Named },
          { in: 'query', name: 'sort', schema: { type: 'string', enum: ['title', 'newest'] } as Named },
        ],
        responses: {
          429: { $ref: '#/components/responses/TooMany' },
          200: {
            headers: { ETag: { $ref: '#/components/headers/ETag' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Course' } } },
          },
        },
      },
      post: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/CreateCourse' } } },
        },
        responses: { 201: {} },
      },
    },
  },
  components: {
    headers: { ETag: { schema: { type: 'string' } } },
    responses: {
      TooMany: {
        headers: { 'Retry-After': { schema: { type: 'integer' } } },
        content: {
          'application/problem+json': {
            schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object' }] },
          },
        },
      },
    },
    schemas: {
      Problem: { type: 'object', properties: { code: { $ref: '#/components/schemas/ErrorCode' } } },
      ErrorCode: { type: 'string', enum: ['request.too_many', 'courses.full'] },
      Activity: {
        oneOf: [{ $ref: '#/components/schemas/Page' }, { $ref: '#/components/schemas/Video' }],
      },
      Page: { type: 'object', required: ['type'], properties: { type: { type: 'string', enum: ['page'] } } },
      Video: {
        type: 'object',
        required: ['type'],
        properties: { type: { type: 'string', enum: ['video'] }, url: { type: 'string' } },
      },
      Course: {
        type: 'object',
        required: ['id', 'status'],
        properties: {
          id: { type: 'string', description: 'Words' },
          startDate: { type: 'string', format: 'date' },
          status: { $ref: '#/components/schemas/Status' },
          parent: { $ref: '#/components/schemas/Course' },
        },
      },
      Status: { type: 'string', enum: ['draft', 'published'] },
      CreateCourse: {
        type: 'object',
        required: ['code'],
        properties: {
          code: { type: 'string', maxLength: 50 },
          title: { type: ['string', 'null'] },
          first: { $ref: '#/components/schemas/Activity' },
        },
      },
    },
  },
};

type Document = typeof BEFORE;

/** A change of the document, and what it breaks. */
const BREAKING: [what: string, change: (document: Document) => void, told: string[]][] = [
  [
    'an operation that is gone',
    (d) => delete (d.paths['/courses'] as Partial<Document['paths']['/courses']>).post,
    ['POST /courses: is gone'],
  ],
  [
    'a token that is needed',
    (d) => d.paths['/courses'].get.security.push({ bearer: [] } as never),
    ['GET /courses: needs a token now'],
  ],
  [
    'a parameter that is required',
    (d) => Object.assign(d.paths['/courses'].get.parameters[0]!, { required: true }),
    ['GET /courses query limit: is required now'],
  ],
  [
    'a parameter that is gone',
    (d) => d.paths['/courses'].get.parameters.pop(),
    ['GET /courses query sort: is gone'],
  ],
  [
    'a lower bound for what is sent',
    (d) => Object.assign(d.components.schemas.CreateCourse.properties.code, { maxLength: 20 }),
    ['CreateCourse.code: maxLength is 20 now'],
  ],
  [
    'a field that is required in a request',
    (d) => d.components.schemas.CreateCourse.required.push('title'),
    ['CreateCourse.title: is required now'],
  ],
  [
    'a field that may be missing in an answer',
    (d) => d.components.schemas.Course.required.pop(),
    ['Course.status: may be missing now'],
  ],
  [
    'a field that is gone from an answer',
    (d) => delete (d.components.schemas.Course.properties as { id?: object }).id,
    ['Course.id: is gone'],
  ],
  [
    'a value that is gone',
    (d) => d.components.schemas.Status.enum.pop(),
    ['Status: the value "published" is gone'],
  ],
  [
    'another type',
    (d) => Object.assign(d.components.schemas.Course.properties.id, { type: ['string', 'null'] }),
    ['Course.id: was string and is string or null'],
  ],
  [
    'a header that is gone',
    (d) => delete (d.paths['/courses'].get.responses[200].headers as { ETag?: object }).ETag,
    ['GET /courses 200 header ETag: is gone'],
  ],
  [
    'a header that has another name',
    (d) =>
      Object.assign(d.paths['/courses'].get.responses[200], {
        headers: { Version: { $ref: '#/components/headers/ETag' } },
      }),
    ['GET /courses 200 header ETag: is gone'],
  ],
  [
    'a header of other values',
    (d) => Object.assign(d.components.headers.ETag.schema, { type: 'integer' }),
    ['GET /courses 200 header ETag: was string and is integer'],
  ],
  [
    'a header of an error that is gone',
    (d) => delete (d.components.responses.TooMany as { headers?: object }).headers,
    ['GET /courses 429 header Retry-After: is gone'],
  ],
  [
    'an answer that is gone',
    (d) => delete (d.paths['/courses'].post.responses as { 201?: object })[201],
    ['POST /courses 201: is not answered any more'],
  ],
  [
    'an answer of another kind',
    (d) => Object.assign(d.paths['/courses'].get.responses[200], { content: { 'text/csv': {} } }),
    ['GET /courses 200: is not application/json any more'],
  ],
  [
    'a code of errors that is gone',
    (d) => d.components.schemas.ErrorCode.enum.pop(),
    ['ErrorCode: the value "courses.full" is gone'],
  ],
  [
    'a value that a parameter takes no more',
    (d) => d.paths['/courses'].get.parameters[1]!.schema.enum!.pop(),
    ['GET /courses query sort: the value "newest" is gone'],
  ],
  [
    'a parameter that takes certain values only',
    (d) => Object.assign(d.paths['/courses'].get.parameters[0]!.schema, { enum: [10, 20] }),
    ['GET /courses query limit: takes certain values only'],
  ],
  [
    'a parameter that is new and required',
    (d) => d.paths['/courses'].get.parameters.push({ in: 'query', name: 'term', required: true } as never),
    ['GET /courses query term: is required now'],
  ],
  [
    'a body that is required',
    (d) => Object.assign(d.paths['/courses'].post.requestBody, { required: true }),
    ['POST /courses body: is required now'],
  ],
  [
    'a body of another kind',
    (d) => Object.assign(d.paths['/courses'].post.requestBody, { content: { 'multipart/form-data': {} } }),
    ['POST /courses body: application/json is not taken any more'],
  ],
  [
    'a pattern for what is sent',
    (d) => Object.assign(d.components.schemas.CreateCourse.properties.code, { pattern: '^[A-Z]+$' }),
    ['CreateCourse.code: must match ^[A-Z]+$ now'],
  ],
  [
    'another format',
    (d) => Object.assign(d.components.schemas.Course.properties.startDate, { format: 'date-time' }),
    ['Course.startDate: was a date and is a date-time'],
  ],
  [
    'null where there was none, behind a name',
    (d) =>
      Object.assign(d.components.schemas.Course.properties, {
        status: { anyOf: [{ $ref: '#/components/schemas/Status' }, { type: 'null' }] },
      }),
    ['Course.status: was string and is string or null'],
  ],
  [
    'null that is refused, where it was taken',
    (d) => Object.assign(d.components.schemas.CreateCourse.properties.title, { type: 'string' }),
    ['CreateCourse.title: was string or null and is string'],
  ],
  [
    'a kind that is taken no more',
    (d) => d.components.schemas.Activity.oneOf.pop(),
    ['Activity: Video is not taken any more'],
  ],
  [
    'a field of a kind that is required',
    (d) => Object.assign(d.components.schemas.Video, { required: ['type', 'url'] }),
    ['Video.url: is required now'],
  ],
  [
    'a field of a union that is no union any more',
    (d) =>
      Object.assign(d.components.schemas, {
        Activity: { type: 'object', required: ['type'], properties: { type: { type: 'string' } } },
      }),
    ['Activity.url: is gone'],
  ],
];

/** What callers do not notice. */
const HARMLESS: [what: string, change: (document: Document) => void][] = [
  [
    'other words',
    (d) => Object.assign(d.components.schemas.Course.properties.id, { description: 'Other words' }),
  ],
  [
    'a field more in an answer',
    (d) => Object.assign(d.components.schemas.Course.properties, { more: { type: 'string' } }),
  ],
  [
    'a field more that a request may have',
    (d) => Object.assign(d.components.schemas.CreateCourse.properties, { more: {} }),
  ],
  ['a value more', (d) => d.components.schemas.Status.enum.push('archived')],
  [
    'a higher bound',
    (d) => Object.assign(d.components.schemas.CreateCourse.properties.code, { maxLength: 60 }),
  ],
  [
    'a field that refers to a schema of the same form',
    (d) =>
      Object.assign(d.components.schemas.CreateCourse.properties, {
        title: { anyOf: [{ $ref: '#/components/schemas/Text' }, { type: 'null' }] },
      }) && Object.assign(d.components.schemas, { Text: { type: 'string' } }),
  ],
  [
    'one kind that becomes two with the same fields',
    (d) =>
      Object.assign(d.components.schemas.Course.properties, {
        parent: { anyOf: [{ $ref: '#/components/schemas/Course' }] },
      }),
  ],
  [
    'an error that is not answered any more',
    (d) => delete (d.paths['/courses'].get.responses as { 429?: object })[429],
  ],
  ['an operation more', (d) => Object.assign(d.paths, { '/people': { get: { responses: {} } } })],
];

describe('breaking changes of the contract', () => {
  const changed = (change: (document: Document) => void): string[] => {
    const after = structuredClone(BEFORE);
    change(after);
    return breakingChanges(contractOf(BEFORE), contractOf(after));
  };

  it.each(BREAKING)('are told of %s', (_what, change, told) => {
    expect(changed(change)).toEqual(told);
  });

  it.each(HARMLESS)('are not told of %s', (_what, change) => {
    expect(changed(change)).toEqual([]);
  });

  it('are faults until they are declared, and so are declarations of what has not changed', () => {
    const why = 'It must be so.';
    const changes = ['A.id: is gone', 'GET /a 200 header B: is gone', 'GET /c 200 header B: is gone'];
    const declared = [
      { change: 'A.id: is gone', why },
      { change: /header B: is gone$/, why },
    ];
    expect(undeclared(changes, declared)).toEqual([]);
    expect(undeclared(changes, declared.slice(1))).toEqual([
      expect.stringMatching(/^breaks callers: A\.id: is gone\./),
    ]);
    expect(undeclared(changes.slice(1), declared)).toEqual(['declared but not there: A.id: is gone']);
  });

  it('are found against a contract that was written down', () => {
    const written = JSON.parse(contractText(contractOf(BEFORE))) as Contract;
    expect(written).toEqual(contractOf(BEFORE));
    expect(contractText(written)).not.toContain('Words');
  });
});
