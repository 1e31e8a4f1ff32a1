import { Rational } from '../../../../shared/decimals/rational';
import { child } from './qti-item';
import type { Asked, QtiAnswers } from './qti-type';

/** A choice of which nothing says what is right. */
export function surveyOf(
  options: readonly { id: string; text: string }[],
  { declared: { cardinality } }: Asked,
): QtiAnswers {
  const form = cardinality === 'multiple' ? 'several_options' : 'one_option';
  return { type: 'survey', definition: { form, options }, points: Rational.ZERO };
}

/** Whether nothing says what is right in the answers of an interaction. */
export function isUnscored({ declared: { correct, mapping }, scorings, item }: Asked): boolean {
  const isScored = scorings.length > 0 && child(item.root, 'responseProcessing') !== undefined;
  return !isScored && correct.length === 0 && !mapping;
}

/** Interactions whose answers no rule needs to score. */
export const BY_HAND = /^(?:extendedText|upload)Interaction$/;
