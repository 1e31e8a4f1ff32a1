import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection } from '../types';

const oldYears: DemoPage = {
  type: 'page',
  key: 'egypt-and-rome',
  title: 'The years of Egypt and Rome',
  content: markdown`
    ## Egypt: simple and drifting

    The Egyptian civil year had twelve months of 30 days and five extra days: 365 in all, with no leap year.
    It was so easy to reckon with that astronomers still used it in the days of Copernicus. Its price was a
    drift of about one day in four years. New Year wandered through all the seasons and came back after some
    1,460 years.

    ## Rome: a calendar in the hands of priests

    The Roman year had 355 days. Every other year or so, the priests were to insert an extra month to bring
    it back to the seasons. Since they could lengthen a friend's term of office or shorten an enemy's, they
    did not always do so for the sake of the Sun. By the time of Julius Caesar the calendar had run about
    three months off.

    ## Caesar's reform

    On the advice of Sosigenes of Alexandria, Caesar took three steps:

    1. One long year, 46 BCE, of **445 days**, to catch up with the Sun.
    2. From 45 BCE on, a year of 365 days.
    3. An added day every fourth year.

    The average year of this **Julian calendar** is 365.25 days.

    | Calendar | Days a year | Drifts by one day in about |
    | -------- | ----------- | -------------------------- |
    | Egyptian | 365         | 4 years                    |
    | Julian   | 365.25      | 128 years                  |

    After Caesar's death the priests misunderstood the rule and put in a leap day every _third_ year, for
    the Romans counted both ends of an interval. Augustus left out several leap days to put things right.
  `,
};

const gregorian: DemoPage = {
  type: 'page',
  key: 'gregorian-reform',
  title: 'Ten days that never were',
  content: markdown`
    The Julian year is about eleven minutes too long. In one lifetime that does not matter. By the sixteenth
    century the spring equinox had slipped from 21 March to 11 March, and with it the reckoning of Easter.

    ## The reform of 1582

    Pope Gregory XIII's commission, following a proposal by Aloysius Lilius, did two things:

    - It dropped ten days: Thursday, **4 October 1582, was followed by Friday, 15 October**.
    - It changed the leap-year rule.

    ## The rule

    ~~~text
    divisible by 400          leap year      1600, 2000
    else divisible by 100     common year    1700, 1800, 1900, 2100
    else divisible by 4       leap year      2024, 2028
    else                      common year
    ~~~

    So 400 years hold 97 leap years, and the mean year has 365 + 97/400 = 365.2425 days. It takes more than
    three thousand years to be off by one day.

    ## A slow spread

    | Where                                  | Year | Days dropped |
    | -------------------------------------- | ---- | ------------ |
    | Spain, Portugal, Poland, most of Italy | 1582 | 10           |
    | Protestant states of Germany           | 1700 | 11           |
    | Great Britain and its colonies         | 1752 | 11           |
    | Russia                                 | 1918 | 13           |
    | Greece                                 | 1923 | 13           |

    For centuries a traveler could leave on the 20th and arrive on the 12th. Historians mark dates as "Old
    Style" or "New Style". The October Revolution of 1917 is the best-known case: by the Gregorian calendar
    it took place in November.
  `,
};

