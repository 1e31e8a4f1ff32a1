import { Temperament, TemperamentKind } from '../types';

/** The numbers behind a temperament. Probabilities are 0 to 1, days may be fractions. */
export interface StudyHabits {
  /** In logits, on the scale of question difficulty. */
  ability: number;
  /** Where in the time before a deadline the work is done: 0 spreads it evenly, 1 piles it up at the end. */
  deadlinePull: number;
  /** Days ahead of (negative) or behind the course's own pace. */
  paceDays: number;
  /** Days behind at the start of the course, caught up by its middle. */
  startLagDays: number;
  /** Days between enrolling and the first day of the course; negative is before. */
  enrollsOnDay: [min: number, max: number];
  /** Probability of marking a page or video as done. */
  reads: number;
  takesQuiz: number;
  /** Probability of trying again after a failed attempt. */
  retakes: number;
  /** Probability of leaving an attempt unfinished for good. */
  abandons: number;
  /** Probability of leaving a hard numeric or text question empty. */
  skipsQuestion: number;
  secondsPerQuestion: [min: number, max: number];
  handsIn: number;
  handsInLate: number;
  /** Earliest and latest hour at which they sit down to study. */
  hours: [earliest: number, latest: number];
}

const STEADY: StudyHabits = {
  ability: 0.6,
  deadlinePull: 0.2,
  paceDays: 0,
  startLagDays: 0,
  enrollsOnDay: [-6, 1],
  reads: 0.93,
  takesQuiz: 0.95,
  retakes: 0.8,
  abandons: 0.015,
  skipsQuestion: 0.01,
  secondsPerQuestion: [45, 150],
  handsIn: 0.96,
  handsInLate: 0.05,
  hours: [8, 20],
};

const HABITS: Record<TemperamentKind, StudyHabits> = {
  steady: STEADY,
  strong: {
    ...STEADY,
    ability: 1.8,
    reads: 0.96,
    takesQuiz: 0.99,
    retakes: 0.9,
    handsIn: 0.99,
    handsInLate: 0.02,
  },
  early_bird: {
    ...STEADY,
    ability: 1,
    deadlinePull: 0,
    paceDays: -4,
    enrollsOnDay: [-12, -4],
    hours: [6, 12],
  },
  last_minute: {
    ...STEADY,
    ability: 0.3,
    deadlinePull: 0.95,
    enrollsOnDay: [-2, 4],
    reads: 0.82,
    takesQuiz: 0.92,
    retakes: 0.45,
    abandons: 0.03,
    secondsPerQuestion: [25, 90],
    handsInLate: 0.3,
    hours: [17, 21],
  },
  slow_starter: {
    ...STEADY,
    ability: 0.4,
    startLagDays: 16,
    enrollsOnDay: [2, 9],
    reads: 0.88,
    takesQuiz: 0.88,
    handsInLate: 0.25,
    hours: [11, 21],
  },
  struggling: {
    ...STEADY,
    ability: -0.8,
    deadlinePull: 0.5,
    paceDays: 2,
    reads: 0.68,
    takesQuiz: 0.84,
    retakes: 0.85,
    abandons: 0.05,
    skipsQuestion: 0.12,
    secondsPerQuestion: [60, 210],
    handsIn: 0.75,
    handsInLate: 0.3,
    hours: [10, 21],
  },
  drops_out: {
    ...STEADY,
    ability: -0.2,
    deadlinePull: 0.4,
    reads: 0.8,
    takesQuiz: 0.8,
    abandons: 0.1,
    hours: [12, 21],
  },
};

export function habitsOf(temperament: Temperament): StudyHabits {
  return HABITS[temperament.kind];
}
