import { buildOpenApi } from '../../../src/shared/http/openapi';
import { newId } from '../../../src/shared/database/ids';
import { differencesFromDescription } from '../../support/described-answers';
import { expectProblem } from '../../support/problems';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { createWorld, namesOn, type World } from './matrix-world';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Operation {
  method: Method;
  path: string;
  queryParameters: string[];
}

/** A request with one thing wrong that any operation can be sent. */
interface Fault {
  what: string;
  path?: (ids: Record<string, string>) => Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  body?: unknown;
  by?: 'nobody' | 'impostor';
}

const JSON_TYPE = { 'content-type': 'application/json' };
const BODY_LIMIT_KILOBYTES = 8;

/** With every id of the path replaced. */
const everyId = (value: string) => (ids: Record<string, string>) =>
  Object.fromEntries(Object.keys(ids).map((name) => [name, value]));

const FAULTS: Fault[] = [
  { what: 'nothing wrong' },
  { what: 'no token', by: 'nobody' },
  { what: 'a token that is none', by: 'impostor' },
  { what: 'another kind of token', by: 'nobody', headers: { authorization: 'Basic dW5hOnNlY3JldA==' } },
  { what: 'an id that is none', path: everyId('nonsense') },
  { what: 'an id that is no UTF-8', path: everyId('%ff') },
  { what: 'an id of 300 characters', path: everyId('x'.repeat(300)) },
  { what: 'an id of nothing', path: everyId(newId()) },
  { what: 'an unknown query parameter', query: '?nonsense=1' },
  { what: 'query parameters with built-in names', query: '?__proto__=1&constructor=2' },
  { what: 'a query that is no UTF-8', query: '?%ff=%ff&%=%' },
  { what: 'a query parameter twice', query: '?limit=1&limit=2' },
  { what: 'an If-Match that is none', headers: { 'if-match': 'nonsense' } },
  { what: 'a stale If-Match', headers: { 'if-match': '"v999"' } },
  { what: 'an If-None-Match that is none', headers: { 'if-none-match': 'nonsense' } },
  { what: 'an empty Idempotency-Key', headers: { 'idempotency-key': '' } },
  { what: 'an Idempotency-Key of 300 characters', headers: { 'idempotency-key': 'k'.repeat(300) } },
  { what: 'an Idempotency-Key with a space', headers: { 'idempotency-key': 'a b' } },
  { what: 'an empty body of JSON', headers: JSON_TYPE, body: '' },
  { what: 'JSON that does not parse', headers: JSON_TYPE, body: '{"title": ' },
  { what: 'JSON that would poison a prototype', headers: JSON_TYPE, body: '{"__proto__": {"a": 1}}' },
  { what: 'a body of text', headers: { 'content-type': 'text/plain' }, body: 'title' },
  { what: 'a body of a kind that is none', headers: { 'content-type': '/' }, body: 'title' },
  { what: 'a form', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b&a=c' },
  {
    what: 'a multipart form without a boundary',
    headers: { 'content-type': 'multipart/form-data' },
    body: '--',
  },
  {
    what: 'a multipart form that stops',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nP',
  },
  { what: 'a body that is too large', body: { title: 'x'.repeat(BODY_LIMIT_KILOBYTES * 1024) } },
  { what: 'a body that is too deep', headers: JSON_TYPE, body: '{"a":'.repeat(40) + '1' + '}'.repeat(40) },
  { what: 'an unknown field', body: { nonsense: 1 } },
  { what: 'no field', body: {} },
  { what: 'a list', headers: JSON_TYPE, body: '[]' },
  { what: 'a list of lists', headers: JSON_TYPE, body: '[[]]' },
  { what: 'null', headers: JSON_TYPE, body: 'null' },
  { what: 'a number', headers: JSON_TYPE, body: '5' },
  { what: 'a text', headers: JSON_TYPE, body: '"title"' },
];

describe('what any request can have wrong', () => {
  let app: TestApp;
  let operations: Operation[];
  beforeAll(async () => {
    app = await TestApp.start({ BODY_LIMIT_KILOBYTES: String(BODY_LIMIT_KILOBYTES) });
    operations = operationsOf(app);
  });
  afterAll(() => app.stop());

  it('every operation is tried with the generic faults', () => {
    expect(operations.length).toBeGreaterThan(80);
  });

  it.each<Method>(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'every %s answers generic faults as its description says, and with a problem if it failed',
    async (method) => {
      const undeclared: string[] = [];
      let world: World | undefined;
      for (const operation of operations.filter((one) => one.method === method)) {
        // What reads changes nothing for the next.
        if (method !== 'GET' || !world)
          world = await createWorld(app, method === 'GET' ? undefined : namesOn(operation.path));
        for (const fault of [...FAULTS, ...faultsOfParameters(operation)]) {
          const answer = await send(world, operation, fault);
          const differences = differencesFromDescription(method, operation.path, answer);
          if (answer.status >= 500) differences.push(`${answer.status} is our fault`);
          undeclared.push(...differences.map((one) => `${method} ${operation.path}, ${fault.what}: ${one}`));
          if (answer.status >= 400) expectProblem(answer, answer.status);
        }
      }
      expect(undeclared).toEqual([]);
    },
    300_000,
  );

  it.each([
    ['{"title":', 'application/json', 'The request cannot be read: Body is not valid JSON'],
    [
      'x'.repeat(BODY_LIMIT_KILOBYTES * 1024 + 1),
      'application/json',
      'The body is larger than this server takes.',
    ],
    [
      'title',
      'text/plain',
      'This operation does not take a body of this Content-Type. Send application/json',
    ],
  ])('what the framework refuses is said in words of ours (%#)', async (body, type, detail) => {
    const person = await app.person('instructor');
    const answer = await person.post('/v1/courses', body, { 'content-type': type });
    expect(answer.body.detail).toContain(detail);
  });

  function send(world: World, { method, path }: Operation, fault: Fault): Promise<Answer> {
    const known = world.ids as Record<string, string | undefined>;
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const ids = Object.fromEntries(names.map((name) => [name, known[name] ?? newId()]));
    const used = fault.path?.(ids) ?? ids;
    const url = path.replace(/\{(\w+)\}/g, (_match, name: string) => used[name] ?? '');
    return callerOf(world, fault).send(method, url + (fault.query ?? ''), fault.body, fault.headers);
  }

  function callerOf(world: World, { by }: Fault): Caller {
    if (by === 'impostor') return app.bearing('nonsense');
    return by === 'nobody' ? app.anyone : world.actors.administrator;
  }
});

/** A value that none of the query parameters takes, for one of them after another. */
function faultsOfParameters({ queryParameters }: Operation): Fault[] {
  return queryParameters.flatMap((name) => [
    { what: `${name} that is none`, query: `?${name}=%00nonsense` },
    { what: `an empty ${name}`, query: `?${name}=` },
    { what: `a ${name} of 3,000 characters`, query: `?${name}=${'x'.repeat(3000)}` },
  ]);
}

function operationsOf(app: TestApp): Operation[] {
  return Object.entries(buildOpenApi(app.nest).paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { parameters?: { in: string; name: string }[] }>).map(
      ([method, { parameters = [] }]) => ({
        method: method.toUpperCase() as Method,
        path,
        queryParameters: parameters.filter((one) => one.in === 'query').map((one) => one.name),
      }),
    ),
  );
}
