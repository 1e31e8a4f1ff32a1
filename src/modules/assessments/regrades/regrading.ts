import { isDeepStrictEqual } from 'node:util';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import { type Conduct, gradedAnswers, gradeOfAnswer } from '../attempts/attempt-answers';
import type { Answer, AttemptRecord } from '../attempts/attempt-records';
import type { VersionedQuestion } from '../attempts/paper-records';
import { shareText } from '../../../shared/decimals/share-text';

export const REGRADE_POLICIES = ['recompute', 'keep_better', 'full_credit'] as const;
/** What submitted answers earn by a corrected key. */
export type RegradePolicy = (typeof REGRADE_POLICIES)[number];

/** A question of a submitted attempt, as it was graded, and as it would be by the corrected key: null where it stays. */
export interface GradedQuestion {
  question: VersionedQuestion;
  corrected: VersionedQuestion | null;
  answer: Answer;
}

/** A submitted attempt with its questions, in the order of its paper. */
export interface GradedPaper {
  attempt: AttemptRecord;
  conduct: Conduct;
  questions: readonly GradedQuestion[];
}

/** What grading wrote about a question of an attempt. */
export interface QuestionMarks {
  keyRevisionId: string;
  pointsAwarded: string | null;
  correct: boolean | null;
  leastShare: string | null;
  leastSequence: number | null;
}

/** What grading wrote about an attempt, with those of its questions that a regrade concerns. Plain data, so that a log keeps it. */
export interface AttemptMarking {
  score: string | null;
  markedScore: string;
  needsMarks: number;
  maxScore: string;
  scoreBeforeRegrade: string | null;
  /** By question id. */
  questions: Record<string, QuestionMarks>;
}

/** What a regrade makes of an attempt. */
export interface Regraded {
  before: AttemptMarking;
  after: AttemptMarking;
}

/**
 * Grades a submitted attempt by corrected keys. Null where nothing changes, also because the policy keeps what there was.
 *
 * - `recompute`: each answer earns what the corrected key gives.
 * - `keep_better`: an answer that earned a larger part of its points before keeps that part; and an attempt that would be worth a
 *   smaller part of its maximum, since other questions weigh more now, stays as it is.
 * - `full_credit`: every answer earns all points, and so does none.
 *
 * Marks that people have given stand in place of what a key gives. Nothing rounds on the way: parts are exact fractions.
 */
export function regraded(
  { attempt, conduct, questions }: GradedPaper,
  policy: RegradePolicy,
): Regraded | null {
  const anew = questions.map((each) => regradedAnswer(each, policy, conduct));
  const asked = questions.map(({ question, corrected }) => corrected ?? question);
  const { answers, ...marks } = gradedAnswers(asked, anew, conduct);
  const before = storedMarking(
    attempt,
    questions.flatMap(({ question, corrected, answer }) =>
      corrected ? [[question.id, marksOf(question.keyRevisionId, answer)]] : [],
    ),
  );
  const isAnother = nullablePlainDecimal(marks.score) !== before.score || marks.maxScore !== before.maxScore;
  const after: AttemptMarking = {
    ...{ score: nullablePlainDecimal(marks.score), markedScore: plainDecimal(marks.markedScore) },
    ...{ needsMarks: marks.needsMarks, maxScore: marks.maxScore },
    scoreBeforeRegrade: before.scoreBeforeRegrade ?? (isAnother ? before.score : null),
    questions: Object.fromEntries(
      questions.flatMap(({ corrected }, index) => {
        const answer = answers[index];
        if (!corrected || !answer) return [];
        return [[answer.questionId, marksOf(corrected.keyRevisionId, answer)]];
      }),
    ),
  };
  if (isDeepStrictEqual(before, after)) return null;
  if (policy === 'keep_better' && shareOf(after).lt(shareOf(before))) return null;
  return { before, after };
}

/** What is stored of an attempt now, with the marks of some of its questions. */
export function storedMarking(
  attempt: AttemptRecord,
  marks: readonly (readonly [questionId: string, QuestionMarks])[],
): AttemptMarking {
  const { score, needsMarks, maxScore, scoreBeforeRegrade } = attempt;
  return {
    ...{ score, markedScore: attempt.markedScore ?? score ?? '0', needsMarks, maxScore, scoreBeforeRegrade },
    questions: Object.fromEntries(marks),
  };
}

export function marksOf(keyRevisionId: string, answer: Answer): QuestionMarks {
  const { pointsAwarded, correct, leastShare, leastSequence } = answer;
  return {
    ...{ keyRevisionId, pointsAwarded: nullablePlainDecimal(pointsAwarded) },
    ...{ correct, leastShare, leastSequence },
  };
}

/** The answer with what is left to it whatever the corrected key says. */
function regradedAnswer(
  { question, corrected, answer }: GradedQuestion,
  policy: RegradePolicy,
  conduct: Conduct,
): Answer {
  if (!corrected) return answer;
  const plain = { ...answer, leastShare: null, leastSequence: null };
  const leastSequence = answer.sequence ?? 0;
  if (policy === 'full_credit') return { ...plain, leastShare: '1', leastSequence };
  if (policy === 'recompute') return plain;
  const [was, is] = [gradeOfAnswer(question, answer, conduct), gradeOfAnswer(corrected, plain, conduct)];
  const [had, has] = [Rational.of(question.points), Rational.of(corrected.points)];
  if (!was || !is || had.isZero() || has.isZero()) return plain;
  const share = was.earned.over(had);
  return is.earned.over(has).lt(share) ? { ...plain, leastShare: shareText(share), leastSequence } : plain;
}

/** The part of the maximum that an attempt earned; 0 of nothing. */
function shareOf({ markedScore, maxScore }: AttemptMarking): Rational {
  const max = Rational.of(maxScore);
  return max.isZero() ? Rational.ZERO : Rational.of(markedScore).over(max);
}

/** Whether what people see of the attempt as a whole is another. */
export function isOtherScore({ before, after }: Regraded): boolean {
  return before.score !== after.score || before.maxScore !== after.maxScore;
}
