import type { DemoAttempt, DemoHappening } from './activity/happenings';

/** Questions of a quiz that are filed in the bank of its course. */
export interface DemoFiling {
  /** Keys of the content. */
  course: string;
  quiz: string;
  folder: string;
  tags: string[];
}

/** A quiz that asks its first question always, and draws others of those that are filed. */
export interface DemoDraw {
  course: string;
  quiz: string;
  /** Named by a filing of the same course. */
  folder: string;
  count: number;
  points: string;
}

/** Another attempt that somebody was given. */
export interface DemoGivenAttempt {
  course: string;
  quiz: string;
  /** A username. */
  learner: string;
  reason: string;
}

export const demoFilings: readonly DemoFiling[] = [
  {
    course: 'statistics',
    quiz: 'quiz-description',
    folder: 'Data and description',
    tags: ['Graded', 'Basics'],
  },
  { course: 'statistics', quiz: 'quiz-probability', folder: 'Probability', tags: ['Graded'] },
  { course: 'statistics', quiz: 'quiz-distributions', folder: 'Distributions', tags: ['Graded'] },
  {
    course: 'bookkeeping',
    quiz: 'quiz-equation',
    folder: 'The accounting equation',
    tags: ['Draft', 'Basics'],
  },
];

export const demoDraws: readonly DemoDraw[] = [
  { course: 'bookkeeping', quiz: 'quiz-equation', folder: 'The accounting equation', count: 1, points: '1' },
];

export const demoGivenAttempts: readonly DemoGivenAttempt[] = [
  {
    course: 'statistics',
    quiz: 'quiz-probability',
    learner: 'haruka.minamoto',
    reason: 'The fire alarm rang in the second attempt.',
  },
];

/** The course in which one attempt is paused, and one was abandoned. */
export const courseWithStoppedAttempts = 'statistics';
export const pauseReason = 'The fire alarm rang. Everybody goes on when the room is open again.';

/** For so long after the last answer an attempt was stopped. */
const STOPPED_AFTER = 600_000;

/** Of the attempts in progress in the course, the oldest was abandoned and the latest is paused. */
export function withStoppedAttempts(happenings: readonly DemoHappening[]): DemoHappening[] {
  const open = happenings.filter(
    (each): each is DemoAttempt =>
      each.type === 'attempt' && each.courseKey === courseWithStoppedAttempts && each.submittedAt === null,
  );
  const [first, ...others] = open;
  const last = others.at(-1);
  return happenings.map((each) => {
    if (each.type !== 'attempt' || (each !== first && each !== last)) return each;
    const at = new Date((each.responses.at(-1)?.savedAt ?? each.at).getTime() + STOPPED_AFTER);
    return { ...each, stopped: { how: each === first ? 'abandoned' : 'paused', at } };
  });
}
