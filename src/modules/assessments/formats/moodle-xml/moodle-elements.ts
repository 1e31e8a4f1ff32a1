import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { sentences } from '../formats.sentences';
import type { Losses } from '../losses';
import { shareOfPercentage } from '../percentages';
import type { Remarks } from '../remarks';
import type { TypedAnswer } from '../shared-answers';
import { type TextFormat, toMarkdown, toPlainText } from '../texts';
import { escapeXml, type XmlElement } from '../xml-tree';

const FORMATS: Readonly<Record<string, TextFormat>> = {
  html: 'html',
  markdown: 'markdown',
  plain_text: 'plain',
  moodle_auto_format: 'moodle',
};

export interface ReadAnswer extends TypedAnswer {
  element: XmlElement;
}

/** The answers of a question with what they earn. Null if that is wrong. */
export function answersOf(question: XmlElement, remarks: Remarks, isPlain: boolean): ReadAnswer[] | null {
  const answers: ReadAnswer[] = [];
  for (const [index, element] of children(question, 'answer').entries()) {
    const number = index + 1;
    const column = `option ${number}`;
    const weight = element.attributes['fraction'] ?? '0';
    const share = shareOfPercentage(weight);
    if (share === undefined)
      return remarks.refuse(element.line, 'weight_not_readable', sentences.weightNotReadable({ weight }), {
        ...{ column, value: weight },
      });
    const text = isPlain ? textIn(element).trim() : plainIn(element, remarks, column);
    const feedback = markdownIn(child(element, 'feedback'), remarks, column);
    answers.push({ number, line: element.line, text, share, element, ...(feedback !== '' && { feedback }) });
  }
  return answers;
}

/** What stands for the units of a number; nothing where there are none. */
export function unitsOf(question: XmlElement, remarks: Remarks): object {
  const units = (child(question, 'units')?.children ?? []).map((unit) => ({
    unit: child(unit, 'unit_name')?.text.trim() ?? '',
    factor: child(unit, 'multiplier')?.text.trim() ?? '1',
  }));
  if (units.length === 0) return {};
  const grading = child(question, 'unitgradingtype')?.text.trim() ?? '0';
  const penalty = child(question, 'unitpenalty');
  if (grading === '2')
    remarks.warn(penalty?.line ?? question.line, 'penalty_changed', sentences.penaltyOfMark(), {
      column: 'unitpenalty',
    });
  return { units, unitPenalty: grading === '0' ? '0' : (penalty?.text.trim() ?? '1') };
}

export function unitLines(
  { units, unitPenalty = '1' }: { units?: { unit: string; factor: string }[]; unitPenalty?: string },
  losses: Losses,
): string[] {
  if (!units) return [];
  const all = units.map(
    ({ unit, factor }) =>
      `<unit><multiplier>${factor.trim()}</multiplier><unit_name>${escapeXml(unit)}</unit_name></unit>`,
  );
  const isLost = !/^\s*\+?0*(?:\.0*)?(?:e[+-]?\d+)?\s*$/i.test(unitPenalty) && unitPenalty.trim() !== '0';
  return [
    `<units>${all.join('')}</units>`,
    `<unitgradingtype>${isLost ? 1 : 0}</unitgradingtype>`,
    `<unitpenalty>${losses.decimal(unitPenalty)}</unitpenalty>`,
  ];
}

export function markdownIn(element: XmlElement | undefined, remarks: Remarks, column: string): string {
  if (!element) return '';
  const said = toMarkdown(textIn(element).trim(), formatOf(element));
  remarks.tellOfLosses(said, element.line, column);
  return said.text.trim();
}

export function plainIn(element: XmlElement, remarks: Remarks, column: string): string {
  const said = toPlainText(textIn(element), formatOf(element));
  remarks.tellOfLosses(said, element.line, column);
  return said.text.trim();
}

export function formatOf({ attributes }: XmlElement): TextFormat {
  return FORMATS[attributes['format'] ?? ''] ?? 'moodle';
}

/** What stands in the element `text` of an element. */
export function textIn(element: XmlElement | undefined): string {
  return (element && child(element, 'text')?.text) ?? '';
}

/** A value that some versions write in an element `text`, and some as it is. */
export function valueIn(element: XmlElement, name: string): string {
  const found = child(element, name);
  return (found && (child(found, 'text') ?? found).text.trim()) ?? '';
}

/** Whether the question says that it earns nothing, whatever the answer. */
export function isWorthNothing(question: XmlElement): boolean {
  return readDecimal(child(question, 'defaultgrade')?.text.trim() ?? '1')?.isZero() ?? false;
}

export function isNumber(text: string): boolean {
  return readDecimal(text) !== undefined;
}

export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => each.name === name);
}

export function children(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((each) => each.name === name);
}

export function answerLine(
  fraction: string,
  format: string,
  content: string,
  { feedback, more = '' }: { feedback?: string | undefined; more?: string } = {},
): string {
  return `<answer fraction="${fraction}" format="${format}">${textLine(content)}${more}${feedbackLine(feedback)}</answer>`;
}

export function feedbackLine(feedback: string | undefined): string {
  return feedback === undefined ? '' : markdownLine('feedback', feedback);
}

/** An element with a text in Markdown. */
export function markdownLine(name: string, markdown: string, more = ''): string {
  return `<${name} format="markdown">${textLine(markdown)}${more}</${name}>`;
}

export function textLine(content: string): string {
  return `<text>${escapeXml(content)}</text>`;
}
