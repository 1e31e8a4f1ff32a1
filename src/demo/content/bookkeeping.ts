import { markdown } from './markdown';
import { DemoCourse, DemoPage, DemoQuiz } from './types';

const whatFor: DemoPage = {
  type: 'page',
  key: 'what-books-are-for',
  title: 'What books are for',
  content: markdown`
    A business keeps books in order to answer three questions at any time:

    1. What do we **own**, and what do others owe us?
    2. What do we **owe** to others?
    3. Are we **earning** more than we use up?

    Memory answers them badly, and a drawer full of receipts answers them slowly. Bookkeeping is the habit of
    writing down every event that changes the answers, once, on the day it happens, with the paper that
    proves it.

    ## Money is not the same as profit

    A bakery buys an oven for 6,000 and pays cash. It has 6,000 less in the bank, yet it is not poorer: it
    owns an oven. If the oven serves for ten years, about 600 a year is used up, and only that part is a
    cost of the year. Keeping the two apart is what makes books more than a list of payments.

    ## A few words to begin with

    | Word      | Meaning                                |
    | --------- | -------------------------------------- |
    | asset     | something the business owns or is owed |
    | liability | something it owes                      |
    | equity    | what is left for the owner             |
    | income    | what increases equity through business |
    | expense   | what decreases it                      |

    In the next lesson one equation joins these words. It underlies double-entry bookkeeping, of which the
    first printed account appeared in Venice in 1494.
  `,
};

const equation: DemoPage = {
  type: 'page',
  key: 'accounting-equation',
  title: 'The accounting equation',
  content: markdown`
    Everything a business owns has been paid for by somebody: by people to whom it owes money, or by its
    owner. Hence, at every moment:

    ~~~text
    assets = liabilities + equity
    ~~~

    ## Watch it hold

    Mira opens a bicycle workshop.

    | Event                            | Assets | Liabilities | Equity |
    | -------------------------------- | ------ | ----------- | ------ |
    | she pays in 5,000 of her own     | 5,000  | 0           | 5,000  |
    | she borrows 3,000 from a bank    | 8,000  | 3,000       | 5,000  |
    | she buys tools for 2,000 in cash | 8,000  | 3,000       | 5,000  |
    | she earns 400 for a repair       | 8,400  | 3,000       | 5,400  |
    | she pays 150 for electricity     | 8,250  | 3,000       | 5,250  |

    Look at the third line. Cash falls by 2,000 and tools rise by 2,000: total assets stay the same. In the
    last two lines equity changes, by an income and an expense.

    ## Always two sides

    Each event touches at least **two** places, and the equation holds again afterwards. This is the whole
    secret of _double-entry_ bookkeeping. If the two sides ever differ, there is a mistake, and you know it
    at once. If they agree, there may still be one: an amount can be entered twice correctly in the wrong
    place. The equation is a guard, not a judge.
  `,
};

const firstQuiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-equation',
  title: 'Check yourself: the equation',
  maxAttempts: null,
  grading: 'highest',
  dueWeek: 2,
  passPercentage: null,
  questions: [
    {
      type: 'numeric',
      key: 'equity',
      prompt: 'A shop has assets of 12,500 and liabilities of 4,200. What is its equity?',
      points: '1',
      difficulty: -0.8,
      answer: '8300',
      tolerance: '0',
      mistakes: ['16700', '4200', '7300'],
      feedback: 'Equity = assets − liabilities = 12,500 − 4,200 = 8,300.',
    },
    {
      type: 'true_false',
      key: 'cash-purchase',
      prompt: 'Buying a machine for cash reduces total assets.',
      points: '1',
      difficulty: 0,
      answer: false,
      feedback: 'One asset (cash) is exchanged for another (the machine).',
    },
  ],
};

/** A draft on purpose: it shows what an unfinished course looks like to its instructor. */
export const bookkeeping: DemoCourse = {
  key: 'bookkeeping',
  code: 'ACC-101',
  title: 'Introduction to Bookkeeping',
  summary:
    'The accounting equation, double entry, and the first set of accounts, for people who run something small.',
  catalog: { language: 'en', level: 'introductory', category: 'Business', tags: [] },
  timeZone: 'Europe/Dublin',
  status: 'draft',
  startOffsetDays: 21,
  durationWeeks: 8,
  selfEnrollment: false,
  instructor: 'ingrid.solberg',
  sections: [
    {
      title: 'The idea of double entry',
      summary: 'Why books are kept, and the equation behind them.',
      activities: [whatFor, equation, firstQuiz],
    },
    { title: 'Journals and ledgers', summary: 'In preparation.', activities: [] },
  ],
  assignments: [],
};
