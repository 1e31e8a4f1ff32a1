import { breakingChanges } from '../../contract/breaking-changes';
import { type Contract, contractOf, contractText } from '../../contract/contract';

const BEFORE = {
  paths: {
    '/courses': {
      get: {
        security: [],
        parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer', maximum: 100 } }],
        responses: {
          200: {
            headers: { ETag: {} },
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
    responses: {},
    schemas: {
      Course: {
        type: 'object',
        required: ['id', 'status'],
        properties: {
          id: { type: 'string', description: 'Words' },
          status: { $ref: '#/components/schemas/Status' },
          parent: { $ref: '#/components/schemas/Course' },
        },
      },
      Status: { type: 'string', enum: ['draft', 'published'] },
      CreateCourse: {
        type: 'object',
        required: ['code'],
        properties: { code: { type: 'string', maxLength: 50 }, title: { type: 'string' } },
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
    ['GET /courses query limit: is gone'],
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

  it('are found against a contract that was written down', () => {
    const written = JSON.parse(contractText(contractOf(BEFORE))) as Contract;
    expect(written).toEqual(contractOf(BEFORE));
    expect(contractText(written)).not.toContain('Words');
  });
});
