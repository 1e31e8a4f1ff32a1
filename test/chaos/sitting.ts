import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../../src/demo/content/random';
import type { Caller, World, WorldQuestion } from '../bench/world';
import { type Client, ToldError } from './client';
import type { HttpOutcome, HttpRequest } from './http-request';
import type { LateRetries } from './late-retries';
import type { Ledger, LedgerAttempt } from './ledger';
import type { ChaosQuiz } from './school';

export interface AnsweredAttempt {
  id: string;
  /** Where the quiz asks one question after another, the place of the last of `questions`. */
  position: number | null;
  questionCount: number;
  status: string;
  score: string | null;
  receipt: string | null;
  questions: { id: string; response: unknown }[];
}

/** By question id. */
export interface LastAnswers {
  counting: Record<string, unknown>;
  /** They are kept, and do not count. */
  refused?: Record<string, unknown>;
}

interface SavedAnswer {
  sequence: number;
  outcome: string;
  receipt: string;
}

export interface Surroundings {
  world: World;
  client: Client;
  /** Another connection of the same learner. */
  twin: Client;
  late: LateRetries;
  ledger: Ledger;
  random: Random;
  /** The longest pause between two requests. */
  thinkingMilliseconds: number;
  /** Sends twice at once, loses connections and retries late, as devices on bad networks do. */
  isRough: boolean;
}

const HOUR_MS = 3_600_000;
/** What a learner is told whose attempt staff have submitted. */
export const ENDED = ['assessments.attempt_submitted', 'assessments.answering_ended'];
/** What is said to an answer for which it is too late in a quiz without a way back. */
export const PASSED = 'assessments.question_passed';

/** One learner at a quiz, from the start of an attempt to a look at the result. */
export class Sitting {
  constructor(
    protected readonly learner: Caller,
    private readonly quiz: ChaosQuiz,
    protected readonly around: Surroundings,
  ) {}

  async takeQuiz(key: string): Promise<void> {
    const { attempt, begun } = await this.begin(key);
    const answers = await this.work(attempt, begun);
    await this.submit(attempt, answers);
    await this.lookAt(attempt);
  }

  /** Answers questions. Returns the answers that come with the submission. */
  protected async work(attempt: LedgerAttempt, { questions }: AnsweredAttempt): Promise<LastAnswers> {
    const { world, random } = this.around;
    // None where staff have paused it.
    const asked = new Set(questions.map(({ id }) => id));
    // This may be an open attempt of an earlier, failed sitting, which is then continued.
    const own = random.shuffled(world.questions.filter(({ id }) => asked.has(id)));
    const saved = random.integer(3, 7);
    await this.untilEnded(attempt, async () => {
      for (const question of own.slice(0, saved)) await this.answer(attempt, question);
    });
    return { counting: this.responsesTo(own.slice(saved)) };
  }

