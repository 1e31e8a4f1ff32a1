import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection } from '../types';

const paragraphs: DemoPage = {
  type: 'page',
  key: 'paragraphs',
  title: 'Paragraphs that hold together',
  content: markdown`
    A paragraph makes **one point**. Its first sentence, the topic sentence, says what the point is; the
    rest explain it, prove it or limit it. Someone who reads only first sentences should still follow the
    argument.

    ## From known to new

    Sentences link when each begins with something the reader has just met and ends with something new:

    > The plant is cooled by **two pumps**. **Each pump** draws water from **the canal**. **The canal**
    > freezes in hard winters, so both intakes are heated.

    Now compare:

    > Two pumps cool the plant. The canal provides water. Heating of the intakes prevents freezing.

    The same facts, and the reader has to build the bridges.

    ## Signposts

    | Relation | Words                  |
    | -------- | ---------------------- |
    | addition | also, besides          |
    | contrast | but, however, although |
    | cause    | because, so, therefore |
    | example  | for example, such as   |
    | order    | first, then, finally   |

    Use them where they are true. "Therefore" in front of something that does not follow is worse than no
    signpost.

    ## Length

    Four to seven lines on the screen are comfortable. A page without a break looks like a wall, and
    readers walk round walls. If a paragraph has two points, cut it in two. If you cannot name its point
    in six words, it may have none.

    ## A quick check

    Copy the first sentence of every paragraph into a new file. Do they make a summary? If not, move or
    rewrite sentences until they do.
  `,
};

const lists: DemoPage = {
  type: 'page',
  key: 'lists-and-tables',
  title: 'Lists and tables',
  content: markdown`
    Text runs in one direction. When information has another shape, let the page show it.

    ## Choose the form

    | The information is…                       | Use             |
    | ----------------------------------------- | --------------- |
    | steps in order                            | a numbered list |
    | items of equal rank                       | a bulleted list |
    | several things compared on several points | a table         |
    | an argument                               | paragraphs      |

    The last line matters. Bullets remove the words that link thoughts, so an argument cut into bullets is
    no longer an argument.

    ## Parallel items

    All items in a list should have the same grammatical form and finish the same introduction.

    Not parallel:

    - Checking the oil
    - You should clean the filter
    - Tyres

    Parallel, after "Every week,":

    - check the oil,
    - clean the filter,
    - inspect the tyres.

    ## How many?

    Two to seven items are a list. A list of one is a sentence. A list of fifteen needs groups, each with a
    small heading.

    ## Tables that can be read

    1. Give each column a heading and put the unit into it: _Mass (kg)_.
    2. Align numbers on the right, with the same number of decimals.
    3. Order the rows by something useful, such as size or date. The alphabet is rarely useful.
    4. Say in the text what the table shows. "See table 3" makes readers do your work; "the new pump needs
       half the power (table 3)" does it for them.
  `,
};

