import type { BehaviorName, QuestionType } from '../../../modules/assessments';
import { markdown } from '../markdown';
import type { DemoCourse, DemoPage, DemoQuiz } from '../types';
import { afterwards, materials } from './materials';

/** What a quiz of the practice room asks, and when it judges answers. */
export interface PracticeQuiz {
  /** Of the quiz in the course. */
  key: string;
  behavior: BehaviorName;
  /** Of these types, one question each. Null: of every type that there is. */
  types: readonly QuestionType[] | null;
}

/** The quiz that asks a question of every type. */
export const EVERY_KIND = 'practice-every-kind';

export const practiceQuizzes: readonly PracticeQuiz[] = [
  { key: EVERY_KIND, behavior: 'deferred', types: null },
  {
    key: 'practice-at-once',
    behavior: 'immediate',
    types: ['single_choice', 'true_false', 'numeric', 'short_text', 'gap_select', 'hotspot', 'essay'],
  },
  {
    key: 'practice-hints',
    behavior: 'interactive',
    types: ['multiple_choice', 'matching', 'ordering', 'cloze', 'markers', 'numeric'],
  },
  {
    key: 'practice-costly-tries',
    behavior: 'adaptive',
    types: ['calculated', 'cloze', 'numeric', 'matching', 'gap_select'],
  },
  {
    key: 'practice-free-tries',
    behavior: 'adaptive_no_penalty',
    types: ['single_choice', 'ordering', 'short_text', 'calculated', 'hotspot'],
  },
  {
    key: 'practice-sure-at-the-end',
    behavior: 'deferred_certainty',
    types: ['true_false', 'single_choice', 'multiple_choice', 'numeric', 'calculated'],
  },
  {
    key: 'practice-sure-at-once',
    behavior: 'immediate_certainty',
    types: ['true_false', 'hotspot', 'short_text', 'matching', 'numeric'],
  },
];

const about: DemoPage = {
  type: 'page',
  key: 'about-practice',
  title: 'How this room works',
  content: markdown`
    Nothing here counts in _Foundations of Statistics_. Take every quiz as often as you like.

    ## One bank, seven quizzes

    The first quiz asks a question of **every kind** and tells you at the end how you did. The other six ask
    some of the same questions, and differ only in _when_ they tell you what your answer is worth.

    | Quiz                         | You are told      | Another try                         |
    | ---------------------------- | ----------------- | ----------------------------------- |
    | Every kind of question       | at the end        | no                                  |
    | Told at once                 | after each answer | no                                  |
    | Tries with hints             | after each answer | as long as there are hints          |
    | Tries that cost              | after each answer | as many as you like, each at a cost |
    | Tries that are free          | after each answer | as many as you like                 |
    | How sure are you? At the end | at the end        | no                                  |
    | How sure are you? At once    | after each answer | no                                  |

    ## Saying how sure you are

    In the last two quizzes you say with each answer whether you are _hardly_, _fairly_ or _very_ sure. A
    right answer of which you were very sure earns the most. A wrong one of which you were very sure costs
    the most. It pays to say what you believe.

    ## Files and recordings

    Two questions ask for something that you upload: a list of the journeys that you collected, and a
    recording of yourself. Ingrid Solberg reads and hears them, and marks them by hand.
  `,
};

function quiz(key: string, title: string, dueWeek: number): DemoQuiz {
  return {
    ...{ type: 'quiz', key, title, dueWeek },
    ...{ maxAttempts: null, grading: 'highest', passPercentage: null, questions: [] },
  };
}

/** A course in which every type of question and every behavior can be tried. Its quizzes share the questions of its bank. */
export const practiceCourse: DemoCourse = {
  key: 'practice',
  code: 'STAT-101P',
  title: 'Statistics Practice Room',
  summary:
    'Short quizzes beside Foundations of Statistics, with questions of every kind and every way of being told how an answer was.',
  catalog: {
    language: 'en',
    level: 'introductory',
    category: 'Mathematics',
    tags: ['Practice'],
    visibility: 'members',
  },
  timeZone: 'Europe/Berlin',
  status: 'published',
  startOffsetDays: -42,
  durationWeeks: 10,
  selfEnrollment: true,
  instructor: 'ingrid.solberg',
  sections: [
    {
      title: 'Every kind of question',
      summary: 'All at once, and told at the end.',
      activities: [about, quiz(EVERY_KIND, 'Every kind of question', 2)],
    },
    {
      title: 'Told as you go',
      summary: 'Each answer is judged at once, with or without another try.',
      activities: [
        quiz('practice-at-once', 'Told at once', 3),
        quiz('practice-hints', 'Tries with hints', 4),
        quiz('practice-costly-tries', 'Tries that cost', 5),
        quiz('practice-free-tries', 'Tries that are free', 6),
      ],
    },
    {
      title: 'How sure are you?',
      summary: 'An answer earns by how sure you were of it.',
      activities: [
        quiz('practice-sure-at-the-end', 'How sure are you? At the end', 7),
        quiz('practice-sure-at-once', 'How sure are you? At once', 8),
      ],
    },
    materials,
    afterwards,
  ],
  assignments: [],
};
