import { AssessmentsFacade } from '../../../../src/modules/assessments';
import { Classroom } from '../../../support/classroom';
import { expectStatus } from '../../../support/course-room';
import type { Answer, Caller, TestApp } from '../../../support/test-app';
import { canaryQuiz, type CanaryQuiz } from './canaries';
import { type Kind, KINDS } from './kinds';
import type { Quiz } from './oracle';

export const OPENS = Date.parse('2026-03-02T09:00:00.000Z');
/** Everybody’s close. */
export const CLOSES = OPENS + 3_600_000;
/** The close of who has a day more. */
export const LATE_CLOSE = CLOSES + 86_400_000;

export interface TableQuiz extends CanaryQuiz, Quiz {
  kind: Kind;
  quizId: string;
  lineItemId: string;
  questionIds: string[];
  /** The attempt of the learner. */
  attemptId: string;
}

/** A course with a quiz of each kind, in each of which the same people are. */
export class TableRoom {
  quizzes: TableQuiz[] = [];
  private constructor(
    readonly room: Classroom,
    /** Has an attempt in each quiz. */
    readonly learner: Caller,
    /** May still attempt them, as long as they are open. */
    readonly classmate: Caller,
    /** Has a day more than all others. */
    readonly late: Caller,
    readonly assistant: Caller,
    /** Were never in the course. */
    readonly outsiders: Caller[],
  ) {}

  static async open(app: TestApp): Promise<TableRoom> {
    app.clock.set(new Date(OPENS).toISOString());
    const room = await Classroom.open(app);
    const table = new TableRoom(
      room,
      ...[await room.learner(), await room.learner(), await room.learner(), await room.member('assistant')],
      [await app.person('instructor'), await app.person('learner'), await room.formerLearner(), app.anyone],
    );
    const approver = await app.person('administrator');
    const days = { daysAdded: 1, reason: 'Needed', validFrom: '2026-01-01T00:00:00.000Z' };
    const accommodations = `/v1/users/${table.late.id}/accommodations`;
    expectStatus(await approver.post(accommodations, days), 201);
    const closesAt = new Date(CLOSES).toISOString();
    for (const [number, kind] of KINDS.entries()) {
      const quizId = await room.addQuiz(kind.name);
      const canaries = canaryQuiz(number);
      const questionIds = await app.get(AssessmentsFacade).createQuestions(quizId, canaries.questions);
      const changed = await room.instructor.patch(`/v1/quizzes/${quizId}`, { ...kind.settings, closesAt });
      expectStatus(changed, 200);
      const attempt = expectStatus(await table.learner.post(`/v1/quizzes/${quizId}/attempts`), 201);
      table.quizzes.push({
        ...{ ...canaries, kind, quizId, questionIds, rules: kind.rules, overForAll: LATE_CLOSE },
        ...{ attemptId: attempt.id as string, lineItemId: '' },
      });
    }
    const items = expectStatus(await room.instructor.get(`${room.url}/line-items?limit=100`), 200).data;
    for (const quiz of table.quizzes)
      quiz.lineItemId = (items as { id: string; activityId: string | null }[]).find(
        ({ activityId }) => activityId === quiz.quizId,
      )!.id;
    return table;
  }

  /** Everything about the learner’s attempt at a quiz, and about the quiz, that anybody can ask for. */
  async aboutQuiz({ quizId, attemptId, lineItemId }: TableQuiz, caller: Caller): Promise<Answer[]> {
    const result = `/v1/line-items/${lineItemId}/results/${this.learner.id}`;
    const answers = await Promise.all([
      ...[`/v1/attempts/${attemptId}`, `/v1/attempts/${attemptId}/timeline`].map((url) => caller.get(url)),
      caller.send('HEAD', `/v1/attempts/${attemptId}`),
      ...[
        `/v1/quizzes/${quizId}`,
        `/v1/quizzes/${quizId}/attempts`,
        `/v1/quizzes/${quizId}/attempts?userId=${this.learner.id}`,
        `/v1/quizzes/${quizId}/questions`,
        `/v1/quizzes/${quizId}/slots`,
        `/v1/quizzes/${quizId}/policy-changes`,
        `/v1/quizzes/${quizId}/open-attempts`,
        `/v1/line-items/${lineItemId}`,
        ...[result, `${result}/history`],
      ].map((url) => caller.get(url)),
    ]);
    const [attempt, , head] = answers;
    expect(head?.headers['content-length']).toBe(attempt?.headers['content-length']);
    return answers;
  }

  /** The answers to what somebody tries to do with the attempt of the learner: errors tell things, too. */
  async tried({ attemptId, questionIds, responses }: TableQuiz, caller: Caller): Promise<Answer[]> {
    const said = { response: responses[1], sequence: 7 };
    const answers = [
      await caller.put(`/v1/attempts/${attemptId}/answers/${questionIds[0]}`, said),
      await caller.put(`/v1/attempts/${attemptId}/answers/${questionIds[2]}`, { response: { no: 'text' } }),
      await caller.put(`/v1/attempts/${attemptId}/answers`, {
        answers: [{ questionId: questionIds[0], ...said }],
      }),
      await caller.put(`/v1/attempts/${attemptId}/submission`, {}),
      await caller.put(`/v1/attempts/${attemptId}/position`, { position: 2 }),
    ];
    return answers;
  }

  /** Everything about the whole course. */
  ofCourse(caller: Caller): Promise<Answer[]> {
    const { url } = this.room;
    return Promise.all(
      [
        ...['outline', 'activities?limit=100', 'line-items?limit=100', 'grades/me', 'gradebook'],
        ...[`grades/${this.learner.id}`, 'gradebook.csv', 'progress/me', 'progress', 'report'],
        ...['report/score-distribution.svg', 'questions', 'questions/export?format=gift', 'question-tags'],
      ]
        .map((path) => `${url}/${path}`)
        .concat(['/v1/me/progress', '/v1/me/enrollments', '/v1/operations'])
        .map((path) => caller.get(path)),
    );
  }
}
