import { expectStatus } from '../../support/course-room';
import { Classroom, FIVE_QUESTIONS } from '../../support/classroom';
import { resultUrl } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import type { SettingsChange } from '../../../src/modules/assessments';

const ESSAY = {
  type: 'essay',
  prompt: 'Why does the mean mislead?',
  points: '4',
  definition: { format: 'markdown', minWords: 3, template: 'I think …', markerNotes: 'canary-for-markers' },
  feedback: 'Because of large values.',
} as const;
/** A true/false question of 1 point, whose key is false, and an essay of 4. */
const QUESTIONS = [FIVE_QUESTIONS[2]!, ESSAY];

describe('an attempt that waits for marks', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const open = (settings: SettingsChange = {}): Promise<Classroom> =>
    Classroom.open(app, { questions: [...QUESTIONS], settings });

  async function lineItemOf(room: Classroom): Promise<string> {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/line-items`), 200);
    return data.find((item: { activityId: string }) => item.activityId === room.quizId).id;
  }
  const resultOf = async (room: Classroom, learner: Caller): Promise<Answer> =>
    room.instructor.get(resultUrl(await lineItemOf(room), learner));
  const hasCompleted = async (room: Classroom, learner: Caller): Promise<boolean> => {
    const { body } = await learner.get(`${room.url}/progress/me`);
    return body.completed === 1;
  };

  it('has no score, tells what waits and what the rest earns, and shows the Markdown as HTML', async () => {
    const room = await open();
    const learner = await room.learner();
    const { body } = await room.attempt(learner, [false, 'It is **pulled** up.']);
    const own = { state: 'submitted', status: 'submitted', score: null, percentage: null, passed: null };
    expect(body).toMatchObject({
      ...{ ...own, needsMarks: 1, scoreSoFar: '1', maxScore: '5', gradeScore: null },
      questions: [
        { pointsAwarded: '1', correct: true },
        {
          ...{ response: 'It is **pulled** up.', responseHtml: '<p>It is <strong>pulled</strong> up.</p>\n' },
          ...{ pointsAwarded: null, correct: null, needsMark: true, key: null },
        },
      ],
    });
    const staff = await room.instructor.get(`/v1/attempts/${body.id}`);
    expect(staff.body).toMatchObject({ ...own, needsMarks: 1, scoreSoFar: '1' });
    const { body: listed } = await room.instructor.get(`/v1/quizzes/${room.quizId}/attempts`);
    expect(listed.data).toMatchObject([{ ...own, needsMarks: 1, scoreSoFar: '1' }]);
  });

  it('is handed in for the gradebook, without a score, and counts in no total', async () => {
    const room = await open();
    const learner = await room.learner();
    const { body: attempt } = await room.attempt(learner, [false, 'Large values do it.']);
    expect((await resultOf(room, learner)).body).toMatchObject({
      ...{ score: null, scoreStatus: 'submitted', source: 'quiz', attemptId: attempt.id },
    });
    const { body: grades } = await learner.get(`${room.url}/grades/me`);
    expect(grades).toMatchObject({
      total: null,
      lineItems: [{ score: null, scoreStatus: 'submitted', percentage: null }],
    });
    const { body: report } = await room.instructor.get(`${room.url}/report`);
    expect(report.lineItems).toMatchObject([{ results: 1, missingScores: 1, mean: null }]);
  });

  it('is graded at once where no essay was written, or nothing visible', async () => {
    const room = await open();
    for (const blank of [null, '', ' \n\u200b']) {
      const { body } = await room.attempt(await room.learner(), [false, blank]);
      expect(body).toMatchObject({ state: 'graded', score: '1', needsMarks: 0, gradeScore: '1' });
      expect(body.scoreSoFar).toBeUndefined();
    }
  });

  it('completes a quiz without a pass mark, and waits where there is one', async () => {
    const [without, having] = [await open(), await open({ passPercentage: '20' })];
    for (const [room, isCompleted] of [
      [without, true],
      [having, false],
    ] as const) {
      const learner = await room.learner();
      await room.attempt(learner, [false, 'Large values do it.']);
      expect(await hasCompleted(room, learner)).toBe(isCompleted);
    }
  });

  it.each([
    ['highest', { score: '1', scoreStatus: 'fully graded' }],
    ['average', { score: '1', scoreStatus: 'fully graded' }],
    ['first', { score: '1', scoreStatus: 'fully graded' }],
    ['latest', { score: null, scoreStatus: 'submitted' }],
  ] as const)('by the %s of the attempts leaves an earlier grade as %j', async (grading, result) => {
    const room = await open({ grading });
    const learner = await room.learner();
    await room.attempt(learner, [false, null]);
    const { body } = await room.attempt(learner, [true, 'Large values do it.']);
    expect(body).toMatchObject({ score: null, scoreSoFar: '0', gradeScore: result.score });
    expect((await resultOf(room, learner)).body).toMatchObject(result);
  });

  it('says nothing of what the rest earns while the review rules keep marks back', async () => {
    const room = await open({ feedback: 'never' });
    await room.instructor.patch(`/v1/quizzes/${room.quizId}`, {
      review: {
        during: [],
        immediatelyAfter: ['answers'],
        laterWhileOpen: ['answers'],
        afterClose: ['answers'],
      },
    });
    const learner = await room.learner();
    const { body } = await room.attempt(learner, [false, 'Large values do it.']);
    expect(body).toMatchObject({ state: 'submitted', score: null, needsMarks: 1, gradeScore: null });
    for (const field of ['scoreSoFar', 'pointsAwarded']) expect(JSON.stringify(body)).not.toContain(field);
  });

  it('shows no learner the notes for markers, and the instructor shows them with the question', async () => {
    const room = await open();
    const learner = await room.learner();
    const seen = [await room.start(learner)];
    seen.push(await room.submit(learner, seen[0]!.body.id, room.byQuestion([true, 'Large values do it.'])));
    seen.push(await learner.get(`/v1/attempts/${seen[0]!.body.id}`));
    for (const { body } of seen) {
      expect(JSON.stringify(body)).not.toContain('canary');
      expect(body.questions[1].definition).toMatchObject({ template: 'I think …', minWords: 3 });
    }
    const question = await room.instructor.get(`/v1/quizzes/${room.quizId}/questions`);
    expect(question.body.data[1].definition).toMatchObject(ESSAY.definition);
  });

  it('remarks on too few words when an answer is saved, and keeps it', async () => {
    const room = await open();
    const learner = await room.learner();
    const { body: attempt } = await room.start(learner);
    expect(await room.save(learner, attempt.id, 1, 'Large values.')).toMatchObject({
      status: 200,
      body: { response: 'Large values.', remarks: [{ code: 'too_few_words' }] },
    });
    expect(await room.save(learner, attempt.id, 1, 'x'.repeat(66_000))).toMatchObject({
      status: 422,
      body: { errors: [{ rule: 'maxBytes' }] },
    });
    const { body } = await room.submit(learner, attempt.id);
    expect(body.questions[1]).toMatchObject({ response: 'Large values.', needsMark: true });
  });

  it('is nothing to wait for when it is opened again, and waits once more when it is submitted', async () => {
    const room = await open();
    const learner = await room.learner();
    const { body: attempt } = await room.attempt(learner, [false, 'Large values do it.']);
    const reopened = await room.instructor.post(`/v1/attempts/${attempt.id}/reopening`, {
      ...{ minutes: 10, reason: 'It ended by mistake.' },
    });
    expectStatus(reopened, 200);
    expect((await learner.get(`/v1/attempts/${attempt.id}`)).body).toMatchObject({
      ...{ state: 'in_progress', needsMarks: 0, score: null },
    });
    expect((await room.submit(learner, attempt.id)).body).toMatchObject({
      state: 'submitted',
      needsMarks: 1,
    });
  });
});
