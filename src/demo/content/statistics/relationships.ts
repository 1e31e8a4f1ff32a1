import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection } from '../types';

const regression: DemoPage = {
  type: 'page',
  key: 'regression',
  title: 'Correlation and the regression line',
  content: markdown`
    Two numerical variables, recorded for the same cases, call for a scatter plot. If the cloud looks like
    a stripe, two numbers describe it.

    ## The correlation coefficient

    **r** lies between −1 and 1. Its sign gives the direction, its size how tightly the points hug a
    straight line. A value near 0 means no _linear_ relation: a perfect U-shape can have r = 0. So plot
    first.

    ## The line of least squares

    Five learners noted their hours of revision and their marks:

    | Hours x | 1   | 2   | 3   | 4   | 5   |
    | ------- | --- | --- | --- | --- | --- |
    | Mark y  | 52  | 55  | 61  | 64  | 68  |

    The regression line makes the sum of squared vertical distances as small as possible:

    ~~~text
    slope     b = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² = 41 / 10 = 4.1
    intercept a = ȳ − b·x̄ = 60 − 4.1 × 3 = 47.7
    line      ŷ = 47.7 + 4.1 x
    ~~~

    Each further hour goes with 4.1 more marks on average. Here r ≈ 0.99, and r² ≈ 0.99 says that the line
    accounts for about 99 % of the variation in the marks. Real data are seldom so tidy.

    ## Stay inside the data

    Put x = 20 into the line and it promises 129.7 marks out of 100. Predictions beyond the observed range,
    **extrapolations**, assume that the line goes on for ever. It rarely does.
  `,
};

