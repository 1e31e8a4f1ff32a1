import { isDeepStrictEqual } from 'node:util';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { Rational } from '../../../../shared/decimals/rational';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { multipleChoice } from '../multiple-choice/multiple-choice';
import { numeric } from '../numeric/numeric';
import { afterTries } from '../parts/countback';
import { gapFaults } from '../parts/gap-text';
import type { ItemOrder } from '../parts/item-order';
import { MOST_RESPONSE_BYTES, type ResponseShape } from '../parts/response-shapes';
import { fieldsDivided } from '../parts/divided-fields';
import { type AutoGradedType, questionType } from '../question-type';
import { sentences as ofQuestionTypes } from '../question-types.sentences';
import { shortText } from '../short-text/short-text';
import { singleChoice } from '../single-choice/single-choice';
import { ClozeDefinition, type ClozeGap, type ClozeGapView, ClozeView } from './cloze.dto';
import { sentences } from './cloze.sentences';

type Answers = Record<string, unknown>;
/** What is asked of the type of a gap. A summary of each is a text: none has words of its own, as true and false are. */
type GapType = Omit<AutoGradedType<ClozeGap, ClozeGapView, unknown, unknown>, 'summary'> & {
  summary(gap: ClozeGap, answer: unknown): string;
};

/** What a gap can ask, by the type that it names. */
const GAP_TYPES = {
  single_choice: singleChoice,
  multiple_choice: multipleChoice,
  numeric,
  short_text: shortText,
};

const BY_GAP = { type: 'object' } as const;

const response: ResponseShape<Answers, ClozeDefinition> = {
  schema: {
    ...BY_GAP,
    additionalProperties: {
      anyOf: [
        { type: 'string', maxLength: MOST_RESPONSE_BYTES },
        { type: 'number', format: 'double' },
        { type: 'array', items: { type: 'string' }, uniqueItems: true },
        { type: 'null' },
      ],
    },
    description:
      'By the id of a gap what answers it: as for a question of the type of the gap. Gaps may be left out. What is typed in a gap and cannot be read is kept, with a remark, and earns nothing; the other gaps count.',
  },
  faultsOf(value, { gaps }, field) {
    if (!isJsonObject(value)) return [{ field, rule: 'isObject', message: sentences.sendGaps({ field }) }];
    return Object.entries(value).flatMap(([id, answer]): FieldError[] => {
      const place = `${field}.${id.slice(0, 64)}`;
      const gap = gaps.find((each) => each.id === id);
      if (!gap)
        return [{ field: place, rule: 'isPlace', message: ofQuestionTypes.isNoPlace({ field: place }) }];
      return isTyped(gap, answer) ? [] : faultsOf(gap, answer, place);
    });
  },
  unreadOf: (value, { gaps }, field) =>
    gaps.flatMap((gap) => {
      const answer = answerTo(gap, value);
      return isTyped(gap, answer) ? faultsOf(gap, answer, `${field}.${gap.id}`) : [];
    }),
  isSame: (one, other, { gaps }) =>
    gaps.every((gap) => {
      return isSameIn(gap, answerTo(gap, one), answerTo(gap, other));
    }),
};

