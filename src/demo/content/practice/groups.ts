import { practiceLearners } from './sittings';

/** Sets of groups of the practice room. Chance begins with the seed, so that the groups are the same in every demo school. */
export const practiceGroupSets = [
  {
    set: { title: 'Lab groups', visibility: 'all' },
    wishes: { groupCount: 3, groupTitle: 'Lab', seed: 1 },
  },
  {
    set: { title: 'Study partners', joining: 'by_self', groupSize: 4 },
    wishes: { groupSize: 3, groupTitle: 'Table', seed: 2 },
  },
] as const;

/** A student who helps in the first group of the first set, and sees the work of nobody else. */
export const practiceTutor = 'kwabena.boadu';
/** Reads along, without work and grades. */
export const practiceAuditor = 'anahit.grigoryan';

/** What only staff see of learners. */
export const practiceTags: readonly {
  title: string;
  learners: readonly string[];
  /** What whoever has it was approved. */
  needs?: { daysAdded: number; reason: string };
}[] = [
  {
    ...{ title: 'Part-time', learners: practiceLearners.slice(0, 2) },
    needs: { daysAdded: 2, reason: 'They work on weekdays.' },
  },
  { title: 'Repeats the course', learners: practiceLearners.slice(1, 4) },
];
