import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { toBinary } from '../../../src/shared/database/ids';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements, sentLate, withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the lock on enrollment and course at a start',
  ['leaves no attempt open that was started', 'leaves no attempt open in a course'],
  () => {
    withoutLocks(/FROM users u LEFT JOIN enrollments e/);
  },
);
negativeControl(
  'the lock of a save on the attempt that ends',
  ['grades every answer that was acknowledged'],
  () => {
    // Grading is slow besides, so that saves fall into it.
    sentLate(/UPDATE attempts t STRAIGHT_JOIN attempt_questions/);
    rewriteStatements(/INSERT INTO answer_entries/, /LOCK IN SHARE MODE/, '');
  },
);

const LEARNERS = 12;

interface Sat {
  learner: Caller;
  enrollmentId: string;
  id: string;
}

describe('leaving a course in the moment of other work', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start({
      DATABASE_WAIT_SECONDS: '120',
      DATABASE_STATEMENT_SECONDS: '120',
      DATABASE_LOCK_WAIT_SECONDS: '60',
    });
  });
  beforeEach(async () => {
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());

  async function enrolled(): Promise<{ learner: Caller; enrollmentId: string }[]> {
    const people = await Promise.all(Array.from({ length: LEARNERS }, () => app.person()));
    return Promise.all(
      people.map(async (learner) => ({ learner, enrollmentId: await room.enroll(learner) })),
    );
  }

  async function atWork(): Promise<Sat[]> {
    const people = await enrolled();
    return Promise.all(
      people.map(async (person) => ({
        ...person,
        id: expectStatus(await room.start(person.learner), 201).id as string,
      })),
    );
  }

  const withdraw = ({ enrollmentId }: { enrollmentId: string }): Promise<Answer> =>
    room.instructor.delete(`/v1/enrollments/${enrollmentId}`);
  const seen = async ({ id }: Sat): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/attempts/${id}`), 200);
  const openAttempts = async (): Promise<number> =>
    (
      await app.database.rows(
        'SELECT id FROM attempts WHERE activity_id = ? AND open_marker = 1 AND ends_at IS NULL',
        [toBinary(room.quizId)],
      )
    ).length;

  it('grades every answer that was acknowledged before the attempt ended, and no other', async () => {
    const textOf = (turn: number): string => (turn % 2 === 0 ? 'heliotrope' : `text ${turn}`);
    const sat = await atWork();
    const outcomes = await Promise.all(
      sat.map(async (each) => {
        const url = `/v1/attempts/${each.id}/answers/${room.questionIds[4]}`;
        const statuses: number[] = [];
        let left: Promise<Answer> | undefined;
        // Goes on typing while they are being withdrawn.
        do {
          const turn = statuses.length;
          const { status } = await each.learner.put(url, { response: textOf(turn), sequence: turn + 1 });
          statuses.push(status);
          left ??= withdraw(each);
        } while (statuses.at(-1) === 200);
        expect((await left).status).toBe(204);
        return statuses;
      }),
    );
    for (const [index, statuses] of outcomes.entries()) {
      expect(statuses.at(-1)).toBe(409);
      const counted = statuses.lastIndexOf(200);
      const { state, endReason, questions, score } = await seen(sat[index]!);
      expect({ state, endReason, score, response: questions[4].response }).toEqual({
        ...{ state: 'graded', endReason: 'withdrawn' },
        response: counted === -1 ? null : textOf(counted),
        score: counted % 2 === 0 ? '1.5' : '0',
      });
    }
    // What was refused is in the log all the same.
    const kept = await app.database.rows<{ standing: string }>(
      `SELECT w.standing FROM answer_entries w JOIN attempts t ON t.id = w.attempt_id WHERE t.activity_id = ?`,
      [toBinary(room.quizId)],
    );
    const statuses = outcomes.flat();
    expect(kept.filter(({ standing }) => standing === 'on_time')).toHaveLength(
      statuses.filter((status) => status === 200).length,
    );
    expect(kept).toHaveLength(statuses.length);
  });

  it('ends an attempt once that is being submitted, with the answers of one of both', async () => {
    const sat = await atWork();
    const answers = room.byQuestion(RIGHT_RESPONSES);
    const submitted = await Promise.all(
      sat.map(async (each) => {
        const [left, answer] = await Promise.all([
          withdraw(each),
          room.submit(each.learner, each.id, answers),
        ]);
        expect(left.status).toBe(204);
        return answer;
      }),
    );
    for (const [index, { status }] of submitted.entries()) {
      const { endReason, score } = await seen(sat[index]!);
      // 403: it had been handed in, and was read when its learner had left.
      if (status === 200) expect([endReason, score]).toEqual(['submitted', '10']);
      else expect([403, 409]).toContain(status);
      expect(endReason === 'submitted' ? score === '10' : score === '0').toBe(true);
      const { lineItems } = expectStatus(
        await room.instructor.get(`${room.url}/grades/${sat[index]!.learner.id}`),
        200,
      );
      expect(
        lineItems.find(({ activityId }: { activityId: string }) => activityId === room.quizId),
      ).toMatchObject({ score });
    }
  });

  it('leaves no attempt open that was started in the moment in which its learner was withdrawn', async () => {
    const people = await enrolled();
    const started = await Promise.all(
      people.map(async (person) => {
        const start = room.start(person.learner);
        const [answer, left] = await Promise.all([start, withdraw(person)]);
        expect(left.status).toBe(204);
        return answer.status;
      }),
    );
    expect(started.every((status) => status === 201 || status === 403)).toBe(true);
    expect(await openAttempts()).toBe(0);
  });

  it('leaves no attempt open in a course that was archived in the moment of its start', async () => {
    const people = await enrolled();
    const archive = room.instructor.put(`${room.url}/archive`);
    const started = await Promise.all(people.map(({ learner }) => room.start(learner)));
    expect((await archive).status).toBe(200);
    expect(started.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await openAttempts()).toBe(0);
    await app.get(AttemptSweep).sweep();
    const { data } = expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}/attempts`), 200);
    const begun = started.filter(({ status }) => status === 201);
    expect(data.map(({ endReason }: { endReason: string }) => endReason)).toEqual(
      begun.map(() => 'archived'),
    );
  });
});
