import { isDeepStrictEqual } from 'node:util';
import type { Sentence } from '../../../../shared/sentences/sentence';
import { shareOf } from '../../../../shared/decimals/share-text';
import type { QuestionDefinition } from '../../question-types/registry';
import { NO_GUIDANCE } from '../../questions/guidance';
import { guidanceIn } from '../../questions/question-content';
import { ownOf } from '../choices';
import { filesNamed, NO_FILES } from '../embedded/written-file';
import { sentences } from '../formats.sentences';
import { Losses } from '../losses';
import { MOODLE_SCORINGS } from '../ordering-scorings';
import type { StoredQuestion, WrittenQuestion } from '../question-format';
import { escapeGift } from './gift-text';
import { uploadsBut } from '../uploads';

type DefinitionOf<Type extends QuestionDefinition['type']> = Extract<QuestionDefinition, { type: Type }>;

/** Texts that look the same in every format; all others are marked as plain. */
const SIMPLE = /^[\p{L}\p{N}][\p{L}\p{N} ,;'’?!()]*$/u;
const FORMAT = 'GIFT';

/** Types that GIFT has no way for, and why. */
export const GIFT_CANNOT_HOLD: Readonly<Record<string, Sentence>> = {
  cloze: sentences.giftHasOneGap({ type: 'cloze' }),
  gap_select: sentences.giftHasOneGap({ type: 'gap_select' }),
  calculated: sentences.giftDrawsNothing({ type: 'calculated' }),
  hotspot: sentences.noPictures({ type: 'hotspot' }),
  markers: sentences.noPictures({ type: 'markers' }),
  survey: sentences.noSurveys({ format: FORMAT, type: 'survey' }),
  ...uploadsBut([], FORMAT),
};

/** A question as GIFT. Reading it gives the same question, but for what the remarks name. */
export function writeGift(question: StoredQuestion): WrittenQuestion {
  const { prompt, points, definition, feedback, tags } = question;
  const losses = new Losses();
  const answers = answersOf(definition, losses);
  if (!isDeepStrictEqual(guidanceIn(question), NO_GUIDANCE))
    losses.add('guidance_not_carried', sentences.guidanceLost());
  losses.missingFiles(filesNamed(question), NO_FILES);
  if (points !== '1') losses.add('points_not_carried', sentences.noPoints({ points }));
  if (answers === null) return { text: null, remarks: losses.list };
  const comment = feedback === null ? [] : [`####${markdown(feedback)}`];
  const lines = [...answers, ...comment].map((line) => `\t${line}\n`).join('');
  const notes = tags.map((tag) => `[tag:${tag.replace(/[\\\]]/g, '\\$&')}]`).join(' ');
  const head = notes === '' ? '' : `// ${notes}\n`;
  return { text: `${head}[markdown]${escapeGift(prompt)} {\n${lines}}\n`, remarks: losses.list };
}

/** An option, in whichever format the question is. */
function option(text: string, losses: Losses): string {
  const escaped = escapeGift(losses.trimmed(text));
  return SIMPLE.test(text) ? escaped : `[plain]${escaped}`;
}

/** What is never formatted, such as an accepted answer. */
function plain(text: string, losses: Losses): string {
  return escapeGift(losses.trimmed(text));
}

/** What is said, in the format of the question. */
function markdown(text: string): string {
  return `${text.startsWith('[') ? '[markdown]' : ''}${escapeGift(text)}`;
}

function saidTo(feedback: string | undefined): string {
  return feedback === undefined ? '' : `#${markdown(feedback)}`;
}

/** The lines between the braces; null where GIFT has no such question. */
function answersOf(definition: QuestionDefinition, losses: Losses): string[] | null {
  switch (definition.type) {
    case 'single_choice':
      return singleChoice(definition, losses);
    case 'multiple_choice':
      return multipleChoice(definition, losses);
    case 'true_false':
      return [trueFalse(definition)];
    case 'numeric':
      return numbers(definition, losses);
    case 'short_text':
      return shortTexts(definition, losses);
    case 'matching':
      return pairs(definition, losses);
    case 'essay': {
      const { type: _type, format, ...rest } = definition;
      if (format !== 'plain_text' || Object.keys(rest).length > 0)
        losses.add('essay_not_carried', sentences.essayLost());
      return [];
    }
    case 'ordering':
      return order(definition, losses);
    default: {
      const { type } = definition;
      const why = GIFT_CANNOT_HOLD[type] ?? sentences.cannotHold({ format: FORMAT, type });
      return losses.all('type_not_carried', why);
    }
  }
}

/** The feedback to the wrong answer comes first. */
function trueFalse({ key, trueFeedback, falseFeedback }: DefinitionOf<'true_false'>): string {
  const [right, wrong] = key ? [trueFeedback, falseFeedback] : [falseFeedback, trueFeedback];
  const first = right === undefined ? saidTo(wrong) : `#${markdown(wrong ?? '')}`;
  return `${key ? 'TRUE' : 'FALSE'}${first}${saidTo(right)}`;
}

function singleChoice(
  { options, key, shares = {}, optionFeedback }: DefinitionOf<'single_choice'>,
  losses: Losses,
): string[] {
  return options.map(({ id, text }) => {
    const said = saidTo(ownOf(optionFeedback, id));
    if (id === key) return `=${option(text, losses)}${said}`;
    return `~${weight(ownOf(shares, id) ?? '0', losses)}${option(text, losses)}${said}`;
  });
}

function multipleChoice(definition: DefinitionOf<'multiple_choice'>, losses: Losses): string[] {
  const shares = losses.sharesOf(definition);
  return definition.options.map(
    ({ id, text }, index) =>
      `~${weight(shares[index] ?? '0', losses)}${option(text, losses)}${saidTo(ownOf(definition.optionFeedback, id))}`,
  );
}

function weight(share: string, losses: Losses): string {
  return shareOf(share).isZero() ? '' : `%${losses.percentage(share)}%`;
}

function shortTexts(definition: DefinitionOf<'short_text'>, losses: Losses): string[] | null {
  const { accepted, caseSensitive, wildcards, ignoreAccents, ignoreFinalPunctuation, language } = definition;
  if (caseSensitive) losses.add('case_not_carried', sentences.caseLost());
  if (ignoreAccents || ignoreFinalPunctuation) losses.add('folding_not_carried', sentences.foldingLost());
  if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
  const { alternatives = [], acceptedFeedback, otherFeedback } = definition;
  const all = [
    ...accepted.map((text) => ({ text, share: '1', feedback: acceptedFeedback })),
    ...alternatives.map(({ text, share, feedback }) => ({ text, share, feedback })),
  ];
  if (all.some(({ text }) => text.includes('->')))
    return losses.all('arrow_in_text', sentences.arrowInText());
  // An arrow would make pairs of them, wherever it stands.
  const said = (feedback: string | undefined): string => {
    if (!feedback?.includes('->')) return saidTo(feedback);
    losses.add('feedback_not_carried', sentences.arrowInFeedback());
    return '';
  };
  const lines = all.map(({ text, share, feedback }) => {
    const pattern = wildcards ? text : text.replaceAll('*', '\\*');
    const isWhole = shareOf(share).equals(1) && !pattern.startsWith('%');
    return `=${isWhole ? '' : `%${losses.percentage(share)}%`}${plain(pattern, losses)}${said(feedback)}`;
  });
  return [...lines, ...(otherFeedback === undefined ? [] : [`=%0%*${said(otherFeedback)}`])];
}

function numbers(definition: DefinitionOf<'numeric'>, losses: Losses): string[] | null {
  const { key, tolerance, alternatives = [], units, language } = definition;
  if (units) losses.add('units_not_carried', sentences.unitsLost());
  if (definition.acceptedTexts) losses.add('texts_not_carried', sentences.acceptedTextsLost());
  if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
  const { keyFeedback, otherFeedback } = definition;
  const answers = [{ key, tolerance, share: '1', feedback: keyFeedback }, ...alternatives];
  const lines: string[] = [];
  for (const answer of answers) {
    const value = losses.absoluteTolerance(answer, FORMAT);
    if (value === null) return null;
    const number = `${answer.key.trim()}${shareOf(value).isZero() ? '' : `:${value}`}`;
    const share = shareOf(answer.share).equals(1) ? '' : `%${losses.percentage(answer.share)}%`;
    lines.push(`${share}${number}${saidTo(answer.feedback)}`);
  }
  const other = otherFeedback === undefined ? [] : [`~${saidTo(otherFeedback)}`];
  const isAlone = lines.length === 1 && other.length === 0;
  return isAlone ? [`#${lines[0] ?? ''}`] : ['#', ...lines.map((line) => `=${line}`), ...other];
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
      ({ id, text }) => `=${option(text, losses)} -> ${plain(texts.get(key[id] ?? '') ?? '', losses)}`,
    ),
    ...[...others].map((text) => `= -> ${plain(text, losses)}`),
  ];
}

/** As Moodle's type ordering writes it: all items, one below another. */
function order({ items, key, scoring }: DefinitionOf<'ordering'>, losses: Losses): string[] {
  const texts = new Map(items.map(({ id, text }) => [id, text]));
  return [
    `>0 ALL VERTICAL ${MOODLE_SCORINGS[scoring]}`,
    ...key.map((id) => option(texts.get(id) ?? '', losses)),
  ];
}
