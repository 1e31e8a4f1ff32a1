import { expectStatus } from '../../support/course-room';
import { Classroom } from '../../support/classroom';
import { TestApp } from '../../support/test-app';
import { OPEN_REVIEW, SAFE_REVIEW, SCORE_REVIEW } from '../../../src/modules/assessments/review/review-rules';

const LIMITS = {
  shuffleOptions: true,
  timeLimitSeconds: 2700,
  atEnd: 'grace',
  graceSeconds: 120,
  delayAfterFirstSeconds: 3600,
  delayAfterLaterSeconds: 86_400,
  hardClose: true,
  offlineAnswers: 'counted',
  navigation: 'sequential',
  password: 'Späte Äpfel',
};

describe('the policies of a quiz', () => {
  let app: TestApp;
  let room: Classroom;
  let url: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await Classroom.open(app);
    url = `/v1/quizzes/${room.quizId}`;
  });

  interface Change {
    setting: string;
    oldValue: unknown;
    newValue: unknown;
    cause: string;
    changedBy: { id: string } | null;
    changedAt: string;
  }
  const changes = async (): Promise<Change[]> =>
    expectStatus(await room.instructor.get(`${url}/policy-changes?limit=100`), 200).data;

  it('keeps every limit and tells learners all but the password', async () => {
    expect(expectStatus(await room.instructor.patch(url, LIMITS), 200)).toMatchObject(LIMITS);
    expect((await room.instructor.get(url)).body).toMatchObject(LIMITS);
    const { password, ...told } = LIMITS;
    const learner = await (await room.learner()).get(url);
    expect(learner.body).toMatchObject({ ...told, needsPassword: true });
    expect(learner.body).not.toHaveProperty('password');
    expect(learner.text).not.toContain(password);
  });

  it('logs each setting that was changed, with who, from what to what and when, and none that was not', async () => {
    const before = (await changes()).length;
    app.clock.advance(60_000);
    expectStatus(await room.instructor.patch(url, { ...LIMITS, maxAttempts: null, grading: 'highest' }), 200);
    const added = (await changes()).slice(0, -before || undefined);
    expect(new Set(added.map(({ setting }) => setting))).toEqual(new Set(Object.keys(LIMITS)));
    expect(added.find(({ setting }) => setting === 'timeLimitSeconds')).toMatchObject({
      oldValue: null,
      newValue: 2700,
      cause: 'settings',
      changedBy: { id: room.instructor.id },
      changedAt: app.clock.now().toISOString(),
    });
    expectStatus(await room.instructor.patch(url, { timeLimitSeconds: 2700 }), 200);
    expect(await changes()).toHaveLength(before + added.length);
  });

  it('tells of no password what it is or was', async () => {
    for (const password of ['first-secret', 'second-secret', null])
      expectStatus(await room.instructor.patch(url, { password }), 200);
    const answer = await room.instructor.get(`${url}/policy-changes`);
    expect(answer.text).not.toContain('secret');
    expect((await changes()).slice(0, 3)).toMatchObject(
      [
        { oldValue: '•••', newValue: null },
        { oldValue: '•••', newValue: '•••' },
        { oldValue: null, newValue: '•••' },
      ].map((change) => ({ ...change, setting: 'password' })),
    );
  });

  it('logs the dates that another time zone of the course moves', async () => {
    const far = new Date(app.clock.now().getTime() + 30 * 86_400_000);
    expectStatus(await room.instructor.patch(url, { closesAt: far.toISOString() }), 200);
    const course = (await room.instructor.get(room.url)).body;
    expectStatus(
      await room.instructor.patch(
        room.url,
        { timeZone: 'America/New_York' },
        { 'if-match': `"v${course.version}"` },
      ),
      200,
    );
    const [moved] = await changes();
    expect(moved).toMatchObject({
      setting: 'closesAt',
      cause: 'time_zone',
      changedBy: { id: room.instructor.id },
      oldValue: far.toISOString(),
    });
    expect(moved?.newValue).toBe((await room.instructor.get(url)).body.closesAt);
  });

  it('reads the word for feedback as review rules, and says by it what the rules say', async () => {
    const set = async (body: object): Promise<unknown> => {
      const { review, feedback } = expectStatus(await room.instructor.patch(url, body), 200);
      return { review, feedback };
    };
    expect(await set({ feedback: 'never' })).toEqual({ review: SCORE_REVIEW, feedback: 'never' });
    expect(await set({ feedback: 'after_submission' })).toEqual({
      review: OPEN_REVIEW,
      feedback: 'after_submission',
    });
    expect(await set({ review: SAFE_REVIEW })).toEqual({ review: SAFE_REVIEW, feedback: 'never' });
    const rules = { ...SAFE_REVIEW, afterClose: ['marks', 'answers'] };
    expect(await set({ review: rules, feedback: 'after_submission' })).toEqual({
      review: rules,
      feedback: 'never',
    });
  });
});
