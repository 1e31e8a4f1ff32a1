import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection, DemoVideo } from '../types';

const potential: DemoPage = {
  type: 'page',
  key: 'water-potential',
  title: 'Water potential',
  content: markdown`
    Why does water enter a root, and why does it climb to a leaf? One quantity answers both questions: the
    **water potential** Ψ (psi), measured in megapascals. Water moves from higher to lower water potential.

    ## Two contributions

    ~~~text
    Ψ = Ψs + Ψp
    ~~~

    - The **solute potential** Ψs is zero for pure water and negative for every solution: the more is
      dissolved, the lower it is.
    - The **pressure potential** Ψp is positive where water is squeezed, as in a turgid cell, and negative
      where it is pulled, as in the xylem.

    Pure water at atmospheric pressure has Ψ = 0 by definition.

    ## An example

    A root hair has Ψs = −0.8 MPa and Ψp = 0.5 MPa, so Ψ = −0.3 MPa. The soil around it has Ψ = −0.1 MPa.
    Since −0.1 is higher than −0.3, water flows into the root. If the soil dries out to −0.6 MPa, the flow
    would turn round, and the plant is in trouble.

    ## Along the way

    | Place                | Typical Ψ in MPa |
    | -------------------- | ---------------- |
    | moist soil           | −0.1 to −0.3     |
    | root                 | −0.4             |
    | stem                 | −0.6             |
    | leaf                 | −1.0             |
    | air at 50 % humidity | about −94        |

    The steepest step of all is the last, from leaf to air. Dry air pulls at the water in a leaf with great
    force, and everything else in this section follows from that.

    A gardener's corollary: too much fertiliser lowers the water potential of the soil, and plants can wilt
    in wet ground.
  `,
};

const xylem: DemoPage = {
  type: 'page',
  key: 'xylem',
  title: 'Xylem and the pull of transpiration',
  content: markdown`
    The tallest trees lift water more than a hundred meters without a pump. A suction pump at the top would
    fail at about ten meters, since air pressure can push water no higher. How do they do it?

    ## Cohesion and tension

    1. Water evaporates from the wet walls of leaf cells and leaves through the stomata: **transpiration**.
    2. The water that remains in the cell walls is drawn into tiny pores, and its curved surface pulls.
    3. Water molecules hold together (**cohesion**), so the pull passes down an unbroken thread of water in
       the xylem, as through a rope.
    4. At the root, the pull lowers the water potential, and water enters from the soil.

    The energy comes from the sun, which evaporates the water. The plant provides the pipes: dead cells,
    hollow, with walls stiffened by lignin so that they do not collapse under tension.

    ## When the thread breaks

    Under strong tension a bubble may form and block a vessel: **cavitation**. Side pits let the water flow
    round the blocked stretch.

    ## A costly compromise

    Stomata must open to let carbon dioxide in, and while they are open, water gets out. Well over nine
    tenths of the water that a plant takes up is lost in this way.

    | Transpiration rises with | It falls with           |
    | ------------------------ | ----------------------- |
    | light (stomata open)     | darkness                |
    | warmth                   | high humidity           |
    | wind                     | drought (stomata close) |

    Guard cells open the pore by taking up potassium ions; water follows, they swell, and their shape bends
    them apart.
  `,
};

const phloem: DemoPage = {
  type: 'page',
  key: 'phloem',
  title: 'Phloem: moving sugar about',
  content: markdown`
    Sugar made in a leaf feeds roots, fruits and growing tips. It travels in the **phloem**, mostly as
    sucrose, from a **source**, where sugar is made or released, to a **sink**, where it is used or stored.

    ## Living pipes

    Sieve tubes are rows of living cells joined end to end by perforated sieve plates. They have lost their
    nuclei to make room. Beside each stands a **companion cell**, which keeps it alive and loads the sugar.

    ## Pressure flow

    The German botanist Ernst Münch proposed the mechanism around 1930:

    1. At the source, sugar is loaded into the sieve tube.
    2. Its solute potential falls, water enters from the xylem next door, and the pressure rises.
    3. At the sink, sugar is taken out, water leaves, and the pressure falls.
    4. Sap flows along from high pressure to low.

    ## Source and sink change places

    | Part of a potato plant | In summer    | In the next spring |
    | ---------------------- | ------------ | ------------------ |
    | grown leaf             | source       | long gone          |
    | tuber                  | sink, stores | source, sprouts    |
    | shoot tip              | sink, grows  | sink, grows        |

    So the phloem, unlike the xylem, may run upwards or downwards.

    ## Two old experiments

    - **Ringing**: remove a ring of bark, and with it the phloem. The bark swells above the ring, where the
      sugar piles up. The leaves stay fresh at first, for the xylem inside is unharmed, but in time the
      roots starve.
    - **Aphids**: these insects tap single sieve tubes. Cut a feeding aphid from its mouthpart, and sap
      keeps dripping from the stump: proof that it is under pressure.
  `,
};

