import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

interface State {
  open: boolean;
  reasons: { code: string; message: string; values: Record<string, unknown> }[];
  nextChangeAt: string | null;
}

describe('release rules', () => {
  let app: TestApp;
  let room: CourseRoom;
  let section: string;
  let first: string;
  let second: string;
  let learner: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app);
    section = await room.section('Week 1');
    first = await room.activity(section, 'First');
    second = await room.activity(section, 'Second', { content: 'A secret.' });
    learner = await room.learner();
  });

  const onFirst = (state = 'complete', more = {}): object => ({
    ...{ kind: 'completion', activityId: first, state, ...more },
  });
  const guard = (releaseRule: object | null, id = second): Promise<Answer> =>
    room.instructor.patch(`/v1/activities/${id}`, { releaseRule });
  const inOutline = async (id: string, person = learner): Promise<Record<string, unknown> | undefined> => {
    const { sections } = expectStatus(await person.get(`${room.url}/outline`), 200) as {
      sections: { activities: Record<string, unknown>[] }[];
    };
    return sections.flatMap(({ activities }) => activities).find((activity) => activity['id'] === id);
  };
  const stateOf = async (id: string, person = learner): Promise<State | undefined> =>
    (await inOutline(id, person))?.['release'] as State | undefined;
  const complete = (id: string): Promise<Answer> => learner.put(`/v1/activities/${id}/completion`);
  const codeOf = ({ status, body }: Answer): [number, string] => [status, body?.code];
  const listed = async (query = ''): Promise<string[]> =>
    expectStatus(await learner.get(`${room.url}/activities${query}`), 200).data.map(
      ({ id }: { id: string }) => id,
    );

  it('close an activity until another one is complete, and tell why', async () => {
    expectStatus(await guard(onFirst()), 200);
    expect(await stateOf(first)).toBeUndefined();
    expect(await stateOf(second)).toEqual({
      open: false,
      reasons: [
        { code: 'complete_first', values: { activityId: first }, message: 'Complete “First” first.', of: [] },
      ],
      nextChangeAt: null,
    });
    const closed = await learner.get(`/v1/activities/${second}`);
    expect(codeOf(closed)).toEqual([403, 'courses.activity_closed']);
    expect(closed.body.errors).toMatchObject([{ field: 'release', rule: 'complete_first' }]);
    expectStatus(await complete(first), 204);
    expect((await stateOf(second))?.open).toBe(true);
    expectStatus(await learner.get(`/v1/activities/${second}`), 200);
  });

  it('let nobody around them: not by a list, by ids, by completing, nor into a quiz', async () => {
    const quiz = await room.activity(section, 'Quiz', { type: 'quiz', content: 'Good luck.' });
    for (const id of [second, quiz]) expectStatus(await guard(onFirst(), id), 200);
    expect(await listed()).toEqual([first]);
    expect(await listed(`?ids=${second}`)).toEqual([]);
    expect(JSON.stringify(await inOutline(second))).not.toContain('secret');
    for (const answer of [
      await learner.get(`/v1/activities/${second}`),
      await complete(second),
      await learner.get(`/v1/quizzes/${quiz}`),
      await learner.post(`/v1/quizzes/${quiz}/attempts`),
    ])
      expect(codeOf(answer)).toEqual([403, 'courses.activity_closed']);
    expectStatus(await room.instructor.get(`/v1/activities/${second}`), 200);
  });

  it('tell a learner nothing of what they hide, in their progress and their grades either', async () => {
    const quiz = await room.activity(section, 'A hidden quiz', { type: 'quiz', content: undefined });
    const question = { type: 'true_false', prompt: 'Is it so?', points: '1', definition: { key: true } };
    expectStatus(await room.instructor.post(`/v1/quizzes/${quiz}/questions`, question), 201);
    const other = await room.learner();
    const forOther = { kind: 'person', userIds: [other.id], shown: false };
    for (const id of [second, quiz]) expectStatus(await guard(forOther, id), 200);
    for (const [person, isTold] of [
      [learner, false],
      [other, true],
    ] as const) {
      for (const path of ['progress/me', 'grades/me', 'outline']) {
        const { text } = await person.get(`${room.url}/${path}`);
        expect([path, text.includes('A hidden quiz')]).toEqual([path, isTold]);
      }
      const { total } = expectStatus(await person.get(`${room.url}/progress/me`), 200);
      expect(total).toBe(isTold ? 3 : 1);
    }
  });

  it('let whoever is in an attempt go on, and begin no other', async () => {
    const quiz = await room.activity(section, 'Quiz', { type: 'quiz', content: undefined });
    const question = { type: 'true_false', prompt: 'Is it so?', points: '1', definition: { key: true } };
    expectStatus(await room.instructor.post(`/v1/quizzes/${quiz}/questions`, question), 201);
    const start = (): Promise<Answer> => learner.post(`/v1/quizzes/${quiz}/attempts`);
    const { id } = expectStatus(await start(), 201);
    expectStatus(await guard(onFirst(), quiz), 200);
    expect(expectStatus(await start(), 201)).toMatchObject({ id });
    expectStatus(await guard({ kind: 'person', userIds: [room.instructor.id], shown: false }, quiz), 200);
    expect(expectStatus(await start(), 201)).toMatchObject({ id });
    expectStatus(await learner.put(`/v1/attempts/${id}/submission`, {}), 200);
    expect((await start()).status).toBe(404);
    expectStatus(await guard(onFirst(), quiz), 200);
    expect(codeOf(await start())).toEqual([403, 'courses.activity_closed']);
  });

  it('hide an activity as if it were not there', async () => {
    expectStatus(await guard(onFirst('complete', { shown: false })), 200);
    expect(await inOutline(second)).toBeUndefined();
    expect(codeOf(await learner.get(`/v1/activities/${second}`))).toEqual([
      404,
      'courses.activity_not_found',
    ]);
    expect(codeOf(await complete(second))).toEqual([404, 'courses.activity_not_found']);
    expect(await listed()).toEqual([first]);
    const visitor = await app.person('learner');
    expect(await inOutline(second, visitor)).toBeUndefined();
    expect(await inOutline(second, room.instructor)).toBeDefined();
  });

  it('open at an instant, which the outline tells, and whose ETag is another one from then on', async () => {
    const at = '2026-03-02T10:00:00.000Z';
    expectStatus(await guard({ kind: 'date', from: { at } }), 200);
    expect((await stateOf(second))?.nextChangeAt).toBe(at);
    const { headers } = await learner.get(`${room.url}/outline`);
    const known = { 'if-none-match': headers['etag'] as string };
    expect((await learner.get(`${room.url}/outline`, known)).status).toBe(304);
    app.clock.set(at);
    expectStatus(await learner.get(`${room.url}/outline`, known), 200);
    expectStatus(await learner.get(`/v1/activities/${second}`), 200);
  });

  it('count days from the start of each learner, in the time zone of the course', async () => {
    expectStatus(await guard({ kind: 'date', from: { daysAfterStart: 2, time: '08:30' } }), 200);
    const later = await room.learner({ beginDate: '2026-03-01' });
    expect((await stateOf(second))?.nextChangeAt).toBe('2026-03-04T08:30:00.000Z');
    expect((await stateOf(second, later))?.nextChangeAt).toBe('2026-03-03T08:30:00.000Z');
  });

  it('open to named people, and to nobody else', async () => {
    expectStatus(await guard({ kind: 'person', userIds: [learner.id] }), 200);
    const other = await room.learner();
    expectStatus(await learner.get(`/v1/activities/${second}`), 200);
    expect(codeOf(await other.get(`/v1/activities/${second}`))).toEqual([403, 'courses.activity_closed']);
  });

  it('open by the score that a learner is given, and close again when it falls', async () => {
    const item = expectStatus(
      await room.instructor.post(`${room.url}/line-items`, { title: 'Essay', resultValueMax: '10' }),
      201,
    ).id;
    expectStatus(await guard({ kind: 'score', lineItemId: item, min: '50' }), 200);
    const score = async (value: string): Promise<string | undefined> => {
      expectStatus(
        await room.instructor.put(`/v1/line-items/${item}/results/${learner.id}`, { score: value }),
        200,
      );
      return (await stateOf(second))?.reasons[0]?.code;
    };
    expect((await stateOf(second))?.reasons[0]).toMatchObject({ message: 'Reach at least 50 % in “Essay”.' });
    expect([await score('4.9999'), await score('5'), await score('1')]).toEqual([
      'score_needed',
      undefined,
      'score_needed',
    ]);
  });

  it('of sections close all of their activities, and put them in order', async () => {
    const third = await room.activity(section, 'Third');
    expectStatus(await room.instructor.patch(`/v1/sections/${section}`, { sequential: true }), 200);
    const open = async (): Promise<(boolean | undefined)[]> => [
      (await stateOf(second))?.open,
      (await stateOf(third))?.open,
    ];
    expect(await open()).toEqual([false, false]);
    await complete(first);
    expect(await open()).toEqual([true, false]);
    await complete(second);
    expect(await open()).toEqual([true, true]);
    const nobody = { kind: 'person', userIds: [room.instructor.id] };
    expectStatus(await room.instructor.patch(`/v1/sections/${section}`, { releaseRule: nobody }), 200);
    expect((await stateOf(first))?.reasons[0]?.code).toBe('not_for_you');
    expectStatus(
      await room.instructor.patch(`/v1/sections/${section}`, { releaseRule: null, sequential: false }),
      200,
    );
    expect(await stateOf(first)).toBeUndefined();
  });

  it('that can never be met are refused where each change is published, with what is wrong', async () => {
    const answer = await guard(onFirst('complete', { activityId: '01990000-0000-7000-8000-00000000dead' }));
    expect(codeOf(answer)).toEqual([409, 'courses.release_never_met']);
    expect(answer.body.errors).toMatchObject([{ field: 'releaseRule.activityId', rule: 'target_missing' }]);
    expectStatus(await guard(onFirst()), 200);
    const circle = await guard({ kind: 'completion', activityId: second, state: 'complete' }, first);
    expect(codeOf(circle)).toEqual([409, 'courses.release_never_met']);
    expect(codeOf(await room.instructor.delete(`/v1/activities/${first}`))).toEqual([
      409,
      'courses.release_never_met',
    ]);
    expect((await stateOf(second))?.open).toBe(false);
  });

  it('wait in the drafts of a course that is published by hand, and come back with an earlier version', async () => {
    expectStatus(await room.instructor.patch(room.url, { publishing: 'manual' }), 200);
    expectStatus(await guard(onFirst('complete', { activityId: second })), 200);
    expect(await stateOf(second)).toBeUndefined();
    expect(codeOf(await room.instructor.post(`${room.url}/versions`, {}))).toEqual([
      409,
      'courses.release_never_met',
    ]);
    expectStatus(await guard(onFirst()), 200);
    const { id } = expectStatus(await room.instructor.post(`${room.url}/versions`, {}), 201);
    expectStatus(await guard(null), 200);
    expectStatus(await room.instructor.post(`${room.url}/versions`, {}), 201);
    expect(await stateOf(second)).toBeUndefined();
    expectStatus(await room.instructor.post(`/v1/course-versions/${id}/restorations`, {}), 201);
    expect(await stateOf(second)).toMatchObject({ open: false });
    const { releaseRule } = expectStatus(await room.instructor.get(`/v1/activities/${second}`), 200);
    expect(releaseRule).toMatchObject(onFirst());
  });

  it('show staff the outline as a learner sees it, also at another time, and nobody else', async () => {
    const at = '2026-03-09T00:00:00.000Z';
    expectStatus(await guard({ kind: 'all', of: [{ kind: 'date', from: { at } }, onFirst()] }), 200);
    const as = (query: string): string => `${room.url}/outline?as=${learner.id}${query}`;
    const reasons = async (query: string): Promise<string[]> => {
      const { sections } = expectStatus(await room.instructor.get(as(query)), 200);
      return sections[0].activities[1].release.reasons.map(({ code }: { code: string }) => code);
    };
    expect(await reasons('')).toEqual(['opens_at', 'complete_first']);
    expect(await reasons(`&at=${at}`)).toEqual(['complete_first']);
    expectStatus(await complete(first), 204);
    expect(await reasons(`&at=${at}`)).toEqual([]);
    const other = await room.learner();
    expect(codeOf(await other.get(as('')))).toEqual([403, 'courses.staff_only']);
  });

  it.each<[string, unknown, string]>([
    ['a text', 'closed', 'releaseRule'],
    ['a kind that there is not', { kind: 'guild' }, 'releaseRule'],
    ['a part that is none', { kind: 'any', of: [{ kind: 'date' }] }, 'releaseRule.of[0]'],
  ])('refuse %s', async (_, releaseRule, field) => {
    const answer = await guard(releaseRule as object);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe(field);
  });
});
