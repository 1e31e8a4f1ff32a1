import { markdown } from '../markdown';
import { DemoPage, DemoQuiz, DemoSection } from '../types';

const actors: DemoPage = {
  type: 'page',
  key: 'actors',
  title: 'Actors and actions',
  content: markdown`
    A sentence is easy to read when its **subject** is the one who acts and its **verb** says what is done.

    ## Verbs buried in nouns

    | Buried                      | Freed    |
    | --------------------------- | -------- |
    | carry out an inspection of  | inspect  |
    | make a decision about       | decide   |
    | give consideration to       | consider |
    | perform the installation of | install  |

    The buried form needs an empty verb (_carry out, make, perform_) to stand up. Look for nouns ending in
    _-tion_, _-ment_ and _-ance_, and ask whether a verb is hiding inside.

    ## Active and passive

    - Active: _The pump **fills** the tank._
    - Passive: _The tank **is filled** by the pump._

    The passive is a form of "be" with a past participle. It is not an error. It hides the actor, and that
    is a fault when the reader needs to know who acts:

    > The valve must be closed before the filter is changed.

    By whom? The machine, or me? If it is the reader, say so: _Close the valve before you change the
    filter._

    ## Good uses of the passive

    1. The actor is unknown or does not matter: _The bridge was built in 1901._
    2. The thing acted upon is our topic: _Samples are kept at 4 °C._
    3. The old information should come first, so that sentences link up.

    A useful test: add "by somebody" after the verb. If the result makes sense, the verb is passive. Then
    decide whether the reader misses that somebody.
  `,
};

const padding: DemoPage = {
  type: 'page',
  key: 'padding',
  title: 'Cut the padding',
  content: markdown`
    Padding is every word that could go without anybody missing it. First drafts are full of it, and there
    is no shame in that. Leaving it in is the mistake.

    ## Phrases with a short form

    | Instead of            | Write   |
    | --------------------- | ------- |
    | in order to           | to      |
    | due to the fact that  | because |
    | at this point in time | now     |
    | in the event that     | if      |
    | has the ability to    | can     |
    | a large number of     | many    |

    ## Three kinds of padding

    - **Doubles**: _each and every_, _final outcome_, _completely full_, _past history_. One word is enough.
    - **Announcements**: _It should be noted that the lamp is hot._ Simply say that the lamp is hot.
    - **Hedges in piles**: _It may possibly be that…_ One "may" is honest. Two are nervous.

    ## An example, by the numbers

    > It is important to be aware of the fact that, in the event that the battery is completely empty, the
    > device does not have the ability to make a start. _(30 words)_

    > If the battery is empty, the device cannot start. _(9 words)_

    Nothing was lost, and the reader gained time.

    ## Where to stop

    Do not cut articles and small linking words to save space. _Remove cover screw before motor test_ has
    several readings: remove the cover, its screw, or both? Short and clear are friends, but when they
    quarrel, choose clear.
  `,
};

const oneIdea: DemoPage = {
  type: 'page',
  key: 'one-idea',
  title: 'One idea per sentence',
  content: markdown`
    Readers hold a sentence in mind until its full stop. The more it carries, the more they drop.

    ## How long is too long?

    There is no law. A fair habit: aim for about 15 to 20 words on average, and look twice at anything
    above 30. Short sentences in an endless row sound like a hammer, so vary them.

    ## Keep the core together

    The core of a sentence is subject, verb and object. Whatever stands between them must be carried along:

    > The **backup**, which for historical reasons runs on the old server that we meant to retire last year
    > but kept because two departments still use it, **failed**.

    Split it:

    > The backup failed. It still runs on the old server, which two departments use.

    ## Put conditions where they help

    If there is **one** condition, put it first, so that readers can skip what does not concern them: _If
    you use the mobile app, update it first._ If there are several, make a list:

    - you use the mobile app, or
    - you signed in before March, or
    - your name has changed.

    ## Watch what words point to

    "It", "this" and "which" must point to one thing only. If there is a choice, repeat the noun.

    | Unclear                                       | Clear                                 |
    | --------------------------------------------- | ------------------------------------- |
    | Remove the fuse from the holder and clean it. | Remove the fuse and clean the holder. |
    | The fan stops, which is normal.               | The fan stops. This pause is normal.  |

    Repetition is no sin in technical English; guessing is a danger.

    The same goes for "only". Place it right before the word that it limits: _The key opens only this door._
  `,
};

