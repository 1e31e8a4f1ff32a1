import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection, DemoVideo } from '../types';

const normal: DemoPage = {
  type: 'page',
  key: 'normal',
  title: 'The normal distribution',
  content: markdown`
    Many measurements pile up around a middle and thin out evenly on both sides. The **normal
    distribution** is the mathematical model of that shape. Two numbers fix it: the mean μ says where the
    peak stands, the standard deviation σ says how wide it is.

    ## The 68–95–99.7 rule

    | Within… of the mean   | Share of the values |
    | --------------------- | ------------------- |
    | 1 standard deviation  | about 68 %          |
    | 2 standard deviations | about 95 %          |
    | 3 standard deviations | about 99.7 %        |

    The curve never quite reaches zero: values beyond three standard deviations are rare, not impossible.

    ## z-scores

    To compare values from different scales, count in standard deviations from the mean:

    ~~~text
    z = (x − μ) / σ
    ~~~

    Suppose the heights in some group have mean 170 cm and standard deviation 8 cm. A height of 186 cm has
    z = (186 − 170) / 8 = 2. By the rule, about 5 % lie further than two standard deviations from the mean,
    half of them on the upper side: roughly one person in forty is taller.

    A negative z is no error. It says that the value lies below the mean.

    ## When not to use it

    - Waiting times and incomes have a long right tail.
    - Small counts (goals, breakdowns) cannot fall below zero.
    - Mixtures of two groups show two peaks.

    Draw a histogram first. The model is a tool, and data are under no duty to follow it.
  `,
};

const averages: DemoPage = {
  type: 'page',
  key: 'sampling-distribution',
  title: 'Why averages settle down',
  content: markdown`
    Take a sample, write down its mean, put the sample back, and do it again, many times. The collected
    means have a distribution of their own: the **sampling distribution** of the mean.

    ## Two facts about it

    1. It is centered on the population mean μ. The method is not biased.
    2. Its standard deviation, called the **standard error**, is smaller than that of single values:

    ~~~text
    SE = σ / √n
    ~~~

    | Sample size n | SE when σ = 12 |
    | ------------- | -------------- |
    | 9             | 4              |
    | 36            | 2              |
    | 144           | 1              |

    Note the square root. To halve the standard error you need _four times_ as many cases. The first
    hundred interviews buy a good deal of precision, and the next hundred much less.

    ## The central limit theorem

    For large samples the sampling distribution of the mean is close to a normal distribution, **whatever
    the shape of the population**, provided that its variance is finite and that the draws are independent.
    Thirty cases are often named as large enough. For a strongly skewed population that is optimistic; for
    a symmetric one it is more than you need.

    ## What it does not say

    It does not say that the data themselves become normal. A thousand incomes are as skewed as ten of
    them, only drawn in finer detail. It is the _mean_ of many incomes that behaves so well, and this is
    what lets us state, in the next section, how far off a sample mean is likely to be.
  `,
};

const samplesVideo: DemoVideo = {
  type: 'video',
  key: 'ten-thousand-samples',
  title: 'Drawing ten thousand samples',
  url: 'https://video.stoa.example/statistics/ten-thousand-samples',
  description: markdown`
    Eleven minutes. We start from a lopsided population of waiting times and let a computer draw ten
    thousand samples of 2, 10 and 40 cases. Watch the pile of means turn from lopsided to bell-shaped, and
    measure how its width follows σ / √n.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-distributions',
  title: 'Quiz 3: Distributions',
  maxAttempts: 3,
  grading: 'highest',
  dueWeek: 7,
  passPercentage: 60,
  questions: [
    {
      type: 'numeric',
      key: 'within-one-sd',
      prompt:
        'About what **percentage** of normally distributed values lies within one standard deviation of the mean?',
      points: '1',
      difficulty: -1,
      answer: '68',
      tolerance: '1',
      mistakes: ['95', '99.7', '50', '34'],
      feedback: 'About 68 %: the first figure of the 68–95–99.7 rule.',
    },
    {
      type: 'numeric',
      key: 'z-score',
      prompt: 'Marks have mean 60 and standard deviation 5. What is the z-score of a mark of 52?',
      points: '1',
      difficulty: -0.1,
      answer: '-1.6',
      tolerance: '0.01',
      mistakes: ['1.6', '-8', '8', '-0.8'],
      feedback: '(52 − 60) / 5 = −1.6. The minus sign says that the mark lies below the mean.',
    },
    {
      type: 'numeric',
      key: 'standard-error',
      prompt: 'The population standard deviation is 15. What is the standard error of the mean of 25 cases?',
      points: '1',
      difficulty: 0,
      answer: '3',
      tolerance: '0.01',
      mistakes: ['0.6', '15', '75', '5'],
      feedback: '15 / √25 = 15 / 5 = 3. If you found 0.6, you divided by n instead of its square root.',
    },
    {
      type: 'single_choice',
      key: 'four-times',
      prompt: 'You collect **four times** as many cases. The standard error of the mean…',
      points: '1',
      difficulty: 0.5,
      options: [
        { key: 'a', text: 'stays the same' },
        { key: 'b', text: 'falls to one half' },
        { key: 'c', text: 'falls to one quarter' },
        { key: 'd', text: 'doubles' },
      ],
      answer: 'b',
      feedback: 'The standard error has √n below the line, and √4 = 2.',
    },
    {
      type: 'true_false',
      key: 'clt-data',
      prompt:
        'The central limit theorem says that the data in a large sample are themselves normally distributed.',
      points: '1',
      difficulty: 0.8,
      answer: false,
      feedback:
        'It speaks of the distribution of the sample mean. The data keep the shape of their population.',
    },
    {
      type: 'multiple_choice',
      key: 'normal-facts',
      prompt: 'Which statements hold for every normal distribution? Choose all that apply.',
      points: '2',
      difficulty: 0.4,
      options: [
        { key: 'a', text: 'No value lies more than three standard deviations from the mean' },
        { key: 'b', text: 'Its mean and its median are equal' },
        { key: 'c', text: 'About 95 % of the values lie within two standard deviations of the mean' },
        { key: 'd', text: 'It is symmetric about its mean' },
      ],
      answers: ['b', 'c', 'd'],
      feedback: 'About 0.3 % of the values lie beyond three standard deviations: rare, yet they exist.',
    },
    {
      type: 'short_text',
      key: 'standard-error-name',
      prompt: 'What is the standard deviation of a sampling distribution called?',
      points: '1',
      difficulty: -0.2,
      accepted: ['standard error', 'the standard error', 'standard error of the mean'],
      mistakes: ['variance', 'sampling error', 'sigma', 'z-score'],
      feedback: 'The standard error: it measures how much a statistic varies from sample to sample.',
    },
  ],
};

export const distributions: DemoSection = {
  title: 'Distributions',
  summary: 'The bell curve, and why the means of samples behave better than single values.',
  activities: [normal, averages, samplesVideo, quiz],
};
