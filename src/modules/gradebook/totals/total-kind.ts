/** Of the four totals: what has no score yet is left out of the current ones, and counts 0 in the final ones. Learners see the posted ones. */
export interface TotalKind {
  moment: 'current' | 'final';
  scores: 'posted' | 'all';
}
