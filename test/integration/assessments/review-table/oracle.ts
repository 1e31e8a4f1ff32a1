/**
 * What the review rules of a quiz mean, once more and as slowly as can be: written from the description of the API, and from
 * nothing of the application.
 */

export const FACTS = [
  'answers',
  'correctness',
  'maxMarks',
  'marks',
  'specificFeedback',
  'generalFeedback',
  'rightAnswer',
  'overallFeedback',
] as const;
export type Fact = (typeof FACTS)[number];
export const PHASES = ['during', 'immediatelyAfter', 'laterWhileOpen', 'afterClose'] as const;
export type Phase = (typeof PHASES)[number];
export type Rules = Record<Phase, readonly Fact[]>;

/** What can be found in an answer. `marks` of the whole attempt and of its questions are told apart. */
export const SIGNS = [
  'ownWords',
  'correctness',
  'maxMarks',
  'score',
  'questionMarks',
  'generalFeedback',
  'rightAnswer',
] as const;
export type Sign = (typeof SIGNS)[number];

/** An attempt, in milliseconds. */
export interface Sat {
  /** Null while it goes on. */
  endedAt: number | null;
}

/** When the quiz is over for the last of the class. */
export interface Quiz {
  rules: Rules;
  overForAll: number;
}

export function phaseOf({ endedAt }: Sat, { overForAll }: Quiz, now: number): Phase {
  if (endedAt === null) return 'during';
  if (now >= overForAll) return 'afterClose';
  return now - endedAt < 120_000 ? 'immediatelyAfter' : 'laterWhileOpen';
}

/** What somebody finds in their own attempt, or hears about it. */
export function signsOfAttempt(sat: Sat, quiz: Quiz, now: number): Set<Sign> {
  const phase = phaseOf(sat, quiz, now);
  const has = (fact: Fact): boolean => quiz.rules[phase].includes(fact);
  const signs = new Set<Sign>();
  const showsQuestions = phase === 'during' || has('answers');
  const showsMarks = has('maxMarks') && has('marks') && phase !== 'during';
  if (has('maxMarks')) signs.add('maxMarks');
  if (showsMarks) signs.add('score');
  if (showsQuestions) signs.add('ownWords');
  if (showsQuestions && has('correctness')) signs.add('correctness');
  if (showsQuestions && has('correctness') && showsMarks) signs.add('questionMarks');
  if (showsQuestions && has('generalFeedback')) signs.add('generalFeedback');
  if (showsQuestions && has('rightAnswer')) signs.add('rightAnswer');
  return signs;
}

/** Whether somebody finds the grade of their attempts in the gradebook. */
export function showsGrade({ rules, overForAll }: Quiz, now: number): boolean {
  const shows = (phase: Phase): boolean =>
    rules[phase].includes('marks') && rules[phase].includes('maxMarks');
  return now >= overForAll ? shows('afterClose') : shows('immediatelyAfter') && shows('laterWhileOpen');
}
