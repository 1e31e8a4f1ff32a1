import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection, DemoVideo } from '../types';

const howTo: DemoPage = {
  type: 'page',
  key: 'how-to',
  title: 'Writing instructions',
  content: markdown`
    Instructions are read with one eye, while the other is on the machine. Write for that eye.

    ## The skeleton

    1. **Goal**: what will be done at the end.
    2. **Before you start**: tools, time, permissions, dangers.
    3. **Steps**, numbered.
    4. **Check**: how to see that it worked.
    5. **If it did not**: the two or three usual causes.

    ## The step

    - One action a step, or two that belong together.
    - Begin with the verb in the imperative: _Press_, _Turn_, _Enter_.
    - Say _where_ before _what_: "On the back panel, press **Reset**." The eye goes there first.
    - Put the result after the action: "Press **Reset**. The lamp turns green."
    - Put a condition before the action: "If the lamp stays red, wait a minute."

    ## Warnings

    A warning comes **before** the step it concerns. After "Lift the cover" it is too late to learn that the
    plate beneath is hot. Give three things: the danger, the consequence, the way to avoid it.

    | Word    | Use when                             |
    | ------- | ------------------------------------ |
    | Danger  | people will be killed or badly hurt  |
    | Warning | people could be killed or badly hurt |
    | Caution | people could be slightly hurt        |
    | Notice  | only things can be damaged           |

    Too many warnings are as bad as none. If everything is important, nothing stands out.

    ## Test it

    Do the steps yourself, from the text, with your hands. Then watch somebody else. You will find the step
    you forgot; there always is one.
  `,
};

const passes: DemoPage = {
  type: 'page',
  key: 'revise-in-passes',
  title: 'Revise in passes',
  content: markdown`
    Nobody writes clearly at the first go. Clear writers **revise**, and they look for one kind of fault at
    a time, from the large to the small. Polishing a sentence that will be deleted is wasted work.

    ## Four passes

    | Pass         | Question                                           | Tools                                         |
    | ------------ | -------------------------------------------------- | --------------------------------------------- |
    | 1. purpose   | Can the reader do what she came for?               | the three questions                           |
    | 2. order     | Is the answer first? Do headings make sense alone? | headings, first sentences                     |
    | 3. sentences | Who does what? What can go?                        | search for _-tion_, _there is_, _in order to_ |
    | 4. surface   | Spelling, numbers, names, links                    | spell checker, a second pair of eyes          |

    ## Small methods, large effect

    - **Read aloud.** Where you run out of breath, the sentence is too long. Where you stumble, it is
      twisted.
    - **Change the look.** Another font, or paper: your eye stops seeing what it expects.
    - **Read backwards**, paragraph by paragraph, in the last pass. Without the flow of meaning, slips stand
      out.
    - **Check facts apart from language.** Numbers, names and dates get a pass of their own, against the
      source.

    ## Giving and taking comments

    Say what happened to you as a reader: "I lost the thread here" is worth more than "unclear", and it
    cannot be argued with. When you receive such a comment, do not explain. Thank the reader and mend the
    text.

    ## When to stop

    Stop when the changes no longer help the reader, only your taste. A good text on Tuesday beats a
    perfect one on Friday.
  `,
};

