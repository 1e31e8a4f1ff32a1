import { Rational } from '../../../../../shared/decimals/rational';
import type { ClozeGap } from '../../../question-types/cloze/cloze.dto';
import { shareOf } from '../../../../../shared/decimals/share-text';
import { choicesOf, type MarkedOption, ownOf } from '../../choices';
import { sentences } from '../../formats.sentences';
import { gapId, gapTextOf, placeOf, withoutPlaces, writtenGapText } from '../../gap-texts';
import { lineCounter } from '../../line-counter';
import type { Losses } from '../../losses';
import { escapeMarkdown } from '../../markdown-escapes';
import { PERCENT_PLACES, shareOfPercentage } from '../../percentages';
import type { Remarks } from '../../remarks';
import {
  type Answers,
  ANY,
  numberAnswers,
  numericOf,
  shortTextOf,
  type TypedAnswer,
} from '../../shared-answers';
import { type EmbeddedGap, embeddedGaps, escapeGap } from '../cloze-syntax';
import { child, formatOf, isNumber, textIn } from '../moodle-elements';
import { FORMAT, moodleType } from '../moodle-type';

interface Around {
  remarks: Remarks;
  line: number;
}

type GapReader = (answers: readonly TypedAnswer[], around: Around) => Answers | null;

const single: GapReader = (answers, around) => choicesOf(answers, { isSingle: true, ...around });
const typed =
  (caseSensitive: boolean): GapReader =>
  (answers, around) =>
    shortTextOf(answers, { caseSensitive, ...around });

/** By the names of Moodle. How options are laid out, and whether they are shuffled, is for the quiz to say. */
const READERS: readonly [RegExp, GapReader][] = [
  [/^(?:NUMERICAL|NM)$/, numbers],
  [/^(?:SHORTANSWER|SA|MW)$/, typed(false)],
  [/^(?:SHORTANSWER_C|SAC|MWC)$/, typed(true)],
  [/^(?:MULTICHOICE(?:_[VH]?S?)?|MC[VH]?S?)$/, single],
  [/^(?:MULTIRESPONSE(?:_H?S?)?|MRH?S?)$/, several],
];

export const cloze = moodleType({
  type: 'cloze',
  readsPrompt: true,
  readers: {
    multianswer: (question, remarks) => {
      const element = child(question, 'questiontext');
      const written = withoutPlaces(textIn(element));
      const lineOf = lineCounter(written, element?.line ?? question.line);
      const gaps: object[] = [];
      let [held, from] = ['', 0];
      for (const gap of embeddedGaps(written)) {
        const around = { remarks, line: lineOf('openAt' in gap ? gap.openAt : gap.start) };
        if ('openAt' in gap) return remarks.refuse(around.line, 'gap_not_closed', sentences.gapNotClosed());
        const asked = gapOf(gap, around);
        if (!asked) return null;
        held += written.slice(from, gap.start) + placeOf(gaps.length);
        gaps.push({ ...asked, id: gapId(gaps.length) });
        from = gap.end;
      }
      if (gaps.length === 0) return remarks.refuse(question.line, 'gaps_missing', sentences.gapsMissing());
      const format = element ? formatOf(element) : 'html';
      const { prompt, text } = gapTextOf(held + written.slice(from), format, {
        ...{ remarks, line: element?.line ?? question.line },
      });
      return { type: 'cloze', definition: { text, gaps }, prompt };
    },
  },
  write: ({ text, gaps }, losses, prompt) => {
    const scale = wholeWeights(gaps, losses);
    const written = new Map(gaps.map((gap) => [gap.id, writtenGap(gap, scale(gap), losses)]));
    if ([...written.values()].includes(null)) return null;
    return {
      type: 'multianswer',
      lines: [],
      questionText: writtenGapText({ prompt, text }, (id) => written.get(id) ?? '', losses),
    };
  },
});

