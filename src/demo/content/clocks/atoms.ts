import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection, DemoVideo } from '../types';

const quartz: DemoPage = {
  type: 'page',
  key: 'quartz',
  title: 'Quartz: a tuning fork of stone',
  content: markdown`
    In 1880 the brothers Jacques and Pierre Curie found that certain crystals, when pressed, produce an
    electric voltage: **piezoelectricity**. It works the other way round too. Apply a voltage, and the crystal
    bends. So a slice of quartz in a circuit can be kept vibrating, at a rate set by its size and shape.

    ## From the laboratory to the wrist

    | Year  | Step                                                                                         |
    | ----- | -------------------------------------------------------------------------------------------- |
    | 1927  | Warren Marrison and Joseph Horton build a quartz clock at Bell Laboratories; it fills a room |
    | 1930s | quartz clocks reveal that the Earth does not turn quite evenly                               |
    | 1969  | the first quartz wristwatch goes on sale in Tokyo, on 25 December                            |
    | 1980s | most new watches are quartz, and they cost less than mechanical ones                         |

    ## Why 32,768?

    The quartz in most watches is a tiny tuning fork that vibrates 32,768 times a second. This is a power of
    two:

    ~~~text
    32,768 = 2¹⁵
    ~~~

    An electronic counter halves the frequency, halves it again, and after **fifteen** halvings gives exactly
    one pulse a second. That pulse moves the hand. A higher rate would use more power, a lower one would need
    a larger crystal.

    ## How good is it?

    An ordinary quartz watch is off by some 15 seconds a month, half a second a day. The best pendulum clocks
    did better, but only in a cellar. Temperature matters most: the fork is cut to keep its rate near 25 °C,
    about the temperature on a wrist. Leave the watch in a cold drawer and it runs slow.
  `,
};

const atomicSecond: DemoPage = {
  type: 'page',
  key: 'atomic-second',
  title: 'The atomic second',
  content: markdown`
    Every quartz crystal is slightly different. Atoms of one kind are all the same, everywhere and always. If
    a clock could be set by an atom, two clocks would agree without ever meeting.

    ## How it works

    1. Caesium atoms fly through a vacuum.
    2. Microwaves, made with the help of a quartz oscillator, strike them.
    3. At exactly the right frequency, many atoms change their state.
    4. A detector counts them and corrects the quartz until the count is highest.

    The atom does not drive the clock. It is the judge that keeps the quartz honest.

    ## A new definition

    Louis Essen and Jack Parry started the first caesium clock good enough to serve as a standard at Britain's
    National Physical Laboratory in 1955. In 1967 the second was defined anew:

    > 9,192,631,770 periods of the radiation of a certain transition of the caesium-133 atom.

    | Second defined by              | Years      | Weakness                 |
    | ------------------------------ | ---------- | ------------------------ |
    | 1/86,400 of the mean solar day | to 1960    | the Earth turns unevenly |
    | a fraction of the year 1900    | 1960–1967  | cannot be seen again     |
    | caesium                        | since 1967 | none yet that matters    |

    ## What it is for

    Satellite navigation measures distances by the travel time of radio waves. Light covers about 30 cm in a
    nanosecond, and so 300 m in a **microsecond**. The clocks of the satellites would gain some 38
    microseconds a day on clocks on the ground, by the laws of relativity, were they not corrected. Left
    alone for a day, that error would amount to more than ten kilometers.
  `,
};

const leapSeconds: DemoPage = {
  type: 'page',
  key: 'leap-seconds',
  title: 'Leap seconds and the slowing Earth',
  content: markdown`
    We now have two kinds of time, and a third that goes between them:

    | Scale | Follows                           | Used by                 |
    | ----- | --------------------------------- | ----------------------- |
    | TAI   | atomic clocks, without a break    | physicists              |
    | UT1   | the rotation of the Earth         | astronomers, navigators |
    | UTC   | atomic seconds, kept close to UT1 | everybody else          |

    The rotation is uneven and, in the long run, slowing: the tides act as a brake. The mean day gets longer
    by about two thousandths of a second in a century.

    ## A compromise

    UTC ticks atomic seconds, but since 1972 a **leap second** has been inserted whenever it was about to
    part from UT1 by more than 0.9 seconds:

    ~~~text
    23:59:58
    23:59:59
    23:59:60   the leap second
    00:00:00
    ~~~

    Between 1972 and the end of 2016 this happened 27 times. As UTC began ten seconds behind TAI, it has been
    37 seconds behind since 2017.

    ## Why programmers dislike it

    - A minute of 61 seconds breaks the assumption that every minute has 60.
    - Leap seconds are announced only half a year ahead, so they cannot be built into a program.
    - Many systems simply repeat a second, and then an event may seem to end before it began.

    Some companies "smear" the leap second over a day instead: every second is made a tiny bit longer.

    ## The end of an idea

    In 2022 the General Conference on Weights and Measures resolved to allow a larger difference between UTC
    and UT1 by 2035. In practice there would be no leap seconds for a century or so. After four thousand
    years, the link between our clocks and the turning sky is about to be loosened.
  `,
};

