import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { EnrollmentsFacade } from '../../../src/modules/enrollments';
import { toBinary } from '../../../src/shared/database/ids';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const START = '2026-03-02T09:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const DAY_MINUTES = 24 * 60;

/** A started attempt without a time limit, with the first question answered right. */
interface Sat {
  room: Classroom;
  learner: Caller;
  enrollmentId: string;
  id: string;
}

describe('an attempt whose learner leaves the course, or whose course is archived', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  async function sit(settings: object = {}, room?: Classroom): Promise<Sat> {
    const own = room ?? (await Classroom.open(app, { settings }));
    const learner = await app.person();
    const enrollmentId = await own.enroll(learner);
    const { id } = expectStatus(await own.start(learner), 201);
    expectStatus(await own.save(learner, id, 0, RIGHT_RESPONSES[0]), 200);
    return { room: own, learner, enrollmentId, id };
  }

  async function withdraw({ room, enrollmentId }: Sat): Promise<void> {
    expectStatus(await room.instructor.delete(`/v1/enrollments/${enrollmentId}`), 204);
  }

  async function archive({ room }: Pick<Sat, 'room'>, is = true): Promise<void> {
    const url = `${room.url}/archive`;
    expectStatus(await (is ? room.instructor.put(url) : room.instructor.delete(url)), 200);
  }

  /** As staff read it. */
  const seen = async ({ room, id }: Sat): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/attempts/${id}`), 200);
  const recorded = async (id: string): Promise<object[]> =>
    app.database.rows('SELECT open_marker AS isOpen, end_reason AS why FROM attempts WHERE id = ?', [
      toBinary(id),
    ]);
  const entries = async (id: string): Promise<[string, string][]> =>
    (
      await app.database.rows<{ response: string; standing: string }>(
        'SELECT response, standing FROM answer_entries WHERE attempt_id = ? ORDER BY question_id, sequence',
        [toBinary(id)],
      )
    ).map(({ response, standing }) => [JSON.parse(response) as string, standing]);

  describe('where one learner is withdrawn', () => {
    it('is submitted at that instant with what was saved, and its score is in the gradebook and in progress', async () => {
      const sat = await sit();
      app.clock.set(after(7));
      await withdraw(sat);
      // Nobody has looked at it, and no sweep has run.
      expect(await recorded(sat.id)).toEqual([{ isOpen: null, why: 'withdrawn' }]);
      expect(await seen(sat)).toMatchObject({
        ...{ status: 'submitted', state: 'graded', score: '2', endReason: 'withdrawn' },
        ...{ endedAt: after(7), submittedAt: after(7), endsAt: after(7), handInBy: after(7) },
      });
      const { room, learner } = sat;
      const grades = expectStatus(await room.instructor.get(`${room.url}/grades/${learner.id}`), 200);
      expect(
        grades.lineItems.find(({ activityId }: { activityId: string }) => activityId === room.quizId),
      ).toMatchObject({ score: '2' });
      const { data } = expectStatus(await room.instructor.get(`/v1/attempts/${sat.id}/timeline`), 200);
      expect(data.at(-1)).toMatchObject({
        ...{ kind: 'submitted', at: after(7), by: null, details: { endReason: 'withdrawn' } },
      });
    });

    it.each(['abandon', 'grace'] as const)(
      'is abandoned at once with its answers kept where the quiz says %s at the end, and says why',
      async (atEnd) => {
        const sat = await sit({ atEnd, graceSeconds: 600 });
        app.clock.set(after(7));
        await withdraw(sat);
        expect(await seen(sat)).toMatchObject({
          ...{ state: 'abandoned', score: null, endedAt: after(7), endReason: 'abandoned' },
          questions: [{ response: RIGHT_RESPONSES[0] }, {}, {}, {}, {}],
        });
        const { data } = expectStatus(await sat.room.instructor.get(`/v1/attempts/${sat.id}/timeline`), 200);
        expect(data.at(-1)).toMatchObject({
          ...{ kind: 'abandoned', details: { endReason: 'abandoned', endsBecause: 'withdrawn' } },
        });
      },
    );

    it('has no grace left where its time for answers was up before', async () => {
      const sat = await sit({ timeLimitSeconds: 300, atEnd: 'grace', graceSeconds: 600 });
      app.clock.set(after(7));
      expect(await seen(sat)).toMatchObject({ state: 'overdue', handInBy: after(15) });
      await withdraw(sat);
      expect(await recorded(sat.id)).toEqual([{ isOpen: null, why: 'abandoned' }]);
      expect(await seen(sat)).toMatchObject({ state: 'abandoned', endsAt: after(5), endedAt: after(7) });
    });

    it('keeps what its learner had typed and sends afterwards, without counting it, and tells them why', async () => {
      const sat = await sit({ offlineAnswers: 'counted' });
      const { room, learner, id } = sat;
      app.clock.set(after(7));
      await withdraw(sat);
      app.clock.set(after(8));
      const late = await room.save(learner, id, 4, 'what I was typing');
      expect(late).toMatchObject({ status: 409, body: { code: 'assessments.answering_ended' } });
      expect(late.body.detail).toContain('enrollment');
      const many = await learner.put(`/v1/attempts/${id}/answers`, {
        answers: [
          { questionId: room.questionIds[4], response: 'offline', sequence: 9, writtenAt: after(6) },
          { questionId: room.questionIds[3], response: '1729.25' },
        ],
      });
      expect(expectStatus(many, 200).results).toMatchObject([
        { status: 'saved', outcome: 'late' },
        { status: 'refused', code: 'assessments.answering_ended' },
      ]);
      const answers = { [room.questionIds[2]!]: false };
      expect(await room.submit(learner, id, answers)).toMatchObject({
        ...{ status: 409, body: { code: 'assessments.answering_ended' } },
      });
      const kept = await entries(id);
      expect(kept.filter(([, standing]) => standing === 'late').map(([response]) => response)).toEqual(
        expect.arrayContaining(['what I was typing', 'offline', '1729.25', false]),
      );
      expect(await seen(sat)).toMatchObject({ score: '2', endedAt: after(7) });
      expect((await learner.get(`/v1/attempts/${id}`)).status).toBe(403);

      app.clock.set(after(8 + DAY_MINUTES));
      expect((await room.save(learner, id, 4, 'a day later')).status).toBe(409);
      expect(await entries(id)).toHaveLength(kept.length);
    });

    it('stays ended when its learner is enrolled again, who may start another', async () => {
      const sat = await sit();
      app.clock.set(after(7));
      await withdraw(sat);
      app.clock.set(after(9));
      await sat.room.enroll(sat.learner);
      expect(await seen(sat)).toMatchObject({ state: 'graded', endedAt: after(7) });
      const late = await sat.room.save(sat.learner, sat.id, 1, ['sd']);
      expect(late).toMatchObject({ status: 409, body: { code: 'assessments.answering_ended' } });
      expect(expectStatus(await sat.room.start(sat.learner), 201)).toMatchObject({ number: 2, endsAt: null });
    });

    it('is left alone where it has been submitted before', async () => {
      const sat = await sit();
      expectStatus(await sat.room.submit(sat.learner, sat.id), 200);
      app.clock.set(after(7));
      await withdraw(sat);
      expect(await seen(sat)).toMatchObject({ endedAt: START, endReason: 'submitted' });
      expect((await sat.room.save(sat.learner, sat.id, 1, ['sd'])).status).toBe(403);
    });

    it('leaves the attempts of all others, and those of its learner in other courses, open', async () => {
      const sat = await sit();
      const classmate = await sit({}, sat.room);
      const elsewhere = await Classroom.open(app);
      await elsewhere.enroll(sat.learner);
      const { id } = expectStatus(await elsewhere.start(sat.learner), 201);
      await withdraw(sat);
      expect(await seen(classmate)).toMatchObject({ state: 'in_progress' });
      expectStatus(await elsewhere.save(sat.learner, id, 0, 'median'), 200);
    });
  });

  describe('where the last day of an enrollment is known before', () => {
    async function sitUntil(endDate: string): Promise<Sat> {
      const room = await Classroom.open(app, { timeZone: 'Asia/Kathmandu' });
      const learner = await app.person();
      const { id: enrollmentId } = expectStatus(
        await room.instructor.post(`${room.url}/enrollments`, {
          userId: learner.id,
          role: 'learner',
          endDate,
        }),
        201,
      );
      const { id } = expectStatus(await room.start(learner), 201);
      return { room, learner, enrollmentId, id };
    }

    it('ends when that day begins in the time zone of the course, as its learner is told at the start', async () => {
      const sat = await sitUntil('2026-03-03');
      const midnight = '2026-03-02T18:15:00.000Z';
      app.clock.set('2026-03-02T18:14:59.999Z');
      expectStatus(await sat.room.save(sat.learner, sat.id, 0, 'median'), 200);
      expect((await sat.learner.get(`/v1/attempts/${sat.id}`)).body).toMatchObject({ endsAt: midnight });
      app.clock.set('2026-03-02T18:20:00.000Z');
      expect((await sat.room.save(sat.learner, sat.id, 1, ['sd'])).body).toMatchObject({
        code: 'assessments.answering_ended',
      });
      await app.get(AttemptSweep).sweep();
      expect(await seen(sat)).toMatchObject({ score: '2', endedAt: midnight, endReason: 'withdrawn' });
    });

    it('ends earlier where they are withdrawn before', async () => {
      const sat = await sitUntil('2026-03-09');
      app.clock.set(after(3));
      await withdraw(sat);
      expect(await seen(sat)).toMatchObject({ endedAt: after(3), endReason: 'withdrawn' });
    });
  });

  describe('where a course is archived', () => {
    it('ends for the whole class at that instant, and each is graded by what it has', async () => {
      const first = await sit();
      const second = await sit({}, first.room);
      app.clock.set(after(7));
      await archive(first);
      app.clock.set(after(8));
      const late = await first.room.save(first.learner, first.id, 4, 'what I was typing');
      expect(late).toMatchObject({ status: 409, body: { code: 'assessments.answering_ended' } });
      expect(late.body.detail).toContain('archived');
      await app.get(AttemptSweep).sweep();
      for (const sat of [first, second])
        expect(await seen(sat)).toMatchObject({
          ...{ state: 'graded', score: '2', endedAt: after(7), endReason: 'archived' },
        });
      expect(await entries(first.id)).toContainEqual(['what I was typing', 'late']);
      // Members of an archived course go on seeing what they have done in it.
      expect((await second.learner.get(`/v1/attempts/${second.id}`)).body).toMatchObject({ score: '2' });
    });

    it('answers a submission alike whether or not somebody has looked at the attempt since its time was up', async () => {
      const sat = await sit({ timeLimitSeconds: 300 });
      const other = await sit({}, sat.room);
      app.clock.set(after(7));
      await seen(other);
      await archive(sat);
      for (const { room, learner, id } of [sat, other])
        expect(
          expectStatus(await room.submit(learner, id, room.byQuestion(RIGHT_RESPONSES)), 200),
        ).toMatchObject({ state: 'graded', endedAt: after(5), endReason: 'time_limit', score: '2' });
    });

    it('leaves nobody a grace', async () => {
      const sat = await sit({ timeLimitSeconds: 300, atEnd: 'grace', graceSeconds: 600 });
      app.clock.set(after(7));
      await archive(sat);
      expect(await seen(sat)).toMatchObject({ state: 'abandoned', endsAt: after(5), endedAt: after(7) });
      await archive(sat, false);
      expect((await sat.room.submit(sat.learner, sat.id)).status).toBe(409);
    });

    it('stays ended when the course comes out of the archive, where another can be started', async () => {
      const sat = await sit();
      app.clock.set(after(7));
      await archive(sat);
      await archive(sat, false);
      expect(await seen(sat)).toMatchObject({ state: 'graded', endedAt: after(7) });
      expect(expectStatus(await sat.room.start(sat.learner), 201)).toMatchObject({ number: 2 });
    });

    it('costs as many statements for a class as for one learner', async () => {
      const costOf = async (more: number): Promise<number> => {
        const sat = await sit();
        for (let count = 0; count < more; count += 1) await sit({}, sat.room);
        return (await sqlOf(() => archive(sat))).length;
      };
      expect(await costOf(8)).toBe(await costOf(0));
    });
  });

  it('ends where many enrollments end at once, at a cost that does not grow with them', async () => {
    const costOf = async (count: number): Promise<{ cost: number; sat: Sat[] }> => {
      const sat = [await sit()];
      while (sat.length < count) sat.push(await sit({}, sat[0]!.room));
      const end = (): Promise<number> =>
        app.get(EnrollmentsFacade).endEnrollments(
          sat.map(({ enrollmentId }) => enrollmentId),
          '2026-03-02',
        );
      const cost = (await sqlOf(async () => void (await end()))).length;
      return { cost, sat };
    };
    const few = await costOf(2);
    const many = await costOf(8);
    expect(many.cost).toBe(few.cost);
    for (const each of many.sat)
      expect(await seen(each)).toMatchObject({ score: '2', endedAt: START, endReason: 'withdrawn' });
  });

  describe('whose learner had longer than others', () => {
    const CLOSE = after(60);
    const isShown = async ({ learner, id }: Sat): Promise<boolean> => {
      const { questions } = expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
      return questions[0].key !== undefined;
    };

    it.each(['accommodation', 'exception'] as const)(
      'holds back the review of nobody once they have left, and does again when they are back (%s)',
      async (kind) => {
        const room = await Classroom.open(app, {
          settings: { closesAt: new Date(CLOSE), feedback: undefined, maxAttempts: 1 },
        });
        expectStatus(
          await room.instructor.patch(`/v1/quizzes/${room.quizId}`, {
            review: {
              during: ['answers', 'maxMarks'],
              immediatelyAfter: ['answers'],
              laterWhileOpen: ['answers'],
              afterClose: ['answers', 'rightAnswer'],
            },
          }),
          200,
        );
        const classmate = await sit({}, room);
        expectStatus(await room.submit(classmate.learner, classmate.id), 200);
        const slow = await sit({}, room);
        if (kind === 'accommodation') {
          const approver = await app.person('administrator');
          const url = `/v1/users/${slow.learner.id}/accommodations`;
          expectStatus(await approver.post(url, { daysAdded: 3, reason: 'A long illness' }), 201);
        } else {
          const url = `/v1/quizzes/${room.quizId}/exceptions/${slow.learner.id}`;
          const granted = { closesAt: after(60 + 3 * DAY_MINUTES), reason: 'A long illness' };
          expectStatus(await room.instructor.put(url, granted), 200);
        }
        app.clock.set(after(61));
        expect(await isShown(classmate)).toBe(false);
        await withdraw(slow);
        expect(await isShown(classmate)).toBe(true);
        await room.enroll(slow.learner);
        expect(await isShown(classmate)).toBe(false);
      },
    );
  });
});