export const cloze = questionType({
  name: 'cloze',
  Definition: ClozeDefinition,
  keyFields: [],
  division: { contentAndKey, whole },
  definitionFaults: ({ text, gaps }, at) => [
    ...gapFaults({ text, gaps }, at),
    ...gaps.flatMap((gap, index) => typeOf(gap).definitionFaults?.(gap, `${at}.gaps[${index}]`) ?? []),
  ],
  View: ClozeView,
  viewOf: ({ type, text, gaps }, order) => ({
    type,
    text,
    gaps: gaps.map((gap) => ({ ...typeOf(gap).viewOf(gap, orderIn(gap, order)), id: gap.id })),
  }),
  itemsOf: ({ gaps }) =>
    gaps.flatMap((gap) => (typeOf(gap).itemsOf?.(gap) ?? []).map(({ id }) => ({ id: itemIn(gap, id) }))),
  response,
  grade,
  rightParts: ({ gaps }, answers) => {
    const right = gaps.filter((gap) => shareOf(gap, answerTo(gap, answers)).gte(1)).map(({ id }) => id);
    const rest = Object.fromEntries(Object.entries(answers).filter(([id]) => right.includes(id)));
    return { right: right.length, of: gaps.length, rest };
  },
  isComplete: ({ gaps }, answers) => gaps.every((gap) => isGapComplete(gap, answerTo(gap, answers))),
  countback,
  hiddenAnswers,
  guessShare,
  feedbackTo: ({ gaps }, answers) =>
    gaps.flatMap((gap) => {
      const answer = answerTo(gap, answers);
      if (answer === null || faultsOf(gap, answer, gap.id).length > 0) return [];
      const said = typeOf(gap).feedbackTo?.(gap, answer) ?? [];
      return said.map(({ text }) => ({ about: gap.id, text }));
    }),
  choices: {
    places: ({ gaps }) =>
      gaps.flatMap((gap) =>
        (typeOf(gap).choices?.places(gap) ?? []).map((place) => ({ ...place, id: gap.id })),
      ),
    chosenAt(answers, id, { gaps }) {
      const gap = gaps.find((each) => each.id === id);
      const answer = gap && answerTo(gap, answers);
      if (!gap || answer === null || faultsOf(gap, answer, gap.id).length > 0) return [];
      return typeOf(gap).choices?.chosenAt(answer, null, gap) ?? [];
    },
  },
  summary,
  keySchema: { ...BY_GAP, additionalProperties: {}, description: 'The right answer by the id of each gap.' },
  keyOf: ({ gaps }): Answers => Object.fromEntries(gaps.map((gap) => [gap.id, typeOf(gap).keyOf(gap)])),
  example: {
    summary: 'A text with gaps of several kinds',
    prompt: 'Complete the sentences about the values 2, 4, 4, 5 and 10.',
    points: '4',
    definition: {
      text: 'The [[middle]] is the middle value, here [[value]]. The most frequent value is the [[frequent]].',
      gaps: [
        {
          id: 'middle',
          type: 'single_choice',
          options: [
            { id: 'mean', text: 'mean' },
            { id: 'median', text: 'median' },
          ],
          key: 'median',
        },
        { id: 'value', weight: '2', type: 'numeric', key: '4', tolerance: { type: 'absolute', value: '0' } },
        { id: 'frequent', type: 'short_text', accepted: ['mode'], caseSensitive: false },
      ],
    },
    feedback: 'The mean of these values is 5: the largest pulls it up.',
    response: { middle: 'median', value: '4', frequent: 'mode' },
  },
});

/** What the gaps earn, each by its weight: Σ weight · share / Σ weight. */
function grade({ gaps }: ClozeDefinition, answers: Answers): Rational {
  const weights = gaps.map(({ weight = '1' }) => Rational.of(weight));
  const earned = gaps.map((gap, index) => shareOf(gap, answerTo(gap, answers)).times(weights[index] ?? 0));
  return Rational.sum(earned).over(Rational.sum(weights));
}

function isGapComplete(gap: ClozeGap, answer: unknown): boolean {
  if (answer === null || faultsOf(gap, answer, gap.id).length > 0) return false;
  return typeOf(gap).isComplete?.(gap, answer) ?? true;
}

/**
 * Each gap by what it earns in the last try, less the penalty for every try before its answer changed last (Moodle,
 * question/type/multianswer/question.php, compute_final_grade).
 */
function countback({ gaps }: ClozeDefinition, tries: readonly Answers[], penalty: Rational): Rational {
  const weights = gaps.map(({ weight = '1' }) => Rational.of(weight));
  const earned = gaps.map((gap, index) => {
    const answers = tries.map((answersOfTry) => answerTo(gap, answersOfTry));
    const lastChange = answers.findLastIndex(
      (answer, at) => at > 0 && !isSameIn(gap, answers[at - 1], answer),
    );
    const share = shareOf(gap, answers.at(-1) ?? null);
    return afterTries(share, Math.max(0, lastChange), penalty).times(weights[index] ?? 0);
  });
  return Rational.sum(earned).over(Rational.sum(weights));
}

