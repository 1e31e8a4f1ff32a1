import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { seededRandom } from '../../unit/seeded-random';
import { MATRIX } from './matrix';
import { createWorld, urlOf, type World } from './matrix-world';

type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Names that every object has in JavaScript, and others that libraries look for. */
const BUILT_IN_NAMES = [
  ...Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__'),
  ...['prototype', 'then', 'toJSON', 'length', 'name', 'inspect', '', '0', 'validate', 'Symbol(view)'],
];

const ROUTES = Object.entries(MATRIX)
  .map(([route, { body, query }]) => ({ route, body, query, method: route.split(' ')[0] as Method }))
  .filter(({ route }) => route.includes('/v1/'));
/** These take a form, or the bytes of a file. */
const UPLOADS = [
  ...['POST /v1/roster-imports', 'POST /v1/course-imports', 'POST /v1/files', 'POST /v1/file-uploads'],
  ...['PATCH /v1/file-uploads/{uploadId}', 'POST /v1/courses/{courseId}/question-imports'],
  ...['POST /v1/quizzes/{activityId}/mark-imports', 'POST /v1/courses/{courseId}/gradebook-imports'],
  'POST /v1/courses/{courseId}/enrollment-imports',
];
const WITH_BODY = ROUTES.filter(({ route, body }) => body !== undefined && !UPLOADS.includes(route));
const WITHOUT_BODY = ROUTES.filter(
  ({ route, method, body }) =>
    !['GET', 'HEAD', 'OPTIONS'].includes(method) && body === undefined && !UPLOADS.includes(route),
);
/** What a signed-in person loses their session by; asked last, if at all. */
const ENDS_SESSIONS = new Set(['DELETE /v1/sessions', 'DELETE /v1/sessions/current']);

