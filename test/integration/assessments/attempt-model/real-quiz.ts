import { Classroom } from '../../../support/classroom';
import { expectStatus } from '../../../support/course-room';
import type { Answer, Caller, TestApp } from '../../../support/test-app';
import type { Exception, ModelAttempt, Needs, Policy, Rules, SentAnswer } from './slow-model';

export const QUESTIONS = 2;

interface RealAttempt {
  id: string;
  number: number;
  status: string;
  score: string | null;
  questions: { id: string; response: unknown }[];
  rules: { effective: Omit<Rules, 'closesAt'> & { closesAt: string | null } };
}

/** What is read of an attempt. */
export interface Seen {
  number: number;
  isOpen: boolean;
  isAbandoned: boolean;
  score: number | null;
  answers: unknown[];
  rules: Rules;
}

/** One quiz of the application, driven over HTTP by the words of the model. */
export class RealQuiz {
  /** By learner: the ids of their attempts, in their order. */
  private readonly attempts: string[][];
  private readonly needs: string[][];

  private constructor(
    private readonly room: Classroom,
    private readonly approver: Caller,
    private readonly learners: { person: Caller; enrollmentId: string }[],
  ) {
    this.attempts = learners.map(() => []);
    this.needs = learners.map(() => []);
  }

  static async open(app: TestApp, approver: Caller, learners: number): Promise<RealQuiz> {
    const questions = Array.from({ length: QUESTIONS }, (_, index) => ({
      ...{ type: 'short_text' as const, prompt: `Question ${index + 1}`, points: '1' },
      definition: { accepted: ['right'], caseSensitive: true },
    }));
    // Rules by which nothing tells what is right: else no answer counts that comes after the end.
    const room = await Classroom.open(app, { questions, timeZone: 'UTC', settings: { feedback: 'never' } });
    const people = [];
    for (let number = 0; number < learners; number += 1) {
      const person = await app.person('learner');
      people.push({ person, enrollmentId: await room.enroll(person) });
    }
    return new RealQuiz(room, approver, people);
  }

  async start(learner: number): Promise<Answer> {
    const answer = await this.room.start(this.person(learner));
    const { id } = (answer.body ?? {}) as RealAttempt;
    const known = this.attempts[learner]!;
    if (answer.status < 300 && !known.includes(id)) known.push(id);
    return answer;
  }

  save(
    learner: number,
    attempt: ModelAttempt,
    { question, ...answer }: SentAnswer & { writtenAt?: string },
  ): Promise<Answer> {
    const url = `${this.urlOf(learner, attempt)}/answers/${this.room.questionIds[question]}`;
    return this.person(learner).put(url, answer);
  }

  saveAll(learner: number, attempt: ModelAttempt, answers: readonly SentAnswer[]): Promise<Answer> {
    return this.person(learner).put(`${this.urlOf(learner, attempt)}/answers`, {
      answers: answers.map(({ question, ...answer }) => ({
        questionId: this.room.questionIds[question],
        ...answer,
      })),
    });
  }

  submit(learner: number, attempt: ModelAttempt, answers: readonly SentAnswer[]): Promise<Answer> {
    const sent = answers.map(({ question, response }) => [this.room.questionIds[question], response]);
    return this.person(learner).put(`${this.urlOf(learner, attempt)}/submission`, {
      answers: Object.fromEntries(sent) as object,
    });
  }

  async change(policy: Policy): Promise<void> {
    const { opensAt, closesAt, ...rest } = policy;
    const dates = { opensAt: instant(opensAt), closesAt: instant(closesAt) };
    expectStatus(
      await this.room.instructor.patch(`/v1/quizzes/${this.room.quizId}`, { ...rest, ...dates }),
      200,
    );
  }

  async accommodate(learner: number, { halfTimes, ...needs }: Needs): Promise<void> {
    const dto = { ...needs, timeFactor: String(halfTimes / 2), reason: 'Needed' };
    const url = `/v1/users/${this.person(learner).id}/accommodations`;
    const validFrom = '2020-01-01T00:00:00.000Z';
    const { id } = expectStatus(await this.approver.post(url, { ...dto, validFrom }), 201) as { id: string };
    this.needs[learner]!.push(id);
  }

  async takeAccommodationsBack(learner: number): Promise<void> {
    for (const id of this.needs[learner]!.splice(0))
      expectStatus(await this.approver.delete(`/v1/accommodations/${id}`), 204);
  }

