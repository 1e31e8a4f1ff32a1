import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection, DemoVideo } from '../types';

const cell: DemoPage = {
  type: 'page',
  key: 'plant-cell',
  title: 'The plant cell',
  content: markdown`
    Peel the thin skin from an onion scale, put it under a microscope, and you see a wall of bricks. Each
    brick is a cell in a box of its own making.

    ## What plant cells have and yours lack

    - A **cell wall** of cellulose fibers, stiff against pulling and open to water. Neighboring cells talk
      through fine channels in it, the _plasmodesmata_.
    - A large **central vacuole**, a bag of watery sap that may fill nine tenths of a grown cell. It stores
      salts, sugars, pigments and waste, and pushes the rest of the cell against the wall.
    - **Plastids**, a family of organelles. Green chloroplasts make sugar, colorless amyloplasts store
      starch, and colored chromoplasts paint many petals and ripe fruits.

    ## What they share with animal cells

    | Part            | Task                               |
    | --------------- | ---------------------------------- |
    | nucleus         | keeps the DNA and directs the cell |
    | mitochondrion   | releases energy from sugar         |
    | ribosome        | builds proteins                    |
    | plasma membrane | decides what enters and leaves     |

    Note the second line: plants have mitochondria too. A chloroplast does not replace them.

    ## Why the wall matters

    Water flows into a cell that holds much dissolved matter. An animal cell in pure water swells until it
    bursts. A plant cell swells until its wall pushes back: it is then **turgid**, firm like an inflated
    tyre. A lettuce leaf stands because millions of cells are turgid; when they lose water, it wilts. The
    soft parts of plants hold themselves up with water.
  `,
};

const organs: DemoPage = {
  type: 'page',
  key: 'organs',
  title: 'Roots, stems and leaves',
  content: markdown`
    Cells of one kind form a **tissue**; tissues form an **organ**. A flowering plant gets by with three
    vegetative organs.

    ## The root

    It anchors the plant and takes up water and minerals. Behind the tip, **root hairs**, thin outgrowths
    of single cells, enlarge the surface many times over. A cap of cells protects the tip as it is pushed
    through the soil.

    ## The stem

    It holds the leaves up to the light and connects them with the roots. Its **vascular bundles** contain
    two kinds of pipe:

    | Tissue | Carries            | State of the pipe cells         | Direction           |
    | ------ | ------------------ | ------------------------------- | ------------------- |
    | xylem  | water and minerals | dead, walls stiffened by lignin | upwards             |
    | phloem | sugars             | alive                           | from source to sink |

    ## The leaf

    Cut across a typical leaf and you find, from top to bottom:

    1. a waxy **cuticle** that keeps water in, on a transparent epidermis;
    2. the **palisade** layer, tall cells packed with chloroplasts;
    3. the **spongy** layer, with air spaces through which gases spread;
    4. the lower epidermis, with most of the **stomata**, pores each opened and closed by two guard cells.

    ## Where growth happens

    Plants grow at **meristems**, small regions whose cells keep dividing: at the tips of roots and shoots
    (length) and, in woody plants, in a sheath called the cambium (girth). A nail driven into a trunk at
    eye level stays at eye level for as long as the tree stands, because the trunk lengthens only at its
    top.
  `,
};

const rootVideo: DemoVideo = {
  type: 'video',
  key: 'root-tip',
  title: 'A root tip under the microscope',
  url: 'https://video.stoa.example/plants/root-tip',
  description: markdown`
    Six minutes with a stained root tip of garlic. We start at the cap and move upwards: dividing cells
    with visible chromosomes, then cells that stretch, then the first root hairs.

    **Try it yourself**: garlic in a glass of water gives roots within three days.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-cells',
  title: 'Quiz 1: Cells and organs',
  maxAttempts: null,
  grading: 'highest',
  dueWeek: 2,
  passPercentage: 50,
  questions: [
    {
      type: 'multiple_choice',
      key: 'only-plants',
      prompt: 'Which of these are found in plant cells but **not** in animal cells? Choose all that apply.',
      points: '2',
      difficulty: -0.4,
      options: [
        { key: 'a', text: 'Mitochondria' },
        { key: 'b', text: 'Cell wall of cellulose' },
        { key: 'c', text: 'Chloroplasts' },
        { key: 'd', text: 'Ribosomes' },
      ],
      answers: ['b', 'c'],
      feedback: 'Mitochondria and ribosomes are found in both: plants, too, respire and build proteins.',
    },
    {
      type: 'true_false',
      key: 'mitochondria',
      prompt: 'Plant cells have no need of mitochondria, since they have chloroplasts.',
      points: '1',
      difficulty: -0.9,
      answer: false,
      feedback:
        'Chloroplasts make sugar; mitochondria release its energy for the cell, in roots and by night as well.',
    },
    {
      type: 'single_choice',
      key: 'turgid',
      prompt: 'A plant cell lies in pure water. What happens?',
      points: '1',
      difficulty: -0.2,
      options: [
        { key: 'a', text: 'It takes up water until the wall pushes back: it becomes turgid' },
        { key: 'b', text: 'It bursts' },
        { key: 'c', text: 'It loses water and wilts' },
        { key: 'd', text: 'Nothing, because the wall is watertight' },
      ],
      answer: 'a',
      feedback:
        'Water enters by osmosis. The wall lets water through but resists stretching, so pressure builds up.',
    },
    {
      type: 'numeric',
      key: 'magnification',
      prompt:
        'In a drawing made at a magnification of 500, a cell is 45 mm long. How long is it really, **in micrometers**?',
      points: '2',
      difficulty: 0.7,
      answer: '90',
      tolerance: '0.5',
      mistakes: ['0.09', '9', '22500', '900'],
      feedback: '45 mm / 500 = 0.09 mm, and 0.09 mm = 90 µm.',
    },
    {
      type: 'single_choice',
      key: 'layer',
      prompt: 'Which layer of a leaf does most of the photosynthesis?',
      points: '1',
      difficulty: -0.6,
      options: [
        { key: 'a', text: 'Cuticle' },
        { key: 'b', text: 'Upper epidermis' },
        { key: 'c', text: 'Guard cells' },
        { key: 'd', text: 'Palisade layer' },
      ],
      answer: 'd',
      feedback: 'The palisade cells lie just under the transparent epidermis and hold the most chloroplasts.',
    },
    {
      type: 'short_text',
      key: 'meristem',
      prompt: 'What do we call a region of a plant whose cells keep dividing?',
      points: '1',
      difficulty: 0.2,
      accepted: ['meristem', 'a meristem', 'meristems', 'meristematic tissue'],
      mistakes: ['cortex', 'root cap', 'stem', 'nucleus'],
      feedback: 'A meristem. The cambium, which thickens a trunk, is one of them.',
    },
  ],
};

export const cells: DemoSection = {
  title: 'Cells and organs',
  summary: 'What a plant is made of, from the single cell to the leaf.',
  activities: [cell, organs, rootVideo, quiz],
};
