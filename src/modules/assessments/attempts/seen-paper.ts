import { type AttemptViewer, factsFor, type ReviewFact } from '../review/review-rules';
import { type AttemptRecord, type ResultTerms, standingIn } from './attempt-records';
import { isResting } from '../rests/rests';
import { isPaused } from './lifecycle';
import { currentPosition } from './navigation';

/** What a viewer sees of the paper of an attempt. */
export interface SeenPaper {
  shown: ReadonlySet<ReviewFact>;
  /** The place of the question whose turn it is, in a quiz that asks one after another while the attempt goes on; else null. */
  current: number | null;
  /** Whether the questions are there: up to `current` for learners. */
  hasQuestions: boolean;
}

export function seenOfPaper(
  attempt: AttemptRecord,
  terms: Omit<ResultTerms, 'grading' | 'offlineAnswers'>,
  viewer: AttemptViewer,
  now: Date,
): SeenPaper {
  const { endedAt, needsMarks } = attempt;
  const shown = factsFor(viewer, terms.review, { ...terms, needsMarks, submittedAt: endedAt }, now);
  const { state, due } = standingIn(attempt, terms, now);
  const isOpen = state === 'in_progress' || state === 'overdue';
  const stands = isPaused(attempt, now) || isResting(attempt, due?.at ?? endedAt ?? now);
  const isCovered = viewer === 'learner' && isOpen && stands;
  const hasEnded = (due?.at ?? endedAt) !== null;
  return {
    shown,
    current: hasEnded ? null : currentPosition(attempt, terms),
    hasQuestions: shown.has('answers') && !isCovered,
  };
}
