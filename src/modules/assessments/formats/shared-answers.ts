import { shareOf } from '../../../shared/decimals/share-text';
import type { NewQuestion } from '../questions/question-content';
import { sentences } from './formats.sentences';
import { scoringNamed } from './ordering-scorings';
import type { Remarks } from './remarks';

/** The type of a question and what its answers say. */
export type Answers = Pick<NewQuestion, 'type' | 'definition'>;

/** An answer of a file, with the part of the points that it earns, from -1 to 1. */
export interface TypedAnswer {
  /** From 1. */
  number: number;
  line: number;
  text: string;
  share: string;
  /** What is said to those who answer so, in Markdown. */
  feedback?: string;
}

export interface NumericAnswer {
  key: string;
  tolerance: { type: 'absolute'; value: string };
  share: string;
  feedback?: string;
}

/** In place of an answer: any that no other fits. */
export const ANY = '*';

/** A short text, in whose answers `*` stands for any characters and `\*` for a star. Null where the remarks say why there is none. */
export function shortTextOf(
  answers: readonly TypedAnswer[],
  { caseSensitive, remarks, line }: { caseSensitive: boolean; remarks: Remarks; line: number },
): Answers | null {
  const { otherFeedback, rest } = otherwise(answers);
  const kept = rest.filter(({ number, line: at, text, share }) => {
    const column = `option ${number}`;
    if (text === '') remarks.warn(at, 'answer_not_carried', sentences.answerEmpty(), { column });
    else if (shareOf(share).lt(0))
      remarks.warn(at, 'weight_not_carried', sentences.negativeAnswer(), { column, value: text });
    return text !== '';
  });
  const right = kept.filter(({ share }) => shareOf(share).equals(1));
  const acceptedFeedback = right[0]?.feedback;
  // What is accepted has one feedback for all.
  const accepted = right.filter(({ feedback }) => feedback === acceptedFeedback);
  if (accepted.length === 0) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  const others = kept.filter((answer) => !accepted.includes(answer));
  const hasWildcards = kept.some(({ text }) => /(?<!\\)\*/.test(text));
  const lastRight = kept.findLastIndex((answer) => accepted.includes(answer));
  if (hasWildcards && others.some((answer) => kept.indexOf(answer) < lastRight))
    remarks.warn(line, 'order_changed', sentences.orderChanged());
  const written = (text: string): string => (hasWildcards ? text : text.replaceAll('\\*', '*'));
  const alternatives = others.map(({ text, share, feedback }) => ({
    ...{ text: written(text), share: atLeastNothing(share) },
    ...(feedback !== undefined && { feedback }),
  }));
  return {
    type: 'short_text',
    definition: {
      ...{ accepted: accepted.map(({ text }) => written(text)), caseSensitive },
      ...(alternatives.length > 0 && { alternatives }),
      ...(hasWildcards && { wildcards: true }),
      ...(acceptedFeedback !== undefined && { acceptedFeedback }),
      ...(otherFeedback !== undefined && { otherFeedback }),
    },
  };
}

/** A last answer that takes whatever is left, and earns nothing, only has something to say. */
function otherwise(answers: readonly TypedAnswer[]): {
  otherFeedback: string | undefined;
  rest: readonly TypedAnswer[];
} {
  const last = answers.at(-1);
  if (last?.text !== ANY || shareOf(last.share).gt(0)) return { otherFeedback: undefined, rest: answers };
  return { otherFeedback: last.feedback, rest: answers.slice(0, -1) };
}

function atLeastNothing(share: string): string {
  return shareOf(share).lt(0) ? '0' : share;
}

