import { markdown } from '../markdown';
import { DemoPage, DemoSection, DemoVideo } from '../types';

const intervals: DemoPage = {
  type: 'page',
  key: 'confidence-intervals',
  title: 'Confidence intervals',
  content: markdown`
    A single number, such as "the mean wait is 42 seconds", hides how sure we are. A **confidence
    interval** says it.

    ## The recipe for a mean

    For a reasonably large random sample:

    ~~~text
    x̄ ± 1.96 × s / √n        (95 % confidence)
    ~~~

    Suppose 64 calls had a mean wait of 42 seconds with s = 8. The standard error is 8 / √64 = 1 second, so
    the interval runs from 42 − 1.96 to 42 + 1.96, that is from about 40.0 to 44.0 seconds. For small
    samples, 1.96 gives way to a somewhat larger value of Student's t distribution.

    ## What "95 %" refers to

    It refers to the **method**. If we drew many samples and built an interval from each, about 95 % of
    those intervals would contain the true mean. Ours is one of them; we do not know whether it is one of
    the lucky ones.

    It does _not_ mean that 95 % of callers waited between 40 and 44 seconds. With s = 8, single waits vary
    far more than that.

    ## Narrow or wide?

    | If you…                               | the interval gets |
    | ------------------------------------- | ----------------- |
    | collect more cases                    | narrower          |
    | study something less variable         | narrower          |
    | ask for 99 % confidence (factor 2.58) | wider             |

    A wide interval is no failure. It is an honest report that the data do not say more, and it tells you
    how many cases the next study should have.
  `,
};

const tests: DemoPage = {
  type: 'page',
  key: 'hypothesis-tests',
  title: 'Hypothesis tests and p-values',
  content: markdown`
    You throw a coin 100 times and see 61 heads. Is the coin fair, with a bit of luck, or is it bent?

    ## The steps of a test

    1. State the **null hypothesis** H₀: the coin is fair, p = 0.5.
    2. Ask what H₀ predicts: 50 heads on average, with a standard deviation of √(100 × 0.5 × 0.5) = 5.
    3. Measure how far off we are: z = (61 − 50) / 5 = 2.2.
    4. Find the **p-value**: the probability, _if H₀ is true_, of a result at least this extreme. For
       z = 2.2, counting both sides, it is about 0.028.
    5. Compare it with a level fixed beforehand, often 0.05. Here we would reject H₀.

    ## Two ways to be wrong

    |                  | H₀ is true   | H₀ is false   |
    | ---------------- | ------------ | ------------- |
    | we reject H₀     | type I error | right         |
    | we do not reject | right        | type II error |

    The level is the rate of type I errors that we accept. The probability of rejecting H₀ when it is false
    is called the **power** of the test, and it grows with the sample size.

    ## Read p-values slowly

    - A p-value is not the probability that H₀ is true.
    - A large p-value does not prove H₀. We may simply have looked at too few cases.
    - A small p-value does not make an effect important. With a million throws, a coin that lands heads
      50.2 % of the time is "significantly" unfair, and nobody would care.

    Report the size of the effect and its interval beside the p-value, always.
  `,
};

const pValueVideo: DemoVideo = {
  type: 'video',
  key: 'p-value-is-not',
  title: 'What a p-value is not',
  url: 'https://video.stoa.example/statistics/what-a-p-value-is-not',
  description: markdown`
    Eight minutes. Four newspaper sentences, each of them wrong about a p-value in a different way, and how
    to put each one right.

    - Why "a 97 % chance that the drug works" does not follow from p = 0.03
    - What happens when twenty things are tested at the 5 % level and only the best is reported
  `,
};

export const inference: DemoSection = {
  title: 'From sample to population',
  summary: 'Intervals and tests: saying how sure we are, and of what.',
  activities: [intervals, tests, pValueVideo],
};
