import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection } from '../types';

const flowers: DemoPage = {
  type: 'page',
  key: 'flowers',
  title: 'Flowers and pollination',
  content: markdown`
    A flower is a short shoot whose leaves serve reproduction. In a complete flower, four whorls follow one
    another from the outside in:

    1. **sepals**, usually green, which protect the bud;
    2. **petals**, which attract visitors;
    3. **stamens**, each a filament with an anther that makes pollen;
    4. **carpels**, with a sticky stigma on top, a style, and an ovary with the ovules at the bottom.

    ## Bringing pollen to the stigma

    | Carrier | What its flowers tend to look like                  |
    | ------- | --------------------------------------------------- |
    | wind    | small, green, scentless, with much light pollen     |
    | bees    | scented, often yellow or blue, with a landing place |
    | birds   | often red, little scent, plenty of thin nectar      |
    | moths   | pale, fragrant in the evening, with a long tube     |

    These are tendencies, not laws; many flowers receive mixed company.

    ## Double fertilization

    A pollen grain on the stigma grows a tube down to an ovule and delivers **two** sperm cells:

    - one fuses with the egg and gives the **zygote** (2n), which becomes the embryo;
    - the other fuses with two polar nuclei and gives the **endosperm** (usually 3n), a store of food.

    So a species with 2n = 20 chromosomes has 20 in its embryo and 30 in the usual endosperm. Most of the
    calories that people eat, in rice, wheat and maize, come from endosperm.

    ## Avoiding oneself

    Offspring of two parents are more varied. Many plants prevent self-pollination: stamens and stigma
    ripen at different times, or the stigma rejects the plant's own pollen.
  `,
};

const seeds: DemoPage = {
  type: 'page',
  key: 'seeds',
  title: 'Seeds, fruits and germination',
  content: markdown`
    After fertilization the **ovule** becomes a seed and the **ovary** becomes a fruit. By this rule a
    tomato, a bean pod and a grain of wheat are all fruits, whatever the kitchen says.

    ## What a seed contains

    - an **embryo** with a root (radicle), a shoot, and one or two seed leaves (cotyledons);
    - a **store of food**, in the endosperm or in the cotyledons;
    - a **seed coat**.

    Grasses, lilies and palms have one cotyledon, beans and oaks have two.

    ## How fruits travel

    | Way              | Device                   | Example          |
    | ---------------- | ------------------------ | ---------------- |
    | wind             | parachute, wing          | dandelion, maple |
    | animals, inside  | sweet flesh, tough seeds | cherry           |
    | animals, outside | hooks                    | burdock          |
    | water            | a shell that floats      | coconut          |

    ## Waking up

    Germination begins when the dry seed soaks up water (**imbibition**). Most seeds also need oxygen and a
    suitable temperature; some ask for light, a fire, or a winter. In a grain of barley the story is well
    known: the embryo releases gibberellin, the outer layer of the endosperm answers with **amylase**, and
    amylase turns starch into sugar. Brewers make malt by starting this process and stopping it with heat.

    The radicle comes out first and finds water. Then the shoot rises. Until its leaves are green and open,
    the seedling lives on what its parent packed.

    ## Dormancy

    A living seed that does not germinate in good conditions is **dormant**. That spreads the risk: if one
    spring goes badly, not all is lost.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-growth',
  title: 'Quiz 4: Growth and reproduction',
  maxAttempts: 2,
  grading: 'highest',
  dueWeek: 9,
  passPercentage: 60,
  questions: [
    {
      type: 'single_choice',
      key: 'auxin-side',
      prompt: 'Light falls on a shoot from the left. On which side does auxin gather?',
      points: '1',
      difficulty: 0.3,
      options: [
        { key: 'a', text: 'On the right, the shaded side' },
        { key: 'b', text: 'On the left, the lit side' },
        { key: 'c', text: 'On both sides alike' },
        { key: 'd', text: 'At the root only' },
      ],
      answer: 'a',
      feedback: 'Cells on the shaded side stretch more, and so the shoot bends towards the light.',
    },
    {
      type: 'short_text',
      key: 'ripening',
      prompt: 'Which gaseous plant hormone ripens fruit?',
      points: '1',
      difficulty: -0.5,
      accepted: ['ethylene', 'ethene'],
      mistakes: ['auxin', 'methane', 'gibberellin', 'ethanol'],
      feedback: 'Ethylene, also called ethene. Ripe bananas and apples give off plenty of it.',
    },
    {
      type: 'true_false',
      key: 'night-length',
      prompt: 'A short-day plant flowers because its **nights** are long enough.',
      points: '1',
      difficulty: 0.2,
      answer: true,
      feedback:
        'A flash of red light in the middle of a long night prevents flowering, so it is the night that counts.',
    },
    {
      type: 'multiple_choice',
      key: 'carpel-parts',
      prompt: 'Which parts belong to the **carpel**? Choose all that apply.',
      points: '2',
      difficulty: 0.1,
      options: [
        { key: 'a', text: 'Stigma' },
        { key: 'b', text: 'Anther' },
        { key: 'c', text: 'Style' },
        { key: 'd', text: 'Ovary' },
      ],
      answers: ['a', 'c', 'd'],
      feedback: 'The anther sits on a filament; together they form a stamen.',
    },
    {
      type: 'numeric',
      key: 'endosperm',
      prompt:
        'A species has 2n = 24 chromosomes. How many does a cell of its (usual, triploid) **endosperm** have?',
      points: '2',
      difficulty: 0.9,
      answer: '36',
      tolerance: '0',
      mistakes: ['24', '12', '48', '72'],
      feedback: 'n = 12, and the endosperm unites three sets: 3 × 12 = 36.',
    },
    {
      type: 'single_choice',
      key: 'fruit',
      prompt: 'Which part of the flower becomes the fruit?',
      points: '1',
      difficulty: -0.4,
      options: [
        { key: 'a', text: 'The ovule' },
        { key: 'b', text: 'The pollen' },
        { key: 'c', text: 'The petals' },
        { key: 'd', text: 'The ovary' },
      ],
      answer: 'd',
      feedback: 'The ovary becomes the fruit; the ovules inside become its seeds.',
    },
    {
      type: 'numeric',
      key: 'germination-rate',
      prompt: 'Of 60 seeds sown, 48 germinate. What is the germination rate **in per cent**?',
      points: '1',
      difficulty: -1.4,
      answer: '80',
      tolerance: '0.1',
      mistakes: ['48', '0.8', '20', '125'],
      feedback: '48 / 60 = 0.8 = 80 %.',
    },
  ],
};

export const reproduction: DemoSection = {
  title: 'Reproduction',
  summary: 'From the flower to the seedling.',
  activities: [flowers, seeds, quiz],
};