/** Of answers to a gap, of which null is none. */
function isSameIn(gap: ClozeGap, one: unknown, other: unknown): boolean {
  if (one === null || other === null) return one === other;
  return isDeepStrictEqual(one, other) || typeOf(gap).response.isSame(one, other, gap);
}

function hiddenAnswers({ gaps }: ClozeDefinition): string[] {
  return gaps.flatMap((gap, index) =>
    (typeOf(gap).hiddenAnswers?.(gap) ?? []).map((field) => `gaps[${index}].${field}`),
  );
}

/** By the weights of the gaps; null where it cannot be said of one of them. */
function guessShare({ gaps }: ClozeDefinition): Rational | null {
  const weights = gaps.map(({ weight = '1' }) => Rational.of(weight));
  const guessed: Rational[] = [];
  for (const [index, gap] of gaps.entries()) {
    const share = typeOf(gap).guessShare(gap);
    if (share === null) return null;
    guessed.push(share.times(weights[index] ?? 0));
  }
  return Rational.sum(guessed).over(Rational.sum(weights));
}

function summary({ gaps }: ClozeDefinition, answers: Answers): string {
  return gaps
    .flatMap((gap) => {
      const answer = answerTo(gap, answers);
      if (answer === null) return [];
      const typed = typeof answer === 'string' && isTyped(gap, answer);
      return [`${gap.id}: ${typed ? answer : typeOf(gap).summary(gap, answer)}`];
    })
    .join('; ');
}

function shareOf(gap: ClozeGap, answer: unknown): Rational {
  if (answer === null) return Rational.ZERO;
  const { acceptsUnread, grade: gradeOf } = typeOf(gap);
  if (faultsOf(gap, answer, gap.id).length === 0) return gradeOf(gap, answer);
  return acceptsUnread?.(gap, answer) ? Rational.ONE : Rational.ZERO;
}

function typeOf({ type }: ClozeGap): GapType {
  return GAP_TYPES[type] as GapType;
}

/** Options have ids of their own within a gap; a slash is in no id. */
function itemIn(gap: ClozeGap, id: string): string {
  return `${gap.id}/${id}`;
}

/** The order in which an attempt shows the items of one gap. */
function orderIn(gap: ClozeGap, order: ItemOrder): ItemOrder {
  const start = itemIn(gap, '');
  return order && order.filter((id) => id.startsWith(start)).map((id) => id.slice(start.length));
}

/** Null for none. */
function answerTo({ id }: ClozeGap, answers: object): unknown {
  return (Object.hasOwn(answers, id) ? (answers as Answers)[id] : null) ?? null;
}

function faultsOf(gap: ClozeGap, answer: unknown, field: string): FieldError[] {
  return answer === null ? [] : typeOf(gap).response.faultsOf(answer, gap, field);
}

/** Whether it is a text that people type, which is kept whatever it says. */
function isTyped(gap: ClozeGap, answer: unknown): boolean {
  return typeof answer === 'string' && typeOf(gap).response.isTyped === true;
}

/** The key holds of each gap the fields that are the key of its type, and the weight. */
function contentAndKey({ gaps, ...rest }: ClozeDefinition): { content: object; key: object } {
  const divided = gaps.map((gap) => fieldsDivided(gap, [...typeOf(gap).keyFields, 'weight']));
  return {
    content: { ...rest, gaps: divided.map(({ content }) => content) },
    key: { gaps: divided.map(({ key }) => key) },
  };
}

function whole(content: object, key: object): ClozeDefinition {
  const [shown, hidden] = [content as ClozeDefinition, key as { gaps: object[] }];
  return { ...shown, gaps: shown.gaps.map((gap, index) => ({ ...gap, ...hidden.gaps[index] })) };
}
