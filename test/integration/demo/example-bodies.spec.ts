import { DEMO_PASSWORD, frontDoorsOf, seedDemoSchool } from '../../../src/demo';
import { demoAdministrator } from '../../../src/demo/content';
import { EXAMPLE_YEAR } from '../../../src/shared/http/description/example-days';
import { committedOpenApi } from '../../support/described-answers';
import { type Operation, operationsIn } from '../../support/default-bodies';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { finishedOperation } from '../api/matrix-world';

const SEEDING_DAY = '2026-03-02';

/** What a press of Execute gets where it is not meant to succeed, by operation and, where they differ, by body. */
const REFUSED: Record<string, string> = {
  'PUT /v1/me/password': 'identity.weak_password identity.wrong_current_password',
  'PUT /v1/users/{userId}/password': 'identity.weak_password',
  'PUT /v1/courses/{courseId}/outline/order': 'courses.order_mismatch',
  'PUT /v1/quizzes/{activityId}/questions/order': 'assessments.question_order_mismatch',
  'PUT /v1/line-items/{lineItemId}/results/{userId}': 'request.invalid',
  'POST /v1/registrations/confirmation': 'identity.invalid_token',
  'POST /v1/password-resets/confirmation': 'identity.invalid_token identity.weak_password',
  // The course that it names is not of this school: a learner puts in one from the catalog.
  'POST /v1/me/enrollments': 'courses.not_found',
  // Nothing was imported into the school, so there is nothing to take back.
  'POST /v1/operations/{operationId}/reversal': 'operations.not_reversible',
};

/** Changes that the person asks for by pressing, whatever the body says. */
const ACTIONS = new Set([
  'PUT /v1/attempts/{attemptId}/submission',
  // DELETE takes the link away again.
  'PUT /v1/users/{userId}/roster-link',
]);

/** Reads that differ from call to call: when sessions were last used, and whether the process is well. */
const CHANGING_READS = /^\/(health|v1\/sessions)/;

/** Not for pressing: their one parameter is a signed link, which another operation gives as a whole address. */
const BY_LINK = ['/v1/chart-images', '/v1/file-contents'];

type Ids = Record<string, string>;

jest.setTimeout(120_000);

