import { practiceLearners } from './sittings';

/** Ids of the practice room, by the keys of its activities and by usernames. */
export interface ReleaseIds {
  activity: (key: string) => string;
  person: (username: string) => string;
}

/** A rule of each kind, for materials that nobody needs for a quiz. */
export const practiceReleases: readonly { activity: string; rule: (ids: ReleaseIds) => object }[] = [
  {
    activity: 'from-a-handbook',
    rule: ({ activity }) => ({
      kind: 'completion',
      activityId: activity('captioned-median'),
      state: 'complete',
    }),
  },
  {
    activity: 'journeys-to-print',
    rule: ({ activity }) => ({
      kind: 'all',
      of: [
        { kind: 'date', from: { daysAfterStart: 2, time: '08:00' } },
        { kind: 'score', activityId: activity('practice-at-once'), min: '50' },
      ],
    }),
  },
  {
    activity: 'link-histograms',
    rule: ({ activity }) => ({
      kind: 'any',
      of: [
        { kind: 'not', rule: { kind: 'date', from: { daysAfterStart: 300 } } },
        { kind: 'completion', activityId: activity('from-a-handbook'), state: 'complete' },
      ],
    }),
  },
  {
    activity: 'captions-and-pictures',
    rule: ({ person }) => ({
      kind: 'person',
      userIds: practiceLearners.slice(0, 3).map(person),
      shown: false,
    }),
  },
];