const editingVideo: DemoVideo = {
  type: 'video',
  key: 'editing-live',
  title: 'Editing a release note, live',
  url: 'https://video.stoa.example/english/editing-a-release-note',
  description: markdown`
    Twelve minutes, unrehearsed. A release note of 240 words goes through the four passes and comes out
    with 95. Print the note first (the text is the first picture), edit it yourself, and compare.
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-instructions',
  title: 'Quiz 3: Instructions and revision',
  maxAttempts: 2,
  grading: 'highest',
  dueWeek: 8,
  passPercentage: 70,
  questions: [
    {
      type: 'single_choice',
      key: 'step-form',
      prompt: 'Which is the best step?',
      points: '1',
      difficulty: -0.6,
      options: [
        { key: 'a', text: 'On the back panel, press Reset. The lamp turns green.' },
        { key: 'b', text: 'The Reset button, located on the back panel, is to be pressed.' },
        { key: 'c', text: 'It is now time for pressing Reset.' },
        {
          key: 'd',
          text: 'The user resets the device, opens the lid, cleans the filter and closes the lid.',
        },
      ],
      answer: 'a',
      feedback: 'Place, action, result, in that order, with the verb in the imperative.',
    },
    {
      type: 'true_false',
      key: 'warning-place',
      prompt: 'A warning belongs before the step that it concerns.',
      points: '1',
      difficulty: -0.9,
      answer: true,
      feedback: 'Readers act as soon as they have read the step. A warning after it comes too late.',
    },
    {
      type: 'single_choice',
      key: 'signal-word',
      prompt: 'A mistake can scratch the screen but hurts nobody. Which signal word fits?',
      points: '1',
      difficulty: 0.4,
      options: [
        { key: 'a', text: 'Danger' },
        { key: 'b', text: 'Warning' },
        { key: 'c', text: 'Caution' },
        { key: 'd', text: 'Notice' },
      ],
      answer: 'd',
      feedback: '"Notice" is for damage to things. The other three speak of harm to people.',
    },
    {
      type: 'multiple_choice',
      key: 'imperative',
      prompt: 'Which steps begin with a verb in the **imperative**? Choose all that apply.',
      points: '2',
      difficulty: 0,
      options: [
        { key: 'a', text: 'Turn the key to the left.' },
        { key: 'b', text: 'Turning the key starts the pump.' },
        { key: 'c', text: 'Enter your name.' },
        { key: 'd', text: 'Users enter their names.' },
      ],
      answers: ['a', 'c'],
      feedback: '"Turning" is a noun here, the subject of its sentence; "users enter" is a statement.',
    },
    {
      type: 'single_choice',
      key: 'first-pass',
      prompt: 'What should you check in the **first** pass of a revision?',
      points: '1',
      difficulty: -0.1,
      options: [
        { key: 'a', text: 'Spelling' },
        { key: 'b', text: 'The length of the sentences' },
        { key: 'c', text: 'The numbering of the figures' },
        { key: 'd', text: 'Whether the reader can do what she came for' },
      ],
      answer: 'd',
      feedback: 'From the large to the small: it makes no sense to polish a sentence that may be deleted.',
    },
    {
      type: 'numeric',
      key: 'saved-share',
      prompt: 'A note of 240 words is cut to 96 words. By how many **per cent** was it shortened?',
      points: '1',
      difficulty: 0.6,
      answer: '60',
      tolerance: '0.5',
      mistakes: ['40', '144', '2.5', '250'],
      feedback: '240 − 96 = 144 words were cut, and 144 / 240 = 60 %. (40 % remain.)',
    },
    {
      type: 'short_text',
      key: 'make-a-decision',
      prompt: 'Free the buried verb: "to make a decision" in one word, without "to".',
      points: '1',
      difficulty: -0.8,
      accepted: ['decide'],
      mistakes: ['decision', 'choose', 'deciding', 'determine'],
      feedback: 'Decide. The noun "decision" had the verb inside.',
    },
    {
      type: 'multiple_choice',
      key: 'good-comments',
      prompt: 'Which comments tell a writer what happened to the **reader**? Choose all that apply.',
      points: '2',
      difficulty: 0.7,
      options: [
        { key: 'a', text: 'Unclear.' },
        { key: 'b', text: 'I had to read this sentence twice to see who closes the valve.' },
        { key: 'c', text: 'At step 4 I looked for a green lamp and found none.' },
        { key: 'd', text: 'Bad style.' },
      ],
      answers: ['b', 'c'],
      feedback:
        'Both report an experience, with its place in the text. The other two are verdicts, and give nothing to work on.',
    },
  ],
};

export const instructions: DemoSection = {
  title: 'Instructions and revision',
  summary: 'Steps that work at the machine, and a method for mending a draft.',
  activities: [howTo, passes, editingVideo, quiz],
};
