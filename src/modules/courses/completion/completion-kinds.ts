/** Everything that can complete an activity. What each asks is told in `kinds/`. */
export const COMPLETION_KINDS = [
  'marked_done',
  'viewed',
  'covered',
  'submitted',
  'score',
  'passed',
  'attended',
] as const;
export type CompletionKindName = (typeof COMPLETION_KINDS)[number];
