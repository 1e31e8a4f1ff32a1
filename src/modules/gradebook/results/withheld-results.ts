import {
  AWAITS_MARKS,
  lastCloseOf,
  type PostingRule,
  type QuizReview,
  reviewRulesOf,
  showsGrade,
} from '../../assessments';
import type { ChangeCause, ResultSource, ScoreStatus } from './result-value';

/** What says whether a learner sees the result of a quiz; all null for a line item that is no quiz's. */
export interface QuizReviewRow {
  /** JSON. */
  review: string | null;
  feedback: QuizReview['feedback'] | null;
  closesAt: Date | null;
  lastClosesAt: Date | null;
  posting: PostingRule | null;
  postsAt: Date | null;
  awaitsMarks: number | null;
}

/** Of a line item that was joined with `JOIN_QUIZ`. */
export const QUIZ_REVIEW = `q.review, q.feedback, q.closes_at \`closesAt\`, q.last_closes_at \`lastClosesAt\`,
  q.posting, q.posts_at \`postsAt\`, ${AWAITS_MARKS('q')} \`awaitsMarks\``;

/** Whether the quiz keeps a result from its learner, by its review rules or because marks are not posted. What a person gave is theirs to see. */
export function isWithheld(quiz: QuizReviewRow, source: ResultSource, now: Date): boolean {
  return source === 'quiz' && isKeptBack(quiz, now);
}

/** Whether the quiz keeps from its learners what attempts earned. */
export function isKeptBack(quiz: QuizReviewRow, now: Date): boolean {
  const { review, feedback, posting, postsAt } = quiz;
  if (feedback === null || posting === null) return false;
  const rules = review === null ? null : (JSON.parse(review) as QuizReview['review']);
  const facts = { posting, postsAt, awaitsMarks: quiz.awaitsMarks === 1, lastClosesAt: lastCloseOf(quiz) };
  return !showsGrade(reviewRulesOf({ review: rules, feedback }), facts, now);
}

interface Told {
  score: string | null;
  scoreStatus: ScoreStatus;
  submittedAt: Date | null;
  comment: string | null;
  attemptId: string | null;
}

/** A result as a learner sees it to whom it is not shown yet: it counts in no total, and does not say which attempt was best, nor when that came in. */
export function withheld<Result extends Told>(result: Result): Result {
  // What was not handed in has nothing to keep back.
  const scoreStatus = result.scoreStatus === 'not submitted' ? result.scoreStatus : 'submitted';
  return { ...result, score: null, scoreStatus, submittedAt: null, comment: null, attemptId: null };
}

/** A step of a history, likewise: what attempts earned is in none of its scores. */
export function withheldStep<
  Step extends { cause: ChangeCause; from: HistoricScore | null; to: HistoricScore | null },
>(step: Step): Step {
  const isByPerson = step.cause === 'instructor' || step.cause === 'import';
  return { ...step, from: kept(step.from), to: isByPerson ? step.to : kept(step.to) };
}

interface HistoricScore {
  score: string | null;
  scoreStatus: ScoreStatus;
  submittedAt: Date | null;
}

function kept(score: HistoricScore | null): HistoricScore | null {
  return score && { score: null, scoreStatus: 'submitted', submittedAt: null };
}
