import { markdown } from './markdown';
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

/** A page that its author has changed while people study. */
export interface DemoRevision {
  course: string;
  page: string;
  /** So many days before the school is made. */
  daysBefore: number;
  /** Markdown that was added and published, with what its author says about it. */
  published: { added: string; note: string };
  /** Markdown that was added since, which learners do not see yet. */
  draft: { added: string };
  /** When that is published: so many days after the school is made. */
  scheduled: { daysAhead: number; note: string };
}

/** What a course is about, beyond its summary: its cover is the picture that the examples of the API name. */
export const demoDescription = {
  course: 'statistics',
  coverText:
    'Nine journeys to work as dots above a line of minutes: eight lie between 12 and 31 minutes, one at 76.',
  syllabus: markdown`
    ## What you learn

    To collect data with care, to describe them honestly, and to say how sure you are.

    ## What you need

    Arithmetic, a square root, and three hours a week.
  `,
  fileLabel: 'Nine journeys, the data of the first weeks',
};

/** A course whose seats are all taken: so many wait for one. */
export const demoWaitlist = {
  course: 'plants',
  waiting: 4,
  note: 'I would like to take the course, should a seat become free.',
};

/** How people come into the course with the waitlist: with keys, one of them of a group; by an invitation; and by an offer to the first who waits. */
export const demoWaysIn = {
  keys: [
    { label: 'Lecture', key: 'hazel-under-oak' },
    { label: 'Tuesday in the greenhouse', key: 'tuesday-greenhouse', maxUses: 20 },
  ],
  groups: { set: 'Greenhouse days', group: 'Tuesday' },
  invited: 'ingrid.solberg',
  offerHours: 336,
} as const;

/** A course that is taught again: its copy is a draft of the same instructor. */
export const demoCopy = {
  course: 'english',
  title: 'Writing Clear Technical English, next term',
  code: 'ENG-121',
  shiftDays: 182,
};

export const demoRevision: DemoRevision = {
  course: 'statistics',
  page: 'spread',
  daysBefore: 2,
  published: {
    added: markdown`
      ## In a word

      Report the median with the **IQR**, and the mean with the **standard deviation**: the first two resist far values, the
      other two do not.
    `,
    note: 'A summary at the end of the page on spread',
  },
  draft: {
    added: markdown`
      > [!TIP]
      > Not sure which? Draw a box plot first.
    `,
  },
  scheduled: { daysAhead: 7, note: 'A tip for those who are not sure' },
};

/** A final grade in the place of the computed one. */
export interface DemoFinalGrade {
  /** A username. */
  learner: string;
  percent: string | null;
  mark: 'incomplete' | 'withdrawn' | null;
  reason: string;
}

/** How the course that is over ended. */
export interface DemoEnding {
  course: string;
  /** So many days before the school is made. */
  daysBefore: number;
  /** Before the grades were closed and certified. */
  given: DemoFinalGrade[];
  /** After that, so that they were certified again. */
  amended: DemoFinalGrade;
}

/** The grading period whose grades are closed, while its course goes on. */
export const periodThatIsOver = {
  course: 'english',
  title: 'First half',
  daysBefore: 1,
  /** What one of its learners reads in the report. */
  comment: 'Writes for the reader from the first sentence on. In the second half: shorter paragraphs.',
};

/** The first learner who was graded in the course whose period is over, and is still there. */
export function gradedInPeriod(happenings: readonly DemoHappening[]): string {
  const own = happenings.filter(({ courseKey }) => courseKey === periodThatIsOver.course);
  const left = new Set(own.flatMap((each) => (each.type === 'withdrawal' ? [each.username] : [])));
  const graded = own.find((each) => each.type === 'grade' && !left.has(each.username));
  if (!graded) throw new Error(`Nobody was graded in the demo course ${periodThatIsOver.course}.`);
  return graded.username;
}

/** Who left is withdrawn, who did least of those who stayed is not done yet, and a mark of the next one was too low. */
export function endingOf(happenings: readonly DemoHappening[]): DemoEnding {
  const course = 'clocks';
  const own = happenings.filter(({ courseKey }) => courseKey === course);
  const named = (type: DemoHappening['type']): string[] =>
    own.filter((each) => each.type === type).map(({ username }) => username);
  const [left, done] = [new Set(named('withdrawal')), named('completion')];
  const doneBy = (learner: string): number => done.filter((username) => username === learner).length;
  const [least, next] = named('enrollment')
    .filter((username) => !left.has(username))
    .toSorted((one, other) => doneBy(one) - doneBy(other) || (one < other ? -1 : 1));
  if (least === undefined || next === undefined)
    throw new Error(`Nobody stayed in the demo course ${course}.`);
  return {
    ...{ course, daysBefore: 9 },
    given: [
      ...[...left].map((learner) => ({
        learner,
        percent: null,
        mark: 'withdrawn' as const,
        reason: 'Left the course.',
      })),
      {
        ...{ learner: least, percent: null, mark: 'incomplete' },
        reason: 'Was in hospital for three weeks, and hands the rest in by the end of next term.',
      },
    ],
    amended: {
      ...{ learner: next, percent: '85', mark: null },
      reason: 'A page of the logbook had stuck to the one before, and was not marked.',
    },
  };
}

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
