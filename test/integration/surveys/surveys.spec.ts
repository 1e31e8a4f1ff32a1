import { toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the lock of a survey that is answered', ['saves one answer of a learner'], () => {
  withoutLocks(/FROM surveys s/);
});

const QUESTIONS = [
  {
    ...{ id: 'clarity', kind: 'scale', prompt: 'How clear was it?', isRequired: true },
    labels: ['Not at all', 'A little', 'Well', 'Very well'],
  },
  {
    ...{ id: 'pace', kind: 'single_choice', prompt: 'How is the pace?' },
    options: [
      { id: 'slow', text: 'Too slow' },
      { id: 'fast', text: 'Too fast' },
    ],
  },
  {
    ...{ id: 'more', kind: 'multiple_choice', prompt: 'More of what?', most: 2 },
    options: [
      { id: 'a', text: 'Examples' },
      { id: 'b', text: 'Exercises' },
      { id: 'c', text: 'Videos' },
    ],
  },
  { id: 'hours', kind: 'number', prompt: 'Hours a week?', min: '0', max: '100' },
  { id: 'open', kind: 'text', prompt: '=What else?' },
];

describe('surveys', () => {
  let app: TestApp;
  let room: CourseRoom;
  let surveyId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app);
    const fields = { type: 'survey', questions: QUESTIONS };
    surveyId = await room.activity(await room.section(), 'How is it going?', fields);
  });

  const url = (): string => `/v1/surveys/${surveyId}`;
  const answer = (learner: Caller, answers: object): Promise<Answer> =>
    learner.put(`${url()}/answer`, { answers });
  const settings = (changes: object): Promise<Answer> => room.instructor.patch(url(), changes);
  const results = async (): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`${url()}/results`), 200);
  const csv = async (): Promise<string> => (await room.instructor.get(`${url()}/answers.csv`)).text;
  const codeOf = ({ status, body }: Answer): unknown[] => [status, body?.code];
  const learners = (count: number): Promise<Caller[]> =>
    Promise.all(Array.from({ length: count }, () => room.learner()));

  it('take what learners answer, and tell staff what all of them have said', async () => {
    const [ada, ben] = (await learners(2)) as [Caller, Caller];
    const all = { clarity: 4, pace: 'fast', more: ['c', 'a'], hours: '2.50', open: ' More of it. ' };
    expect(expectStatus(await answer(ada, all), 200)).toEqual({
      isAnswered: true,
      myAnswers: { clarity: 4, pace: 'fast', more: ['a', 'c'], hours: '2.5', open: 'More of it.' },
    });
    expectStatus(await answer(ben, { clarity: 1, more: ['a'], hours: '4', open: 'Less.' }), 200);
    const told = await results();
    expect(told).toMatchObject({ isAnonymous: false, answers: 2, told: 2 });
    const [clarity, pace, more, hours, open] = told.questions;
    expect(clarity).toMatchObject({ isAsked: true, answers: 2, mean: '2.5', least: '1', greatest: '4' });
    expect(clarity.choices.map(({ count }: { count: number }) => count)).toEqual([1, 0, 0, 1]);
    expect(pace).toMatchObject({ answers: 1, mean: null });
    expect(pace.choices).toEqual([
      { id: 'slow', point: null, text: 'Too slow', count: 0 },
      { id: 'fast', point: null, text: 'Too fast', count: 1 },
    ]);
    expect(more.choices.map(({ count }: { count: number }) => count)).toEqual([2, 0, 1]);
    expect(hours).toMatchObject({ mean: '3.25', least: '2.5', greatest: '4', choices: null });
    expect(open).toMatchObject({ texts: ['Less.', 'More of it.'], textsLeftOut: 0 });
  });

  it.each([
    [{}, 'answers.clarity', 'isRequired'],
    [{ clarity: 5 }, 'answers.clarity', 'isAnswer'],
    [{ clarity: '3' }, 'answers.clarity', 'isAnswer'],
    [{ clarity: 2.5 }, 'answers.clarity', 'isAnswer'],
    [{ clarity: 3, pace: 'so-so' }, 'answers.pace', 'isAnswer'],
    [{ clarity: 3, more: ['a', 'b', 'c'] }, 'answers.more', 'isAnswer'],
    [{ clarity: 3, more: ['a', 'a'] }, 'answers.more', 'isAnswer'],
    [{ clarity: 3, hours: '101' }, 'answers.hours', 'isAnswer'],
    [{ clarity: 3, hours: 'many' }, 'answers.hours', 'isAnswer'],
    [{ clarity: 3, open: ' ' }, 'answers.open', 'isAnswer'],
    [{ clarity: 3, open: 'x'.repeat(5001) }, 'answers.open', 'isAnswer'],
    [{ clarity: 3, other: 1 }, 'answers.other', 'exists'],
    [{ clarity: 3, ['__proto__x']: 1 }, 'answers.__proto__x', 'exists'],
  ])('refuse %j, and name the question', async (answers, field, rule) => {
    const refused = await answer(await room.learner(), answers);
    expect([refused.status, refused.body.errors[0]]).toEqual([422, expect.objectContaining({ field, rule })]);
    expect((await results()).answers).toBe(0);
  });

  it('saves one answer of a learner, however often and at once it is sent', async () => {
    const learner = await room.learner();
    const before = await countEvents(learner);
    const sent = await Promise.all(Array.from({ length: 8 }, () => answer(learner, { clarity: 3 })));
    expect(sent.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await results()).toMatchObject({ answers: 1 });
    expect(await countEvents(learner)).toBe(before + 1);
  });

  /** Rows of who has answered. */
  async function countEvents(learner: Caller): Promise<number> {
    const row = await app.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM survey_participants WHERE activity_id = ? AND user_id = ?',
      [toBinary(surveyId), toBinary(learner.id)],
    );
    return Number(row?.count);
  }

  it('let an answer be changed while they are open, where they say so', async () => {
    const learner = await room.learner();
    expectStatus(await answer(learner, { clarity: 1 }), 200);
    expectStatus(await answer(learner, { clarity: 2 }), 200);
    expect(expectStatus(await learner.get(url()), 200)).toMatchObject({
      ...{ isAnswered: true, myAnswers: { clarity: 2 }, state: 'open' },
    });
    expectStatus(await settings({ mayChange: false }), 200);
    expect(codeOf(await answer(learner, { clarity: 3 }))).toEqual([409, 'surveys.answered']);
    // A repetition is no change.
    expectStatus(await answer(learner, { clarity: 2 }), 200);
    expect((await results()).questions[0]).toMatchObject({ answers: 1, mean: '2' });
  });

  it('take answers between their instants, the second excluded', async () => {
    const learner = await room.learner();
    const span = { opensAt: '2026-03-03T08:00:00.000Z', closesAt: '2026-03-04T08:00:00.000Z' };
    expectStatus(await settings(span), 200);
    expect(codeOf(await answer(learner, { clarity: 3 }))).toEqual([409, 'surveys.not_open']);
    app.clock.set(span.opensAt);
    expectStatus(await answer(learner, { clarity: 3 }), 200);
    app.clock.set(span.closesAt);
    expect(codeOf(await answer(learner, { clarity: 2 }))).toEqual([409, 'surveys.closed']);
    // Whoever did not hear that it was saved is told so.
    expectStatus(await answer(learner, { clarity: 3 }), 200);
    expect(expectStatus(await learner.get(url()), 200)).toMatchObject({ state: 'closed' });
    const wrong = await settings({ closesAt: span.opensAt });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'closesAt']);
  });

  describe('that are anonymous', () => {
    beforeEach(async () => {
      expect(expectStatus(await settings({ isAnonymous: true }), 200)).toMatchObject({ mayChange: false });
    });

    it('are told of in whole groups of five, in no order', async () => {
      const people = await learners(7);
      for (const [index, learner] of people.entries()) {
        const saved = await answer(learner, { clarity: 1 + (index % 4), open: `Said ${9 - index}` });
        expect(expectStatus(saved, 200)).toEqual({ isAnswered: true, myAnswers: null });
        const { answers, told, questions } = await results();
        expect([answers, told]).toEqual([index + 1, index < 4 ? 0 : 5]);
        expect(questions[4].texts).toEqual(
          index < 4 ? [] : ['Said 5', 'Said 6', 'Said 7', 'Said 8', 'Said 9'],
        );
      }
      const lines = (await csv()).trimEnd().split('\r\n');
      expect(lines).toHaveLength(6);
      expect(await csv()).not.toContain('Person');
    });

    it('keep no name and no time with an answer, and cannot be changed', async () => {
      const [ada] = (await learners(1)) as [Caller];
      expectStatus(await answer(ada, { clarity: 4 }), 200);
      expect(codeOf(await answer(ada, { clarity: 4 }))).toEqual([409, 'surveys.answered']);
      expect(expectStatus(await ada.get(url()), 200)).toMatchObject({ isAnswered: true, myAnswers: null });
      const participant = await app.database.row(
        'SELECT answer_id AS answerId, answered_at AS at, changed_at AS changed FROM survey_participants WHERE activity_id = ?',
        [toBinary(surveyId)],
      );
      expect(participant).toEqual({ answerId: null, at: null, changed: null });
      const stored = await app.database.row<{ id: Buffer }>(
        'SELECT * FROM survey_answers WHERE activity_id = ?',
        [toBinary(surveyId)],
      );
      expect(Object.keys(stored ?? {}).sort()).toEqual(['activity_id', 'answers', 'batch', 'digest', 'id']);
      // The version of a UUID by chance; those that we make say when they were made.
      expect(stored!.id.toString('hex')[12]).toBe('4');
    });

    it('stay so once there is an answer', async () => {
      expectStatus(await answer(await room.learner(), { clarity: 4 }), 200);
      expect(codeOf(await settings({ isAnonymous: false }))).toEqual([409, 'surveys.anonymity_fixed']);
      const wrong = await settings({ mayChange: true });
      expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'mayChange']);
    });

    it('are answered once by each of those who come at once', async () => {
      const people = await learners(6);
      const sent = await Promise.all(
        people.flatMap((learner) => [1, 2].map(() => answer(learner, { clarity: 3 }))),
      );
      expect(sent.filter(({ status }) => status === 200)).toHaveLength(6);
      expect(await results()).toMatchObject({ answers: 6, told: 5 });
    });
  });

  it('keep answers with the questions that they were given to', async () => {
    const [ada, ben] = (await learners(2)) as [Caller, Caller];
    expectStatus(await answer(ada, { clarity: 1, pace: 'slow' }), 200);
    const [clarity, pace] = QUESTIONS;
    const questions = [clarity, { ...pace, prompt: 'How is the pace now?' }];
    expectStatus(await room.instructor.patch(`/v1/activities/${surveyId}`, { questions }), 200);
    expectStatus(await answer(ben, { clarity: 3, pace: 'fast' }), 200);
    const told = (await results()).questions.map((each: Answer['body']) => [
      each.question.prompt,
      each.isAsked,
      each.answers,
    ]);
    expect(told).toEqual([
      ['How clear was it?', true, 2],
      ['How is the pace now?', true, 1],
      ['How is the pace?', false, 1],
    ]);
  });

  it('are completed by who answers them, also where nobody knows what they said', async () => {
    const [ada, ben] = (await learners(2)) as [Caller, Caller];
    const done = async (learner: Caller): Promise<unknown> =>
      expectStatus(await learner.get(`${room.url}/progress/me`), 200).activities.find(
        ({ activityId }: { activityId: string }) => activityId === surveyId,
      ).completedAt;
    expect(await done(ada)).toBeNull();
    expect((await ada.put(`/v1/activities/${surveyId}/completion`)).status).toBe(409);
    expectStatus(await settings({ isAnonymous: true }), 200);
    expectStatus(await answer(ada, { clarity: 1 }), 200);
    expect([await done(ada), await done(ben)]).toEqual([app.clock.now().toISOString(), null]);
  });

  it('are deleted only without answers', async () => {
    const learner = await room.learner();
    expectStatus(await answer(learner, { clarity: 1 }), 200);
    expect(codeOf(await room.instructor.delete(`/v1/activities/${surveyId}`))).toEqual([
      409,
      'surveys.has_answers',
    ]);
    const other = await room.activity(await room.section(), 'Other', {
      type: 'survey',
      questions: QUESTIONS,
    });
    expectStatus(await room.instructor.delete(`/v1/activities/${other}`), 204);
  });

  it('write a table that spreadsheets do not run, with the names of those who answered', async () => {
    const learner = await room.join(await app.person('learner', { givenName: 'Åsa', familyName: '=Evil()' }));
    expectStatus(await answer(learner, { clarity: 2, more: ['a', 'c'], hours: '3', open: '@SUM(A1)' }), 200);
    const [heads, line] = (await csv()).trimEnd().split('\r\n');
    expect(heads).toContain(`"'=What else?"`);
    expect(line).toContain(`"'=Evil(), Åsa"`);
    expect(line).toContain(`2,"","Examples; Videos",3,"'@SUM(A1)"`);
  });

  it('are for those who take part', async () => {
    const [learner, assistant] = [await room.learner(), await room.member('assistant')];
    expect(codeOf(await answer(assistant, { clarity: 1 }))).toEqual([403, 'courses.learners_only']);
    expect(codeOf(await learner.get(`${url()}/results`))).toEqual([403, 'courses.staff_only']);
    expect(codeOf(await learner.get(`${url()}/answers.csv`))).toEqual([403, 'courses.staff_only']);
    expect(codeOf(await assistant.patch(url(), { mayChange: false }))).toEqual([
      403,
      'courses.instructors_only',
    ]);
    expectStatus(await assistant.get(`${url()}/results`), 200);
    const page = await room.activity(await room.section(), 'A page');
    expect(codeOf(await learner.get(`/v1/surveys/${page}`))).toEqual([404, 'surveys.not_found']);
    const closed = { releaseRule: { kind: 'person', userIds: [assistant.id] } };
    expectStatus(await room.instructor.patch(`/v1/activities/${surveyId}`, closed), 200);
    expect(codeOf(await answer(learner, { clarity: 1 }))).toEqual([403, 'courses.activity_closed']);
  });

  it('say in the outline whether they are answered', async () => {
    const learner = await room.learner();
    const shown = async (): Promise<Answer['body']> =>
      expectStatus(await learner.get(`${room.url}/outline`), 200).sections[0].activities[0];
    expect(await shown()).toMatchObject({ type: 'survey', isAnonymous: false, isAnswered: false });
    expectStatus(await answer(learner, { clarity: 1 }), 200);
    expect(await shown()).toMatchObject({ isAnswered: true, closesAt: null });
  });

  it('keep the local times of their instants when the course gets another time zone', async () => {
    expectStatus(await settings({ closesAt: '2026-03-20T20:00:00.000Z' }), 200);
    const changed = expectStatus(await room.instructor.patch(room.url, { timeZone: 'Europe/Berlin' }), 200);
    expect(JSON.stringify(changed)).toContain('surveys');
    expect(expectStatus(await room.instructor.get(url()), 200)).toMatchObject({
      closesAt: '2026-03-20T19:00:00.000Z',
    });
  });

  it('are copied with whose answers they take, and without answers', async () => {
    expectStatus(await settings({ isAnonymous: true, closesAt: '2026-04-01T00:00:00.000Z' }), 200);
    expectStatus(await answer(await room.learner(), { clarity: 1 }), 200);
    const copy = expectStatus(await room.instructor.post(`/v1/activities/${surveyId}/copies`, {}), 201);
    expect(copy.questions).toEqual(
      expectStatus(await room.instructor.get(`/v1/activities/${surveyId}`), 200).questions,
    );
    expect(expectStatus(await room.instructor.get(`/v1/surveys/${copy.id}`), 200)).toMatchObject({
      ...{ isAnonymous: true, mayChange: false, closesAt: '2026-04-01T00:00:00.000Z' },
    });
    const told = expectStatus(await room.instructor.get(`/v1/surveys/${copy.id}/results`), 200);
    expect(told.answers).toBe(0);
  });

  it('cost the same statements for one answer and for many', async () => {
    const costs = async (): Promise<number> =>
      (await sqlOf(() => room.instructor.get(`${url()}/results`))).length;
    const [first, ...others] = await learners(6);
    expectStatus(await answer(first!, { clarity: 1 }), 200);
    const before = await costs();
    for (const learner of others) expectStatus(await answer(learner, { clarity: 2 }), 200);
    expect(await costs()).toBe(before);
  });
});