const causation: DemoPage = {
  type: 'page',
  key: 'causation',
  title: 'Association is not causation',
  content: markdown`
    In primary schools, children with larger shoes read better. Nobody concludes that shoes teach reading:
    older children have larger feet _and_ more years of practice. Age is a **confounder**, a third variable
    that drives both.

    ## Four explanations to try

    When A and B go together, ask in turn:

    1. Does A cause B?
    2. Does B cause A?
    3. Does some C cause both?
    4. Is it chance, or the way in which the cases were chosen?

    ## When the total misleads

    Two invented clinics report how many patients recovered:

    |              | North            | South            |
    | ------------ | ---------------- | ---------------- |
    | mild cases   | 18 of 20 (90 %)  | 68 of 80 (85 %)  |
    | severe cases | 48 of 80 (60 %)  | 10 of 20 (50 %)  |
    | **all**      | 66 of 100 (66 %) | 78 of 100 (78 %) |

    North does better with mild cases and better with severe ones, yet worse overall, because it takes in
    most of the severe cases. This reversal is known as **Simpson's paradox**. Which line should guide a
    patient? She knows how ill she is, so it is the line for cases like hers.

    ## What an experiment adds

    If chance decides who gets the treatment, then age, income, illness and everything we never thought of
    are spread evenly between the groups, apart from random differences that we can calculate. That is why
    a **randomized** experiment supports a causal claim, and why an observational study, however large,
    needs a careful argument about what else might differ.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-inference',
  title: 'Quiz 4: Inference and relationships',
  maxAttempts: 2,
  grading: 'highest',
  dueWeek: 10,
  passPercentage: 60,
  questions: [
    {
      type: 'numeric',
      key: 'upper-limit',
      prompt:
        'A random sample of 100 cases has mean 50 and standard deviation 10. What is the **upper limit** of the 95 % confidence interval for the mean?',
      points: '2',
      difficulty: 0.6,
      answer: '51.96',
      tolerance: '0.05',
      mistakes: ['69.6', '60', '50.98', '48.04', '51'],
      feedback: 'The standard error is 10 / √100 = 1, so the upper limit is 50 + 1.96 × 1 = 51.96.',
    },
    {
      type: 'single_choice',
      key: 'interval-meaning',
      prompt: 'What does "95 %" in a 95 % confidence interval for a mean refer to?',
      points: '1',
      difficulty: 0.9,
      options: [
        { key: 'a', text: '95 % of the population lies inside the interval' },
        { key: 'b', text: '95 % of the sample lies inside the interval' },
        { key: 'c', text: 'About 95 % of the intervals made in this way would contain the true mean' },
        { key: 'd', text: 'The sample mean is 95 % accurate' },
      ],
      answer: 'c',
      feedback:
        'The confidence belongs to the method. The interval is about the mean, not about single values.',
    },
    {
      type: 'single_choice',
      key: 'p-value',
      prompt: 'A p-value is the probability…',
      points: '1',
      difficulty: 0.7,
      options: [
        { key: 'a', text: 'of a result at least this extreme, if the null hypothesis is true' },
        { key: 'b', text: 'that the null hypothesis is true' },
        { key: 'c', text: 'that the result will be found again in the next study' },
        { key: 'd', text: 'that the alternative hypothesis is false' },
      ],
      answer: 'a',
      feedback:
        'The p-value is reckoned under the assumption that H₀ holds, so it cannot be the probability of H₀.',
    },
    {
      type: 'true_false',
      key: 'large-p',
      prompt: 'A large p-value proves that the null hypothesis is true.',
      points: '1',
      difficulty: -0.3,
      answer: false,
      feedback:
        'It says only that the data do not contradict H₀. With few cases, large effects can go unnoticed.',
    },
    {
      type: 'multiple_choice',
      key: 'narrower',
      prompt: 'Which changes make a confidence interval for a mean **narrower**? Choose all that apply.',
      points: '2',
      difficulty: 0.3,
      options: [
        { key: 'a', text: 'A larger sample' },
        { key: 'b', text: 'A higher level of confidence' },
        { key: 'c', text: 'A less variable population' },
        { key: 'd', text: 'A lower level of confidence' },
      ],
      answers: ['a', 'c', 'd'],
      feedback:
        'Its half-width is factor × s / √n: more cases, less spread or a smaller factor all shrink it.',
    },
    {
      type: 'numeric',
      key: 'predict',
      prompt:
        'Marks follow the line ŷ = 47.7 + 4.1 x, where x is hours of revision. Predict the mark for **4 hours**.',
      points: '1',
      difficulty: -0.8,
      answer: '64.1',
      tolerance: '0.05',
      mistakes: ['207.2', '51.8', '60', '194.9'],
      feedback: '47.7 + 4.1 × 4 = 47.7 + 16.4 = 64.1. Multiply before you add.',
    },
    {
      type: 'single_choice',
      key: 'negative-r',
      prompt: 'Two variables have the correlation r = −0.9. What follows?',
      points: '1',
      difficulty: -0.4,
      options: [
        { key: 'a', text: 'They have almost no linear relation' },
        { key: 'b', text: 'One of them causes the other to fall' },
        { key: 'c', text: 'They have a weak linear relation, because r is negative' },
        { key: 'd', text: 'They have a strong linear relation, and one tends to fall as the other rises' },
      ],
      answer: 'd',
      feedback:
        'The size (0.9) gives the strength, the sign gives the direction. Neither says anything about cause.',
    },
    {
      type: 'short_text',
      key: 'confounder',
      prompt: 'What do we call a third variable that drives both of the variables we compare?',
      points: '1',
      difficulty: 0,
      accepted: [
        'confounder',
        'a confounder',
        'confounding variable',
        'a confounding variable',
        'confounding factor',
        'lurking variable',
      ],
      mistakes: ['outlier', 'correlation', 'dependent variable', 'cause'],
      feedback: "A confounder, like age in the example of the children's shoes.",
    },
  ],
};

export const relationships: DemoSection = {
  title: 'Relationships',
  summary: 'Fitting a line, and what it does and does not say about causes.',
  activities: [regression, causation, quiz],
};
