import { Rational } from '../../../../shared/decimals/rational';
import { gapId, type GapText, gapTextOf, placeOf, withMarks } from '../gap-texts';
import { htmlToText } from '../html-text';
import type { Remarks } from '../remarks';
import type { XmlElement } from '../xml-tree';
import { htmlOf, markdownOf, SOURCE } from './qti-content';
import type { QtiItem } from './qti-item';
import { numberOf } from './qti-shares';
import type { Asked, QtiAnswers } from './qti-type';
import { readerOf } from './qti-types';
import { WEIGHT } from './types/cloze';

const MOST_PLACES = 4;
/** What is in a body, and is not shown as a part of the question. */
export const ASIDE =
  /^(?:rubricBlock|stylesheet|feedbackBlock|feedbackInline|templateBlock|templateInline|endAttemptInteraction)$/;

/** What an item asks, and its prompt. */
export type Found = QtiAnswers & { prompt: string };

/** Several interactions as the gaps of one text. Null where the remarks say why there is no question. */
export function textWithGaps({ body }: QtiItem, asked: Asked[], remarks: Remarks): Found | null {
  const read: { answers: QtiAnswers; weight: string | undefined }[] = [];
  for (const each of asked) {
    const answers = readerOf(each.interaction.name)?.(each);
    if (!answers) return null;
    read.push({ answers, weight: each.interaction.attributes[WEIGHT] });
  }
  const places = new Map(asked.map(({ interaction }, index) => [interaction, index]));
  const [head, ...rest] = body.nodes.filter((node) => typeof node !== 'string' || node.trim() !== '');
  const own = typeof head === 'object' && head.attributes[SOURCE] !== undefined ? head : undefined;
  const html = htmlOf(own ? rest : body.nodes, (element) => {
    const index = places.get(element);
    if (index !== undefined) return placeOf(index);
    return ASIDE.test(element.name) ? '' : undefined;
  });
  const { line } = body;
  const { prompt, text } = own ? besideOwn(own, html, remarks) : gapTextOf(html, 'html', { remarks, line });
  const points = Rational.sum(read.map(({ answers }) => answers.points));
  const weights = weightsOf(read);
  const gaps = read.map(({ answers }, index) => {
    const weight = weights[index];
    return {
      ...answers.definition,
      type: answers.type,
      id: gapId(index),
      ...(weight !== undefined && { weight }),
    };
  });
  return { type: 'cloze', definition: { text, gaps }, points, prompt };
}

/** The prompt, and the text with the gaps, where the item keeps them apart. */
function besideOwn(prompt: XmlElement, html: string, remarks: Remarks): GapText {
  const said = htmlToText(html, { paragraphs: true });
  remarks.tellOfLosses(said, prompt.line, 'text');
  const own = markdownOf([prompt], { remarks, line: prompt.line, column: 'prompt' });
  return { prompt: own, text: withMarks(said.text) };
}

/** How much each gap counts: as we have written it, if its points say the same, or in the proportion of the points. */
function weightsOf(
  read: readonly { answers: QtiAnswers; weight: string | undefined }[],
): (string | undefined)[] {
  const points = read.map(({ answers }) => answers.points);
  const written = read.map(({ weight }) => numberOf(weight ?? '1') ?? Rational.ONE);
  const [first, base] = [points[0] ?? Rational.ONE, written[0] ?? Rational.ONE];
  const isSame = (one: Rational, other: Rational): boolean => one.minus(other).abs().lte('0.0001');
  if (points.every((value, at) => isSame(value.over(first), (written[at] ?? Rational.ONE).over(base))))
    return read.map(({ weight }) => weight);
  const least = points.reduce((low, value) => (value.lt(low) ? value : low), first);
  return points.map((value) => value.over(least).toDecimal(MOST_PLACES));
}
