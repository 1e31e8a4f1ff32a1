import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { choicesOf, type MarkedOption } from '../choices';
import { sentences } from '../formats.sentences';
import { shareOfPercentage } from '../percentages';
import type { Remarks } from '../remarks';
import {
  type Answers,
  numberAnswers,
  type NumericAnswer,
  numericOf,
  orderOf,
  PairList,
  shortTextOf,
} from '../shared-answers';
import { type TextFormat, toMarkdown, toPlainText } from '../texts';
import { formatOf, type GiftText } from './gift-text';

/** What readers of answers need besides them. */
export interface Surroundings {
  /** Of the question: options are written in it unless they say otherwise. */
  format: TextFormat;
  remarks: Remarks;
  lineAt: (position: number) => number;
}

const TRUTHS: Readonly<Record<string, boolean>> = { T: true, TRUE: true, F: false, FALSE: false };
const ORDER_SCORING = /^(?:ALL_OR_|ABS|REL|LONGEST_)/;
/** How many places a number of a range may need for its middle. */
const RANGE_PLACES = 60;

/** The answers between the braces of a question. Null where the remarks say why there are none. */
export function readAnswers(text: GiftText, around: Surroundings): Answers | null {
  if (text.length === 0) return { type: 'essay', definition: { format: 'plain_text' } };
  if (text.startsWith('#')) return readNumbers(text.slice(text.start + 1), around);
  if (text.startsWith('>')) return readOrder(text.slice(text.start + 1), around);
  if (text.indexOf('~') >= 0) return readChoices(text, around);
  if (text.indexOf('=') >= 0 && text.indexOf('->') >= 0) return readPairs(text, around);
  const [answer, ...feedbacks] = text.parts('#').map((part) => part.text);
  const truth = answer && TRUTHS[answer.toString().trim()];
  if (truth === undefined) return readShortTexts(text, around);
  // The first feedback is to the wrong answer, whichever that is.
  const [whenWrong, whenRight] = feedbacks.map((said) => feedbackOf(said, 'feedback', around));
  const [trueFeedback, falseFeedback] = truth ? [whenRight, whenWrong] : [whenWrong, whenRight];
  return {
    type: 'true_false',
    definition: {
      key: truth,
      ...(trueFeedback !== undefined && { trueFeedback }),
      ...(falseFeedback !== undefined && { falseFeedback }),
    },
  };
}

/** What is said to an answer, as Markdown; undefined for nothing. */
function feedbackOf(
  text: GiftText | undefined,
  column: string,
  { format, remarks, lineAt }: Surroundings,
): string | undefined {
  if (!text || text.isEmpty) return undefined;
  const [own, body] = formatOf(text, format);
  const said = toMarkdown(body.toString().trim(), own);
  remarks.tellOfLosses(said, lineAt(text.start), column);
  return said.text.trim() === '' ? undefined : said.text.trim();
}

/** An answer of a list: its text and the part of the points that it earns. */
interface ListedAnswer {
  /** From 1. */
  number: number;
  line: number;
  text: GiftText;
  share: string;
  feedback?: string;
}

/** Answers that begin with `=` or `~`, with weights; what is said of each is told. Null if a weight is wrong. */
function listed(text: GiftText, signs: string, around: Surroundings): ListedAnswer[] | null {
  const { remarks, lineAt } = around;
  const answers: ListedAnswer[] = [];
  for (const { sign, text: part } of text.parts(signs)) {
    let body = part.trimmed();
    if (sign === '' && body.isEmpty) continue;
    const number = answers.length + 1;
    const line = lineAt(body.start);
    let share = sign === '=' || !signs.includes('~') ? '1' : '0';
    const weight = /^%([^%\n]{1,20})%/.exec(body.source);
    if (weight) {
      const read = shareOfPercentage(weight[1] ?? '');
      if (read === undefined)
        return remarks.refuse(
          line,
          'weight_not_readable',
          sentences.weightNotReadable({ weight: weight[0] }),
          {
            ...{ column: `option ${number}`, value: weight[0] },
          },
        );
      share = read;
      body = body.slice(body.start + weight[0].length).trimmed();
    }
    const [answer, said] = body.cut('#');
    const feedback = feedbackOf(said, `option ${number}`, around);
    answers.push({
      ...{ number, line, text: answer.trimmed(), share },
      ...(feedback !== undefined && { feedback }),
    });
  }
  return answers;
}

function readChoices(text: GiftText, around: Surroundings): Answers | null {
  const answers = listed(text, '~=', around);
  if (!answers) return null;
  const options = answers.flatMap(({ text: option, ...answer }): MarkedOption[] => {
    const { line, number } = answer;
    const plain = plainOf(option, line, `option ${number}`, around);
    if (plain !== '') return [{ ...answer, text: plain }];
    around.remarks.warn(line, 'answer_not_carried', sentences.answerEmpty(), { column: `option ${number}` });
    return [];
  });
  return choicesOf(options, { isSingle: text.indexOf('=') >= 0, ...around, line: around.lineAt(text.start) });
}