const quiz: DemoQuiz = {
  type: 'quiz',
  key: 'quiz-sentences',
  title: 'Quiz 1: Readers and sentences',
  maxAttempts: 3,
  grading: 'highest',
  dueWeek: 3,
  passPercentage: 60,
  questions: [
    {
      type: 'single_choice',
      key: 'first-sentence',
      prompt: 'Which sentence should open a message about a power cut?',
      points: '1',
      difficulty: -1.3,
      options: [
        { key: 'a', text: 'As many of you may know, our building was wired in 1968.' },
        { key: 'b', text: 'The power will be off on Tuesday from 7:00 to 9:00.' },
        { key: 'c', text: 'I am writing to inform you about an upcoming matter.' },
        { key: 'd', text: 'After long talks with the supplier, a date has been found.' },
      ],
      answer: 'b',
      feedback: 'It gives the answer first. The others make the reader wait for the news.',
    },
    {
      type: 'short_text',
      key: 'in-order-to',
      prompt: 'Which **one word** can replace "in order to"?',
      points: '1',
      difficulty: -1.1,
      accepted: ['to'],
      mistakes: ['for', 'so', 'because'],
      feedback: '"To" does all the work of "in order to".',
    },
    {
      type: 'short_text',
      key: 'due-to-the-fact',
      prompt: 'Which **one word** can replace "due to the fact that"?',
      points: '1',
      difficulty: -0.7,
      accepted: ['because', 'as', 'since'],
      mistakes: ['due', 'therefore', 'that', 'why'],
      feedback: '"Because" is the plainest choice. "As" and "since" can do the same, but also speak of time.',
    },
    {
      type: 'multiple_choice',
      key: 'passive',
      prompt: 'Which sentences are in the **passive**? Choose all that apply.',
      points: '2',
      difficulty: 0.4,
      options: [
        { key: 'a', text: 'The filter is dirty.' },
        { key: 'b', text: 'The filter is changed every month.' },
        { key: 'c', text: 'The samples were sent by courier.' },
        { key: 'd', text: 'We have sent the samples.' },
      ],
      answers: ['b', 'c'],
      feedback: 'Try adding "by somebody". "Is dirty" is a plain description, and "have sent" is active.',
    },
    {
      type: 'true_false',
      key: 'passive-always-wrong',
      prompt: 'Good technical writing never uses the passive.',
      points: '1',
      difficulty: -0.6,
      answer: false,
      feedback:
        'It is right where the actor is unknown or unimportant, or where the thing acted upon is the topic.',
    },
    {
      type: 'numeric',
      key: 'count-words',
      prompt:
        'How many words can you **save** by replacing "carry out an inspection of the roof" with "inspect the roof"?',
      points: '1',
      difficulty: -0.5,
      answer: '4',
      tolerance: '0',
      mistakes: ['3', '5', '7'],
      feedback: 'Seven words become three: four saved, and a verb freed.',
    },
    {
      type: 'single_choice',
      key: 'unclear-it',
      prompt: 'Why is "Take the lid off the jar and rinse it" unclear?',
      points: '1',
      difficulty: -0.2,
      options: [
        { key: 'a', text: '"It" may point to the lid or to the jar' },
        { key: 'b', text: 'It is in the passive' },
        { key: 'c', text: 'It is too long' },
        { key: 'd', text: 'It has no subject' },
      ],
      answer: 'a',
      feedback: 'Repeat the noun: "… and rinse the jar". A command needs no subject.',
    },
  ],
};

export const sentences: DemoSection = {
  title: 'Sentences',
  summary: 'Free the verbs, cut the padding, and carry one idea at a time.',
  activities: [actors, padding, oneIdea, quiz],
};
