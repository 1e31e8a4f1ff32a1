import { shareOf } from '../question-types/parts/shares';
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
}

export interface NumericAnswer {
  key: string;
  tolerance: { type: 'absolute'; value: string };
  share: string;
}

/** A short text, in whose answers `*` stands for any characters and `\*` for a star. Null where the remarks say why there is none. */
export function shortTextOf(
  answers: readonly TypedAnswer[],
  { caseSensitive, remarks, line }: { caseSensitive: boolean; remarks: Remarks; line: number },
): Answers | null {
  const accepted: string[] = [];
  for (const { number, line: at, text, share } of answers) {
    const told = { column: `option ${number}`, value: text };
    if (text === '') remarks.warn(at, 'answer_not_carried', sentences.answerEmpty(), { column: told.column });
    else if (shareOf(share).equals(1)) accepted.push(text);
    else if (shareOf(share).gt(0))
      remarks.warn(at, 'weight_not_carried', sentences.partialNotCarried(), told);
    else remarks.warn(at, 'answer_not_carried', sentences.wrongNotCarried(), told);
  }
  if (accepted.length === 0) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  const hasWildcards = accepted.some((answer) => /(?<!\\)\*/.test(answer));
  return {
    type: 'short_text',
    definition: {
      accepted: hasWildcards ? accepted : accepted.map((answer) => answer.replaceAll('\\*', '*')),
      caseSensitive,
      ...(hasWildcards && { wildcards: true }),
    },
  };
}

/** A number: the first answer that earns all points is tried first. Null where the remarks say why there is none. */
export function numericOf(
  answers: readonly NumericAnswer[],
  { remarks, line }: { remarks: Remarks; line: number },
): Answers | null {
  const right = answers.findIndex(({ share }) => shareOf(share).equals(1));
  const first = answers[right];
  if (!first) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  if (right > 0) remarks.warn(line, 'order_changed', sentences.orderChanged());
  const { key, tolerance } = first;
  const others = answers.filter((answer) => answer !== first);
  return {
    type: 'numeric',
    definition: { key, tolerance, ...(others.length > 0 && { alternatives: others }) },
  };
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
