import { shareOf } from '../../question-types/parts/shares';
import type { QuestionDefinition } from '../../question-types/registry';
import { sentences } from '../formats.sentences';
import { Losses } from '../losses';
import type { StoredQuestion, WrittenQuestion } from '../question-format';
import { escapeXml } from './xml-tree';

type DefinitionOf<Type extends QuestionDefinition['type']> = Extract<QuestionDefinition, { type: Type }>;

/** The type of a question as Moodle names it, and what is in it besides its text, feedback and points. */
interface WrittenAnswers {
  type: string;
  lines: string[];
}

const FORMAT = 'Moodle XML';
/** Names are for lists of questions. */
const LONGEST_NAME = 80;

/** A question in Moodle's XML. Reading it gives the same question, but for what the remarks name. */
export function writeMoodleXml({ prompt, points, definition, feedback }: StoredQuestion): WrittenQuestion {
  const losses = new Losses();
  const answers = answersOf(definition, losses);
  if (answers === null) return { text: null, remarks: losses.list };
  const lines = [
    `<name>${text(nameOf(prompt))}</name>`,
    `<questiontext format="markdown">${text(prompt)}</questiontext>`,
    `<generalfeedback format="markdown">${text(feedback ?? '')}</generalfeedback>`,
    `<defaultgrade>${points}</defaultgrade>`,
    ...answers.lines,
  ];
  const body = lines.map((line) => `    ${line}\n`).join('');
  return { text: `  <question type="${answers.type}">\n${body}  </question>\n`, remarks: losses.list };
}

/** The beginning of the prompt: reading it finds that nothing else was meant. */
function nameOf(prompt: string): string {
  const [line = ''] = prompt.split(/[\r\n]/);
  return [...line].slice(0, LONGEST_NAME).join('').trim();
}

function answersOf(definition: QuestionDefinition, losses: Losses): WrittenAnswers | null {
  switch (definition.type) {
    case 'single_choice':
      return singleChoice(definition, losses);
    case 'multiple_choice':
      return multipleChoice(definition, losses);
    case 'true_false':
      return {
        type: 'truefalse',
        lines: [true, false].map((truth) =>
          answer(definition.key === truth ? '100' : '0', 'moodle_auto_format', String(truth)),
        ),
      };
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

function singleChoice(definition: DefinitionOf<'single_choice'>, losses: Losses): WrittenAnswers {
  const { options, key, shares = {} } = definition;
  return {
    type: 'multichoice',
    lines: [
      '<single>true</single>',
      ...options.map(({ id, text: option }) => {
        const share = id === key ? '1' : Object.hasOwn(shares, id) ? (shares[id] ?? '0') : '0';
        return answer(losses.percentage(share), 'plain_text', losses.trimmed(option));
      }),
    ],
  };
}

function multipleChoice(definition: DefinitionOf<'multiple_choice'>, losses: Losses): WrittenAnswers {
  const shares = losses.sharesOf(definition);
  return {
    type: 'multichoice',
    lines: [
      '<single>false</single>',
      ...definition.options.map(({ text: option }, index) =>
        answer(losses.percentage(shares[index] ?? '0'), 'plain_text', losses.trimmed(option)),
      ),
    ],
  };
}

function shortTexts(definition: DefinitionOf<'short_text'>, losses: Losses): WrittenAnswers {
  const { accepted, caseSensitive, wildcards, ignoreAccents, ignoreFinalPunctuation, language } = definition;
  if (ignoreAccents || ignoreFinalPunctuation) losses.add('folding_not_carried', sentences.foldingLost());
  if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
  return {
    type: 'shortanswer',
    lines: [
      `<usecase>${caseSensitive ? 1 : 0}</usecase>`,
      ...accepted.map((each) =>
        answer('100', 'moodle_auto_format', losses.trimmed(wildcards ? each : each.replaceAll('*', '\\*'))),
      ),
    ],
  };
}

function numbers(definition: DefinitionOf<'numeric'>, losses: Losses): WrittenAnswers | null {
  const { key, tolerance, alternatives = [], units, unitPenalty = '1', language } = definition;
  if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
  const answers = [{ key, tolerance, share: '1' }, ...alternatives];
  const lines = answers.map((each) => {
    const value = losses.absoluteTolerance(each, FORMAT);
    if (value === null) return null;
    const inside = `<tolerance>${value}</tolerance>`;
    return answer(losses.percentage(each.share), 'moodle_auto_format', each.key.trim(), inside);
  });
  if (lines.includes(null)) return null;
  const ofUnits = units?.map(
    ({ unit, factor }) =>
      `<unit><multiplier>${factor.trim()}</multiplier><unit_name>${escapeXml(unit)}</unit_name></unit>`,
  );
  const isLost = !shareOf(unitPenalty).isZero();
  return {
    type: 'numerical',
    lines: [
      ...lines.filter((line) => line !== null),
      ...(ofUnits
        ? [
            `<units>${ofUnits.join('')}</units>`,
            `<unitgradingtype>${isLost ? 1 : 0}</unitgradingtype>`,
            `<unitpenalty>${losses.decimal(unitPenalty)}</unitpenalty>`,
          ]
        : []),
    ],
  };
}

function pairs({ stems, choices, key }: DefinitionOf<'matching'>, losses: Losses): WrittenAnswers {
  const texts = new Map(choices.map(({ id, text: choice }) => [id, choice]));
  if (new Set(texts.values()).size < choices.length) losses.add('choices_merged', sentences.choicesMerged());
  const used = new Set(Object.values(key).map((id) => texts.get(id)));
  const others = new Set([...texts.values()].filter((choice) => !used.has(choice)));
  const pair = (stem: string, choice: string): string =>
    `<subquestion format="plain_text">${text(losses.trimmed(stem))}<answer>${text(losses.trimmed(choice))}</answer></subquestion>`;
  return {
    type: 'matching',
    lines: [
      ...stems.map((stem) => pair(stem.text, texts.get(key[stem.id] ?? '') ?? '')),
      ...[...others].map((choice) => pair('', choice)),
    ],
  };
}

function answer(fraction: string, format: string, content: string, more = ''): string {
  return `<answer fraction="${fraction}" format="${format}">${text(content)}${more}</answer>`;
}

function text(content: string): string {
  return `<text>${escapeXml(content)}</text>`;
}
