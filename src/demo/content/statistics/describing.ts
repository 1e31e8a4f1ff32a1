import { markdown } from '../markdown';
import { drawJourneys } from './journeys-picture';
import { DemoPage, DemoQuiz, DemoSection, DemoVideo } from '../types';

const center: DemoPage = {
  type: 'page',
  key: 'centre',
  title: 'The middle: mean, median and mode',
  content: markdown`
    Nine colleagues wrote down how many minutes they needed to get to work:

    ~~~text
    12  15  15  18  20  22  25  31  76
    ~~~

    ![The nine times as dots on a line: eight between 12 and 31 minutes, one far away at 76. A blue line marks the median at
20, a red one the mean at 26.](picture)

    ## Three answers to "what is typical?"

    - The **mean** is the sum divided by the number of values: 234 / 9 = 26 minutes.
    - The **median** is the middle value once the data are sorted: the fifth of nine, 20 minutes. With an
      even number of values, take the mean of the middle two.
    - The **mode** is the value that occurs most often: 15 minutes.

    Only two of the nine need 26 minutes or more, so calling 26 "typical" is odd. The single journey of 76
    minutes pulls the mean up and leaves the median alone.

    ## Which one to report

    | If the data are…         | Prefer | Because                 |
    | ------------------------ | ------ | ----------------------- |
    | roughly symmetric        | mean   | it uses every value     |
    | skewed, or with outliers | median | it resists extremes     |
    | categories               | mode   | the others do not exist |

    ## The mean as a balance point

    Deviations from the mean always add up to zero: picture the values as weights on a plank, with the mean
    at the point where it balances. That is why one far value moves it so much.

    Replace 76 by 40 and the mean falls to 22, while the median stays at 20. Comparing the two is a quick
    check for skew: a mean well above the median suggests a long tail to the right.
  `,
  picture: { name: 'nine-journeys.png', draw: drawJourneys, isExample: true },
};

const spread: DemoPage = {
  type: 'page',
  key: 'spread',
  title: 'Spread: range, quartiles and standard deviation',
  content: markdown`
    Two bus lines may have the same mean delay, and yet you would trust only one of them. The difference is
    **spread**.

    ## Range and quartiles

    The range is the largest value minus the smallest. It is easy, and it rests on the two least typical
    values. Quartiles cut the sorted data into four parts. For our nine journeys, leaving out the median
    itself:

    - lower half 12, 15, 15, 18, so the first quartile Q1 = 15
    - upper half 22, 25, 31, 76, so the third quartile Q3 = 28
    - **interquartile range** IQR = Q3 − Q1 = 13

    A common rule calls a value an outlier when it lies more than 1.5 IQR beyond a quartile. Here the upper
    fence is 28 + 19.5 = 47.5, and 76 lies outside. (Software uses several slightly different rules for
    quartiles; small differences are no cause for alarm.)

    ## Standard deviation

    The sample standard deviation measures a typical distance from the mean:

    ~~~text
    s = √( Σ (x − x̄)² / (n − 1) )
    ~~~

    | x   | x − x̄ | squared |
    | --- | ----- | ------- |
    | 4   | −4    | 16      |
    | 6   | −2    | 4       |
    | 8   | 0     | 0       |
    | 10  | 2     | 4       |
    | 12  | 4     | 16      |

    The squares sum to 40, so s² = 40 / 4 = 10 and s ≈ 3.16, in the unit of the data. We divide by n − 1
    because the deviations are taken from the sample's own mean, which sits a little too close to its data.
  `,
};

const histogramVideo: DemoVideo = {
  type: 'video',
  key: 'reading-a-histogram',
  title: 'Reading a histogram',
  url: 'https://video.stoa.example/statistics/reading-a-histogram',
  description: markdown`
    Seven minutes on shape: one peak or two, a tail to the left or to the right, gaps and lonely bars. The
    same 200 waiting times are drawn with bins of one, five and twenty minutes, and tell three stories.

    Pause at 3:40 and guess on which side of the median the mean will fall.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-description',
  title: 'Quiz 1: Data and description',
  maxAttempts: 2,
  grading: 'highest',
  dueWeek: 3,
  passPercentage: 50,
  questions: [
    {
      type: 'single_choice',
      key: 'parameter',
      prompt: 'Which of these is a **parameter**?',
      points: '1',
      difficulty: -0.5,
      options: [
        { key: 'a', text: 'The mean age of all 8,412 members of the library' },
        { key: 'b', text: 'The mean age of 50 members whom you interviewed' },
        { key: 'c', text: 'The number of members who answered your letter' },
        { key: 'd', text: 'The median age in the first ten replies' },
      ],
      answer: 'a',
      feedback: 'A parameter describes the whole population. The other three are computed from a sample.',
    },
    {
      type: 'multiple_choice',
      key: 'categorical',
      prompt: 'Which of these variables are **categorical**? Choose all that apply.',
      points: '2',
      difficulty: 0.1,
      options: [
        { key: 'a', text: 'Postcode' },
        { key: 'b', text: 'Height in centimeters' },
        { key: 'c', text: 'Number of siblings' },
        { key: 'd', text: 'Blood group' },
      ],
      answers: ['a', 'd'],
      feedback:
        'A postcode is made of digits, but differences between postcodes mean nothing: it is a label, like a blood group.',
    },
    {
      type: 'numeric',
      key: 'mean',
      prompt: 'Compute the mean of 6, 9, 11, 14, 20.',
      points: '1',
      difficulty: -1.6,
      answer: '12',
      tolerance: '0',
      mistakes: ['11', '60', '15'],
      feedback: 'The sum is 60 and there are five values: 60 / 5 = 12. (11 is the median.)',
    },
    {
      type: 'numeric',
      key: 'median-even',
      prompt: 'What is the median of 13, 3, 40, 8, 7, 12?',
      points: '1',
      difficulty: -0.4,
      answer: '10',
      tolerance: '0',
      mistakes: ['8', '12', '24', '13.83'],
      feedback: 'Sort first: 3, 7, 8, 12, 13, 40. The middle two are 8 and 12, and their mean is 10.',
    },
    {
      type: 'numeric',
      key: 'sample-sd',
      prompt: 'Compute the **sample** standard deviation of 2, 4, 6, 8, to two decimals.',
      points: '2',
      difficulty: 0.9,
      answer: '2.58',
      tolerance: '0.01',
      mistakes: ['2.24', '6.67', '5', '4.47'],
      feedback:
        'The mean is 5 and the squared deviations are 9, 1, 1, 9, in all 20. Then 20 / 3 ≈ 6.67 and √6.67 ≈ 2.58. Dividing by 4 gives 2.24, the population formula.',
    },
    {
      type: 'true_false',
      key: 'shift',
      prompt: 'Adding 10 to every value leaves the standard deviation as it was.',
      points: '1',
      difficulty: 0.2,
      answer: true,
      feedback: 'All values and their mean move together, so the distances from the mean do not change.',
    },
    {
      type: 'short_text',
      key: 'iqr',
      prompt: 'What is the distance between the first and the third quartile called?',
      points: '1',
      difficulty: -0.3,
      accepted: ['interquartile range', 'IQR', 'inter-quartile range', 'the interquartile range'],
      mistakes: ['range', 'median', 'quartile distance', 'standard deviation'],
      feedback: 'The interquartile range, IQR = Q3 − Q1, spans the middle half of the data.',
    },
  ],
};

export const describing: DemoSection = {
  title: 'Describing one variable',
  summary: 'Where the data sit and how far they scatter, and which summary suits which data.',
  activities: [center, spread, histogramVideo, quiz],
};
