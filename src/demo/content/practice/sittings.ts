import { EVERY_KIND } from './course';

/** Somebody who sits down at a quiz of the practice room. */
export interface PracticeSitting {
  /** A username. */
  learner: string;
  quiz: string;
  /** From the first day of the course. */
  day: number;
  /** Minutes after midnight, where the course is. */
  minute: number;
  /** How likely they are right at once, from 0 to 1. */
  skill: number;
  /** After so many questions they left; the attempt is open. Left out: they handed it in. */
  leavesAfter?: number;
}

/** They are in the practice room. The first three are named in the greeting. */
export const practiceLearners: readonly string[] = [
  'amara.nwachukwu',
  'chidi.ezenwa',
  'farhad.rostamian',
  'dalia.benamar',
  'haruka.minamoto',
  'mateo.villasenorruiz',
  'nadia.elamrani',
  'priya.raghunathan',
  'sigrun.hallsdottir',
];

/** She uploaded the files that the examples of answers name, so with her login these examples are taken as they stand. */
export const ownerOfExampleFiles = 'amara.nwachukwu';

/** Attempts of the past, in order of time. */
export const practiceSittings: readonly PracticeSitting[] = [
  { learner: 'dalia.benamar', quiz: EVERY_KIND, day: 3, minute: 545, skill: 0.75 },
  { learner: 'amara.nwachukwu', quiz: EVERY_KIND, day: 4, minute: 1110, skill: 0.9 },
  { learner: 'nadia.elamrani', quiz: EVERY_KIND, day: 8, minute: 1020, skill: 0.85 },
  { learner: 'amara.nwachukwu', quiz: 'practice-at-once', day: 9, minute: 1125, skill: 0.9 },
  { learner: 'dalia.benamar', quiz: 'practice-hints', day: 11, minute: 560, skill: 0.5 },
  { learner: 'chidi.ezenwa', quiz: EVERY_KIND, day: 13, minute: 1370, skill: 0.55, leavesAfter: 6 },
  { learner: 'mateo.villasenorruiz', quiz: 'practice-at-once', day: 15, minute: 870, skill: 0.5 },
  { learner: 'haruka.minamoto', quiz: EVERY_KIND, day: 16, minute: 950, skill: 0.85 },
  { learner: 'farhad.rostamian', quiz: 'practice-hints', day: 18, minute: 1180, skill: 0.2 },
  { learner: 'nadia.elamrani', quiz: 'practice-costly-tries', day: 20, minute: 1035, skill: 0.6 },
  { learner: 'priya.raghunathan', quiz: 'practice-at-once', day: 23, minute: 965, skill: 0.7 },
  { learner: 'sigrun.hallsdottir', quiz: 'practice-costly-tries', day: 24, minute: 1310, skill: 0.3 },
  { learner: 'farhad.rostamian', quiz: 'practice-free-tries', day: 26, minute: 1175, skill: 0.25 },
  { learner: 'amara.nwachukwu', quiz: 'practice-free-tries', day: 29, minute: 1105, skill: 0.8 },
  { learner: 'haruka.minamoto', quiz: 'practice-sure-at-the-end', day: 31, minute: 945, skill: 0.8 },
  { learner: 'chidi.ezenwa', quiz: 'practice-sure-at-the-end', day: 34, minute: 1360, skill: 0.5 },
  { learner: 'sigrun.hallsdottir', quiz: 'practice-at-once', day: 36, minute: 1300, skill: 0.5 },
  { learner: 'priya.raghunathan', quiz: 'practice-sure-at-once', day: 38, minute: 960, skill: 0.6 },
  { learner: 'farhad.rostamian', quiz: 'practice-sure-at-once', day: 40, minute: 1190, skill: 0.35 },
];
