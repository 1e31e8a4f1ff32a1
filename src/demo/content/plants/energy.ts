import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection } from '../types';

const light: DemoPage = {
  type: 'page',
  key: 'light-reactions',
  title: 'Photosynthesis I: catching light',
  content: markdown`
    Photosynthesis turns light, water and carbon dioxide into sugar and oxygen:

    ~~~text
    6 CO₂ + 6 H₂O  →  C₆H₁₂O₆ + 6 O₂
    ~~~

    It runs in two stages. The first, the **light reactions**, takes place in the thylakoids, the stacked
    membranes inside the chloroplast.

    ## Why leaves are green

    Chlorophyll absorbs red and blue light well and green light less well. What is not absorbed is
    reflected or passes through, and reaches our eyes.

    ## The path of an electron

    1. **Photosystem II** absorbs light and passes on an electron of high energy. It replaces the electron
       by taking one from water, which is thereby split into oxygen, protons and electrons.
    2. The electron runs down a chain of carriers. Its energy pumps protons into the space inside the
       thylakoid.
    3. **Photosystem I** lifts the electron once more with light.
    4. The electron ends on NADP⁺, which becomes **NADPH**, a carrier of reducing power.
    5. The protons stream back through **ATP synthase**, an enzyme that turns like a water wheel and makes
       **ATP**, a carrier of energy.

    (Photosystem II comes first. The numbers follow the order of discovery.)

    ## The balance

    | Goes in    | Comes out |
    | ---------- | --------- |
    | light      | ATP       |
    | water      | oxygen    |
    | ADP, NADP⁺ | NADPH     |

    All the oxygen comes from water and none from carbon dioxide. Experiments around 1940 with the heavy
    isotope ¹⁸O supported this.
  `,
};

const calvin: DemoPage = {
  type: 'page',
  key: 'calvin-cycle',
  title: 'Photosynthesis II: the Calvin cycle',
  content: markdown`
    The second stage uses ATP and NADPH to make sugar from carbon dioxide. It runs in the **stroma**, the
    fluid round the thylakoids. It needs no light itself, but it stops soon after dark, for want of ATP and
    NADPH.

    ## Three phases

    1. **Fixation.** The enzyme **rubisco** joins CO₂ to RuBP, a sugar with five carbon atoms. The product
       splits at once into two molecules with three carbons each.
    2. **Reduction.** ATP and NADPH turn them into G3P, a three-carbon sugar.
    3. **Regeneration.** Five of every six G3P go back into the cycle and renew RuBP. The sixth is the
       profit.

    | For each…         | CO₂ | ATP | NADPH |
    | ----------------- | --- | --- | ----- |
    | turn of the cycle | 1   | 3   | 2     |
    | G3P gained        | 3   | 9   | 6     |

    Two G3P together make up the carbon of one glucose.

    ## Rubisco's weakness

    Rubisco sometimes grabs oxygen instead of carbon dioxide. The result, **photorespiration**, costs energy
    and releases CO₂ that was already bound. Heat makes it worse, and so does closing the stomata, since CO₂
    then runs short inside the leaf.

    ## Two ways round it

    - **C₄ plants** (maize, sugar cane) first bind CO₂ with another enzyme and then deliver it, concentrated,
      to rubisco in inner cells.
    - **CAM plants** (cacti, pineapple) open their stomata at night, store CO₂ as an acid, and use it by day
      behind closed pores.

    Both pay for this with extra ATP, and both do well where it is hot or dry.
  `,
};

