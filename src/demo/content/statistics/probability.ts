import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection } from '../types';

const counting: DemoPage = {
  type: 'page',
  key: 'counting-chances',
  title: 'Probability by counting',
  content: markdown`
    When all outcomes are equally likely, probability is counting: favorable outcomes divided by all
    outcomes. Two dice have 6 × 6 = 36 outcomes, and six of them sum to seven, so P(sum is 7) = 6/36 = 1/6.

    ## Three rules that carry most of the weight

    1. **Complement.** P(not A) = 1 − P(A).
    2. **Addition.** P(A or B) = P(A) + P(B) − P(A and B). The last term takes back what was counted twice.
       If A and B cannot both happen they are _mutually exclusive_, and the term is zero.
    3. **Multiplication.** If A and B are _independent_, meaning that one tells us nothing about the other,
       then P(A and B) = P(A) × P(B).

    ## The complement at work

    How likely is at least one six in four throws? Counting the ways directly is tedious. Turn it around:

    ~~~text
    P(no six in one throw)      = 5/6
    P(no six in four throws)    = (5/6)⁴ = 625/1296 ≈ 0.482
    P(at least one six)         = 1 − 0.482 ≈ 0.518
    ~~~

    "At least one" is nearly always a hint to use the complement.

    ## Exclusive is not independent

    |                    | Can both happen? | Does one inform about the other? |
    | ------------------ | ---------------- | -------------------------------- |
    | mutually exclusive | no               | yes: if A happened, B did not    |
    | independent        | usually yes      | no                               |

    Mixing up these two is the most common mistake of the week. A coin has no memory either: after five
    heads in a row, a fair coin still shows tails with probability one half.
  `,
};

const conditional: DemoPage = {
  type: 'page',
  key: 'base-rates',
  title: 'Conditional probability and base rates',
  content: markdown`
    The **conditional probability** P(A | B), read "A given B", is the share of the B cases in which A also
    holds:

    ~~~text
    P(A | B) = P(A and B) / P(B)
    ~~~

    ## A test for a rare condition

    One person in a hundred has a certain condition. A test finds 90 % of those who have it (its
    **sensitivity**) and wrongly raises the alarm for 5 % of those who do not. Your test is positive. How
    worried should you be? Imagine 10,000 people:

    |                   | Test positive | Test negative | Total      |
    | ----------------- | ------------- | ------------- | ---------- |
    | has the condition | 90            | 10            | 100        |
    | does not have it  | 495           | 9,405         | 9,900      |
    | **total**         | **585**       | **9,415**     | **10,000** |

    Of the 585 people with a positive test, 90 have the condition: 90 / 585 ≈ 15 %. Most alarms are false,
    although the test is rather good, because the condition is rare. Forgetting how rare it is has a name:
    **base-rate neglect**.

    ## The direction matters

    - P(positive | condition) = 90 %: a property of the test.
    - P(condition | positive) ≈ 15 %: what the patient wants to know; it depends on the base rate as well.

    Whenever a percentage is quoted, ask "a percentage _of whom_?" Redrawing the problem as a table of
    counts, as above, is slower than a formula and far harder to get wrong. The formula that links the two
    directions is Bayes' theorem, and the table is the theorem in working clothes.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-probability',
  title: 'Quiz 2: Probability',
  maxAttempts: 2,
  grading: 'average',
  dueWeek: 5,
  passPercentage: 50,
  questions: [
    {
      type: 'numeric',
      key: 'two-coins',
      prompt: 'Two fair coins are thrown. What is the probability of at least one head? Answer as a decimal.',
      points: '1',
      difficulty: -0.9,
      answer: '0.75',
      tolerance: '0.001',
      mistakes: ['0.5', '0.25', '1', '0.67'],
      feedback: 'P(no head) = 1/2 × 1/2 = 1/4, so P(at least one head) = 1 − 1/4 = 0.75.',
    },
    {
      type: 'numeric',
      key: 'addition',
      prompt: 'P(A) = 0.5, P(B) = 0.4 and P(A and B) = 0.2. What is P(A or B)?',
      points: '1',
      difficulty: -0.2,
      answer: '0.7',
      tolerance: '0.001',
      mistakes: ['0.9', '0.2', '1.1', '0.8'],
      feedback: '0.5 + 0.4 − 0.2 = 0.7. Without the subtraction, the overlap would be counted twice.',
    },
    {
      type: 'single_choice',
      key: 'independent',
      prompt: 'Two events are **independent** when…',
      points: '1',
      difficulty: 0.1,
      options: [
        { key: 'a', text: 'they cannot both happen' },
        { key: 'b', text: 'they have the same probability' },
        { key: 'c', text: 'one always happens before the other' },
        { key: 'd', text: 'knowing that one happened does not change the probability of the other' },
      ],
      answer: 'd',
      feedback:
        'That is what P(A | B) = P(A) says. Events that cannot both happen are mutually exclusive, and as a rule strongly dependent.',
    },
    {
      type: 'multiple_choice',
      key: 'exclusive',
      prompt: 'Which pairs of events are **mutually exclusive**? Choose all that apply.',
      points: '2',
      difficulty: 0.3,
      options: [
        { key: 'a', text: 'One throw of a die: "an even number" and "a five"' },
        { key: 'b', text: 'One card from a deck: "a heart" and "a king"' },
        { key: 'c', text: 'The same exam: "pass" and "fail"' },
        { key: 'd', text: '"Rain on Monday" and "rain on Tuesday"' },
      ],
      answers: ['a', 'c'],
      feedback: 'The king of hearts is both a heart and a king, and it can rain on both days.',
    },
    {
      type: 'true_false',
      key: 'gambler',
      prompt: 'A fair coin has shown heads five times in a row. Tails is now more likely than heads.',
      points: '1',
      difficulty: -1.1,
      answer: false,
      feedback:
        "The throws are independent. Expecting the coin to make up for the past is the gambler's fallacy.",
    },
    {
      type: 'numeric',
      key: 'spam-filter',
      prompt:
        'Of 1,000 messages, 20 % are spam. A filter flags 95 % of the spam and 5 % of the good messages. **What share of the flagged messages is spam?** Answer as a decimal with two places.',
      points: '2',
      difficulty: 1.1,
      answer: '0.826',
      tolerance: '0.006',
      mistakes: ['0.95', '0.19', '0.2', '0.9'],
      feedback:
        'Spam flagged: 200 × 0.95 = 190. Good messages flagged: 800 × 0.05 = 40. Share of spam: 190 / 230 ≈ 0.83.',
    },
    {
      type: 'short_text',
      key: 'sensitivity',
      prompt: 'What do we call the probability that a test is positive, given that the condition is present?',
      points: '1',
      difficulty: 0.4,
      accepted: ['sensitivity', 'the sensitivity', 'true positive rate'],
      mistakes: ['specificity', 'base rate', 'accuracy', 'p-value'],
      feedback: 'Sensitivity. Its counterpart for people without the condition is specificity.',
    },
  ],
};

export const probability: DemoSection = {
  title: 'Probability',
  summary: 'Rules for combining chances, and why a good test can still be wrong most of the time.',
  activities: [counting, conditional, quiz],
};