function gapOf({ kind, weight, alternatives }: EmbeddedGap, around: Around): object | null {
  const { remarks, line } = around;
  const read = READERS.find(([names]) => names.test(kind))?.[1];
  if (!read)
    return remarks.refuse(line, 'gap_type_unknown', sentences.gapTypeUnknown({ kind }), { value: kind });
  const answers: TypedAnswer[] = [];
  for (const [index, { weight: part, text, feedback }] of alternatives.entries()) {
    const column = `option ${index + 1}`;
    const percentage = part && 'percentage' in part ? part.percentage : part ? '100' : '0';
    const share = shareOfPercentage(percentage);
    if (share === undefined)
      return remarks.refuse(
        line,
        'weight_not_readable',
        sentences.weightNotReadable({ weight: percentage }),
        {
          ...{ column, value: percentage },
        },
      );
    if (text === '') remarks.warn(line, 'answer_not_carried', sentences.answerEmpty(), { column });
    else
      answers.push({
        ...{ number: index + 1, line, text, share },
        // Plain there: no format of the file says that it is Markdown.
        ...(feedback !== '' && { feedback: escapeMarkdown(feedback) }),
      });
  }
  const isWeighted = alternatives.some((each) => each.weight && 'percentage' in each.weight);
  const asked = read(read === several && !isWeighted ? answers.map(cancelling) : answers, around);
  const counts = weight !== '' && Number(weight) > 1;
  return (
    asked && { ...asked.definition, type: asked.type, ...(counts && { weight: String(Number(weight)) }) }
  );
}

/** Where no option says what it earns, a wrong one takes back what a right one earns. */
function cancelling(answer: TypedAnswer): TypedAnswer {
  return shareOf(answer.share).isZero() ? { ...answer, share: '-1' } : answer;
}

/** What is right makes all points together, whatever the file says that it makes. */
function several(options: readonly MarkedOption[], around: Around): Answers | null {
  const total = Rational.sum(options.map(({ share }) => shareOf(share)).filter((share) => share.gt(0)));
  if (total.isZero() || total.equals(1)) return choicesOf(options, { isSingle: false, ...around });
  const isEach = options.every(({ share }) => shareOf(share).abs().equals(1));
  if (!isEach) around.remarks.warn(around.line, 'weights_scaled', sentences.weightsOfOptionsScaled());
  const scaled = options.map((option) => {
    const share = shareOf(option.share);
    if (!share.gt(0) && !isEach) return option;
    const { numerator, denominator } = share.over(total);
    return { ...option, share: `${numerator}/${denominator}` };
  });
  return choicesOf(scaled, { isSingle: false, ...around });
}

function numbers(answers: readonly TypedAnswer[], { remarks, line }: Around): Answers | null {
  const read = numberAnswers(answers, { remarks }, ({ number, text }) => {
    const [key = '', value = '0'] = text
      .replaceAll(',', '.')
      .split(':')
      .map((part) => part.trim());
    if (isNumber(key) && isNumber(value)) return { key, tolerance: { type: 'absolute', value } };
    const wrong = (isNumber(key) ? value : key).slice(0, 40);
    return remarks.refuse(line, 'not_a_number', sentences.notANumber({ number: wrong }), {
      ...{ column: `option ${number}`, value: text },
    });
  });
  return read && numericOf(read.numbers, { remarks, line, otherFeedback: read.otherFeedback });
}

/** Null where the losses say why the gap cannot be written. */
function writtenGap(gap: ClozeGap, weight: string, losses: Losses): string | null {
  const inside = insideOf(gap, losses);
  return inside && `{${weight}:${inside.kind}:${inside.alternatives.join('~')}}`;
}

