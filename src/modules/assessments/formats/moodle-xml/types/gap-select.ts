import { sentences } from '../../formats.sentences';
import { gapId, gapTextOf, placeOf, withoutPlaces, writtenGapText } from '../../gap-texts';
import { lineCounter } from '../../line-counter';
import type { Losses } from '../../losses';
import { toPlainText } from '../../texts';
import { escapeXml } from '../../xml-tree';
import { child, children, formatOf, textIn, textLine, valueIn } from '../moodle-elements';
import { type MoodleReader, moodleType } from '../moodle-type';

const MARK = /\[\[(\d{1,4})\]\]/g;

/** A gap names its right choice by the number of it; both are of the same group. */
const read =
  (choiceName: string): MoodleReader =>
  (question, remarks) => {
    const choices = children(question, choiceName).map((element, index) => {
      const plain = toPlainText(textIn(element), 'html');
      remarks.tellOfLosses(plain, element.line, `choice ${index + 1}`);
      return {
        id: String(index + 1),
        text: plain.text.trim(),
        group: Number(valueIn(element, 'group') || '1'),
      };
    });
    const isOnce = children(question, choiceName).some((element) => !child(element, 'infinite'));
    if (choiceName === 'dragbox' && isOnce)
      remarks.warn(question.line, 'use_once_not_carried', sentences.useOnceLost());
    const element = child(question, 'questiontext');
    const written = withoutPlaces(textIn(element));
    const lineOf = lineCounter(written, element?.line ?? question.line);
    const right: typeof choices = [];
    let [held, from] = ['', 0];
    for (const { 0: whole, 1: number = '', index } of written.matchAll(MARK)) {
      const choice = choices[Number(number) - 1];
      if (!choice)
        return remarks.refuse(lineOf(index), 'gap_without_choice', sentences.gapWithoutChoice({ number }), {
          value: whole,
        });
      held += written.slice(from, index) + placeOf(right.length);
      right.push(choice);
      from = index + whole.length;
    }
    if (right.length === 0) return remarks.refuse(question.line, 'gaps_missing', sentences.gapsMissing());
    const line = element?.line ?? question.line;
    const format = element ? formatOf(element) : 'html';
    const { prompt, text } = gapTextOf(held + written.slice(from), format, { remarks, line });
    return {
      type: 'gap_select',
      prompt,
      definition: {
        ...{ text, choices: choices.filter((choice) => choice.text !== '') },
        gaps: right.map(({ group }, index) => ({ id: gapId(index), group })),
        key: Object.fromEntries(right.map(({ id }, index) => [gapId(index), id])),
      },
    };
  };

export const gapSelect = moodleType({
  type: 'gap_select',
  readsPrompt: true,
  readers: { gapselect: read('selectoption'), ddwtos: read('dragbox') },
  write: ({ text, choices, key }, losses, prompt) => {
    const numberOf = new Map(choices.map(({ id }, index) => [id, index + 1]));
    const mark = (id: string): string => `[[${numberOf.get(key[id] ?? '') ?? 0}]]`;
    return {
      type: 'gapselect',
      questionText: writtenGapText({ prompt, text }, mark, losses),
      lines: [
        '<shuffleanswers>1</shuffleanswers>',
        ...choices.map(
          (choice) =>
            `<selectoption>${textLine(htmlOf(choice.text, losses))}<group>${choice.group}</group></selectoption>`,
        ),
      ],
    };
  },
});

/** A choice is HTML in the file. */
function htmlOf(text: string, losses: Losses): string {
  const html = escapeXml(text).replaceAll('\n', '<br>');
  if (toPlainText(html, 'html').text !== text) losses.add('blanks_not_carried', sentences.blanksLost());
  return html;
}