/** A number: the first answer that earns all points is tried first. Null where the remarks say why there is none. */
export function numericOf(
  answers: readonly NumericAnswer[],
  { remarks, line, otherFeedback }: { remarks: Remarks; line: number; otherFeedback?: string | undefined },
): Answers | null {
  const right = answers.findIndex(({ share }) => shareOf(share).equals(1));
  const first = answers[right];
  if (!first) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  if (right > 0) remarks.warn(line, 'order_changed', sentences.orderChanged());
  const { key, tolerance, feedback: keyFeedback } = first;
  const others = answers
    .filter((answer) => answer !== first)
    .map((answer) => ({ ...answer, share: atLeastNothing(answer.share) }));
  return {
    type: 'numeric',
    definition: {
      ...{ key, tolerance, ...(others.length > 0 && { alternatives: others }) },
      ...(keyFeedback !== undefined && { keyFeedback }),
      ...(otherFeedback !== undefined && { otherFeedback }),
    },
  };
}

/**
 * The answers of a number, each read by `read`, and what is said to all others: a last `*` that earns nothing. Null where one of
 * them refuses.
 */
export function numberAnswers(
  answers: readonly TypedAnswer[],
  { remarks }: { remarks: Remarks },
  read: (answer: TypedAnswer) => Omit<NumericAnswer, 'share' | 'feedback'> | null,
): { numbers: NumericAnswer[]; otherFeedback: string | undefined } | null {
  const { otherFeedback, rest } = otherwise(answers);
  const numbers: NumericAnswer[] = [];
  for (const answer of rest) {
    const { number, line, text, share, feedback } = answer;
    const told = { column: `option ${number}`, value: text };
    if (text === ANY) {
      remarks.warn(line, 'answer_not_carried', sentences.anyNumber(), told);
      continue;
    }
    const found = read(answer);
    if (!found) return null;
    if (shareOf(share).lt(0)) remarks.warn(line, 'weight_not_carried', sentences.negativeAnswer(), told);
    numbers.push({ ...found, share, ...(feedback !== undefined && { feedback }) });
  }
  return { numbers, otherFeedback };
}

/** Pairs, of which those without a left side are choices that belong to nothing. Equal right sides are one choice. */
export class PairList {
  private readonly stems: { id: string; text: string }[] = [];
  private readonly choices: { id: string; text: string }[] = [];
  private readonly key: Record<string, string> = {};

  add(stem: string, choice: string): void {
    const known = this.choices.find((each) => each.text === choice) ?? {
      ...{ id: String(this.choices.length + 1), text: choice },
    };
    if (!this.choices.includes(known)) this.choices.push(known);
    if (stem === '') return;
    const id = String(this.stems.length + 1);
    this.stems.push({ id, text: stem });
    this.key[id] = known.id;
  }

  /** Null where the remarks say why there is no question. */
  finished(remarks: Remarks, line: number): Answers | null {
    const { stems, choices, key } = this;
    if (stems.length === 0 || choices.length < 2)
      return remarks.refuse(line, 'too_few_answers', sentences.tooFewAnswers({ least: 2 }));
    return { type: 'matching', definition: { stems, choices, key } };
  }
}

/** Items in the right order, and how Moodle names the scoring. Null where the remarks say why there is no question. */
export function orderOf(
  written: readonly { line: number; text: string }[],
  scoringName: string,
  { remarks, line }: { remarks: Remarks; line: number },
): Answers | null {
  const items: { id: string; text: string }[] = [];
  for (const [index, { line: at, text }] of written.entries()) {
    if (text !== '') items.push({ id: String(items.length + 1), text });
    else remarks.warn(at, 'answer_not_carried', sentences.answerEmpty(), { column: `option ${index + 1}` });
  }
  if (items.length < 2) return remarks.refuse(line, 'too_few_answers', sentences.tooFewAnswers({ least: 2 }));
  const scoring = scoringNamed(scoringName);
  if (scoring === undefined)
    remarks.warn(line, 'scoring_changed', sentences.scoringUnknown({ scoring: scoringName }), {
      ...{ column: 'gradingtype', value: scoringName },
    });
  return {
    type: 'ordering',
    definition: { items, key: items.map(({ id }) => id), scoring: scoring ?? 'absolute_position' },
  };
}