function insideOf(gap: ClozeGap, losses: Losses): { kind: string; alternatives: string[] } | null {
  const option = (share: string, text: string, feedback?: string): string =>
    `${shareOf(share).equals(1) ? '=' : shareOf(share).isZero() ? '' : `%${losses.percentage(share)}%`}${withFeedback(losses.trimmed(text), feedback)}`;
  const other = (feedback: string | undefined): string[] =>
    feedback === undefined ? [] : [withFeedback(ANY, feedback)];
  switch (gap.type) {
    case 'single_choice': {
      const { options, key, shares = {}, optionFeedback } = gap;
      const shareBy = (id: string): string => (id === key ? '1' : (ownOf(shares, id) ?? '0'));
      return {
        kind: 'MULTICHOICE',
        alternatives: options.map(({ id, text }) => option(shareBy(id), text, ownOf(optionFeedback, id))),
      };
    }
    case 'multiple_choice': {
      const { optionFeedback } = gap;
      if (gap.scoring === 'partial' && gap.exclusive === undefined)
        return {
          kind: 'MULTIRESPONSE',
          alternatives: gap.options.map(({ id, text }) =>
            option(gap.key.includes(id) ? '1' : '0', text, ownOf(optionFeedback, id)),
          ),
        };
      const shares = losses.sharesOf(gap);
      const alternatives = gap.options.map(({ id, text }, index) => {
        const percentage = losses.percentage(shares[index] ?? '0');
        return `%${percentage}%${withFeedback(losses.trimmed(text), ownOf(optionFeedback, id))}`;
      });
      if (!Rational.sum(shares.map(shareOf).filter((share) => share.gt(0))).equals(1))
        losses.add('weights_scaled', sentences.weightsOfOptionsScaled());
      return { kind: 'MULTIRESPONSE', alternatives };
    }
    case 'short_text': {
      losses.foldingOf(gap);
      const kind = gap.caseSensitive ? 'SHORTANSWER_C' : 'SHORTANSWER';
      const pattern = (text: string): string => (gap.wildcards ? text : text.replaceAll('*', '\\*'));
      return {
        kind,
        alternatives: [
          ...gap.accepted.map((text) => option('1', pattern(text), gap.acceptedFeedback)),
          ...(gap.alternatives ?? []).map(({ text, share, feedback }) =>
            option(share, pattern(text), feedback),
          ),
          ...other(gap.otherFeedback),
        ],
      };
    }
    case 'numeric': {
      if (gap.units) losses.add('units_not_carried', sentences.unitsLost());
      if (gap.acceptedTexts) losses.add('texts_not_carried', sentences.acceptedTextsLost());
      if (gap.language !== undefined) losses.add('language_not_carried', sentences.languageLost());
      const alternatives: string[] = [];
      const own = { key: gap.key, tolerance: gap.tolerance, share: '1', feedback: gap.keyFeedback };
      for (const each of [own, ...(gap.alternatives ?? [])]) {
        const tolerance = losses.absoluteTolerance(each, FORMAT);
        if (tolerance === null) return null;
        const number = `${each.key.trim()}${shareOf(tolerance).isZero() ? '' : `:${tolerance}`}`;
        const sign = shareOf(each.share).equals(1) ? '=' : `%${losses.percentage(each.share)}%`;
        alternatives.push(`${sign}${number}${withFeedback('', each.feedback)}`);
      }
      return { kind: 'NUMERICAL', alternatives: [...alternatives, ...other(gap.otherFeedback)] };
    }
  }
}

function withFeedback(text: string, feedback: string | undefined): string {
  return `${escapeGap(text)}${feedback === undefined ? '' : `#${escapeGap(feedback)}`}`;
}

/** Moodle's weights are whole numbers: all are multiplied by the same, so that they keep their proportion. */
function wholeWeights(gaps: readonly ClozeGap[], losses: Losses): (gap: ClozeGap) => string {
  const weightOf = ({ weight = '1' }: ClozeGap): Rational => Rational.of(weight);
  for (let places = 0; places <= PERCENT_PLACES; places += 1) {
    const factor = Rational.of(`1e${places}`);
    const scaled = (gap: ClozeGap): Rational => weightOf(gap).times(factor);
    if (!gaps.every((gap) => scaled(gap).denominator === 1n)) continue;
    if (places > 0) losses.add('weights_scaled', sentences.weightsScaled());
    return (gap) => (places === 0 && weightOf(gap).equals(1) ? '1' : scaled(gap).toDecimal(0));
  }
  return () => '1';
}
