import { isDeepStrictEqual } from 'node:util';
import type { Ledger, LedgerAttempt } from './ledger';
import { hashOf, statementOf } from './receipts';

/** An attempt as the API or the store has it. */
export interface StoredAttempt {
  id: string;
  quizId: string;
  userId: string;
  isSubmitted: boolean;
  score: string | null;
  /** By question id; null or absent for none. */
  answers: Map<string, unknown>;
  /** Where its learner stands, by the rows of the store. */
  place?: StoredPlace;
}

export interface StoredPlace {
  reached: number;
  /** Questions beyond it that have an answer which counts. */
  answeredAhead: string[];
}

/** What stands in the store beside the attempts, counted. */
export interface StoredTraces {
  /** Results of the quiz, by learner. */
  results: { userId: string; score: string | null; count: number }[];
  /** Changes of a result that an attempt caused, by attempt. */
  changes: { attemptId: string; count: number }[];
  /** Completions of the quiz, by learner. */
  completions: { userId: string; count: number }[];
}

/** A difference between what was acknowledged and what is there. */
export interface Finding {
  kind: 'lost' | 'doubled' | 'wrong';
  what: string;
}

/** Points for a response, of 0 or 1. */
type Grade = (questionId: string, response: unknown) => number;

/**
 * Checks that each attempt is as it was acknowledged. What was sent and never acknowledged may be there or not; an answer
 * that was replaced by an acknowledged one must be gone.
 */
export function compareAttempts(ledger: Ledger, stored: readonly StoredAttempt[], grade: Grade): Finding[] {
  const byId = new Map(stored.map((attempt) => [attempt.id, attempt]));
  return [
    ...ledger.attempts.flatMap((attempt) => compareAttempt(attempt, byId.get(attempt.id), grade)),
    ...strangers(ledger, stored),
  ];
}

/**
 * Whether every learner has one result, and one completion from the pass mark (in points) on, and each submission
 * changed the result at most once.
 */
export function compareTraces(
  ledger: readonly LedgerAttempt[],
  { results, changes, completions }: StoredTraces,
  passMark: number,
): Finding[] {
  const findings: Finding[] = [];
  for (const { userId, count } of results)
    if (count > 1) findings.push({ kind: 'doubled', what: `learner ${userId} has ${count} results` });
  for (const { attemptId, count } of changes)
    if (count > 1)
      findings.push({ kind: 'doubled', what: `attempt ${attemptId} changed the result ${count} times` });
  for (const { userId, count } of completions)
    if (count > 1)
      findings.push({ kind: 'doubled', what: `learner ${userId} completed the quiz ${count} times` });
  const scores = new Map(results.map(({ userId, score }) => [userId, score]));
  const completed = new Set(completions.map(({ userId }) => userId));
  for (const [userId, attempts] of Map.groupBy(ledger, (attempt) => attempt.userId)) {
    const submitted = attempts.filter(({ submission }) => submission === 'acknowledged');
    if (submitted.length === 0) continue;
    const best = Math.max(...submitted.map((attempt) => Number(attempt.score)));
    if (best >= passMark && !completed.has(userId))
      findings.push({ kind: 'lost', what: `learner ${userId} has no completion` });
    const score = scores.get(userId);
    if (score === undefined || score === null) {
      findings.push({ kind: 'lost', what: `learner ${userId} has no result` });
      continue;
    }
    const isClear = attempts.every(({ submission }) => submission !== 'unclear');
    if (Number(score) < best || (isClear && Number(score) !== best))
      findings.push({
        kind: 'wrong',
        what: `learner ${userId} has the result ${score} and the best score ${best}`,
      });
  }
  return findings;
}

/** Whether the log has every answer for which a receipt was given, also those that others have replaced. */
export function compareReceipts(
  { receipts }: Ledger,
  entries: ReadonlyMap<string, unknown>,
  keyOf: (attemptId: string, questionId: string, sequence: number) => string,
): Finding[] {
  return receipts.flatMap(({ text, attemptId }) =>
    (statementOf(text)?.answers ?? []).flatMap(({ questionId, sequence, sha256 }): Finding[] => {
      const found = entries.get(keyOf(attemptId, questionId, sequence));
      return found !== undefined && hashOf(found) === sha256
        ? []
        : [
            {
              kind: 'lost',
              what: `entry ${sequence} of question ${questionId} of attempt ${attemptId}: ${JSON.stringify(found)}`,
            },
          ];
    }),
  );
}

