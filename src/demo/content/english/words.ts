import { markdown } from '../markdown';
import { DemoPage, DemoSection, DemoVideo } from '../types';

const plainWords: DemoPage = {
  type: 'page',
  key: 'plain-words',
  title: 'Choosing the plain word',
  content: markdown`
    A plain word is one that your reader would use too. It is often short and old, but not always:
    "photosynthesis" is the plain word if that is what you mean.

    ## Some exchanges

    | Heavy         | Plain        |
    | ------------- | ------------ |
    | utilize       | use          |
    | commence      | begin, start |
    | terminate     | end, stop    |
    | approximately | about        |
    | sufficient    | enough       |
    | endeavor      | try          |

    ## Words with two lives

    Some common words have several meanings, and the second trips up readers who learned English later:

    - **may**: permission or possibility? _Users may see an error_ — are they allowed to?
    - **should**: advice or expectation? Where it matters, say _must_ or _we recommend_.
    - **once**: one time, or after? _Once the light is green, press Start_ is better with _When_.
    - **since** and **while**: use them for time only; for reasons write _because_, for contrast _although_.

    ## Readers far away

    Most people who read technical English have another first language. Idioms (_a ballpark figure, out of
    the box_) and jokes about sports do not travel. Phrasal verbs are hard as well: _set up_, _set off_ and
    _set out_ look alike and mean different things. If a single verb exists, take it: _start, depart,
    describe_.

    ## Numbers and units

    Write numerals with units (5 kg, 20 °C). Give dates in a form that nobody can read in two ways: 4/5 is
    April in one country and May in another, so write 4 May or 2031-05-04.
  `,
};

const terms: DemoPage = {
  type: 'page',
  key: 'terms',
  title: 'Terms, abbreviations and consistency',
  content: markdown`
    At school we learn to vary our words. In technical English, a different word means a **different
    thing**.

    > Insert the _card_. When the _token_ has been read, remove the _badge_.

    Three words, one object, and a puzzled visitor. Choose one and keep it.

    ## Make a term list

    For anything longer than a page, keep a small table and give it to everyone who writes with you:

    | Term    | Means                                 | Do not use        |
    | ------- | ------------------------------------- | ----------------- |
    | badge   | the plastic card that opens the doors | card, token, pass |
    | visitor | a person without a badge of her own   | guest             |
    | sign in | enter name and password               | log in, log on    |

    ## Abbreviations

    1. Write the term in full at first mention, with the abbreviation in brackets: _automatic number-plate
       recognition (ANPR)_.
    2. If it then occurs fewer than three times, do without the abbreviation.
    3. Leave alone what is better known short: USB, DNA, PDF.

    _A_ or _an_ depends on the sound, not on the letter: **an** HTML file, **a** USB stick, **an** MRI scan.

    ## Strings of nouns

    _Water pump pressure sensor failure report form_: seven nouns, and the reader must sort them out alone.
    Use prepositions and hyphens: _form for reporting a failed pressure sensor in the water pump_. It is
    longer, and it is read once instead of three times.

    Consistency goes for layout too. If one button name is set in bold, set all of them in bold, and use
    the exact label that stands on the screen.
  `,
};

const jargonVideo: DemoVideo = {
  type: 'video',
  key: 'jargon',
  title: 'Jargon: a friend at home, a stranger abroad',
  url: 'https://video.stoa.example/english/jargon',
  description: markdown`
    Six minutes with a beekeeper, a sailor and a network engineer, each of whom explains one word of the
    trade twice: to a colleague and to a neighbor. What did they add, and what did they leave out?
  `,
};

export const words: DemoSection = {
  title: 'Words',
  summary: 'Plain words, steady terms, and help for readers with another first language.',
  activities: [plainWords, terms, jargonVideo],
};