describe('the shape of a request', () => {
  let app: TestApp;
  let world: World;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    world = await createWorld(app);
    administrator = world.actors.administrator;
  });
  afterAll(() => app.stop());

  function send(route: string, body?: unknown, query = ''): Promise<Answer> {
    const [method, path] = route.split(' ') as [Method, string];
    const isJson = body !== undefined;
    const text = isJson ? JSON.stringify(body) : undefined;
    return administrator.send(
      method,
      urlOf(path, world.ids) + query,
      text,
      isJson ? { 'content-type': 'application/json' } : {},
    );
  }

  const withField = (body: unknown, name: string, value: unknown): object =>
    Object.defineProperty({ ...(body as object) }, name, { value, enumerable: true });

  describe.each(WITH_BODY)('in the body of $route', ({ route, body }) => {
    it('a field with a built-in name is refused', async () => {
      for (const name of BUILT_IN_NAMES) {
        for (const value of ['x', {}]) {
          const answer = await send(route, withField(body?.(world.ids), name, value));
          expect([name, answer.status]).toEqual([name, 422]);
          expect(answer.body.errors).toContainEqual(
            expect.objectContaining({ field: name === '' ? '""' : name, rule: 'unknownField' }),
          );
        }
      }
      const poison = JSON.stringify(body?.(world.ids)).replace(
        '{',
        '{"__proto__": {"role": "administrator"}, ',
      );
      const [method, path] = route.split(' ') as [Method, string];
      const url = urlOf(path, world.ids);
      const answer = await administrator.send(method, url, poison, { 'content-type': 'application/json' });
      expect([400, 422]).toContain(answer.status);
    });

    it.each([[[]], [[{}]], ['text'], [7], [true], [null], [['title', 'x']]])(
      'the body of $route must be an object, not %j',
      async (value) => {
        const answer = await send(route, value);
        expect(answer).toMatchObject({
          status: 422,
          body: { errors: [{ field: 'body', rule: 'isObject' }] },
        });
      },
    );
  });

  it.each(ROUTES)(
    'the operation $route refuses a query with a field of a built-in name',
    async ({ route, body, query }) => {
      const own = typeof query === 'function' ? query(world.ids) : (query ?? '');
      for (const name of [...BUILT_IN_NAMES, '__proto__'].filter((name) => name !== '')) {
        const more = `${own === '' ? '?' : '&'}${encodeURIComponent(name)}=x`;
        const answer = await send(route, body?.(world.ids), own + more);
        expect([name, answer.status]).toEqual([name, 422]);
        expect(answer.body.errors).toContainEqual(
          expect.objectContaining({ field: name, rule: 'unknownField' }),
        );
      }
    },
  );

  describe.each(WITHOUT_BODY)('of $route', ({ route }) => {
    it('a body is refused where the operation takes none', async () => {
      for (const [sent, field] of [
        [{ note: 'x' }, 'note'],
        [{ constructor: 'x' }, 'constructor'],
        [[], 'body'],
        ['x', 'body'],
      ] as [unknown, string][]) {
        const answer = await send(route, sent);
        expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid', errors: [{ field }] } });
      }
    });

    if (ENDS_SESSIONS.has(route)) return;
    it('an empty body is taken where the operation takes none', async () => {
      for (const sent of [{}, undefined]) expect((await send(route, sent)).status).not.toBe(422);
      world = await createWorld(app);
      administrator = world.actors.administrator;
    });
  });

  it('a nested object in a body must be an object too', async () => {
    const { sectionId } = world.ids;
    const order = { id: sectionId, activities: [] };
    for (const [sections, faults] of [
      [[[]], ['sections[0] isObject']],
      [[[[order]]], ['sections[0] isObject']],
      [
        ['x', 7, null],
        ['sections[0] isObject', 'sections[1] isObject', 'sections[2] isObject'],
      ],
      [{ 0: order }, ['sections isArray']],
      ['x', ['sections isArray']],
      [null, ['sections isArray']],
      [[{ ...order, constructor: 'x' }], ['sections[0].constructor unknownField']],
      [[{ ...order, toString: [] }], ['sections[0].toString unknownField']],
      [[{ id: [sectionId], activities: {} }], ['sections[0].id isUuid', 'sections[0].activities isArray']],
    ] as [unknown, string[]][]) {
      const answer = await send('PUT /v1/courses/{courseId}/outline/order', { sections });
      expect(answer.status).toBe(422);
      const told = answer.body.errors.map(
        ({ field, rule }: { field: string; rule: string }) => `${field} ${rule}`,
      );
      expect(told).toEqual(expect.arrayContaining(faults));
    }
  });

  it('a submission with answers to unknown questions is refused and does not submit', async () => {
    for (const name of [...BUILT_IN_NAMES, world.ids['courseId'] ?? '']) {
      const { learner } = world.actors;
      const url = `/v1/attempts/${world.ids['attemptId']}`;
      const answer = await learner.put(`${url}/submission`, { answers: withField({}, name, 'x') });
      expect([name, answer.status]).toEqual([name, 422]);
      expect((await learner.get(url)).body.status).toBe('in_progress');
    }
  });

  it('unknown fields in the definition of a question are refused', async () => {
    for (const name of BUILT_IN_NAMES) {
      const definition = withField({ key: true }, name, 'x');
      const question = { type: 'true_false', prompt: 'x', points: '1', definition };
      expect((await send('POST /v1/quizzes/{activityId}/questions', question)).status).toBe(422);
    }
  });

  it('an answer 422 lists a limited number of faults', async () => {
    const body = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field${index}`, index]));
    const answer = await send('POST /v1/courses', { ...body, ['x'.repeat(100_000)]: 1 });
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it('an answer 422 lists unknown fields and broken rules together', async () => {
    const answer = await send('POST /v1/courses', { title: '', constructor: 1, valueOf: 2 });
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(
      expect.arrayContaining(['constructor', 'valueOf', 'title', 'code']),
    );
  });

  describe('whatever it is, is answered', () => {
    const { below, pick } = seededRandom(20260302);
    const texts = [
      '',
      ' ',
      'x',
      '0',
      '-1',
      '1e400',
      '2.5',
      '2026-02-30',
      '2026-03-02',
      '2026-03-02T09:00:00Z',
      'true',
      'null',
    ];
    const odd = ['a\ufe0f', '😀', '\0', '\ud800', '\u200b', '\n', '\u202e', 'é'];
    const names = [
      ...BUILT_IN_NAMES,
      'title',
      'id',
      'activities',
      'sections',
      'type',
      'definition',
      'options',
      'key',
      'answers',
    ];

    function randomValue(depth = 0): unknown {
      const kind = below(depth > 3 ? 7 : 9);
      if (kind === 0) return pick(texts);
      if (kind === 1) return pick(odd).repeat(pick([1, 50, 100, 200, 255, 2000, 5000]));
      if (kind === 2) return pick([0, -0, 1, -1, 1.5, 1e21, 2 ** 53, 2 ** 31]);
      if (kind === 3) return pick([true, false]);
      if (kind === 4) return null;
      if (kind === 5) return pick(Object.values(world.ids));
      if (kind === 6)
        return pick(['00000000-0000-f000-0000-000000000000', 'https://e.example/😀', 'sh-x-a', 'Etc/GMT+14']);
      const size = below(4);
      if (kind === 7) return Array.from({ length: size }, () => randomValue(depth + 1));
      return Object.fromEntries(Array.from({ length: size }, () => [pick(names), randomValue(depth + 1)]));
    }

    /** The value with one of its parts, anywhere in it, replaced. */
    function changed(value: unknown): unknown {
      if (typeof value !== 'object' || value === null || below(3) === 0) return randomValue();
      const copy = structuredClone(value) as Record<string, unknown>;
      const keys = Object.keys(copy);
      const key = keys.length === 0 || below(5) === 0 ? pick(names) : pick(keys);
      if (key !== '__proto__' && !(Array.isArray(copy) && key === 'length'))
        copy[key] = changed(Object.hasOwn(copy, key) ? copy[key] : undefined);
      return copy;
    }

    it.each(WITH_BODY)('the operation $route never answers 5xx to a random body', async ({ route, body }) => {
      for (let round = 0; round < 40; round += 1) {
        const sent = below(4) === 0 ? randomValue() : changed(changed(body?.(world.ids)));
        const answer = await send(route, sent);
        expect([JSON.stringify(sent), answer.status < 500]).toEqual([JSON.stringify(sent), true]);
      }
    });
  });
});
