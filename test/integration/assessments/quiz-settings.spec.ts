import { TestApp } from '../../support/test-app';
import { REVIEW_FACTS, SAFE_REVIEW } from '../../../src/modules/assessments/review/review-rules';
import { Classroom } from '../../support/classroom';

const NO_FURTHER_LIMITS = {
  shuffleOptions: false,
  timeLimitSeconds: null,
  atEnd: 'submit',
  graceSeconds: null,
  delayAfterFirstSeconds: null,
  delayAfterLaterSeconds: null,
  hardClose: false,
  offlineAnswers: 'not_counted',
  navigation: 'free',
  password: null,
  behavior: 'deferred',
  posting: 'at_once',
  postsAt: null,
};

describe('the settings of a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('gives a new quiz settings without limits, by which nobody can profit from what another has seen', async () => {
    const room = await Classroom.open(app, { questions: [] });
    const quizId = await room.addQuiz('Quiz 1');
    const { body, headers } = await room.instructor.get(`/v1/quizzes/${quizId}`);
    const scoreOnly = ['answers', 'maxMarks', 'marks'];
    expect(body).toEqual({
      activityId: quizId,
      courseId: room.courseId,
      title: 'Quiz 1',
      maxAttempts: null,
      grading: 'highest',
      opensAt: null,
      dueAt: null,
      closesAt: null,
      passPercentage: null,
      shuffleQuestions: false,
      ...NO_FURTHER_LIMITS,
      needsPassword: false,
      overallFeedback: [],
      review: {
        during: ['answers', 'maxMarks'],
        immediatelyAfter: scoreOnly,
        laterWhileOpen: scoreOnly,
        afterClose: REVIEW_FACTS,
      },
      feedback: 'never',
      pointsPossible: '0',
      questionCount: 0,
      myAttempts: null,
      myTerms: null,
      version: expect.any(Number),
    });
    expect(headers.etag).toBe(`"v${body.version}"`);
  });

  it('changes each setting by itself, and clears it with null', async () => {
    const room = await Classroom.open(app);
    const url = `/v1/quizzes/${room.quizId}`;
    const changes = {
      maxAttempts: 3,
      grading: 'average',
      opensAt: '2026-03-02T10:00:00+02:00',
      dueAt: '2026-03-09T22:59:59Z',
      closesAt: '2026-03-09T22:59:59Z',
      passPercentage: '62.50',
      shuffleQuestions: true,
      feedback: 'never',
    };
    expect((await room.instructor.patch(url, changes)).body).toMatchObject({
      ...changes,
      opensAt: '2026-03-02T08:00:00.000Z',
      dueAt: '2026-03-09T22:59:59.000Z',
      closesAt: '2026-03-09T22:59:59.000Z',
      passPercentage: '62.5',
    });
    const cleared = { maxAttempts: null, opensAt: null, dueAt: null, closesAt: null, passPercentage: null };
    expect((await room.instructor.patch(url, cleared)).body).toMatchObject({
      ...cleared,
      grading: 'average',
    });
    expect((await room.instructor.get(url)).body).toMatchObject({ ...cleared, feedback: 'never' });
  });

  it.each([
    [{ maxAttempts: 0 }, 'maxAttempts'],
    [{ maxAttempts: 101 }, 'maxAttempts'],
    [{ maxAttempts: 1.5 }, 'maxAttempts'],
    [{ grading: 'best' }, 'grading'],
    [{ grading: null }, 'grading'],
    [{ opensAt: '2026-03-02' }, 'opensAt'],
    [{ opensAt: '2026-03-02T10:00:00' }, 'opensAt'],
    [{ dueAt: '2026-02-30T10:00:00Z' }, 'dueAt'],
    [{ closesAt: 1772445600000 }, 'closesAt'],
    [{ passPercentage: '100.01' }, 'passPercentage'],
    [{ passPercentage: '-1' }, 'passPercentage'],
    [{ passPercentage: 60 }, 'passPercentage'],
    [{ passPercentage: '60.123' }, 'passPercentage'],
    [{ shuffleQuestions: 'yes' }, 'shuffleQuestions'],
    [{ feedback: 'always' }, 'feedback'],
    [{ timeLimitSeconds: 0 }, 'timeLimitSeconds'],
    [{ timeLimitSeconds: 604_801 }, 'timeLimitSeconds'],
    [{ atEnd: 'explode' }, 'atEnd'],
    [{ atEnd: 'grace' }, 'graceSeconds'],
    [{ graceSeconds: 1.5 }, 'graceSeconds'],
    [{ delayAfterFirstSeconds: -1 }, 'delayAfterFirstSeconds'],
    [{ delayAfterLaterSeconds: '60' }, 'delayAfterLaterSeconds'],
    [{ hardClose: null }, 'hardClose'],
    [{ offlineAnswers: 'some' }, 'offlineAnswers'],
    [{ navigation: 'random' }, 'navigation'],
    [{ shuffleOptions: 1 }, 'shuffleOptions'],
    [{ password: '' }, 'password'],
    [{ password: 'x'.repeat(101) }, 'password'],
    [{ review: null }, 'review'],
    [{ review: {} }, 'review.during'],
    [{ review: { ...SAFE_REVIEW, later: [] } }, 'review.later'],
    [{ review: { ...SAFE_REVIEW, during: ['key'] } }, 'review.during'],
    [{ review: { ...SAFE_REVIEW, afterClose: ['marks', 'marks'] } }, 'review.afterClose'],
    [{ pointsPossible: '100' }, 'pointsPossible'],
    [{ version: 7 }, 'version'],
    [{ opensAt: '2026-03-02T10:00:00Z', dueAt: '2026-03-02T10:00:00Z' }, 'dueAt'],
    [{ opensAt: '2026-03-02T10:00:00Z', closesAt: '2026-03-02T09:00:00Z' }, 'closesAt'],
    [{ dueAt: '2026-03-02T10:00:00Z', closesAt: '2026-03-02T09:59:59Z' }, 'closesAt'],
  ])('refuses wrong settings: %j', async (changes, field) => {
    const room = await Classroom.open(app, { questions: [] });
    const answer = await room.instructor.patch(`/v1/quizzes/${room.quizId}`, changes);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('checks new settings against those that stay: refuses a due date before the stored opening', async () => {
    const room = await Classroom.open(app, { settings: { opensAt: new Date('2026-03-10T00:00:00Z') } });
    const answer = await room.instructor.patch(`/v1/quizzes/${room.quizId}`, {
      dueAt: '2026-03-09T00:00:00Z',
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'assessments.invalid_settings' } });
  });

  it('refuses settings from an old copy', async () => {
    const room = await Classroom.open(app);
    const url = `/v1/quizzes/${room.quizId}`;
    const etag = String((await room.instructor.get(url)).headers.etag);
    expect((await room.instructor.get(url, { 'if-none-match': etag })).status).toBe(304);
    expect((await room.instructor.patch(url, { maxAttempts: 1 }, { 'if-match': etag })).status).toBe(200);
    const stale = await room.instructor.patch(url, { maxAttempts: 2 }, { 'if-match': etag });
    expect(stale).toMatchObject({ status: 412, body: { code: 'request.stale' } });
    expect((await room.instructor.get(url, { 'if-none-match': etag })).body.maxAttempts).toBe(1);
  });

  it('keeps grading and pass mark once a learner has attempted the quiz, and lets the others change', async () => {
    const room = await Classroom.open(app);
    await room.attempt(await room.learner(), []);
    const url = `/v1/quizzes/${room.quizId}`;
    for (const changes of [{ grading: 'latest' }, { passPercentage: '50' }])
      expect(await room.instructor.patch(url, changes)).toMatchObject({
        status: 409,
        body: { code: 'assessments.quiz_has_attempts' },
      });
    const changes = {
      grading: 'highest',
      passPercentage: null,
      maxAttempts: 5,
      dueAt: '2027-01-01T00:00:00Z',
    };
    expect((await room.instructor.patch(url, changes)).status).toBe(200);
  });

  it('lets instructors and administrators change settings, but no assistants, learners or strangers', async () => {
    const room = await Classroom.open(app);
    const url = `/v1/quizzes/${room.quizId}`;
    const assistant = await room.join(await app.person('learner'), 'assistant');
    for (const caller of [assistant, await room.learner(), await app.person('instructor')])
      expect((await caller.patch(url, { maxAttempts: 1 })).status).toBe(403);
    expect((await (await app.person('administrator')).patch(url, { maxAttempts: 1 })).status).toBe(200);
  });

  it('sends learners no ETag, since their view changes with their attempts', async () => {
    const room = await Classroom.open(app);
    const { headers, body } = await (await room.learner()).get(`/v1/quizzes/${room.quizId}`);
    expect(headers.etag).toBeUndefined();
    expect(body).not.toHaveProperty('version');
  });

  it('gives no settings for activities that are no quizzes', async () => {
    const room = await Classroom.open(app);
    const admin = await app.person('administrator');
    for (const id of [room.courseId, '01990000-0000-7000-8000-000000000000'])
      expect((await admin.get(`/v1/quizzes/${id}`)).status).toBe(404);
  });

  it('makes a quiz with the activity, which shows its new title after a rename', async () => {
    const room = await Classroom.open(app);
    const made = await room.instructor.post(`/v1/sections/${room.sectionId}/activities`, {
      type: 'quiz',
      title: 'Final quiz',
    });
    expect(made.status).toBe(201);
    const before = await room.instructor.get(`/v1/quizzes/${made.body.id}`);
    expect(before.body).toMatchObject({ title: 'Final quiz', pointsPossible: '0' });
    await room.instructor.patch(`/v1/activities/${made.body.id}`, { title: 'Last quiz' });
    const after = await room.instructor.get(`/v1/quizzes/${made.body.id}`, {
      'if-none-match': String(before.headers.etag),
    });
    expect(after).toMatchObject({ status: 200, body: { title: 'Last quiz' } });
  });
});
