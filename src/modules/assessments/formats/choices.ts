import { Rational } from '../../../shared/decimals/rational';
import { shareOf } from '../../../shared/decimals/share-text';
import type { NewQuestion } from '../questions/question-content';
import { sentences } from './formats.sentences';
import type { Remarks } from './remarks';

/** An option of a choice in a file, with the part of the points that it earns, from -1 to 1. */
export interface MarkedOption {
  /** From 1. */
  number: number;
  line: number;
  /** Plain. */
  text: string;
  share: string;
  /** What is said to those who choose it, in Markdown. */
  feedback?: string;
}

interface Surroundings {
  /** Only one can be chosen. */
  isSingle: boolean;
  remarks: Remarks;
  line: number;
}

/** A choice as files have it. Options get the ids `1`, `2`, … Null where the remarks say why there is none. */
export function choicesOf(
  options: readonly MarkedOption[],
  { isSingle, remarks, line }: Surroundings,
): Pick<NewQuestion, 'type' | 'definition'> | null {
  if (options.length < 2)
    return remarks.refuse(line, 'too_few_answers', sentences.tooFewAnswers({ least: 2 }));
  const named = options.map((option, index) => ({ ...option, id: String(index + 1) }));
  return isSingle ? singleChoice(named, remarks, line) : multipleChoice(named, remarks, line);
}

type NamedOption = MarkedOption & { id: string };

function singleChoice(
  options: readonly NamedOption[],
  remarks: Remarks,
  line: number,
): Pick<NewQuestion, 'type' | 'definition'> | null {
  const right = options.find(({ share }) => shareOf(share).equals(1));
  if (!right) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  for (const { share, number, line: at, text } of options)
    if (shareOf(share).lt(0))
      remarks.warn(at, 'weight_not_carried', sentences.negativeWeight(), {
        ...{ column: `option ${number}`, value: text },
      });
  const shares = options.filter((option) => option !== right && shareOf(option.share).gt(0));
  return {
    type: 'single_choice',
    definition: {
      options: shown(options),
      key: right.id,
      ...(shares.length > 0 && { shares: byId(shares) }),
      ...feedbackOf(options),
    },
  };
}

function multipleChoice(
  options: readonly NamedOption[],
  remarks: Remarks,
  line: number,
): Pick<NewQuestion, 'type' | 'definition'> | null {
  const right = options.filter(({ share }) => shareOf(share).gt(0));
  if (right.length === 0) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  const key = right.map(({ id }) => id);
  const each = Rational.ONE.over(right.length);
  const isPartial = options.every(({ share }) => shareOf(share).abs().equals(each));
  return {
    type: 'multiple_choice',
    definition: isPartial
      ? { options: shown(options), key, scoring: 'partial', ...feedbackOf(options) }
      : {
          ...{ options: shown(options), key, scoring: 'weighted', ...feedbackOf(options) },
          weights: byId(options.filter(({ share }) => !shareOf(share).isZero())),
        },
  };
}

function shown(options: readonly NamedOption[]): { id: string; text: string }[] {
  return options.map(({ id, text }) => ({ id, text }));
}

function byId(options: readonly NamedOption[]): Record<string, string> {
  return Object.fromEntries(options.map(({ id, share }) => [id, share]));
}

function feedbackOf(options: readonly NamedOption[]): { optionFeedback?: Record<string, string> } {
  const said = options.flatMap(({ id, feedback }): [string, string][] =>
    feedback === undefined ? [] : [[id, feedback]],
  );
  return said.length === 0 ? {} : { optionFeedback: Object.fromEntries(said) };
}

/** What is said by the id of an option; undefined for an id that has nothing of its own. */
export function ownOf(
  byOption: Readonly<Record<string, string>> | undefined,
  id: string,
): string | undefined {
  return byOption && Object.hasOwn(byOption, id) ? byOption[id] : undefined;
}
