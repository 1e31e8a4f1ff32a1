import { markdown } from '../markdown';
import { DemoPage, DemoSection, DemoVideo } from '../types';

const populations: DemoPage = {
  type: 'page',
  key: 'populations',
  title: 'Populations, samples and the question behind them',
  content: markdown`
    Every study starts with a question about a group. The whole group is the **population**; the part we
    actually look at is the **sample**.

    ## Naming the population

    "How long do people wait for a bus?" is not yet a question we can answer. Which people, which buses, in
    which month? A population is named well when two people, working apart, would agree on who or what
    belongs to it: _all weekday departures of line 14 in March_.

    ## Parameters and statistics

    | Describes…     | Name      | Usual letter   | Known?             |
    | -------------- | --------- | -------------- | ------------------ |
    | the population | parameter | Greek: μ, σ, π | almost never       |
    | the sample     | statistic | Latin: x̄, s, p | yes, we compute it |

    A statistic is our best guess at a parameter. It changes from sample to sample; the parameter stays
    where it is. The rest of this course is about how far apart the two are likely to be.

    ## Choosing a sample

    - **Simple random**: every member has the same chance, as with tickets drawn from a drum.
    - **Stratified**: split the population into groups first, then draw at random within each.
    - **Cluster**: draw whole groups (schools, streets), then look at everyone inside.
    - **Convenience**: whoever is at hand. Cheap, and often misleading.

    Size does not repair a bad method. Ten thousand volunteers tell you about people who volunteer. A few
    hundred members drawn at random tell you about everyone, together with an honest statement of how
    uncertain the answer is.
  `,
};

const variables: DemoPage = {
  type: 'page',
  key: 'variables',
  title: 'Kinds of variables',
  content: markdown`
    A **variable** is something we record about each case. What may be done with it depends on its kind.

    | Kind                  | Example                     | Sensible summary          |
    | --------------------- | --------------------------- | ------------------------- |
    | categorical, nominal  | blood group, postcode       | counts, proportions, mode |
    | categorical, ordinal  | "never / sometimes / often" | counts, median category   |
    | numerical, discrete   | number of siblings          | mean, median, spread      |
    | numerical, continuous | height, waiting time        | mean, median, spread      |

    ## Digits do not make a number

    A postcode is written in digits, yet the average of two postcodes means nothing. Ask: _would the
    difference between two values mean something?_ If not, the variable is categorical, however it is stored.

    ## Ordered categories

    With ordinal data we know the order but not the distances. The step from "never" to "sometimes" need
    not equal the step from "sometimes" to "often". People do code such answers 1, 2, 3 and average them;
    if you do so, say it, and show the counts as well.

    ## A data table

    Keep one row for each case and one column for each variable:

    ~~~text
    rider  zone  minutes  seat
    1      A     12       yes
    2      C     31       no
    3      A     15       yes
    ~~~

    Here _rider_ is only a label, _zone_ and _seat_ are nominal, and _minutes_ is continuous, though we
    rounded it. Before you calculate anything, write such a list for your own data: the variable, its kind,
    its unit and the values it may take. Half of all mistakes in a first report show up at this step, while
    they still cost nothing.
  `,
};

const surveyVideo: DemoVideo = {
  type: 'video',
  key: 'survey-goes-wrong',
  title: 'How a survey goes wrong',
  url: 'https://video.stoa.example/statistics/how-a-survey-goes-wrong',
  description: markdown`
    Nine minutes. A canteen asks its guests whether they like the canteen, and is pleased with the answer.
    We find three flaws: people who stopped coming are never asked, the question suggests its answer, and
    only those with strong feelings reply.

    **While you watch**, write down for each flaw whether a larger sample would have helped.
  `,
};

export const questionsAndData: DemoSection = {
  title: 'Questions and data',
  summary: 'Who is being studied, what is recorded about them, and how a sample is chosen.',
  activities: [populations, variables, surveyVideo],
};