const respiration: DemoPage = {
  type: 'page',
  key: 'respiration',
  title: 'Plants respire too',
  content: markdown`
    Sugar is of no use until its energy is released. Plants do this as animals do, by **cellular
    respiration**, in every living cell, day and night:

    ~~~text
    C₆H₁₂O₆ + 6 O₂  →  6 CO₂ + 6 H₂O + energy (about 30 ATP)
    ~~~

    ## The stages

    | Stage              | Place                               | Result                                |
    | ------------------ | ----------------------------------- | ------------------------------------- |
    | glycolysis         | cytosol                             | glucose is split into two pyruvate    |
    | citric acid cycle  | mitochondrion                       | CO₂ is released, carriers are loaded  |
    | electron transport | inner membrane of the mitochondrion | most of the ATP; oxygen becomes water |

    ## By day and by night

    In daylight a leaf usually makes more oxygen than it uses, so respiration is hidden. In the dark only
    respiration is left. At some dim light the two are equal, and the leaf neither takes up nor gives off
    CO₂. This is its **compensation point**: far below 1 % of full sunlight for plants of the forest floor,
    several times as much for plants of open fields.

    ## Roots need air

    Root cells have no light and live on sugar from above. They also need oxygen from the air spaces in the
    soil. Water a pot plant too often, and its roots suffocate: it wilts while standing in water. Rice and
    other marsh plants lead air to their roots through hollow tissue.

    ## A practical use

    Respiration goes on after harvest and uses up what was stored. Cold slows it down. That is the main
    reason why vegetables keep longer in a refrigerator.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-energy',
  title: 'Quiz 3: Photosynthesis and respiration',
  maxAttempts: 2,
  grading: 'latest',
  dueWeek: 6,
  passPercentage: 60,
  questions: [
    {
      type: 'single_choice',
      key: 'oxygen-source',
      prompt: 'Where does the oxygen released in photosynthesis come from?',
      points: '1',
      difficulty: 0.2,
      options: [
        { key: 'a', text: 'Water' },
        { key: 'b', text: 'Carbon dioxide' },
        { key: 'c', text: 'Glucose' },
        { key: 'd', text: 'The air' },
      ],
      answer: 'a',
      feedback: 'Photosystem II takes electrons from water; oxygen is what remains.',
    },
    {
      type: 'multiple_choice',
      key: 'light-products',
      prompt: 'Which products of the light reactions does the Calvin cycle use? Choose all that apply.',
      points: '2',
      difficulty: 0,
      options: [
        { key: 'a', text: 'ATP' },
        { key: 'b', text: 'Oxygen' },
        { key: 'c', text: 'NADPH' },
        { key: 'd', text: 'Glucose' },
      ],
      answers: ['a', 'c'],
      feedback: 'ATP brings energy and NADPH brings electrons. Oxygen is released, and sugar is made later.',
    },
    {
      type: 'numeric',
      key: 'atp-count',
      prompt: 'How many ATP does the Calvin cycle use to fix **six** molecules of CO₂?',
      points: '1',
      difficulty: 0.3,
      answer: '18',
      tolerance: '0',
      mistakes: ['12', '9', '3', '30'],
      feedback: 'Three ATP for each CO₂: 6 × 3 = 18. (It also uses 12 NADPH.)',
    },
    {
      type: 'true_false',
      key: 'day-and-night',
      prompt: 'Plants respire by day as well as by night.',
      points: '1',
      difficulty: -1,
      answer: true,
      feedback: 'They respire all the time. By day, photosynthesis hides it.',
    },
    {
      type: 'short_text',
      key: 'rubisco',
      prompt: 'Name the enzyme that binds carbon dioxide in the Calvin cycle.',
      points: '1',
      difficulty: 0.1,
      accepted: ['rubisco', 'RuBisCO', 'ribulose bisphosphate carboxylase'],
      mistakes: ['RuBP', 'ATP synthase', 'chlorophyll', 'amylase'],
      feedback:
        'Rubisco, thought to be the most abundant protein on Earth. RuBP is the sugar to which it joins CO₂.',
    },
    {
      type: 'single_choice',
      key: 'cam',
      prompt: 'When do CAM plants such as cacti take up most of their carbon dioxide?',
      points: '1',
      difficulty: 0.4,
      options: [
        { key: 'a', text: 'At noon' },
        { key: 'b', text: 'At all hours alike' },
        { key: 'c', text: 'Only after rain' },
        { key: 'd', text: 'At night' },
      ],
      answer: 'd',
      feedback:
        'Open stomata lose far less water in the cool of the night. The CO₂ is stored as an acid until morning.',
    },
    {
      type: 'single_choice',
      key: 'overwatering',
      prompt: 'A pot plant stands in water and wilts. What is the most likely reason?',
      points: '1',
      difficulty: 0.6,
      options: [
        { key: 'a', text: 'The leaves have taken up too much water and burst' },
        { key: 'b', text: 'The roots lack oxygen and can no longer take up water' },
        { key: 'c', text: 'Water has washed the chlorophyll out of the leaves' },
        { key: 'd', text: 'Photosynthesis has stopped for want of water' },
      ],
      answer: 'b',
      feedback:
        'Water fills the air spaces of the soil. Without oxygen the roots cannot respire, and they fail.',
    },
  ],
};

export const energy: DemoSection = {
  title: 'Energy',
  summary: 'Sugar from light, and energy from sugar.',
  activities: [light, calvin, respiration, quiz],
};
