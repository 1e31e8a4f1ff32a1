import type { Answer } from '../../fuzz/client';
import { Contract, type OpenApiDocument } from '../../fuzz/contract';

const PROBLEM = {
  type: 'https://stoa.example/problems/x.y',
  title: 'Not Found',
  status: 404,
  code: 'x.y',
  detail: 'There is no such thing.',
  requestId: 'r-1',
};

const DOCUMENT: OpenApiDocument = {
  paths: {
    '/v1/things/{id}': {
      get: {
        responses: {
          200: {
            content: {
              'application/json': {
                schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
              },
            },
          },
          204: {},
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
    },
  },
  components: {
    responses: {
      NotFound: {
        content: {
          'application/problem+json': {
            schema: { type: 'object', properties: { code: { enum: ['x.y'] } }, additionalProperties: true },
          },
        },
      },
    },
  },
};

function answered(status: number, body: unknown, type = 'application/json'): Answer {
  const text = body === undefined ? '' : JSON.stringify(body);
  return { status, headers: { 'x-request-id': 'r-1' }, type, body, text };
}

describe('the contract of the fuzzer', () => {
  const contract = new Contract(DOCUMENT);
  const operation = contract.operation('GET /v1/things/{id}')!;
  const faultsOf = (answer: Answer): string[] => contract.faultsOf(operation, answer);
  const problem = (changes: object): Answer =>
    answered(404, { ...PROBLEM, ...changes }, 'application/problem+json');

  it('the contract of the fuzzer finds nothing wrong with answers that are as declared', () => {
    expect(faultsOf(answered(200, { title: 'Moss' }))).toEqual([]);
    expect(faultsOf(answered(204, undefined, ''))).toEqual([]);
    expect(faultsOf(problem({}))).toEqual([]);
  });

  it.each<[string, Answer, RegExp]>([
    ['an error of ours', answered(500, PROBLEM, 'application/problem+json'), /^answers 500/],
    ['a status that nobody declared', answered(202, {}), /202, which is not declared/],
    ['a field that is missing', answered(200, {}), /must have required property 'title'/],
    ['a field that nobody declared', answered(200, { title: 'Moss', secret: 1 }), /additional properties/],
    ['a body where there should be none', answered(204, { title: 'Moss' }), /204 has a body/],
    ['another content type', answered(200, { title: 'Moss' }, 'text/html'), /content type "text\/html"/],
    ['an error that is no problem', answered(404, { message: 'no' }), /not application\/problem\+json/],
    ['a problem without words', problem({ detail: '' }), /has no detail/],
    ['a problem of another status', problem({ status: 400 }), /tells another status/],
    ['a problem of another request', problem({ requestId: 'r-2' }), /another requestId/],
    ['a code that the shared answer does not have', problem({ code: 'x.z' }), /does not match its schema/],
  ])('the contract of the fuzzer finds %s', (_, answer, fault) => {
    expect(faultsOf(answer).join('\n')).toMatch(fault);
  });
});
