import { markdown } from '../markdown';
import { drawJourneys } from '../statistics/journeys-picture';
import type { DemoMaterial, DemoPage, DemoSection, DemoVideo } from '../types';

const HISTOGRAMS = 'https://library.stoa.example/statistics/histograms';

const before: DemoMaterial = {
  type: 'label',
  key: 'before-materials',
  title: 'Before you go on',
  content: markdown`
    > [!TIP]
    > Everything below is for the quizzes above. The mean of the nine journeys, $\bar{x} = \frac{1}{9} \sum_i x_i$,
    > is asked more than once.
  `,
};

const histograms: DemoMaterial = {
  type: 'external_link',
  key: 'link-histograms',
  title: 'Histograms in a library of examples',
  content: 'Forty distributions, each with the story of its data.',
  fields: () => ({ address: HISTOGRAMS, opensInNewWindow: true }),
};

const journeysToPrint: DemoMaterial = {
  type: 'file',
  key: 'journeys-to-print',
  title: 'Nine journeys, to print',
  content: 'Draw the median into it before you look at the solution.',
  files: [{ name: 'nine-journeys-to-print.png', content: drawJourneys }],
  fields: ([fileId]) => ({ fileId }),
};

const sheets: DemoMaterial = {
  type: 'folder',
  key: 'captions-and-pictures',
  title: 'Pictures and captions of the videos',
  content: 'For those who would rather read.',
  files: [
    { name: 'nine-journeys.png', content: drawJourneys },
    {
      name: 'median.vtt',
      content: () =>
        Buffer.from('WEBVTT\n\n00:00.000 --> 00:04.000\nThe median is the value in the middle.\n'),
    },
  ],
  fields: ([picture, captions]) => ({
    files: [
      { fileId: picture, name: 'Nine journeys' },
      { fileId: captions, name: 'What is said of the median' },
    ],
  }),
};

const handbook: DemoPage = {
  type: 'page',
  key: 'from-a-handbook',
  title: 'From an old handbook',
  isHtml: true,
  content:
    '<h2>Of averages</h2><p>The <em>average</em> of a set of measures is that value which, put in the place of each, leaves their sum as it is.</p>',
};

const medianVideo: DemoVideo = {
  type: 'video',
  key: 'captioned-median',
  title: 'The median, with captions',
  url: 'https://video.stoa.example/practice/median',
  description: 'Four seconds, in two languages.',
  durationSeconds: 4,
  captions: [
    {
      language: 'en',
      content: 'WEBVTT\n\n00:00.000 --> 00:04.000\nThe median is the value in the middle.\n',
    },
    {
      language: 'de',
      content: 'WEBVTT\n\n00:00.000 --> 00:04.000\nDer Median ist der Wert in der Mitte.\n',
    },
  ],
};

const questionHour: DemoMaterial = {
  type: 'live_session',
  key: 'question-hour',
  title: 'Question hour',
  content: 'Bring the quiz that went worst.',
  takesPlace: {
    ...{ week: 9, day: 2, at: '14:00', until: '15:30' },
    ...{ location: 'Room 2.14', joinAddress: 'https://meet.stoa.example/statistics' },
  },
};

/** An activity of each type of material. */
export const materials: DemoSection = {
  title: 'To read, to print, to look up',
  summary: 'What the quizzes need beside them.',
  activities: [before, histograms, handbook, medianVideo, journeysToPrint, sheets, questionHour],
};

const feedback: DemoMaterial = {
  type: 'survey',
  key: 'practice-survey',
  title: 'How is the practice room?',
  content: 'Three questions. With your name, so that we can ask back.',
  fields: () => ({
    questions: [
      {
        ...{ id: 'clarity', kind: 'scale', prompt: 'How clear are the questions?', isRequired: true },
        labels: ['Not at all', 'A little', 'Well', 'Very well'],
      },
      {
        ...{ id: 'more-of', kind: 'multiple_choice', prompt: 'What would you like more of?' },
        options: [
          { id: 'hints', text: 'Hints' },
          { id: 'tries', text: 'Tries' },
          { id: 'pictures', text: 'Pictures' },
        ],
      },
      { id: 'open', kind: 'text', prompt: 'What else should we know?' },
    ],
  }),
  answered: [
    // What the example of a request says.
    { learner: 'amara.nwachukwu', answers: { clarity: 3 } },
    { learner: 'chidi.ezenwa', answers: { clarity: 4, 'more-of': ['hints'] } },
    { learner: 'farhad.rostamian', answers: { clarity: 2, 'more-of': ['pictures', 'tries'] } },
    {
      learner: 'dalia.benamar',
      answers: { clarity: 3, open: 'The question about the box plot came as a surprise.' },
    },
    { learner: 'haruka.minamoto', answers: { clarity: 4, 'more-of': ['tries'] } },
  ],
};

/** A part of the materials. */
export const afterwards: DemoSection = {
  title: 'Afterwards',
  summary: 'Five minutes that make the room better.',
  isPart: true,
  activities: [feedback],
};
