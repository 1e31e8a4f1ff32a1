import { Rational } from '../../../../shared/decimals/rational';
import type { Sentence } from '../../../../shared/sentences/sentence';
import { shareOf } from '../../question-types/parts/shares';
import type { QuestionDefinition } from '../../question-types/registry';
import { sentences } from '../formats.sentences';
import { PERCENT_PLACES, percentageOf } from '../percentages';
import type { StoredQuestion, WrittenQuestion } from '../question-format';
import { escapeGift } from './gift-text';

type DefinitionOf<Type extends QuestionDefinition['type']> = Extract<QuestionDefinition, { type: Type }>;

/** Texts that look the same in every format; all others are marked as plain. */
const SIMPLE = /^[\p{L}\p{N}][\p{L}\p{N} ,;'’?!()]*$/u;
const FORMAT = 'GIFT';

/** A question as GIFT. Reading it gives the same question, but for what the remarks name. */
export function writeGift({ prompt, points, definition, feedback }: StoredQuestion): WrittenQuestion {
  const losses = new Losses();
  const answers = answersOf(definition, losses);
  if (points !== '1') losses.add('points_not_carried', sentences.noPoints({ points }));
  if (answers === null) return { text: null, remarks: losses.list };
  const comment =
    feedback === null ? [] : [`####${feedback.startsWith('[') ? '[markdown]' : ''}${escapeGift(feedback)}`];
  const lines = [...answers, ...comment].map((line) => `\t${line}\n`).join('');
  return { text: `[markdown]${escapeGift(prompt)} {\n${lines}}\n`, remarks: losses.list };
}

class Losses {
  readonly list: WrittenQuestion['remarks'] = [];

  add(code: string, message: Sentence): void {
    if (!this.list.some((known) => known.code === code)) this.list.push({ code, message });
  }

  /** In place of the answers of a question that cannot be written. */
  all(code: string, message: Sentence): null {
    this.add(code, message);
    return null;
  }

  /** An option, in whichever format the question is. */
  option(text: string): string {
    this.blanks(text);
    return SIMPLE.test(text) ? escapeGift(text) : `[plain]${escapeGift(text)}`;
  }

  /** What is never formatted, such as an accepted answer. */
  plain(text: string): string {
    this.blanks(text);
    return escapeGift(text);
  }

  percentage(share: string): string {
    const { percentage, isExact } = percentageOf(share);
    if (!isExact) this.add('share_rounded', sentences.shareRounded({ places: PERCENT_PLACES }));
    return percentage;
  }

  private blanks(text: string): void {
    if (text !== text.trim()) this.add('blanks_not_carried', sentences.blanksLost());
  }
}

/** The lines between the braces; null where GIFT has no such question. */
function answersOf(definition: QuestionDefinition, losses: Losses): string[] | null {
  switch (definition.type) {
    case 'single_choice':
      return singleChoice(definition, losses);
    case 'multiple_choice':
      return multipleChoice(definition, losses);
    case 'true_false':
      return [definition.key ? 'TRUE' : 'FALSE'];
    case 'numeric':
      return numbers(definition, losses);
    case 'short_text':
      return shortTexts(definition, losses);
    case 'matching':
      return pairs(definition, losses);
    default:
      return losses.all('type_not_carried', sentences.cannotHold({ format: FORMAT, type: definition.type }));
  }
}

function singleChoice(
  { options, key, shares = {} }: DefinitionOf<'single_choice'>,
  losses: Losses,
): string[] {
  return options.map(({ id, text }) => {
    const share = Object.hasOwn(shares, id) ? (shares[id] ?? '0') : '0';
    if (id === key) return `=${losses.option(text)}`;
    return `~${weight(share, losses)}${losses.option(text)}`;
  });
}

function multipleChoice(definition: DefinitionOf<'multiple_choice'>, losses: Losses): string[] {
  const { options, key, scoring, weights = {}, exclusive } = definition;
  if (exclusive !== undefined) losses.add('exclusive_not_carried', sentences.exclusiveLost());
  if (scoring === 'all_or_nothing') losses.add('scoring_not_carried', sentences.scoringLost());
  const each = `1/${key.length}`;
  const shareFor = (id: string): string => {
    if (scoring === 'weighted') return Object.hasOwn(weights, id) ? (weights[id] ?? '0') : '0';
    if (key.includes(id)) return each;
    return scoring === 'partial' ? `-${each}` : '-1';
  };
  if (options.some(({ id }) => shareOf(shareFor(id)).gt(0) !== key.includes(id)))
    losses.add('key_not_carried', sentences.keyLost());
  return options.map(({ id, text }) => `~${weight(shareFor(id), losses)}${losses.option(text)}`);
}

function weight(share: string, losses: Losses): string {
  return shareOf(share).isZero() ? '' : `%${losses.percentage(share)}%`;
}

function shortTexts(definition: DefinitionOf<'short_text'>, losses: Losses): string[] | null {
  const { accepted, caseSensitive, wildcards, ignoreAccents, ignoreFinalPunctuation, language } = definition;
  if (caseSensitive) losses.add('case_not_carried', sentences.caseLost());
  if (ignoreAccents || ignoreFinalPunctuation) losses.add('folding_not_carried', sentences.foldingLost());
  if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
  if (accepted.some((text) => text.includes('->')))
    return losses.all('arrow_in_text', sentences.arrowInText());
  return accepted.map((text) => {
    const pattern = wildcards ? text : text.replaceAll('*', '\\*');
    return `=${pattern.startsWith('%') ? '%100%' : ''}${losses.plain(pattern)}`;
  });
}

function numbers(definition: DefinitionOf<'numeric'>, losses: Losses): string[] | null {
  const { key, tolerance, alternatives = [], units, language } = definition;
  if (units) losses.add('units_not_carried', sentences.unitsLost());
  if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
  const answers = [{ key, tolerance, share: '1' }, ...alternatives];
  const held = answers.find((answer) => !['absolute', 'relative'].includes(answer.tolerance.type));
  if (held) {
    const { type: kind } = held.tolerance;
    return losses.all('tolerance_not_carried', sentences.toleranceNotHeld({ format: FORMAT, kind }));
  }
  const lines = answers.map((answer) => {
    const value = absoluteTolerance(answer, losses);
    const number = `${answer.key.trim()}${shareOf(value).isZero() ? '' : `:${value}`}`;
    return shareOf(answer.share).equals(1) ? number : `%${losses.percentage(answer.share)}%${number}`;
  });
  return lines.length === 1 ? [`#${lines[0] ?? ''}`] : ['#', ...lines.map((line) => `=${line}`)];
}

const MOST_PLACES = 60;

function absoluteTolerance(
  { key, tolerance }: Pick<DefinitionOf<'numeric'>, 'key' | 'tolerance'>,
  losses: Losses,
): string {
  if (tolerance.type === 'absolute') return tolerance.value.trim();
  losses.add('relative_as_absolute', sentences.relativeAsAbsolute());
  return Rational.of(key.trim()).abs().times(tolerance.value.trim()).toDecimal(MOST_PLACES);
}

function pairs({ stems, choices, key }: DefinitionOf<'matching'>, losses: Losses): string[] | null {
  if (stems.some(({ text }) => text.includes('->')))
    return losses.all('arrow_in_text', sentences.arrowInText());
  const texts = new Map(choices.map(({ id, text }) => [id, text]));
  if (new Set(texts.values()).size < choices.length) losses.add('choices_merged', sentences.choicesMerged());
  const used = new Set(Object.values(key).map((id) => texts.get(id)));
  const others = new Set([...texts.values()].filter((text) => !used.has(text)));
  return [
    ...stems.map(
      ({ id, text }) => `=${losses.option(text)} -> ${losses.plain(texts.get(key[id] ?? '') ?? '')}`,
    ),
    ...[...others].map((text) => `= -> ${losses.plain(text)}`),
  ];
}
