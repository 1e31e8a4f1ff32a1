import { markdown } from '../markdown';
import { DemoPage, DemoSection, DemoVideo } from '../types';

const cycles: DemoPage = {
  type: 'page',
  key: 'three-cycles',
  title: 'Days, months and years',
  content: markdown`
    The first clock was overhead. Three cycles in the sky gave people their units of time, and none of them
    fits neatly into another. Most of the history of calendars is the story of that misfit.

    | Cycle         | What repeats           | Mean length   |
    | ------------- | ---------------------- | ------------- |
    | solar day     | noon                   | 24 hours      |
    | synodic month | the phases of the Moon | 29.53 days    |
    | tropical year | the seasons            | 365.2422 days |

    ## The sums do not come out

    Twelve months of 29.53 days make about 354.4 days, almost eleven days short of a year. Thirteen are too
    many. Nor is the year a whole number of days. Whoever makes a calendar must decide what to follow, the
    Moon or the Sun, and how to mend the rest.

    ## Two kinds of day

    Measure the time until a given **star** stands due south again, and you find 23 hours, 56 minutes and 4
    seconds: the _sidereal_ day. The Sun takes about four minutes longer. While the Earth turns once, it also
    moves along its orbit by nearly one degree, and must turn that much further to face the Sun again. Over a
    year the four minutes add up to one whole turn.

    ## The week

    Nothing in the sky lasts seven days. The week is a human agreement. In many languages its days bear the
    names of the Sun, the Moon and the five planets that are visible to the naked eye, and it has been
    running without a break for some two thousand years.
  `,
};

const shadows: DemoPage = {
  type: 'page',
  key: 'shadows-and-water',
  title: 'Shadows and water',
  content: markdown`
    A stick in the ground is a clock. Its shadow is shortest at noon, when it points due north (in Europe)
    and marks the middle of the day. An upright stick that casts a shadow for this purpose is a **gnomon**.

    ## Sundials

    Egyptian shadow clocks survive from about 1500 BCE. A dial whose gnomon is **parallel to the Earth's
    axis**, tilted from the horizontal by the latitude of the place, shows the same hour at the same line in
    all seasons. Dials of this type spread in the Islamic world and in Europe in the late Middle Ages.

    A perfect sundial still disagrees with your watch:

    - The Earth's orbit is an ellipse and its axis is tilted, so solar days differ slightly. The effects add
      up to the **equation of time**: dials run up to 16 minutes ahead (early November) and 14 behind
      (mid-February).
    - Your watch shows the time of a zone; the dial shows that of your own meridian.

    ## Hours that breathe

    In antiquity people divided daylight into twelve hours, whatever the season. A summer hour in Rome
    lasted about 75 of our minutes, a winter hour about 45.

    ## Water clocks

    | Type    | How it works                                    | Weakness                      |
    | ------- | ----------------------------------------------- | ----------------------------- |
    | outflow | water leaves a vessel; read the level           | flow slows as the level falls |
    | inflow  | water drips into a vessel from a tank kept full | needs care and clean water    |

    One from Karnak dates from about 1400 BCE. In the third century BCE, Ctesibius of Alexandria kept the
    flow steady with a constant head. In the 1090s Su Song's clock tower in Kaifeng turned a model of the
    heavens by water power.
  `,
};

const noonVideo: DemoVideo = {
  type: 'video',
  key: 'noon-mark',
  title: 'Making a noon mark',
  url: 'https://video.stoa.example/clocks/noon-mark',
  description: markdown`
    Seven minutes in a courtyard. With a rod, a string and chalk we find true north by the method of equal
    shadows, before and after noon, and mark the line. How far from 12:00 does the shadow cross it, and why?
  `,
};

export const sky: DemoSection = {
  title: 'The sky as a clock',
  summary: 'Where the day, the month and the year come from, and how they were first measured.',
  activities: [cycles, shadows, noonVideo],
};
