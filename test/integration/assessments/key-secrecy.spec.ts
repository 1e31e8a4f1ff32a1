import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS, RIGHT_RESPONSES, SECRETS } from '../../support/classroom';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { AttemptsService } from '../../../src/modules/assessments/attempts/attempts.service';
import { CourseAccess } from '../../../src/modules/courses';

negativeControl(
  'the learner’s view of an attempt',
  ['shows keys, feedback and marks to no learner before'],
  () => {
    replaceMethod(
      AttemptsService.prototype,
      'view',
      (view) =>
        function (this: AttemptsService, attempt) {
          return view.call(this, attempt, 'staff');
        },
    );
  },
);
negativeControl('access by course', ['shows keys to nobody outside'], () => {
  replaceMethod(
    CourseAccess.prototype,
    'activity',
    (activity) =>
      function (this: CourseAccess, caller, id) {
        return activity.call(this, caller, id, 'course.see');
      },
  );
  replaceMethod(
    CourseAccess.prototype,
    'course',
    (course) =>
      function (this: CourseAccess, caller, id) {
        return course.call(this, caller, id, 'course.see');
      },
  );
});

/** Fields that tell how an answer was marked, wherever they stand in a body. */
const MARKS = ['"key"', '"correct"', '"pointsAwarded"', '"accepted"', '"tolerance"', '"feedbackHtml"'];

describe('keys, feedback and marks', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());

  const leaks = ({ text }: Answer): string[] =>
    [...SECRETS, ...MARKS].filter((secret) => text.includes(secret));

  /** Every route and error a learner can reach while their attempt is open. */
  async function everythingBeforeSubmission(learner: Caller): Promise<Answer[]> {
    const started = await room.start(learner);
    const { id } = started.body;
    const wrong = ['nonsense', ['nonsense'], 'nonsense', 'nonsense', 42];
    return [
      started,
      await room.start(learner),
      await learner.get(`/v1/quizzes/${room.quizId}`),
      await learner.get(`/v1/quizzes/${room.quizId}/attempts`),
      await learner.get(`/v1/attempts/${id}`),
      // True for every question, whether its answer is right or wrong.
      ...(await Promise.all(
        [0, 1, 2, 3].map((question) => room.save(learner, id, question, RIGHT_RESPONSES[question])),
      )),
      await room.save(learner, id, 4, 'guess'),
      ...(await Promise.all(wrong.map((response, question) => room.save(learner, id, question, response)))),
      await room.submit(learner, id, room.byQuestion(wrong)),
      await learner.get(`/v1/attempts/${id}`),
      await learner.put(`/v1/attempts/${id}/submission`, { score: '10' }),
      await learner.get(`/v1/quizzes/${room.quizId}/questions`),
      await learner.post(`/v1/quizzes/${room.quizId}/questions`, { ...FIVE_QUESTIONS[2], feedback: null }),
      await learner.put(`/v1/quizzes/${room.quizId}/questions/order`, { questionIds: room.questionIds }),
      await learner.patch(`/v1/questions/${room.questionIds[4]}`, { prompt: 'Mine' }),
      await learner.patch(`/v1/questions/${room.questionIds[4]}`, { definition: {} }),
      await learner.delete(`/v1/questions/${room.questionIds[4]}`),
      await learner.patch(`/v1/quizzes/${room.quizId}`, { feedback: 'after_submission' }),
    ];
  }

  it('shows keys, feedback and marks to no learner before they submit, by any route or error', async () => {
    const answers = await everythingBeforeSubmission(await room.learner());
    // Their own right answer to the numeric question stands in their response; the key itself is 1729.25, not 1729.6.
    expect(answers.flatMap(leaks)).toEqual([]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(answers.slice(-7).map(({ status }) => status)).toEqual(Array(7).fill(403));
  });

  it('answers the save of a right answer like that of a wrong one', async () => {
    const learner = await room.learner();
    const { body } = await room.start(learner);
    const right = await room.save(learner, body.id, 0, 'median');
    const wrong = await room.save(learner, body.id, 0, 'mean');
    // These two say what was sent, and which of the learner's answers it is.
    const sent = { response: '', sequence: 0, receipt: '' };
    expect({ ...right.body, ...sent }).toEqual({ ...wrong.body, ...sent });
  });

  it('shows keys to nobody outside the course, nor to anybody without a token', async () => {
    const { body } = await room.start(await room.learner());
    for (const caller of [await app.person('learner'), await app.person('instructor'), app.anyone]) {
      const answers = [
        await caller.get(`/v1/quizzes/${room.quizId}`),
        await caller.get(`/v1/quizzes/${room.quizId}/questions`),
        await caller.get(`/v1/quizzes/${room.quizId}/attempts`),
        await caller.get(`/v1/attempts/${body.id}`),
        await caller.patch(`/v1/questions/${room.questionIds[0]}`, { prompt: 'Mine' }),
      ];
      expect(answers.flatMap(leaks)).toEqual([]);
      expect(answers.every(({ status }) => [401, 403, 404].includes(status))).toBe(true);
    }
  });

  it('shows keys and feedback to learners once they have submitted, in the result and when they read it again', async () => {
    const learner = await room.learner();
    const result = await room.attempt(learner, RIGHT_RESPONSES);
    for (const answer of [result, await learner.get(`/v1/attempts/${result.body.id}`)])
      expect(SECRETS.filter((secret) => !answer.text.includes(secret))).toEqual([]);
  });

  it('hides keys in a further attempt after a first one was reviewed', async () => {
    const learner = await room.learner();
    await room.attempt(learner, []);
    const answers = [
      await room.start(learner),
      await learner.get(`/v1/quizzes/${room.quizId}/attempts`),
      await learner.get(`/v1/quizzes/${room.quizId}`),
    ];
    expect(answers.flatMap(leaks)).toEqual([]);
  });

  it('shows keys to instructors, assistants and administrators at any time', async () => {
    const { body } = await room.start(await room.learner());
    const assistant = await room.join(await app.person('learner'), 'assistant');
    for (const staff of [room.instructor, assistant, await app.person('administrator')]) {
      for (const answer of [
        await staff.get(`/v1/attempts/${body.id}`),
        await staff.get(`/v1/quizzes/${room.quizId}/questions`),
      ]) {
        expect(answer.status).toBe(200);
        expect(SECRETS.filter((secret) => !answer.text.includes(secret))).toEqual([]);
      }
    }
  });
});