const fountainVideo: DemoVideo = {
  type: 'video',
  key: 'fountain',
  title: 'A visit to a caesium fountain',
  url: 'https://video.stoa.example/clocks/caesium-fountain',
  description: markdown`
    Ten minutes underground. Lasers cool a cloud of atoms to a millionth of a degree above absolute zero and
    toss it up by a meter. Why toss it? The longer the atoms are watched, the more sharply the frequency can
    be read.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-modern-time',
  title: 'Quiz 3: From longitude to leap seconds',
  maxAttempts: 3,
  grading: 'average',
  dueWeek: 7,
  passPercentage: 60,
  questions: [
    {
      type: 'numeric',
      key: 'west-degrees',
      prompt:
        'It is local noon on your ship, and the clock that keeps Greenwich time shows 15:20. How many **degrees west** of Greenwich are you?',
      points: '2',
      difficulty: 0.6,
      answer: '50',
      tolerance: '0',
      mistakes: ['45', '48', '53', '230', '20'],
      feedback: '3 h 20 min = 200 minutes, and 200 / 4 = 50 degrees.',
    },
    {
      type: 'single_choice',
      key: 'harrison',
      prompt: "What was Harrison's answer to the longitude problem?",
      points: '1',
      difficulty: -0.9,
      options: [
        { key: 'a', text: 'Tables of the Moon' },
        { key: 'b', text: 'A timekeeper that works at sea' },
        { key: 'c', text: 'A better compass' },
        { key: 'd', text: 'Signal rockets along the routes' },
      ],
      answer: 'b',
      feedback: 'His large watch H4 carried the time of the home port across the ocean.',
    },
    {
      type: 'multiple_choice',
      key: 'odd-offsets',
      prompt:
        'In which countries does the time differ from UTC by an amount that is **not** a whole number of hours? Choose all that apply.',
      points: '2',
      difficulty: -0.1,
      options: [
        { key: 'a', text: 'China' },
        { key: 'b', text: 'India' },
        { key: 'c', text: 'Nepal' },
        { key: 'd', text: 'Portugal' },
      ],
      answers: ['b', 'c'],
      feedback: 'India is at +5:30 and Nepal at +5:45.',
    },
    {
      type: 'numeric',
      key: 'halvings',
      prompt: 'How often must 32,768 Hz be **halved** to give 1 Hz?',
      points: '1',
      difficulty: 0,
      answer: '15',
      tolerance: '0',
      mistakes: ['16', '14', '16384', '8'],
      feedback: '2¹⁵ = 32,768, so fifteen halvings lead to one pulse a second.',
    },
    {
      type: 'short_text',
      key: 'piezo',
      prompt: 'What is the effect called by which a crystal turns pressure into voltage?',
      points: '1',
      difficulty: 0.1,
      accepted: [
        'piezoelectricity',
        'piezoelectric effect',
        'the piezoelectric effect',
        'piezoelectric',
        'piezo effect',
      ],
      mistakes: ['photoelectric effect', 'resonance', 'quartz effect', 'magnetism'],
      feedback: 'Piezoelectricity, described by the Curie brothers in 1880.',
    },
    {
      type: 'single_choice',
      key: 'caesium',
      prompt: 'Which atom defines the second today?',
      points: '1',
      difficulty: -0.8,
      options: [
        { key: 'a', text: 'Hydrogen-1' },
        { key: 'b', text: 'Rubidium-87' },
        { key: 'c', text: 'Caesium-133' },
        { key: 'd', text: 'Quartz' },
      ],
      answer: 'c',
      feedback: 'Caesium-133. Quartz is a mineral made of silicon and oxygen, not an atom.',
    },
    {
      type: 'numeric',
      key: 'microsecond-distance',
      prompt:
        'A satellite clock is wrong by one microsecond. About how many **meters** is the measured distance off?',
      points: '1',
      difficulty: 0.5,
      answer: '300',
      tolerance: '1',
      mistakes: ['0.3', '30', '3', '300000'],
      feedback: 'Light covers 300,000 km in a second, and so 300 m in a millionth of it.',
    },
    {
      type: 'true_false',
      key: 'leap-purpose',
      prompt: 'Leap seconds keep UTC close to the rotation of the Earth.',
      points: '1',
      difficulty: -0.4,
      answer: true,
      feedback: 'They keep UTC within 0.9 seconds of UT1, the time given by the turning of the Earth.',
    },
  ],
};

export const atoms: DemoSection = {
  title: 'Crystals and atoms',
  summary: 'Quartz, caesium, and a second that no longer depends on the sky.',
  activities: [quartz, atomicSecond, leapSeconds, fountainVideo, quiz],
};
