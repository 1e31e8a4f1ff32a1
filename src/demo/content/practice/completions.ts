/** What completes activities of the practice room that are not completed as usual, and by when some are expected. A rule of each kind that suits them. */
export const practiceCompletions: readonly { activity: string; terms: object }[] = [
  {
    activity: 'about-practice',
    terms: { completionRule: { conditions: [{ kind: 'viewed' }] }, expectedBy: { daysAfterStart: 2 } },
  },
  {
    activity: 'captioned-median',
    terms: { completionRule: { conditions: [{ kind: 'covered', minPercent: '90' }] } },
  },
  {
    activity: 'practice-at-once',
    terms: {
      completionRule: {
        match: 'any',
        conditions: [{ kind: 'passed' }, { kind: 'score', minPercent: '50' }],
        earlier: 'keep',
      },
    },
  },
  {
    activity: 'practice-hints',
    terms: { completionRule: { conditions: [{ kind: 'submitted' }] } },
  },
  {
    activity: 'from-a-handbook',
    terms: { completionRule: { conditions: [{ kind: 'viewed' }, { kind: 'marked_done' }] } },
  },
  // Nobody needs them for a quiz.
  { activity: 'link-histograms', terms: { isRequired: false } },
  { activity: 'journeys-to-print', terms: { isRequired: false } },
  { activity: 'captions-and-pictures', terms: { isRequired: false } },
];
