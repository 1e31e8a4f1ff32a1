import fc from 'fast-check';
import {
  ALL_QUESTION_TYPES,
  type AnyQuestionType,
  type QuestionDefinition,
} from '../../../../src/modules/assessments/question-types/registry';
import { seededRandom } from '../../seeded-random';
import { wholeQuestionOf } from '../formats/whole-questions';
import type { Fraction } from './slow/fraction';

export const { below, pick } = seededRandom(20261130);
export const chance = { below, pick };

export const permuted = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, place: below(2 ** 31) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);

export const asFraction = ({
  numerator,
  denominator,
}: {
  numerator: bigint;
  denominator: bigint;
}): Fraction => [numerator, denominator];
/** The types whose answers are graded by program. */
export const GRADED = ALL_QUESTION_TYPES.filter((type) => type.grade && !type.isUnscored).map(
  (described): [string, AnyQuestionType] => [described.name, described],
);

const sampled = new Map<string, QuestionDefinition[]>();

/** Random questions of a type, each as an attempt asks it. */
export function questionsOf(described: AnyQuestionType): QuestionDefinition[] {
  const known = sampled.get(described.name) ?? newQuestionsOf(described);
  sampled.set(described.name, known);
  return known;
}

/** Judging a formula draws for it a hundred times, so there are fewer of these. */
function newQuestionsOf(described: AnyQuestionType): QuestionDefinition[] {
  const numRuns = described.name === 'calculated' ? 20 : 60;
  return fc.sample(wholeQuestionOf(described), { numRuns, seed: 30 }).map(({ definition }, index) => {
    const drawn = described.draw?.(definition, `seed ${index}`);
    return drawn ? described.withDrawn!(definition, drawn) : definition;
  });
}