function plainOf(text: GiftText, line: number, column: string, { format, remarks }: Surroundings): string {
  const [own, body] = formatOf(text, format);
  const plain = toPlainText(body.toString(), own);
  remarks.tellOfLosses(plain, line, column);
  return plain.text;
}

function readPairs(text: GiftText, around: Surroundings): Answers | null {
  const { remarks, lineAt } = around;
  const pairs = new PairList();
  for (const [index, { sign, text: part }] of text.parts('=').entries()) {
    if (sign === '' && part.isEmpty) continue;
    const column = `pair ${index}`;
    const [left, right] = part.cut('->');
    const line = lineAt(part.trimmed().start);
    if (!right)
      return remarks.refuse(line, 'pair_without_arrow', sentences.pairWithoutArrow(), {
        ...{ column, value: part.source.trim() },
      });
    const [answer, feedback] = right.cut('#');
    const choice = answer.toString().trim();
    if (choice === '') return remarks.refuse(line, 'choice_missing', sentences.choiceMissing(), { column });
    if (feedback && !feedback.isEmpty)
      remarks.warn(line, 'feedback_not_carried', sentences.feedbackNotCarried(), {
        ...{ column, value: feedback.toString().trim() },
      });
    pairs.add(plainOf(left, line, column, around), choice);
  }
  return pairs.finished(remarks, lineAt(text.start));
}

/** How it is scored in the first line, as Moodle's type ordering has it, and one item in each of the others. */
function readOrder(text: GiftText, around: Surroundings): Answers | null {
  const { remarks, lineAt } = around;
  const [settings, ...items] = text.lines();
  const scoring = settings?.source.split(/\s+/).find((word) => ORDER_SCORING.test(word)) ?? '';
  const read = items.map((item, index) => {
    const line = lineAt(item.trimmed().start);
    return { line, text: plainOf(item, line, `option ${index + 1}`, around) };
  });
  return orderOf(
    read.filter((item) => item.text !== ''),
    scoring,
    { remarks, line: lineAt(text.start) },
  );
}

function readShortTexts(text: GiftText, around: Surroundings): Answers | null {
  const { remarks, lineAt } = around;
  const answers = listed(text, '=', around)?.map((answer) => ({
    ...answer,
    text: answer.text.toString().trim(),
  }));
  return answers ? shortTextOf(answers, { caseSensitive: false, remarks, line: lineAt(text.start) }) : null;
}

function readNumbers(text: GiftText, around: Surroundings): Answers | null {
  const { remarks, lineAt } = around;
  const [numbers, whenWrong] = text.cut('~');
  const otherFeedback = feedbackOf(whenWrong?.cut('#')[1], 'feedback when wrong', around);
  const answers = listed(numbers, '=', around)?.map((answer) => ({
    ...answer,
    text: answer.text.toString().trim(),
  }));
  const read =
    answers &&
    numberAnswers(answers, around, ({ number, line, text: written }) => {
      const range = numberWithTolerance(written);
      if ('fault' in range)
        return remarks.refuse(line, range.code, range.fault, { column: `option ${number}`, value: written });
      return range;
    });
  if (!read) return null;
  const other = otherFeedback ?? read.otherFeedback;
  return numericOf(read.numbers, { remarks, line: lineAt(text.start), otherFeedback: other });
}

type Fault = { fault: ReturnType<typeof sentences.emptyRange>; code: string };

/** `3.14`, `3.14:0.01` or `3..4`, of which the middle is the answer and half the width the tolerance. */
function numberWithTolerance(written: string): Omit<NumericAnswer, 'share'> | Fault {
  const [low, high] = cutText(written, '..');
  if (high !== undefined) {
    const [least, most] = [readDecimal(low), readDecimal(high)];
    if (!least || !most) return notANumber(least ? high : low);
    if (least.gt(most)) return { code: 'empty_range', fault: sentences.emptyRange() };
    return toleranceOf(least.plus(most).over(2), most.minus(least).over(2));
  }
  const [number, allowed = '0'] = cutText(written, ':');
  const [key, tolerance] = [readDecimal(number), readDecimal(allowed)];
  if (!key || !tolerance) return notANumber(key ? allowed : number);
  if (tolerance.lt(0)) return { code: 'not_a_number', fault: sentences.negativeTolerance() };
  return { key: number.trim(), tolerance: { type: 'absolute', value: allowed.trim() } };
}

function toleranceOf(key: Rational, tolerance: Rational): Omit<NumericAnswer, 'share'> {
  const value = (number: Rational): string => exactDecimal(number);
  return { key: value(key), tolerance: { type: 'absolute', value: value(tolerance) } };
}

/** Half of a number with an end has an end. */
function exactDecimal(number: Rational): string {
  for (let places = 0; places < RANGE_PLACES; places += 1) {
    const text = number.toDecimal(places);
    if (Rational.of(text).equals(number)) return text;
  }
  return number.toDecimal(RANGE_PLACES);
}

function notANumber(number: string): Fault {
  return { code: 'not_a_number', fault: sentences.notANumber({ number: number.trim().slice(0, 40) }) };
}

function cutText(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + sign.length)];
}