  async except(learner: number, exception: Exception): Promise<void> {
    const { closesAt, ...rest } = exception;
    const dates = closesAt === undefined ? {} : { closesAt: instant(closesAt) };
    expectStatus(
      await this.room.instructor.put(this.exceptionUrl(learner), { ...rest, ...dates, reason: 'Ill' }),
      200,
    );
  }

  async takeExceptionBack(learner: number): Promise<void> {
    expectStatus(await this.room.instructor.delete(this.exceptionUrl(learner)), 204);
  }

  async withdraw(learner: number): Promise<void> {
    expectStatus(
      await this.room.instructor.delete(`/v1/enrollments/${this.learners[learner]!.enrollmentId}`),
      204,
    );
  }

  async enrollAgain(learner: number): Promise<void> {
    this.learners[learner]!.enrollmentId = await this.room.enroll(this.person(learner));
  }

  async archive(is: boolean): Promise<void> {
    const { room } = this;
    const url = `${room.url}/archive`;
    expectStatus(await (is ? room.instructor.put(url) : room.instructor.delete(url)), 200);
  }

  goTo(learner: number, attempt: ModelAttempt, position: number): Promise<Answer> {
    return this.person(learner).put(`${this.urlOf(learner, attempt)}/position`, { position });
  }

  /** What staff do with one open attempt, or with all. */
  async invigilate(
    what: 'pause' | 'resumption' | 'extension',
    one: { place: number; attempt: ModelAttempt } | null,
    body: object,
  ): Promise<void> {
    const url = `/v1/quizzes/${this.room.quizId}/open-attempts/${what}`;
    const which = one === null ? {} : { attemptIds: [this.idOf(one.place, one.attempt)] };
    expectStatus(await this.room.instructor.post(url, { ...body, ...which, reason: 'The alarm' }), 200);
  }

  /** What staff do with an attempt, whether or not it goes on. */
  correct(
    learner: number,
    attempt: ModelAttempt,
    what: 'ending' | 'reopening' | 'deletion',
    body: object,
  ): Promise<Answer> {
    const url = `${this.urlOf(learner, attempt)}/${what}`;
    return this.room.instructor.post(url, { ...body, reason: 'They asked for it' });
  }

  /** An attempt as staff read it: they see all questions at any time. */
  async see(learner: number, attempt: ModelAttempt): Promise<Seen> {
    const url = this.urlOf(learner, attempt);
    return this.toSeen(expectStatus(await this.room.instructor.get(url), 200) as RealAttempt);
  }

  /** How many attempts the quiz has of this learner. */
  async count(learner: number): Promise<number> {
    const url = `/v1/quizzes/${this.room.quizId}/attempts?userId=${this.person(learner).id}&limit=100`;
    return (expectStatus(await this.room.instructor.get(url), 200) as { data: unknown[] }).data.length;
  }

  /** The grade of the quiz, as the gradebook has it. */
  async grade(learner: number): Promise<number | null> {
    const url = `${this.room.url}/grades/${this.person(learner).id}`;
    const body = expectStatus(await this.room.instructor.get(url), 200) as {
      lineItems: { activityId: string | null; score: string | null }[];
    };
    const score = body.lineItems.find(({ activityId }) => activityId === this.room.quizId)?.score;
    return score === null || score === undefined ? null : Number(score);
  }

  private toSeen({ number, status, score, questions, rules }: RealAttempt): Seen {
    const { closesAt, timeLimitSeconds, maxAttempts, atEnd, graceSeconds, offlineAnswers } = rules.effective;
    return {
      number,
      isOpen: status === 'in_progress',
      isAbandoned: status === 'abandoned',
      score: score === null ? null : Number(score),
      answers: this.room.questionIds.map(
        (id) => questions.find((question) => question.id === id)?.response ?? null,
      ),
      rules: {
        closesAt: closesAt === null ? null : Date.parse(closesAt),
        ...{ timeLimitSeconds, maxAttempts, atEnd, graceSeconds, offlineAnswers },
      },
    };
  }

  private person(learner: number): Caller {
    return this.learners[learner]!.person;
  }

  private urlOf(learner: number, attempt: ModelAttempt): string {
    return `/v1/attempts/${this.idOf(learner, attempt)}`;
  }

  private idOf(learner: number, { number }: ModelAttempt): string {
    return this.attempts[learner]![number - 1]!;
  }

  private exceptionUrl(learner: number): string {
    return `/v1/quizzes/${this.room.quizId}/exceptions/${this.person(learner).id}`;
  }
}

function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
