import type { QuestionType } from '../../../modules/assessments';
import type { GivenMark, MarkingRuleDto, RubricDto } from '../../../modules/marking';
import { EVERY_KIND } from './course';

/** What people mark in the practice room: a question of a quiz, by its type. */
export interface PracticeItem {
  quiz: string;
  type: QuestionType;
}

/** A moment of the practice room. */
interface PracticeMoment {
  /** From the first day of the course. */
  day: number;
  /** Minutes after midnight, where the course is. */
  minute: number;
}

/** A mark of one learner’s answer by one of the staff. */
export interface PracticeMark extends PracticeItem, PracticeMoment {
  /** Usernames. */
  marker: string;
  learner: string;
  mark: Omit<GivenMark, 'fileIds'>;
  /** What goes back to the learner with it. */
  file?: { id: string; name: string; content: string };
}

/** They mark beside the instructor. The third can settle where the first two differ. */
export const practiceMarkers: readonly string[] = ['marcus.achterberg', 'leela.varkey'];

/** The essays of the first quiz are marked by a rubric, and those of the second by two people. */
const essay: PracticeItem = { quiz: EVERY_KIND, type: 'essay' };
const essayOfTwo: PracticeItem = { quiz: 'practice-at-once', type: 'essay' };

/** When the instructor prepares what is marked: before anybody has handed in. */
export const preparedAt: PracticeMoment = { day: 1, minute: 540 };

export const practiceRubric: PracticeItem & { rubric: RubricDto } = {
  ...essay,
  rubric: {
    title: 'Explaining a measure',
    kind: 'criteria',
    scaled: true,
    criteria: [
      {
        ...{ id: 'measure', title: 'Which measure misleads' },
        levels: [
          { id: 'none', title: 'Not named', points: '0' },
          { id: 'named', title: 'Named', points: '1' },
          { id: 'reason', title: 'Named, with a reason', points: '2' },
        ],
      },
      {
        ...{ id: 'example', title: 'An example' },
        levels: [
          { id: 'none', title: 'None', points: '0' },
          { id: 'some', title: 'One that fits', fromPoints: '0.5', points: '2' },
        ],
      },
    ],
  },
};

/** As the example of the operation has it. */
export const practiceRule: PracticeItem & { rule: MarkingRuleDto } = {
  ...essayOfTwo,
  rule: { method: 'average', thirdAbove: '1' },
};

/** Of all markers. */
export const practiceComments: readonly string[] = [
  'An *example* would make this clear.',
  'You name the measure, but not **when** it misleads.',
];

/** In order of time. Marks of two people: nearly the same, far apart, the same, and one that is still alone. */
export const practiceMarks: readonly PracticeMark[] = [
  {
    ...{ ...essay, learner: 'haruka.minamoto', marker: 'ingrid.solberg', day: 41, minute: 540 },
    mark: {
      rubric: {
        revision: 1,
        levels: [
          { criterionId: 'measure', levelId: 'named' },
          { criterionId: 'example', levelId: 'none' },
        ],
      },
      comment: 'An *example* would make this clear.',
    },
    file: {
      ...{ id: '01990000-0000-7000-8000-0000000d9001', name: 'notes-on-your-essay.txt' },
      content: `Line 1: You name the mean. Good.
Line 2: "It misleads" is a claim. Which value of the list pulls it?
At the end: take the waiting times of the second session, and say what mean and median tell.
`,
    },
  },
  ofTwo('amara.nwachukwu', 'ingrid.solberg', 545, '4', 'Clear, and well chosen examples.'),
  ofTwo('mateo.villasenorruiz', 'ingrid.solberg', 550, '4', 'A convincing example.'),
  ofTwo('priya.raghunathan', 'ingrid.solberg', 556, '2', 'An *example* would make this clear.'),
  ofTwo('sigrun.hallsdottir', 'ingrid.solberg', 561, '3.5', 'The histogram is a good idea.'),
  ofTwo('amara.nwachukwu', 'marcus.achterberg', 600, '4.5', 'What would the mean have said?'),
  ofTwo(
    'mateo.villasenorruiz',
    'marcus.achterberg',
    606,
    '1.5',
    'You tell of one train, but not when the mean misleads in general.',
  ),
  ofTwo('priya.raghunathan', 'marcus.achterberg', 611, '2', null),
];

/** A learner who asks for another mark, and still waits. */
export const practiceRemark: PracticeItem &
  PracticeMoment & { learner: string; days: number; reason: string } = {
  ...{ ...essay, learner: 'haruka.minamoto', day: 41, minute: 700, days: 7 },
  reason: 'I say when the mean misleads, and what I report then. Is that no reason?',
};

/** A key that was wrong when the first learners were graded by it. */
export const practiceCorrection: PracticeItem &
  PracticeMoment & { wrongDefinition: object; regradedAt: PracticeMoment } = {
  ...{ quiz: EVERY_KIND, type: 'true_false', wrongDefinition: { key: true } },
  ...{ day: 8, minute: 1260, regradedAt: { day: 41, minute: 960 } },
};

function ofTwo(
  learner: string,
  marker: string,
  minute: number,
  points: string,
  comment: string | null,
): PracticeMark {
  return { ...essayOfTwo, learner, marker, day: 41, minute, mark: { points, comment } };
}