const stemVideo: DemoVideo = {
  type: 'video',
  key: 'coloured-water',
  title: 'A cut stem in colored water',
  url: 'https://video.stoa.example/plants/coloured-water',
  description: markdown`
    Five minutes for two days: a stick of celery and a white carnation stand in ink. We measure how fast
    the color climbs in still air, in wind, and under a plastic bag. Guess the order before 1:30.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-transport',
  title: 'Quiz 2: Water and sugar on the move',
  maxAttempts: 2,
  grading: 'highest',
  dueWeek: 4,
  passPercentage: 60,
  questions: [
    {
      type: 'numeric',
      key: 'psi',
      prompt: 'A cell has Ψs = −0.9 MPa and Ψp = 0.4 MPa. What is its water potential **in MPa**?',
      points: '1',
      difficulty: -0.5,
      answer: '-0.5',
      tolerance: '0.001',
      mistakes: ['-1.3', '0.5', '1.3', '-0.36'],
      feedback: 'Ψ = Ψs + Ψp = −0.9 + 0.4 = −0.5 MPa.',
    },
    {
      type: 'single_choice',
      key: 'flow',
      prompt: 'Cell A has Ψ = −0.6 MPa, its neighbor B has Ψ = −0.4 MPa. Water flows…',
      points: '1',
      difficulty: 0.1,
      options: [
        { key: 'a', text: 'from A to B' },
        { key: 'b', text: 'from B to A' },
        { key: 'c', text: 'not at all, as both values are negative' },
      ],
      answer: 'b',
      feedback: 'Water moves towards the lower water potential, and −0.6 is lower than −0.4.',
    },
    {
      type: 'multiple_choice',
      key: 'faster',
      prompt: 'What **raises** the rate of transpiration? Choose all that apply.',
      points: '2',
      difficulty: -0.2,
      options: [
        { key: 'a', text: 'Wind' },
        { key: 'b', text: 'High humidity' },
        { key: 'c', text: 'Closing the stomata' },
        { key: 'd', text: 'Warmth' },
      ],
      answers: ['a', 'd'],
      feedback:
        'Wind carries damp air away and warmth speeds evaporation. Moist air pulls less, and closed pores let little through.',
    },
    {
      type: 'numeric',
      key: 'potometer',
      prompt:
        'In a potometer, a bubble moves 60 mm in 5 minutes through a tube with a cross-section of 0.8 mm². How much water does the shoot take up, **in mm³ per minute**?',
      points: '2',
      difficulty: 0.8,
      answer: '9.6',
      tolerance: '0.05',
      mistakes: ['48', '12', '15', '240'],
      feedback: 'Volume 60 mm × 0.8 mm² = 48 mm³ in 5 minutes: 48 / 5 = 9.6 mm³ per minute.',
    },
    {
      type: 'true_false',
      key: 'xylem-alive',
      prompt: 'The cells that conduct water in the xylem are dead when they do their work.',
      points: '1',
      difficulty: 0,
      answer: true,
      feedback:
        'They are hollow tubes of lignified wall. The sieve tubes of the phloem, by contrast, are alive.',
    },
    {
      type: 'short_text',
      key: 'cohesion',
      prompt: 'Which property of water keeps the thread in the xylem from breaking? One word.',
      points: '1',
      difficulty: 0.4,
      accepted: ['cohesion', 'cohesiveness', 'cohesive force'],
      mistakes: ['adhesion', 'pressure', 'osmosis', 'capillarity'],
      feedback:
        'Cohesion: water molecules hold on to one another by hydrogen bonds. Adhesion binds them to the wall.',
    },
  ],
};

export const transport: DemoSection = {
  title: 'Water and sugar on the move',
  summary: 'How water climbs without a pump and sugar finds its way to the roots.',
  activities: [potential, xylem, phloem, stemVideo, quiz],
};