  /** Does it, unless the attempt is ended meanwhile. Returns whether it was. */
  protected async untilEnded(attempt: LedgerAttempt, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return false;
    } catch (error) {
      if (!(error instanceof ToldError)) throw error;
      if (!attempt.isEndedByStaff) this.around.ledger.noticed(`Attempt ${attempt.id} has ended by itself`);
      return true;
    }
  }

  /** Saves an answer, sometimes another one after it, and sometimes one that nobody hears of. */
  protected async answer(attempt: LedgerAttempt, question: WorldQuestion): Promise<void> {
    const { random } = this.around;
    if (attempt.sequence !== null && random.chance(0.2)) await this.lose(attempt, question);
    await this.save(attempt, question);
    if (random.chance(0.3)) await this.save(attempt, question);
  }

  private async begin(key: string): Promise<{ attempt: LedgerAttempt; begun: AnsweredAttempt }> {
    const { ledger, client, twin, random, isRough } = this.around;
    const sent = {
      ...{ method: 'POST', path: `/v1/quizzes/${this.quiz.id}/attempts`, token: this.learner.token },
      headers: { 'idempotency-key': key },
    };
    const isDouble = isRough && random.chance(0.3);
    try {
      const [begun, second] = (await Promise.all([
        client.perform('start', sent),
        // A second tab, which has a key of its own.
        isDouble
          ? twin.perform('start', { ...sent, headers: { 'idempotency-key': `${key}-tab` } })
          : undefined,
      ])) as [AnsweredAttempt, AnsweredAttempt | undefined];
      if (second !== undefined && second.id !== begun.id)
        ledger.noticed(`Two tabs have started the attempts ${begun.id} and ${second.id}.`, 'doubled');
      const start = { userId: this.learner.id, key, quizId: this.quiz.id };
      return { attempt: ledger.started(start, begun, isRough && random.chance(0.6)), begun };
    } catch (error) {
      ledger.startUnclear(this.learner.id);
      throw error;
    }
  }

  private async save(attempt: LedgerAttempt, question: WorldQuestion): Promise<void> {
    const { client, twin, late, ledger, random } = this.around;
    await this.think();
    const response = this.responseTo(question);
    const sent = this.answerOf(attempt, question, response);
    const answer = { [question.id]: response };
    ledger.sending(attempt, answer);
    const isDouble = attempt.sequence !== null && random.chance(0.2);
    const bodies = (await Promise.all([
      client.perform('save', sent, ENDED),
      ...(isDouble ? [twin.perform('save', sent, ENDED)] : []),
    ])) as SavedAnswer[];
    for (const { sequence, receipt } of bodies) {
      ledger.received({
        ...{ text: receipt, kind: 'answer', attemptId: attempt.id },
        answers: [{ questionId: question.id, sequence, response }],
      });
      // What was refused in a pause and sent again is a new answer, with a sequence that the server gave it.
      if (attempt.sequence !== null) attempt.sequence = Math.max(attempt.sequence, sequence);
    }
    // Said to be written before staff ended the attempt: it is kept, and does not count.
    if (bodies.every(({ outcome }) => outcome === 'late')) throw new ToldError('late');
    ledger.saved(attempt, answer, Math.max(...bodies.map(({ sequence }) => sequence)));
    if (attempt.sequence !== null && random.chance(0.2)) {
      // The device does not know that it arrived, and by then this is no longer the answer.
      late.later(sent, (outcome) => this.lookAtLate(attempt, question.id, sent, outcome));
      await this.save(attempt, question);
    }
  }

  /** An answer of which nobody hears whether it arrived. It comes again late, when another has been saved. */
  private async lose(attempt: LedgerAttempt, question: WorldQuestion): Promise<void> {
    const { client, late, ledger } = this.around;
    await this.think();
    const response = this.responseTo(question);
    const sent = this.answerOf(attempt, question, response);
    ledger.sending(attempt, { [question.id]: response });
    await client.lose(sent);
    late.later(sent, (outcome) => this.lookAtLate(attempt, question.id, sent, outcome));
  }

  private async submit(attempt: LedgerAttempt, { counting, refused = {} }: LastAnswers): Promise<void> {
    const { client, twin, late, ledger, random, isRough } = this.around;
    await this.think();
    ledger.sending(attempt, counting);
    ledger.submitting(attempt);
    const sent = {
      ...{ method: 'PUT', path: `/v1/attempts/${attempt.id}/submission`, token: this.learner.token },
      body: { answers: { ...counting, ...refused } },
    };
    const isDouble = isRough && random.chance(0.4);
    const bodies = (await Promise.all([
      client.perform('submit', sent),
      ...(isDouble ? [twin.perform('submit', sent)] : []),
    ])) as AnsweredAttempt[];
    const [first] = bodies as [AnsweredAttempt];
    // Answers that come with it count only if it is the learner who ends the attempt.
    if (!attempt.isEndedByStaff) ledger.saved(attempt, counting);
    ledger.submitted(attempt, String(first.score));
    for (const body of bodies) this.lookAtSubmission(attempt, first, body);
    if (isRough && random.chance(0.2))
      late.later(sent, ({ status, body }) => {
        if (status === 200) this.lookAtSubmission(attempt, first, body as AnsweredAttempt);
        else
          ledger.noticed(`The late retry of the submission of attempt ${attempt.id} was answered ${status}`);
      });
  }

  /** Every answer to a submission tells of the same one, by the same receipt. */
  private lookAtSubmission(attempt: LedgerAttempt, first: AnsweredAttempt, told: AnsweredAttempt): void {
    const { ledger } = this.around;
    if (told.receipt !== first.receipt)
      ledger.noticed(`Attempt ${attempt.id} was submitted with two receipts`, 'doubled');
    const answers = [...attempt.answers].flatMap(([questionId, { acknowledged }]) =>
      acknowledged ? [{ questionId, sequence: undefined, response: acknowledged.response }] : [],
    );
    ledger.received({ text: String(told.receipt), kind: 'submission', attemptId: attempt.id, answers });
  }

  /** An old answer is kept or refused, and never counts. */
  private lookAtLate(
    attempt: LedgerAttempt,
    questionId: string,
    sent: HttpRequest,
    { status, body }: HttpOutcome,
  ): void {
    const { ledger } = this.around;
    const { outcome, receipt, sequence, code } = body as Partial<SavedAnswer> & { code?: string };
    if (status === 200 && receipt !== undefined) {
      const { response } = sent.body as { response: unknown };
      const answers = [{ questionId, sequence, response }];
      ledger.received({ text: receipt, kind: 'answer', attemptId: attempt.id, answers });
      // In a pause, a later answer may wait as well, and comes after it.
      const later = attempt.answers.get(questionId)?.acknowledged?.sequence ?? 0;
      if (outcome === 'counts' && later > (sequence ?? 0))
        ledger.noticed(`A late retry replaced the answer to ${questionId} in ${attempt.id}`, 'lost');
    } else if (attempt.place?.passed.has(questionId) && code === PASSED) return;
    else if (!(attempt.isEndedByStaff ? ENDED : ENDED.slice(0, 1)).includes(code ?? ''))
      ledger.noticed(`A late retry in attempt ${attempt.id} was answered ${status} ${code}`);
  }

  /** What was acknowledged must be there at once, whichever replica and database server answers. */
  private async lookAt(attempt: LedgerAttempt): Promise<void> {
    const { client, ledger } = this.around;
    const path = `/v1/attempts/${attempt.id}`;
    const body = await client.perform('read', { method: 'GET', path, token: this.learner.token });
    const { status, score, questions } = body as AnsweredAttempt;
    if (status !== 'submitted' || score !== attempt.score)
      ledger.noticed(`Attempt ${attempt.id} read ${status}, ${score} after its submission: ${attempt.score}`);
    for (const { id, response } of questions) {
      const { acknowledged, unclear = [] } = attempt.answers.get(id) ?? {};
      const possible = [acknowledged?.response ?? null, ...(attempt.isEndedByStaff ? unclear : [])];
      if (!possible.some((each) => isDeepStrictEqual(response, each)))
        ledger.noticed(`Question ${id} of attempt ${attempt.id} read ${JSON.stringify(response)}`);
    }
  }

  protected answerOf(attempt: LedgerAttempt, { id }: WorldQuestion, response: unknown): HttpRequest {
    const request = {
      ...{ method: 'PUT', path: `/v1/attempts/${attempt.id}/answers/${id}`, token: this.learner.token },
    };
    if (attempt.sequence === null) return { ...request, body: { response } };
    attempt.sequence += 1;
    // Clocks of devices are wrong, in both directions.
    const writtenAt = new Date(Date.now() + this.around.random.integer(-HOUR_MS, HOUR_MS)).toISOString();
    return { ...request, body: { response, sequence: attempt.sequence, writtenAt } };
  }

  protected responsesTo(questions: readonly WorldQuestion[]): Record<string, unknown> {
    return Object.fromEntries(questions.map((question) => [question.id, this.responseTo(question)]));
  }

  /** Texts and numbers never repeat, so that an old answer in place of a new one is noticed. */
  protected responseTo({ right, wrong }: WorldQuestion): unknown {
    const { random } = this.around;
    if (random.chance(0.5)) return right;
    if (typeof wrong !== 'string' || typeof right !== 'string') return wrong;
    const fresh = random.integer(1000, 999_999);
    return /^[\d.]+$/.test(wrong) ? String(fresh) : /\s/.test(wrong) ? `${wrong} ${fresh}` : wrong;
  }

  protected think(): Promise<void> {
    const { random, thinkingMilliseconds } = this.around;
    return pause(random.between(0, thinkingMilliseconds));
  }
}
