import { Rational } from '../../../../../shared/decimals/rational';
import type { ClozeGap } from '../../../question-types/cloze/cloze.dto';
import type { Losses } from '../../losses';
import { writtenText } from '../qti-content';
import { qtiType, type QtiParts } from '../qti-type';
import { multipleChoiceParts, singleChoiceParts } from './choices';
import { numericParts, shortTextParts } from './text-entries';

const MARK = /\[\[([^[\]]{1,64})\]\]/;
/** How much a gap counts beside the others, where its points say as much. */
export const WEIGHT = 'data-stoa-weight';
/** Marks the text with the gaps: a single one in it may be a choice that stands by itself elsewhere. */
export const IS_CLOZE = 'data-stoa-cloze';

/** A text with several interactions: the reader of items puts them together. */
export const cloze = qtiType({
  type: 'cloze',
  readers: {},
  write: ({ text, gaps }, points, losses) => {
    const weightOf = ({ weight = '1' }: ClozeGap): Rational => Rational.of(weight);
    const total = Rational.sum(gaps.map(weightOf));
    const parts = new Map<string, QtiParts>();
    for (const gap of gaps) {
      const part = partsOf(gap, points.times(weightOf(gap)).over(total), losses);
      if (!part) return null;
      const { weight } = gap;
      const own =
        weight === undefined ? part.body : part.body.replace(/^<[\w-]+/, `$& ${WEIGHT}="${weight}"`);
      parts.set(gap.id, { ...part, body: own });
    }
    const all = gaps.flatMap(({ id }) => parts.get(id) ?? []);
    const inside = losses
      .collapsed(text)
      .split(MARK)
      .map((part, index) => (index % 2 === 0 ? writtenText(part) : (parts.get(part)?.body ?? '')));
    return {
      declarations: all.flatMap(({ declarations }) => declarations),
      body: `<div ${IS_CLOZE}="true">${inside.join('')}</div>`,
      rules: all.flatMap(({ rules }) => rules),
      saidTo: all.flatMap(({ saidTo = [] }) => saidTo),
    };
  },
});

function partsOf(gap: ClozeGap, points: Rational, losses: Losses): QtiParts | null {
  const place = { identifier: `g.${gap.id}`, points, losses };
  switch (gap.type) {
    case 'single_choice':
      return singleChoiceParts(gap, { ...place, isInline: true });
    case 'multiple_choice':
      return multipleChoiceParts(gap, place);
    case 'short_text':
      return shortTextParts(gap, place);
    case 'numeric':
      return numericParts(gap, place);
  }
}