describe('what Swagger UI offers to send', () => {
  let app: TestApp;
  let administrator: Caller;
  let instructor: Caller;
  let learner: Caller;
  let operations: Operation[];
  let ids: Ids;

  beforeAll(async () => {
    app = await TestApp.start();
    const clock = { set: (instant: Date) => app.clock.set(instant.toISOString()) };
    await seedDemoSchool(frontDoorsOf(app.nest), { clock, seedingDay: SEEDING_DAY });
    app.clock.set(`${SEEDING_DAY}T09:00:00.000Z`);
    administrator = await signIn(demoAdministrator.username);
    instructor = await signIn('ingrid.solberg');
    operations = operationsIn(committedOpenApi());
    ids = await idsOfTheSchool();
  });
  afterAll(() => app.stop());

  const presses = (methods: string[]): { route: string; operation: Operation; body: unknown }[] =>
    operations
      .filter(({ method, bodies }) => methods.includes(method) && bodies.length > 0)
      .flatMap((operation) =>
        operation.bodies.map(({ value }) => ({
          route: `${operation.method} ${operation.path}`,
          operation,
          body: value,
        })),
      );

  it('reads everything with the parameters as they are prefilled', async () => {
    const reads = operations.filter(
      ({ method, path }) => method === 'GET' && !path.startsWith('/health') && !BY_LINK.includes(path),
    );
    expect(reads.length).toBeGreaterThan(30);
    for (const operation of reads) {
      const answer = await press(operation, undefined);
      expect([operation.path, answer.status]).toEqual([operation.path, 200]);
    }
  });

  it('changes nothing by a PATCH or a PUT, and is taken or says what it lacks', async () => {
    const pressed = presses(['PATCH', 'PUT']).filter(({ route }) => !ACTIONS.has(route));
    expect(pressed.length).toBeGreaterThan(14);
    let before = await everythingToRead();
    for (const { route, operation, body } of pressed) {
      // Of the bodies for answers, only that of no answer leaves an answer as it is.
      if (route.includes('/answers/') && (body as { response: unknown }).response !== null) continue;
      expectTakenOrRefused(route, await press(operation, body));
      const after = await everythingToRead();
      expect({ route, reads: after }).toEqual({ route, reads: before });
      before = after;
    }
  });

  it('saves an answer to a question of its type', async () => {
    const saving = operations.find(({ path }) => path.endsWith('/answers/{questionId}'))!;
    const questions: { id: string; type: string }[] = (await learner.get(`/v1/attempts/${ids['attemptId']}`))
      .body.questions;
    const tried = saving.bodies.filter(({ name }) => questions.some(({ type }) => type === name));
    expect(tried.length).toBeGreaterThan(1);
    for (const { name, value } of tried) {
      const questionId = questions.find(({ type }) => type === name)!.id;
      const { status, body } = await learner.put(
        `/v1/attempts/${ids['attemptId']}/answers/${questionId}`,
        value,
      );
      // An option that this question does not have is refused with the options that it has.
      expect([name, status === 200 || body.code === 'assessments.invalid_response']).toEqual([name, true]);
    }
  });

  it('makes something by every POST, or says what it lacks', async () => {
    const pressed = presses(['POST']);
    expect(pressed.length).toBeGreaterThan(15);
    for (const { route, operation, body } of pressed)
      expectTakenOrRefused(route, await press(operation, body));
  });

  it('is answered as described by whatever takes no body', async () => {
    const rest = operations.filter(
      ({ method, path, hasBody }) => method !== 'GET' && !hasBody && !path.includes('/sessions'),
    );
    expect(rest.length).toBeGreaterThan(15);
    for (const operation of rest) {
      const { status } = await press(operation, undefined);
      expect([operation.path, operation.statuses.includes(String(status)), status < 500]).toEqual([
        operation.path,
        true,
        true,
      ]);
    }
  });

  it('sets no password that succeeds, and names no day that has passed', () => {
    for (const { route, body } of presses(['POST', 'PUT', 'PATCH'])) {
      const text = JSON.stringify(body);
      for (const [day] of text.matchAll(/\b\d{4}-\d{2}-\d{2}/g))
        expect([route, day.startsWith(String(EXAMPLE_YEAR))]).toEqual([route, true]);
      if (route !== 'POST /v1/registrations' && route !== 'POST /v1/auth/token')
        expect([route, /seven-quiet-otters|stoa-demo-2026/.test(text)]).toEqual([route, false]);
    }
  });

  function expectTakenOrRefused(route: string, { status, body }: Answer): void {
    const refusals = REFUSED[route]?.split(' ');
    if (refusals) expect([route, refusals.includes(body?.code)]).toEqual([route, true]);
    else expect([route, status, status < 300 ? undefined : body]).toEqual([route, status, undefined]);
  }

  /** Every answer of the API that the demo school gives, to an administrator and to the learner. */
  async function everythingToRead(): Promise<Record<string, unknown>> {
    const seen: Record<string, unknown> = {};
    for (const operation of operations) {
      const { method, path } = operation;
      if (method !== 'GET' || CHANGING_READS.test(path) || BY_LINK.includes(path)) continue;
      const { status, body, text } = await press(operation, undefined);
      seen[operation.path] = [status, body ?? text];
    }
    return seen;
  }

  function press({ method, path, parameters }: Operation, body: unknown): Promise<Answer> {
    const known = idsFor(method, path);
    const url = path.replace(/\{(\w+)\}/g, (_match, name: string) => known[name] ?? '');
    const query = parameters
      .filter((parameter) => parameter.in === 'query')
      .flatMap(({ name, required, example, schema }): [string, string][] => {
        const value = required && known[name] ? known[name] : (example ?? schema?.example ?? schema?.default);
        if (value === undefined) return [];
        return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
      });
    const search = query.length > 0 ? `?${new URLSearchParams(query).toString()}` : '';
    return callerOf(path).send(method as 'GET', url + search, body);
  }

  function callerOf(path: string): Caller {
    if (/^\/v1\/(auth|registrations|password-resets)/.test(path)) return app.anyone;
    if (/^\/v1\/users|^\/v1\/operations|roster/.test(path)) return administrator;
    if (/\/attempts|\/completion$|\/(grades|progress)\/me|\/me\/(enrollments|progress)/.test(path))
      return learner;
    return instructor;
  }

  /** Questions are added to, and put in order in, the quiz of a draft; the other quiz has been attempted. */
  function idsFor(method: string, path: string): Ids {
    const isAuthoring = /\/quizzes\/\{activityId\}\/questions/.test(path) && method !== 'GET';
    return isAuthoring ? { ...ids, activityId: ids['draftQuizId']! } : ids;
  }

  async function signIn(username: string): Promise<Caller> {
    const form = { grant_type: 'password', username, password: DEMO_PASSWORD };
    const answer = await app.anyone.post('/v1/auth/token', form);
    expect([username, answer.status]).toEqual([username, 200]);
    return app.bearing(answer.body.access_token);
  }

  /** One of everything that paths name, from a published course of the instructor in which the learner takes part. */
  async function idsOfTheSchool(): Promise<Ids> {
    const read = async (by: Caller, url: string): Promise<Answer['body']> => {
      const answer = await by.get(url);
      expect([url, answer.status]).toEqual([url, 200]);
      return answer.body;
    };
    const mine = (await read(instructor, '/v1/courses?mine=true')).data;
    const [published, draft] = ['published', 'draft'].map(
      (status) => mine.find((course: { status: string }) => course.status === status).id,
    );
    const { sections } = await read(instructor, `/v1/courses/${published}/outline`);
    const activities = sections.flatMap((section: { activities: object[] }) => section.activities);
    const ofType = (type: string): string =>
      activities.find((activity: { type: string }) => activity.type === type).id;
    const [draftQuizId] = (await read(instructor, `/v1/courses/${draft}/outline`)).sections
      .flatMap((section: { activities: object[] }) => section.activities)
      .filter(({ type }: { type: string }) => type === 'quiz')
      .map(({ id }: { id: string }) => id);
    const lineItems = (await read(instructor, `/v1/courses/${published}/line-items`)).data;
    const enrollments = (
      await read(administrator, `/v1/courses/${published}/enrollments?role=learner&status=active`)
    ).data;
    const fileOf = async (all: { id: string; contentHtml: string | null }[]): Promise<string> => {
      const withPicture = all.find(({ contentHtml }) => contentHtml?.includes('/v1/files/'));
      return (await read(instructor, `/v1/activities/${withPicture?.id}/files`)).files[0].id;
    };
    const [{ id: enrollmentId, user }] = enrollments;
    learner = await signIn((await read(administrator, `/v1/users/${user.id}`)).username);
    const attempt = await learner.post(`/v1/quizzes/${ofType('quiz')}/attempts`);
    expect(attempt.status).toBe(201);
    const questionId = attempt.body.questions[0].id;
    // What the offered body says; the answer shows when it was saved.
    await learner.put(`/v1/attempts/${attempt.body.id}/answers/${questionId}`, { response: null });
    return {
      courseId: published,
      sectionId: sections[0].id,
      activityId: ofType('quiz'),
      lineItemId: lineItems.find(({ activityId }: { activityId: string | null }) => activityId === null).id,
      enrollmentId,
      userId: user.id,
      attemptId: attempt.body.id,
      questionId,
      operationId: await finishedOperation(app, await app.person('administrator')),
      fileId: await fileOf(activities),
      sessionId: '01990000-0000-7000-8000-000000000000',
      draftQuizId,
    };
  }
});
