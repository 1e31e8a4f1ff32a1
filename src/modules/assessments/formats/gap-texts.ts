import { inEnglish } from '../../../shared/sentences/say';
import { addressesIn, renderMarkdown } from '../../../shared/markdown/markdown';
import { sentences } from './formats.sentences';
import { type ConvertedText, htmlToText } from './html-text';
import type { Losses } from './losses';
import { escapeMarkdown } from './markdown-escapes';
import type { Remarks } from './remarks';
import { type TextFormat, toMarkdown } from './texts';

/** A line between the prompt and the text with the gaps, where a file has one text for both. */
const SEPARATOR = '* * *';
const SEPARATORS = new Set([SEPARATOR, '---']);
/** Characters of no script, in place of gaps while a text is converted. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];
const PLACE = /\ue000(\d+)\ue001/g;
const MARK = /\[\[([^[\]]{1,64})\]\]/g;

/** A prompt and a text in which the gaps `g1`, `g2`, … stand in their order. */
export interface GapText {
  /** Markdown. */
  prompt: string;
  /** Plain. */
  text: string;
}

/** In place of a gap in a text that is to be read by `gapTextOf`. */
export function placeOf(index: number): string {
  return `${OPEN}${index}${CLOSE}`;
}

/** A text of a file without the characters that stand for places. */
export function withoutPlaces(text: string): string {
  return text.replace(/[\ue000\ue001]/g, '');
}

/** A text with the marks of gaps at their places. */
export function withMarks(text: string): string {
  return text.replace(PLACE, (_, index: string) => `[[${gapId(Number(index))}]]`);
}

/** The id of the gap with this index, from 0. */
export function gapId(index: number): string {
  return `g${index + 1}`;
}

/**
 * Divides a text of a file, in which `placeOf` stands for the gaps, in what tells what to do and the text with the gaps. A line
 * divides them, or the paragraph in which the first gap is begins the text.
 */
export function gapTextOf(
  written: string,
  format: TextFormat,
  { remarks, line }: { remarks: Remarks; line: number },
): GapText {
  const said = toMarkdown(written.trim(), format);
  remarks.tellOfLosses(said, line, 'prompt');
  const [before, after] = divided(said.text);
  const plain = markdownToText(after);
  remarks.tellOfLosses(plain, line, 'text');
  const text = withMarks(plain.text);
  if (before !== '') return { prompt: before, text };
  remarks.warn(line, 'prompt_added', sentences.promptAdded());
  return { prompt: inEnglish(sentences.fillInTheGaps()), text };
}

function divided(markdown: string): [string, string] {
  const first = markdown.indexOf(OPEN);
  const paragraphs = markdown.split('\n\n');
  let [end, at] = [0, 0];
  let withGap = 0;
  for (const [index, paragraph] of paragraphs.entries()) {
    if (at > first) break;
    if (SEPARATORS.has(paragraph.trim())) end = index;
    withGap = index;
    at += paragraph.length + 2;
  }
  const [until, from] = end > 0 ? [end, end + 1] : [withGap, withGap];
  const join = (parts: string[]): string => parts.join('\n\n').trim();
  return [join(paragraphs.slice(0, until)), join(paragraphs.slice(from))];
}

/** What Markdown shows, with its paragraphs and lines. Links whose address can be read are no loss. */
function markdownToText(markdown: string): ConvertedText {
  const converted = htmlToText(renderMarkdown(markdown), { paragraphs: true });
  // An address that became a link by itself may be written otherwise there, and is read nevertheless.
  const isRead =
    !/(?<!\\)\]\s?[([]/.test(markdown) ||
    addressesIn(markdown).every((address) => converted.text.includes(address));
  return isRead ? { ...converted, lost: converted.lost.filter((tag) => tag !== 'a') } : converted;
}

/**
 * A prompt and a text with gaps as one text of a file, in Markdown.
 *
 * @param asWritten a gap as the file has it, by its id
 */
export function writtenGapText(
  { prompt, text }: GapText,
  asWritten: (id: string) => string,
  losses: Losses,
): string {
  const ids: string[] = [];
  const held = withoutPlaces(text).replace(MARK, (_, id: string) => placeOf(ids.push(id) - 1));
  const escaped = escapeMarkdown(held).replace(/\{(?=\d*:)/g, '&#123;');
  if (markdownToText(escaped).text !== held) losses.add('blanks_not_carried', sentences.blanksLost());
  const whole = escaped.replace(PLACE, (_, index: string) => asWritten(ids[Number(index)] ?? ''));
  return `${prompt}\n\n${SEPARATOR}\n\n${whole}`;
}