function compareAttempt(attempt: LedgerAttempt, stored: StoredAttempt | undefined, grade: Grade): Finding[] {
  if (!stored) return [{ kind: 'lost', what: `attempt ${attempt.id} is not there` }];
  const findings: Finding[] = [];
  if (stored.userId !== attempt.userId)
    findings.push({ kind: 'wrong', what: `attempt ${attempt.id} belongs to ${stored.userId}` });
  for (const [questionId, { acknowledged, unclear }] of attempt.answers) {
    const found = stored.answers.get(questionId) ?? null;
    const possible = [acknowledged ? acknowledged.response : null, ...unclear];
    if (possible.some((response) => isDeepStrictEqual(response, found))) continue;
    const where = `question ${questionId} of attempt ${attempt.id}`;
    findings.push({
      kind: 'lost',
      what: `${where}: ${JSON.stringify(found)} is there, ${JSON.stringify(acknowledged?.response)} was acknowledged`,
    });
  }
  if (attempt.submission === 'none' && stored.isSubmitted && !attempt.isEndedByStaff)
    findings.push({ kind: 'wrong', what: `attempt ${attempt.id} is submitted, which nobody asked for` });
  if (attempt.submission === 'acknowledged' && !stored.isSubmitted)
    findings.push({ kind: 'lost', what: `the submission of attempt ${attempt.id} is not there` });
  return [...findings, ...comparePlace(attempt, stored), ...compareScore(attempt, stored, grade)];
}

/** Whoever goes on never comes back, and no question counts to which they have not come. */
function comparePlace({ id, place }: LedgerAttempt, { place: stored }: StoredAttempt): Finding[] {
  if (!place || !stored) return [];
  const findings: Finding[] = stored.answeredAhead.map((questionId) => ({
    kind: 'wrong',
    what: `question ${questionId} of attempt ${id} is answered, beyond the place ${stored.reached}`,
  }));
  if (stored.reached < place.reached)
    findings.push({
      kind: 'lost',
      what: `attempt ${id} is at ${stored.reached}, ${place.reached} was acknowledged`,
    });
  if (stored.reached > place.asked)
    findings.push({
      kind: 'wrong',
      what: `attempt ${id} is at ${stored.reached}, and nobody went beyond ${place.asked}`,
    });
  return findings;
}

function compareScore(attempt: LedgerAttempt, stored: StoredAttempt, grade: Grade): Finding[] {
  if (!stored.isSubmitted) return [];
  const right = [...stored.answers].reduce((sum, [id, response]) => sum + grade(id, response), 0);
  const isAsTold = attempt.score === undefined || Number(attempt.score) === Number(stored.score);
  if (isAsTold && Number(stored.score) === right) return [];
  const told = attempt.score === undefined ? '' : `, ${attempt.score} was acknowledged`;
  return [
    {
      kind: 'wrong',
      what: `attempt ${attempt.id} has the score ${stored.score} for ${right} right answers${told}`,
    },
  ];
}

/** Attempts without an acknowledged start. If there are more of them than unacknowledged starts, some were doubled. */
function strangers(ledger: Ledger, stored: readonly StoredAttempt[]): Finding[] {
  const known = new Set(ledger.attempts.map(({ id }) => id));
  const unknown = Map.groupBy(
    stored.filter(({ id }) => !known.has(id)),
    ({ userId }) => userId,
  );
  return [...unknown]
    .filter(([userId, attempts]) => attempts.length > ledger.unclearStartsOf(userId))
    .map(([userId, attempts]) => ({
      kind: 'doubled' as const,
      what: `learner ${userId} has attempts that nobody was told of: ${attempts.map(({ id }) => id).join(', ')}`,
    }));
}
