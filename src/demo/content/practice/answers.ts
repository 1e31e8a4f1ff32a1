import type { QuestionType } from '../../../modules/assessments';

/** As it is sent, or made of the numbers that the attempt shows. */
export type PracticeAnswer =
  string | boolean | object | ((drawn: Readonly<Record<string, string>>) => string);

export interface PracticeAnswers {
  right: readonly PracticeAnswer[];
  /** The most tempting first. None where nothing is wrong, or a person marks. */
  wrong: readonly PracticeAnswer[];
}

/** A file that a learner hands in. */
export interface PracticeFile {
  name: string;
  /** Left out: that of the example of the type. */
  content?: string;
}

const lengthOf = ({ a = '', b = '' }: Readonly<Record<string, string>>): number =>
  Math.hypot(Number(a), Number(b));

/** What learners answer to the questions of the practice room, which are the examples of their types. */
export const practiceAnswers: Partial<Record<QuestionType, PracticeAnswers>> = {
  single_choice: { right: ['median'], wrong: ['mean', 'midrange'] },
  multiple_choice: {
    right: [['iqr', 'range', 'sd']],
    wrong: [
      ['iqr', 'sd'],
      ['iqr', 'mode', 'range', 'sd'],
      ['range', 'mode'],
    ],
  },
  true_false: { right: [false], wrong: [true] },
  numeric: { right: ['2.14', '2.138', '2.1381'], wrong: ['2', '4.57', '1.87'] },
  short_text: {
    right: ['interquartile range', 'IQR', 'Interquartile Range'],
    wrong: ['range', 'the box', 'quartile deviation'],
  },
  matching: {
    right: [{ mean: 'sum', median: 'middle', mode: 'most' }],
    wrong: [
      { mean: 'sum', median: 'most', mode: 'middle' },
      { mean: 'middle', median: 'sum', mode: 'most' },
    ],
  },
  ordering: {
    right: [['question', 'collect', 'summarize', 'conclude']],
    wrong: [
      ['question', 'collect', 'conclude', 'summarize'],
      ['collect', 'question', 'summarize', 'conclude'],
    ],
  },
  gap_select: {
    right: [{ middle: 'median', spread: 'iqr' }],
    wrong: [
      { middle: 'mean', spread: 'iqr' },
      { middle: 'median', spread: 'count' },
    ],
  },
  cloze: {
    right: [{ middle: 'median', value: '4', frequent: 'mode' }],
    wrong: [
      { middle: 'mean', value: '5', frequent: 'mode' },
      { middle: 'median', value: '4', frequent: 'mean' },
    ],
  },
  calculated: {
    right: [(drawn: Readonly<Record<string, string>>) => lengthOf(drawn).toFixed(2)],
    wrong: [
      // Both sides added up, and the root forgotten.
      ({ a = '', b = '' }: Readonly<Record<string, string>>) => (Number(a) + Number(b)).toFixed(2),
      (drawn: Readonly<Record<string, string>>) => (lengthOf(drawn) ** 2).toFixed(2),
    ],
  },
  hotspot: {
    right: [[{ x: 456, y: 65 }], [{ x: 454, y: 67 }]],
    wrong: [[{ x: 186, y: 65 }], [{ x: 156, y: 40 }]],
  },
  markers: {
    right: [
      [
        { marker: 'median', x: 120, y: 40 },
        { marker: 'mean', x: 156, y: 40 },
      ],
    ],
    wrong: [
      [
        { marker: 'median', x: 156, y: 38 },
        { marker: 'mean', x: 120, y: 42 },
      ],
      [
        { marker: 'median', x: 120, y: 50 },
        { marker: 'range', x: 456, y: 50 },
      ],
    ],
  },
  essay: {
    right: [
      'The mean misleads when **one value** is far from the rest. My nine journeys have a mean of 26 minutes, but seven of them took less than that. I report the *median*, 20 minutes, and say that one train broke down.',
      'Incomes, house prices and waiting times: a few are very large, and the mean follows them. I report the median and the quartiles, so that one sees where most people are, and I draw a box plot.',
      'When there are outliers. Then the median.',
      'A mean of grades can hide that half of the class has the best grade and half the worst. Nobody is in the middle, so the median misleads, too. I draw a histogram.',
      'Our choir has eleven children and one man of 80. The mean age is 15.5 years, and nobody is of that age. The **median** is 9 years, and that is what I report.',
    ],
    wrong: [],
  },
  survey: { right: ['together', 'alone', 'not'], wrong: [] },
};

/** What learners hand in where the question asks for files, one learner after another. */
export const practiceFiles: Partial<Record<QuestionType, readonly PracticeFile[]>> = {
  file: [
    { name: 'my-journeys.csv', content: 'minutes\n14\n16\n16\n19\n23\n24\n26\n40\n41\n' },
    { name: 'walks-to-school.csv', content: 'minutes\n8\n8\n9\n9\n10\n10\n11\n12\n35\n' },
    { name: 'bus-line-14.csv', content: 'minutes\n21\n22\n22\n25\n27\n30\n31\n33\n58\n' },
    { name: 'by-bicycle.csv', content: 'minutes\n11\n12\n12\n13\n13\n14\n15\n15\n16\n' },
  ],
  recording: [
    { name: 'which-measure.wav' },
    { name: 'take-2.wav' },
    { name: 'incomes.wav' },
    { name: 'my-answer.wav' },
  ],
};

/** Hints to some of the questions, for the quizzes that show them. */
export const practiceHints: Partial<
  Record<QuestionType, readonly { text: string; clearWrong?: boolean; showRightCount?: boolean }[]>
> = {
  multiple_choice: [
    { text: 'A measure of spread says how far the values lie **apart**.' },
    { text: 'Three of the four do that. One is a typical value.' },
  ],
  matching: [
    { text: 'Sort 2, 4, 4, 5, 10, and work out all three.', showRightCount: true },
    { text: 'What is wrong has been taken out.', clearWrong: true },
  ],
  ordering: [{ text: 'Can you collect anything before you know what you ask?', showRightCount: true }],
  cloze: [
    { text: 'There are five values. The middle one is the third.', showRightCount: true },
    { text: 'What is wrong has been taken out.', clearWrong: true },
  ],
  markers: [{ text: 'The long journey pulls the mean to the **right**.', showRightCount: true }],
  numeric: [{ text: 'Divide by *n* − 1, not by *n*.' }, { text: 'The squared deviations add up to 32.' }],
};
