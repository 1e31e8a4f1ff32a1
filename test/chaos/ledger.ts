import { isDeepStrictEqual } from 'node:util';
import type { Finding } from './comparison';
import type { GivenReceipt } from './receipts';

/** What the ledger knows of one answer. */
export interface LedgerAnswer {
  /** What was acknowledged last; undefined if nothing ever was. */
  acknowledged?: { response: unknown; sequence: number | undefined };
  /** What was sent after that and never acknowledged: each of these may or may not be stored. */
  unclear: unknown[];
}

/** Where the learner stands in a quiz that asks one question after another, from 1. */
export interface LedgerPlace {
  /** The highest that was acknowledged. */
  reached: number;
  /** The highest that was asked for. */
  asked: number;
  /** Questions without a way back. */
  passed: Set<string>;
}

/** What the ledger knows of one attempt whose start was acknowledged. */
export interface LedgerAttempt {
  id: string;
  quizId: string;
  userId: string;
  /** The Idempotency-Key of its start. */
  key: string;
  /** The highest sequence that was sent; null for a client that sends none. */
  sequence: number | null;
  /** By question id. */
  answers: Map<string, LedgerAnswer>;
  submission: 'none' | 'unclear' | 'acknowledged';
  /** Null where the quiz lets them go as they like. */
  place: LedgerPlace | null;
  /** Staff have set about submitting it: what is sent since may come too late. */
  isEndedByStaff: boolean;
  /** As the acknowledged submission told it. */
  score?: string;
}

/** What was sent and what was acknowledged, as the clients saw it. */
export class Ledger {
  private readonly byId = new Map<string, LedgerAttempt>();
  /** Starts that were never acknowledged, by learner: each may have left an attempt. */
  private readonly unclearStarts = new Map<string, number>();
  private readonly faults: Finding[] = [];
  /** Every receipt that a client was given. */
  readonly receipts: GivenReceipt[] = [];

  /** A start was acknowledged. It may go on with an attempt that was left open, never with one that was submitted. */
  started(
    { userId, key, quizId }: Pick<LedgerAttempt, 'userId' | 'key' | 'quizId'>,
    { id, position = null }: { id: string; position?: number | null },
    withSequences = false,
  ): LedgerAttempt {
    const known = this.byId.get(id);
    if (known) {
      if (known.submission === 'acknowledged')
        this.noticed(`The start with key ${key} answered attempt ${id}, which was submitted before.`);
      return known;
    }
    const attempt: LedgerAttempt = {
      ...{ id, quizId, userId, key, answers: new Map(), submission: 'none', isEndedByStaff: false },
      sequence: withSequences ? 0 : null,
      place: position === null ? null : { reached: position, asked: position, passed: new Set() },
    };
    this.byId.set(id, attempt);
    return attempt;
  }

  startUnclear(userId: string): void {
    this.unclearStarts.set(userId, this.unclearStartsOf(userId) + 1);
  }

  sending(attempt: LedgerAttempt, responses: Readonly<Record<string, unknown>>): void {
    for (const [questionId, response] of Object.entries(responses)) {
      const answer = attempt.answers.get(questionId) ?? { unclear: [] };
      answer.unclear.push(response);
      attempt.answers.set(questionId, answer);
    }
  }

  /** @param sequence of the log, where one was told */
  saved(attempt: LedgerAttempt, responses: Readonly<Record<string, unknown>>, sequence?: number): void {
    for (const [questionId, response] of Object.entries(responses))
      attempt.answers.set(questionId, { acknowledged: { response, sequence }, unclear: [] });
  }

  /** A learner is about to go on to a place. */
  going(place: LedgerPlace, to: number): void {
    place.asked = Math.max(place.asked, to);
  }

  /** Somebody has gone on, and was shown what counts of the questions before: nothing may change that any more. */
  wentOn(attempt: LedgerAttempt, to: number, shown: readonly { id: string; response: unknown }[]): void {
    const { place } = attempt;
    if (!place) return this.noticed(`Attempt ${attempt.id} has a place, which it had not when it began`);
    if (to < place.reached)
      this.noticed(`Attempt ${attempt.id} went back from ${place.reached} to ${to}`, 'lost');
    place.reached = Math.max(place.reached, to);
    for (const { id, response } of shown.slice(0, to - 1)) this.passed(attempt, place, id, response);
  }

  private passed(attempt: LedgerAttempt, place: LedgerPlace, id: string, response: unknown): void {
    const { acknowledged, unclear = [] } = attempt.answers.get(id) ?? {};
    const possible = [acknowledged?.response ?? null, ...unclear];
    if (!possible.some((each) => isDeepStrictEqual(each, response)))
      this.noticed(
        `Question ${id} of attempt ${attempt.id} was passed with ${JSON.stringify(response)}`,
        'lost',
      );
    const isAsTold = isDeepStrictEqual(acknowledged?.response, response);
    const settled = isAsTold ? acknowledged : { response, sequence: undefined };
    attempt.answers.set(id, { unclear: [], ...(response === null ? {} : { acknowledged: settled }) });
    place.passed.add(id);
  }

  submitting(attempt: LedgerAttempt): void {
    attempt.submission = 'unclear';
  }

  submitted(attempt: LedgerAttempt, score: string): void {
    attempt.submission = 'acknowledged';
    attempt.score = score;
  }

  get attempts(): LedgerAttempt[] {
    return [...this.byId.values()];
  }

  get acknowledgedAnswers(): number {
    return this.attempts.reduce(
      (sum, { answers }) => sum + [...answers.values()].filter(({ acknowledged }) => acknowledged).length,
      0,
    );
  }

  /** Questions without a way back, of all attempts. */
  get passedQuestions(): number {
    return this.attempts.reduce((sum, { place }) => sum + (place?.passed.size ?? 0), 0);
  }

  unclearStartsOf(userId: string): number {
    return this.unclearStarts.get(userId) ?? 0;
  }

  /** A client saw something that contradicts what it was told before. */
  noticed(what: string, kind: Finding['kind'] = 'wrong'): void {
    this.faults.push({ kind, what });
  }

  get contradictions(): readonly Finding[] {
    return this.faults;
  }

  /** A client was given a receipt. */
  received(receipt: GivenReceipt): void {
    this.receipts.push(receipt);
  }
}