const headings: DemoPage = {
  type: 'page',
  key: 'headings',
  title: 'Headings that say something',
  content: markdown`
    Readers do not begin at the top and end at the bottom. They scan the headings, stop at one that
    promises an answer, and leave when they have it. Headings are the map.

    ## From label to statement

    | Label           | Statement or question        |
    | --------------- | ---------------------------- |
    | Introduction    | What this guide covers       |
    | Results         | The new valve halves leakage |
    | Password        | Change your password         |
    | Troubleshooting | The lamp blinks red          |

    For a task, begin with a verb: _Install the printer_. For a symptom, use the words the reader sees or
    would say. For a result, state it.

    ## Levels

    - Three levels are enough for nearly everything.
    - Never skip a level to get a smaller font. Screen readers tell people the level, and a missing one
      sounds like a missing part.
    - A heading is followed by text, not at once by another heading.
    - A single subsection makes no sense, just as you cannot cut a cake into one piece.

    ## Keep them parallel too

    Headings on one level should match in form: all verbs, or all questions. Read the table of contents
    aloud; it should sound like one person talking.

    ## Write them first

    Headings make a good outline. Write them, put them in order, ask a reader which one she would click for
    a given problem, and only then fill in the text. If two people choose different headings for the same
    problem, you have found a fault before writing a line.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-structure',
  title: 'Quiz 2: Words and structure',
  maxAttempts: 2,
  grading: 'latest',
  dueWeek: 6,
  passPercentage: 60,
  questions: [
    {
      type: 'single_choice',
      key: 'an-or-a',
      prompt: 'Which is correct?',
      points: '1',
      difficulty: 0.1,
      options: [
        { key: 'a', text: 'a HTML page and a USB stick' },
        { key: 'b', text: 'an HTML page and an USB stick' },
        { key: 'c', text: 'an HTML page and a USB stick' },
        { key: 'd', text: 'a HTML page and an USB stick' },
      ],
      answer: 'c',
      feedback: 'The sound decides: "aitch" begins with a vowel sound, "you" with a consonant sound.',
    },
    {
      type: 'short_text',
      key: 'utilise',
      prompt: 'Give the plain word of three letters for "utilize".',
      points: '1',
      difficulty: -1.4,
      accepted: ['use'],
      mistakes: ['try', 'apply', 'take'],
      feedback: '"Use" is nearly always enough.',
    },
    {
      type: 'true_false',
      key: 'synonyms',
      prompt: 'In technical English, vary your terms so that the text does not become dull.',
      points: '1',
      difficulty: -0.7,
      answer: false,
      feedback: 'Readers take a new word for a new thing. Choose one term and keep it.',
    },
    {
      type: 'single_choice',
      key: 'form',
      prompt: 'You compare four phones by price, weight and battery life. Which form suits best?',
      points: '1',
      difficulty: -1,
      options: [
        { key: 'a', text: 'A numbered list' },
        { key: 'b', text: 'A bulleted list' },
        { key: 'c', text: 'A table' },
        { key: 'd', text: 'One paragraph for each phone' },
      ],
      answer: 'c',
      feedback: 'Several things compared on several points: that is the shape of a table.',
    },
    {
      type: 'multiple_choice',
      key: 'parallel',
      prompt:
        'Which items would fit in a list that begins "Before you leave, **close the windows**, …"? Choose all that apply.',
      points: '2',
      difficulty: 0.2,
      options: [
        { key: 'a', text: 'checking the stove' },
        { key: 'b', text: 'the alarm should be set' },
        { key: 'c', text: 'lock the door' },
        { key: 'd', text: 'switch off the lights' },
      ],
      answers: ['c', 'd'],
      feedback:
        'Parallel items share one form. Here each must be a command: "set the alarm", "check the stove".',
    },
    {
      type: 'single_choice',
      key: 'heading',
      prompt: 'Which heading helps most in a repair guide?',
      points: '1',
      difficulty: -0.3,
      options: [
        { key: 'a', text: 'Miscellaneous' },
        { key: 'b', text: 'Lamp issues' },
        { key: 'c', text: 'General information on optical signals' },
        { key: 'd', text: 'The lamp blinks red' },
      ],
      answer: 'd',
      feedback: 'It names the symptom in the words of the reader who is looking at the lamp.',
    },
    {
      type: 'true_false',
      key: 'known-new',
      prompt: 'Sentences link well when each begins with known information and ends with new information.',
      points: '1',
      difficulty: 0.3,
      answer: true,
      feedback: 'The reader always has something to hold on to before the next thing comes.',
    },
    {
      type: 'short_text',
      key: 'topic-sentence',
      prompt: 'What do we call the sentence that states the point of a paragraph?',
      points: '1',
      difficulty: 0.5,
      accepted: ['topic sentence', 'the topic sentence', 'a topic sentence'],
      mistakes: ['heading', 'main sentence', 'thesis', 'first sentence'],
      feedback:
        'The topic sentence. It usually comes first in the paragraph, but that is its place, not its name.',
    },
  ],
};

export const structure: DemoSection = {
  title: 'Structure',
  summary: 'Paragraphs, lists, tables and headings that show the shape of the thought.',
  activities: [paragraphs, lists, headings, quiz],
};