const moon: DemoPage = {
  type: 'page',
  key: 'moon-calendars',
  title: 'Calendars that follow the Moon',
  content: markdown`
    A calendar can follow the Moon alone, or the Moon and the Sun together.

    ## Purely lunar

    The **Islamic calendar** has twelve months, each of which begins with the new crescent: 354 or 355 days
    in all. It makes no attempt to keep step with the seasons. Ramadan comes about eleven days earlier each
    year and passes through all the seasons in roughly 33 years.

    ## Lunar and solar

    A **lunisolar** calendar counts months by the Moon, and now and then adds a thirteenth so that spring
    feasts stay in spring.

    | Calendar        | How leap months are placed                           |
    | --------------- | ---------------------------------------------------- |
    | Hebrew          | seven in every nineteen years, in a fixed pattern    |
    | Chinese         | after astronomical rules, in the course of the year  |
    | Hindu (several) | when the Sun enters no new sign within a lunar month |

    ## A lucky number

    Nineteen years are nearly a whole number of months:

    ~~~text
    19 years   × 365.2422 = 6,939.60 days
    235 months ×  29.5306 = 6,939.69 days
    ~~~

    The difference is about two hours. This is the **Metonic cycle**, named after Meton of Athens, who
    proposed it in 432 BCE; it was known in Babylon as well. Since 235 = 19 × 12 + 7, nineteen years need
    seven leap months. The same cycle stands behind the date of Easter.

    ## None is wrong

    A calendar is a tool. Herdsmen, sailors and tax collectors need different things from it. A purely lunar
    calendar tells the date from a glance at the sky, which is more than the Gregorian can do.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-calendars',
  title: 'Quiz 1: Sky and calendars',
  maxAttempts: 2,
  grading: 'highest',
  dueWeek: 3,
  passPercentage: 50,
  questions: [
    {
      type: 'single_choice',
      key: 'sidereal',
      prompt: 'Why is the solar day about four minutes longer than the sidereal day?',
      points: '1',
      difficulty: 0.5,
      options: [
        { key: 'a', text: 'The Earth turns more slowly by day' },
        {
          key: 'b',
          text: 'The Earth also moves along its orbit, and must turn a little further to face the Sun again',
        },
        { key: 'c', text: 'The stars move across the sky' },
        { key: 'd', text: 'The light of the Sun takes time to arrive' },
      ],
      answer: 'b',
      feedback:
        'The Earth moves by nearly one degree of its orbit a day, and one degree of turning takes four minutes.',
    },
    {
      type: 'multiple_choice',
      key: 'leap-years',
      prompt: 'Which years are leap years in the **Gregorian** calendar? Choose all that apply.',
      points: '2',
      difficulty: -0.2,
      options: [
        { key: 'a', text: '1900' },
        { key: 'b', text: '2000' },
        { key: 'c', text: '2024' },
        { key: 'd', text: '2100' },
      ],
      answers: ['b', 'c'],
      feedback:
        'A year that ends a century is a leap year only if 400 divides it: 2000 is one, 1900 and 2100 are not.',
    },
    {
      type: 'single_choice',
      key: 'october-1582',
      prompt: 'In Rome, which day followed 4 October 1582?',
      points: '1',
      difficulty: -0.7,
      options: [
        { key: 'a', text: '5 October' },
        { key: 'b', text: '14 October' },
        { key: 'c', text: '15 October' },
        { key: 'd', text: '4 November' },
      ],
      answer: 'c',
      feedback:
        'Ten dates, from the 5th to the 14th, were left out. The days of the week went on without a gap.',
    },
    {
      type: 'numeric',
      key: 'julian-drift',
      prompt:
        'The Julian year has 365.25 days, the tropical year 365.2422. By how many **days** do they part in 1,000 years?',
      points: '2',
      difficulty: 0.3,
      answer: '7.8',
      tolerance: '0.05',
      mistakes: ['0.0078', '0.78', '78', '250', '10'],
      feedback: '365.25 − 365.2422 = 0.0078 days a year; times 1,000 makes 7.8 days.',
    },
    {
      type: 'numeric',
      key: 'egyptian-drift',
      prompt:
        'The Egyptian year of 365 days falls behind the Sun by about a quarter of a day a year. After how many **years** is it 30 days off?',
      points: '1',
      difficulty: -0.5,
      answer: '120',
      tolerance: '0',
      mistakes: ['30', '7.5', '1460', '12'],
      feedback: 'A quarter of a day a year is one day in four years, so 30 days take 30 × 4 = 120 years.',
    },
    {
      type: 'true_false',
      key: 'ramadan',
      prompt: 'In the Islamic calendar, Ramadan always falls in the same season.',
      points: '1',
      difficulty: -1.2,
      answer: false,
      feedback:
        'Twelve lunar months fall about eleven days short of a year, so Ramadan moves through the seasons.',
    },
    {
      type: 'short_text',
      key: 'metonic',
      prompt: 'What is the cycle of 19 years and 235 months called?',
      points: '1',
      difficulty: 0.2,
      accepted: ['Metonic cycle', 'the Metonic cycle', 'Metonic', "Meton's cycle"],
      mistakes: ['Julian cycle', 'leap cycle', 'solar cycle', 'Saros'],
      feedback: 'The Metonic cycle, after Meton of Athens.',
    },
  ],
};

export const calendars: DemoSection = {
  title: 'Calendars',
  summary: 'How Egypt, Rome and others tried to fit days and months into years.',
  activities: [oldYears, gregorian, moon, quiz],
};
