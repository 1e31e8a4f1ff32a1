import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection, DemoVideo } from '../types';

const verge: DemoPage = {
  type: 'page',
  key: 'verge-and-foliot',
  title: 'The verge and the foliot',
  content: markdown`
    Towards the end of the thirteenth century, church accounts in England, France and Italy begin to mention
    clocks that need no water. Nobody knows who invented them.

    ## The four parts of every mechanical clock

    1. A **source of energy**: at first a weight on a rope.
    2. A **train** of wheels that carries the motion and divides it.
    3. An **escapement** that lets the train advance one tooth at a time. Its _tick_ is the sound of a clock.
    4. A **regulator** that sets the pace.

    In the oldest clocks the escapement is the **verge**: a rod with two flags (pallets), which catch the
    teeth of a crown wheel by turns. The regulator is the **foliot**: a bar with a small weight at either
    end, pushed to and fro. To make the clock slower, move the weights outwards.

    ## Why it kept time badly

    The foliot has no period of its own. It swings as fast as it is pushed, so cold oil, dust or a worn tooth
    changes the rate at once. A good clock was wrong by a quarter of an hour a day and was set by the sundial.
    Many had no dial at all: they struck a bell, and _clock_ goes back to a word for bell.

    ## What changed

    | Before                          | After                                             |
    | ------------------------------- | ------------------------------------------------- |
    | hours that vary with the season | equal hours, day and night                        |
    | the sky tells the time          | a bell tells it to the whole town                 |
    | clocks fixed in towers          | spring-driven clocks for the table (15th century) |

    A spring pulls hard when wound and weakly when slack. The **fusee**, a cone with a chain, evens that out:
    the weaker the pull, the longer its lever.
  `,
};

const pendulum: DemoPage = {
  type: 'page',
  key: 'pendulum',
  title: 'Galileo, Huygens and the pendulum',
  content: markdown`
    Galileo noticed that a pendulum takes almost the same time for a wide swing as for a narrow one. Old and
    blind, he described a clock on this principle to his son in 1641. The first that is known to have worked
    was designed by the Dutchman **Christiaan Huygens** at the end of 1656.

    ## A regulator with a beat of its own

    ~~~text
    T = 2π √(L / g)
    ~~~

    For small swings the period T depends on the length L and on gravity g, and on nothing else. The mass of
    the bob does not matter. Because of the square root, a pendulum must be **four times** as long to swing
    half as fast. With g = 9.81 m/s², a length of 0.994 m gives T = 2 s, one second for each swing to one
    side.

    Clocks improved from an error of some fifteen minutes a day to about fifteen seconds. The minute hand,
    rare until then, began to make sense.

    ## The next improvements

    | Year       | Who                   | What                                           |
    | ---------- | --------------------- | ---------------------------------------------- |
    | about 1670 | London makers         | anchor escapement: small swings, long pendulum |
    | 1675       | Huygens               | balance spring, a "pendulum" for watches       |
    | about 1715 | George Graham         | dead-beat escapement, without recoil           |
    | 1720s      | Graham; John Harrison | pendulums that keep their length in warmth     |

    ## A clock weighs the Earth

    In 1672 Jean Richer took a pendulum clock from Paris to Cayenne, near the equator. It lost some two and a
    half minutes a day, and he had to shorten the pendulum by almost 3 mm. Gravity is weaker there, for the
    Earth bulges at the equator and spins.
  `,
};

const escapementVideo: DemoVideo = {
  type: 'video',
  key: 'escapement',
  title: 'An escapement in slow motion',
  url: 'https://video.stoa.example/clocks/escapement',
  description: markdown`
    Five minutes at one fortieth of the speed. First the verge with its foliot, then an anchor with its
    pendulum. Watch the second hand recoil a little with the anchor, and find out which surface pushes it
    back.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-wheels',
  title: 'Quiz 2: Wheels and pendulums',
  maxAttempts: 2,
  grading: 'first',
  dueWeek: 5,
  passPercentage: null,
  questions: [
    {
      type: 'short_text',
      key: 'escapement-name',
      prompt: 'Which part of a clock lets the train advance one tooth at a time?',
      points: '1',
      difficulty: -0.3,
      accepted: ['escapement', 'the escapement', 'an escapement'],
      mistakes: ['pendulum', 'foliot', 'gear', 'fusee'],
      feedback: 'The escapement. It also gives the regulator the small push that keeps it going.',
    },
    {
      type: 'single_choice',
      key: 'foliot-fault',
      prompt: 'Why does a foliot keep time so badly?',
      points: '1',
      difficulty: 0.2,
      options: [
        { key: 'a', text: 'It is too heavy' },
        { key: 'b', text: 'It swings too slowly' },
        { key: 'c', text: 'It depends on gravity' },
        { key: 'd', text: 'It has no period of its own, and swings as fast as it is pushed' },
      ],
      answer: 'd',
      feedback: 'Any change in the driving force changes the rate. A pendulum has a beat of its own.',
    },
    {
      type: 'numeric',
      key: 'four-times-length',
      prompt: 'A pendulum is made **four times** as long. By what factor does its period grow?',
      points: '1',
      difficulty: 0,
      answer: '2',
      tolerance: '0',
      mistakes: ['4', '0.5', '16', '1'],
      feedback: 'The period grows with the square root of the length, and √4 = 2.',
    },
    {
      type: 'numeric',
      key: 'quarter-meter',
      prompt:
        'What is the period of a pendulum of 0.25 m, **in seconds**? Use g = 9.81 m/s² and one decimal or more.',
      points: '2',
      difficulty: 0.9,
      answer: '1.003',
      tolerance: '0.02',
      mistakes: ['0.16', '6.28', '2', '0.5'],
      feedback:
        '2π × √(0.25 / 9.81) ≈ 6.283 × 0.1596 ≈ 1.00 s: a quarter of the length of the seconds pendulum, half its period.',
    },
    {
      type: 'true_false',
      key: 'bob-mass',
      prompt:
        'Two pendulums of equal length have the same period for small swings, even if one bob is heavier.',
      points: '1',
      difficulty: -0.5,
      answer: true,
      feedback: 'The mass does not occur in T = 2π √(L / g).',
    },
    {
      type: 'single_choice',
      key: 'cayenne',
      prompt: "Why did Richer's clock run slow in Cayenne?",
      points: '1',
      difficulty: 0.1,
      options: [
        { key: 'a', text: 'The air is damp there' },
        { key: 'b', text: 'Gravity is weaker near the equator' },
        { key: 'c', text: 'The day is longer near the equator' },
        { key: 'd', text: 'The ship had shaken the wheels loose' },
      ],
      answer: 'b',
      feedback:
        'A smaller g means a longer period. Warmth lengthens the rod as well, but explains only a small part of it.',
    },
    {
      type: 'multiple_choice',
      key: 'seventeenth',
      prompt:
        'Which inventions made clocks or watches more accurate in the **seventeenth** century? Choose all that apply.',
      points: '2',
      difficulty: 0.4,
      options: [
        { key: 'a', text: 'The pendulum clock' },
        { key: 'b', text: 'The verge escapement' },
        { key: 'c', text: 'The anchor escapement' },
        { key: 'd', text: 'The balance spring' },
      ],
      answers: ['a', 'c', 'd'],
      feedback: 'The verge is some four hundred years older; the other three came between 1656 and 1675.',
    },
  ],
};

export const wheels: DemoSection = {
  title: 'Wheels and weights',
  summary: 'The mechanical clock, from a quarter of an hour a day to a few seconds.',
  activities: [verge, pendulum, escapementVideo, quiz],
};
