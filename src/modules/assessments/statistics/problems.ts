import type { Sentence } from '../../../shared/sentences/sentence';
import type { QuestionFigures, TestFigures } from './quiz-figures';
import { sentences } from './statistics.sentences';

/** Something about figures that a teacher should look at. */
export interface Problem<Rule extends string> {
  rule: Rule;
  message: Sentence;
}

interface ProblemRule<Rule extends string, Figures> {
  rule: Rule;
  isMet: (figures: Figures) => boolean;
  message: (figures: Figures) => Sentence;
}

/** From how many attempts on a figure is worth a warning: below, chance alone moves it too far. */
export const ENOUGH_ATTEMPTS = 10;

/**
 * The bounds are those of "Quiz statistics report" in the documentation of Moodle (facility index, discrimination index, coefficient
 * of internal consistency).
 */
const BOUNDS = { hard: 5, easy: 95, weak: 20, consistent: 64 } as const;

const enough = ({ count }: { count: number }): boolean => count >= ENOUGH_ATTEMPTS;
const isWithin = (figure: string | null, from: number, below: number): boolean =>
  figure !== null && Number(figure) >= from && Number(figure) < below;

export const QUESTION_PROBLEMS = [
  'negative_discrimination',
  'weak_discrimination',
  'worse_than_guessing',
  'same_mark_for_all',
  'very_hard',
  'very_easy',
  'several_keys',
] as const;
export type QuestionProblem = (typeof QUESTION_PROBLEMS)[number];

/** What the rules for a question look at. */
export type QuestionFacts = QuestionFigures & {
  /** What who guesses earns on average, in percent; null where that cannot be said. */
  guessScore: string | null;
  /** How many revisions of its keys gave marks, at most for one version. */
  keys: number;
};

const QUESTION_RULES: readonly ProblemRule<QuestionProblem, QuestionFacts>[] = [
  {
    rule: 'negative_discrimination',
    isMet: (figures) => enough(figures) && isWithin(figures.discriminationIndex, -Infinity, 0),
    message: () => sentences.negativeDiscrimination(),
  },
  {
    rule: 'weak_discrimination',
    isMet: (figures) => enough(figures) && isWithin(figures.discriminationIndex, 0, BOUNDS.weak),
    message: () => sentences.weakDiscrimination({ bound: BOUNDS.weak }),
  },
  {
    rule: 'worse_than_guessing',
    isMet: (figures) =>
      enough(figures) &&
      figures.guessScore !== null &&
      isWithin(figures.facility, -Infinity, Number(figures.guessScore)),
    message: ({ guessScore }) => sentences.worseThanGuessing({ guessScore: guessScore ?? '' }),
  },
  {
    rule: 'same_mark_for_all',
    isMet: (figures) => enough(figures) && figures.standardDeviation === '0',
    message: () => sentences.sameMarkForAll(),
  },
  {
    rule: 'very_hard',
    isMet: (figures) =>
      enough(figures) && figures.facility !== null && Number(figures.facility) <= BOUNDS.hard,
    message: () => sentences.veryHard({ bound: BOUNDS.hard }),
  },
  {
    rule: 'very_easy',
    isMet: (figures) =>
      enough(figures) && figures.facility !== null && Number(figures.facility) >= BOUNDS.easy,
    message: () => sentences.veryEasy({ bound: BOUNDS.easy }),
  },
  {
    rule: 'several_keys',
    isMet: ({ keys }) => keys > 1,
    message: ({ keys }) => sentences.severalKeys({ keys }),
  },
];

export const TEST_PROBLEMS = ['low_consistency'] as const;
export type TestProblem = (typeof TEST_PROBLEMS)[number];

const TEST_RULES: readonly ProblemRule<TestProblem, TestFigures>[] = [
  {
    rule: 'low_consistency',
    isMet: (figures) =>
      enough(figures) && isWithin(figures.internalConsistency, -Infinity, BOUNDS.consistent),
    message: () => sentences.lowConsistency({ bound: BOUNDS.consistent }),
  },
];

export function questionProblems(figures: QuestionFacts): Problem<QuestionProblem>[] {
  return met(QUESTION_RULES, figures);
}

export function testProblems(figures: TestFigures): Problem<TestProblem>[] {
  return met(TEST_RULES, figures);
}

function met<Rule extends string, Figures>(
  rules: readonly ProblemRule<Rule, Figures>[],
  figures: Figures,
): Problem<Rule>[] {
  return rules
    .filter((rule) => rule.isMet(figures))
    .map(({ rule, message }) => ({ rule, message: message(figures) }));
}
