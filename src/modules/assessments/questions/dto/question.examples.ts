/** Request bodies to try out, one of each type, that fit a first course of statistics. */
export const QUESTION_EXAMPLES = {
  single_choice: {
    summary: 'Single choice',
    value: {
      type: 'single_choice',
      prompt: 'Which measure of the center is **least** affected by one extreme value?',
      points: '2',
      definition: {
        options: [
          { id: 'mean', text: 'The mean' },
          { id: 'median', text: 'The median' },
          { id: 'midrange', text: 'The midrange' },
        ],
        key: 'median',
      },
      feedback: 'The median only looks at the *order* of the values, so one extreme value hardly moves it.',
    },
  },
  multiple_choice: {
    summary: 'Multiple choice, partly right answers earn a part',
    value: {
      type: 'multiple_choice',
      prompt: 'Which of these are measures of spread?',
      points: '3',
      definition: {
        options: [
          { id: 'iqr', text: 'The interquartile range' },
          { id: 'mode', text: 'The mode' },
          { id: 'range', text: 'The range' },
          { id: 'sd', text: 'The standard deviation' },
        ],
        key: ['iqr', 'range', 'sd'],
        scoring: 'partial',
      },
      feedback: 'The mode is a typical value; the other three say how far the values lie apart.',
    },
  },
  true_false: {
    summary: 'True or false',
    value: {
      type: 'true_false',
      prompt: 'A correlation of 0 means that two variables are unrelated.',
      points: '1',
      definition: { key: false },
      feedback: 'It means that they are not related *linearly*: think of a parabola.',
    },
  },
  numeric: {
    summary: 'A number, with a tolerance',
    value: {
      type: 'numeric',
      prompt: 'What is the sample standard deviation of 2, 4, 4, 4, 5, 5, 7, 9? Give two decimals.',
      points: '2.5',
      definition: { key: '2.14', tolerance: { type: 'absolute', value: '0.01' } },
      feedback: 'The squared deviations add up to 32; divide by n − 1 = 7 and take the root.',
    },
  },
  short_text: {
    summary: 'A short text',
    value: {
      type: 'short_text',
      prompt: 'What is the middle half of the values, from the first quartile to the third, called?',
      points: '1.5',
      definition: { accepted: ['interquartile range', 'IQR'], caseSensitive: false },
      feedback: 'The interquartile range, Q3 − Q1.',
    },
  },
};

/** Changes to try out; the first is taken at any time, the second until a learner has attempted the quiz. */
export const QUESTION_CHANGE_EXAMPLES = {
  correction: {
    summary: 'Correct prompt and feedback',
    value: {
      prompt: 'Which measure of the center does one extreme value change the **least**?',
      feedback: 'The median: it only looks at the *order* of the values.',
    },
  },
  points: { summary: 'Other points', value: { points: '2.5' } },
};
