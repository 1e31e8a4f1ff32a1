import { rulesView, type StoredRules } from './rules';
import { percent, fromUnits, plain, units } from './numbers';

export interface Attempt {
  id: string;
  activityId: string;
  courseId: string;
  userId: string;
  number: number;
  startedAt: Date;
  submittedAt: Date | null;
  /** By the time limit; null: never. */
  endsAt: Date | null;
  maxScore: string;
  /** In ten-thousandths of a point. */
  points: number | null;
  passPercentage: string;
  gradeScore: string | null;
  receipt: string | null;
  rules: StoredRules;
}

export function attemptView(attempt: Attempt, questions: object[]): object {
  const { id, activityId, courseId, userId, number, startedAt, submittedAt, endsAt, maxScore, points } =
    attempt;
  const { passPercentage, gradeScore, receipt, rules } = attempt;
  const isOpen = submittedAt === null;
  return {
    ...{ id, activityId, courseId, number, status: isOpen ? 'in_progress' : 'submitted' },
    state: isOpen ? 'in_progress' : 'graded',
    ...{ endsAt, handInBy: endsAt, endedAt: submittedAt, endReason: isOpen ? null : 'submitted' },
    ...(isOpen ? { now: startedAt } : {}),
    ...{ startedAt, submittedAt, maxScore: plain(maxScore) },
    score: points === null ? null : fromUnits(points),
    percentage: points === null ? null : percent(points, units(maxScore)),
    passed: points === null ? null : hasPassed(points, maxScore, passPercentage),
    // Nobody pauses, extends or rests in attempts of the benchmark.
    ...{ restingSince: null, restsUntil: null, restSeconds: 0, restSecondsLeft: 0 },
    // The program gives all marks, and nobody says anything to a whole attempt.
    ...{ isPreview: false, needsMarks: 0, ...(isOpen ? {} : { overallFeedbackHtml: null }) },
    ...{ pausedAt: null, restedSeconds: 0, extendedSeconds: 0, cutBy: null, rules: rulesView(rules) },
    // Its learners go from question to question as they like.
    ...{ userId, gradeScore, receipt, position: null, questionCount: questions.length, questions },
    // Its questions show no files.
    media: [],
  };
}

export function hasPassed(points: number, maxScore: string, passPercentage: string): boolean {
  return points * 100 >= units(maxScore) * Number(passPercentage);
}
