import { markdown } from '../markdown';

/** Something that is announced in the practice room. */
export interface PracticeNews {
  title: string;
  /** Markdown. */
  body: string;
  /** Days from the seeding day, at 9:00 UTC: what lies before it is published; null: a draft. */
  day: number | null;
}

export const practiceNews: readonly PracticeNews[] = [
  {
    title: 'Welcome to the practice room',
    body: markdown`
      Nothing here counts. **Try each quiz as often as you like**, and bring what you did not understand to the question hour.
    `,
    day: -41,
  },
  {
    title: 'One key was wrong',
    body: markdown`
      A question of the first quiz had a wrong key. All answers were graded again, and nobody has lost a point by it.
    `,
    day: -1,
  },
  {
    title: 'The room closes soon',
    body: markdown`
Hand in what is open. The materials stay where they are.
    `,
    day: 7,
  },
  {
    title: 'What we change next year',
    body: markdown`
      - fewer questions in the last quiz
      - more pictures
    `,
    day: null,
  },
];

/** The video that learners watch, and what of it, in seconds: the first its beginning twice, so that what follows it stays closed, the others the whole. */
export const practiceWatching = {
  activity: 'captioned-median',
  day: -40,
  segments: [
    {
      learner: 0,
      played: [
        [0, 2],
        [0, 2],
      ],
    },
    { learner: 1, played: [[0, 4]] },
    {
      learner: 2,
      played: [
        [2, 4],
        [0, 3],
      ],
    },
  ],
} as const;
