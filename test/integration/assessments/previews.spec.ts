import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const START = '2026-03-02T09:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const CANARY = 'canary-of-a-preview';

describe('a preview of a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set(START));

  const preview = (room: Classroom, caller = room.instructor): Promise<Answer> =>
    caller.post(`/v1/quizzes/${room.quizId}/preview`);
  const previewed = async (room: Classroom, caller = room.instructor): Promise<string> =>
    expectStatus(await preview(room, caller), 201).id;
  const read = async (caller: Caller, id: string): Promise<Answer['body']> =>
    expectStatus(await caller.get(`/v1/attempts/${id}`), 200);

  it('shows the quiz as a learner sees it, and is answered, submitted and reviewed like an attempt', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    const { id, ...begun } = expectStatus(await preview(room), 201);
    const own = expectStatus(await room.start(learner), 201);
    expect(begun).toMatchObject({ isPreview: true, state: 'in_progress', number: 0, score: null });
    expect(own.isPreview).toBe(false);
    expect(Object.keys(begun.questions[0])).toEqual(Object.keys(own.questions[0]));
    expectStatus(await room.save(room.instructor, id, 0, 'median'), 200);
    expect((await read(room.instructor, id)).questions[0]).toEqual({
      ...(await read(learner, own.id)).questions[0],
      ...{ response: 'median', sequence: 1, savedAt: START },
    });
    const last = { [room.questionIds[2]!]: false };
    const submitted = expectStatus(await room.submit(room.instructor, id, last), 200);
    expect(submitted).toMatchObject({ state: 'graded', score: '3', gradeScore: '3', isPreview: true });
    expect(expectStatus(await room.submit(room.instructor, id), 200)).toMatchObject({ score: '3' });
    const seen = await read(room.instructor, id);
    expect(seen).toMatchObject({ gradeScore: '3', receipt: submitted.receipt });
    expectStatus(await room.submit(learner, own.id), 200);
    expect(Object.keys(seen.questions[0]).sort()).toEqual(
      Object.keys((await read(learner, own.id)).questions[0]).sort(),
    );
  });

  it('follows the review rules of learners', async () => {
    const room = await Classroom.open(app, { settings: { feedback: 'never' } });
    const id = await previewed(room);
    expectStatus(await room.submit(room.instructor, id, room.byQuestion(RIGHT_RESPONSES)), 200);
    const { questions } = await read(room.instructor, id);
    expect(questions).toHaveLength(5);
    for (const question of questions)
      for (const fact of ['correct', 'pointsAwarded', 'key', 'feedbackHtml'])
        expect([fact, question[fact] ?? null]).toEqual([fact, null]);
  });

  it('can be begun before the quiz opens, after its close, in a draft, without the password, as often as wanted', async () => {
    const limits = { maxAttempts: 1, password: 'open sesame', timeLimitSeconds: 600 };
    const room = await Classroom.open(app, { published: false, settings: limits });
    const url = `/v1/quizzes/${room.quizId}`;
    for (const dates of [
      { opensAt: after(60), closesAt: after(90) },
      { opensAt: after(-90), closesAt: after(-60) },
    ]) {
      expectStatus(await room.instructor.patch(url, dates), 200);
      const id = await previewed(room);
      expect(await read(room.instructor, id)).toMatchObject({ state: 'in_progress', endsAt: after(10) });
      expectStatus(await room.save(room.instructor, id, 0, 'median'), 200);
      // A change of the rules does not close it either.
      expectStatus(await room.instructor.patch(url, { timeLimitSeconds: 1200 }), 200);
      expect(await read(room.instructor, id)).toMatchObject({ endsAt: after(20) });
      expectStatus(await room.instructor.patch(url, { timeLimitSeconds: 600 }), 200);
      expectStatus(await room.submit(room.instructor, id), 200);
    }
  });

  it('ends at its time limit, whoever looks first', async () => {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
    const id = await previewed(room);
    expectStatus(await room.save(room.instructor, id, 0, 'median'), 200);
    app.clock.set(after(11));
    expectStatus(await room.save(room.instructor, id, 1, ['sd']), 409);
    await app.get(AttemptSweep).sweep();
    expect(await read(room.instructor, id)).toMatchObject({
      state: 'graded',
      endedAt: after(10),
      score: '2',
    });
  });

  it('takes the place of the one before, also of two that are begun at once', async () => {
    const room = await Classroom.open(app);
    const first = await previewed(room);
    expectStatus(await room.save(room.instructor, first, 0, 'median'), 200);
    const answers = await Promise.all([preview(room), preview(room), preview(room)]);
    const ids = answers.map((answer): string => expectStatus(answer, 201).id);
    expect((await room.instructor.get(`/v1/attempts/${first}`)).status).toBe(404);
    const found = await Promise.all(ids.map((id) => room.instructor.get(`/v1/attempts/${id}`)));
    expect(found.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    const colleague = await room.member('instructor');
    await previewed(room, colleague);
    const last = ids[found.findIndex(({ status }) => status === 200)]!;
    expect((await read(room.instructor, last)).questions[0].response).toBeNull();
  });

  it('changes nothing that anybody reads elsewhere', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    expectStatus(await room.attempt(learner, ['median']), 200);
    const open = expectStatus(await room.start(await room.learner()), 201).id as string;
    const item = (await room.instructor.get(`${room.url}/line-items`)).body.data[0].id as string;
    const addresses = [
      ...['attempts?total=true', 'attempts?deleted=true', 'open-attempts?total=true', 'exceptions', 'slots'],
      ...['', 'questions', 'policy-changes'],
    ].map((rest) => `/v1/quizzes/${room.quizId}/${rest}`.replace(/\/$/, ''));
    const everywhere = [
      ...addresses,
      `/v1/quizzes/${room.quizId}/attempts?userId=${room.instructor.id}`,
      ...['', '/outline', '/gradebook', '/gradebook.csv', '/line-items', '/grades/me', '/progress/me'].map(
        (rest) => `${room.url}${rest}`,
      ),
      ...['/enrollments', '/activities', '/progress', '/report', '/questions', '/questions/export'].map(
        (rest) => `${room.url}${rest}`,
      ),
      ...['completion-funnel', 'progress-distribution', 'score-distribution', 'ended-by-week'].map(
        (chart) => `${room.url}/report/${chart}.svg`,
      ),
      `${room.url}/grades/${room.instructor.id}`,
      ...[`/v1/line-items/${item}/results`, '/v1/grades/me', '/v1/me/progress', '/v1/me/enrollments'],
      `/v1/attempts/${open}/timeline`,
    ];
    const seenBy = async (): Promise<unknown[]> => {
      const seen: unknown[] = [];
      for (const caller of [room.instructor, learner])
        for (const address of everywhere) {
          const { status, text } = await caller.get(address);
          const body = text.replace(/"(requestId|generatedAt)":"[^"]*"/g, '');
          seen.push({ address, status, body });
        }
      return seen;
    };
    const before = await seenBy();
    const id = await previewed(room);
    expect(await seenBy()).toEqual(before);
    expectStatus(await room.save(room.instructor, id, 4, CANARY), 200);
    expectStatus(await room.submit(room.instructor, id, room.byQuestion(RIGHT_RESPONSES.slice(0, 4))), 200);
    expect(await seenBy()).toEqual(before);
    const events = await app.database.rows<{ text: string }>('SELECT payload AS text FROM outbox_messages');
    expect(JSON.stringify(events)).not.toContain(CANARY);
  });

  it('keeps no author from changing what a quiz asks, nor from deleting it', async () => {
    const room = await Classroom.open(app, { published: false });
    await previewed(room);
    const url = `/v1/quizzes/${room.quizId}`;
    expectStatus(await room.instructor.patch(url, { grading: 'average' }), 200);
    const slots = { slots: [{ questionId: room.questionIds[1] }] };
    expectStatus(await room.instructor.put(`${url}/slots`, slots), 200);
    expect((await room.instructor.delete(`/v1/questions/${room.questionIds[0]}`)).status).toBe(204);
    const other = await room.addQuiz('Quiz 2');
    expectStatus(await room.instructor.put(`/v1/quizzes/${other}/slots`, slots), 200);
    expectStatus(await room.instructor.post(`/v1/quizzes/${other}/preview`), 201);
    expect((await room.instructor.delete(`/v1/activities/${other}`)).status).toBe(204);
    expect((await room.instructor.delete(room.url)).status).toBe(204);
  });

  it('is no attempt of somebody who becomes a learner, nor in the way of one', async () => {
    const room = await Classroom.open(app, { settings: { maxAttempts: 1 } });
    const author = await app.person('instructor');
    const authorship = await room.enroll(author, 'instructor');
    const id = await previewed(room, author);
    expectStatus(await room.instructor.delete(`/v1/enrollments/${authorship}`), 204);
    const stay = await room.enroll(author, 'learner');
    expect((await author.get(`/v1/attempts/${id}`)).status).toBe(404);
    expect((await room.save(author, id, 0, 'median')).status).toBe(403);
    const own = expectStatus(await room.start(author), 201);
    expect(own).toMatchObject({ number: 1, isPreview: false });
    expect(expectStatus(await room.start(author), 201).id).toBe(own.id);
    expectStatus(await room.submit(author, own.id, room.byQuestion(RIGHT_RESPONSES)), 200);
    expect((await room.start(author)).body).toMatchObject({ code: 'assessments.no_attempts_left' });
    expectStatus(await room.instructor.delete(`/v1/enrollments/${stay}`), 204);
    await room.enroll(author, 'instructor');
    const again = await previewed(room, author);
    expect(expectStatus(await room.submit(author, again), 200)).toMatchObject({
      score: '0',
      gradeScore: '0',
    });
    const grades = expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}/attempts`), 200).data;
    expect(grades).toMatchObject([{ id: own.id, score: '10' }]);
  });

  it('is made by authors only, and seen by nobody else', async () => {
    const room = await Classroom.open(app);
    const [learner, assistant] = [await room.learner(), await room.member('assistant')];
    for (const caller of [learner, assistant, await app.person('learner')])
      expect((await preview(room, caller)).status).toBe(403);
    const id = await previewed(room);
    const colleague = await room.member('instructor');
    const why = { reason: 'Because' };
    for (const caller of [learner, assistant, colleague, await app.person('administrator')]) {
      expect((await caller.get(`/v1/attempts/${id}`)).status).toBe(404);
      expect((await caller.get(`/v1/attempts/${id}/timeline`)).status).toBe(404);
      expect((await room.save(caller, id, 0, 'median')).status).toBe(404);
      expect((await room.submit(caller, id)).status).toBe(404);
      for (const what of ['ending', 'reopening', 'deletion'])
        expect((await caller.post(`/v1/attempts/${id}/${what}`, why)).status).toBe(404);
    }
    const paused = await room.instructor.post(`/v1/quizzes/${room.quizId}/open-attempts/pause`, {
      ...{ reason: 'Alarm', attemptIds: [id] },
    });
    expect(expectStatus(paused, 200).results).toEqual([{ attemptId: id, outcome: 'not_open' }]);
  });

  it('needs questions, and no more statements where there are more', async () => {
    const empty = await Classroom.open(app, { questions: [] });
    expect((await preview(empty)).body).toMatchObject({ code: 'assessments.quiz_has_no_questions' });
    const room = await Classroom.open(app);
    await previewed(room);
    const statements = await sqlOf(async () => expectStatus(await preview(room), 201));
    expect(statements.length).toBeLessThanOrEqual(13);
  });
});
