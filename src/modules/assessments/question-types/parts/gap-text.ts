import type { FieldError } from '../../../../shared/errors/domain-error';
import { sentences } from '../question-types.sentences';

const MARK = /\[\[([^[\]]{1,64})\]\]/g;

/** A text with gaps: each stands in it once, by its id between double brackets. */
export interface GapText {
  text: string;
  gaps: readonly { id: string }[];
}

/** What is wrong with the gaps of a text. `at` is where the definition stands that holds both. */
export function gapFaults({ text, gaps }: GapText, at: string): FieldError[] {
  const marks = [...text.matchAll(MARK)].map(([, id = '']) => id);
  const known = gaps.map(({ id }) => id);
  const ofGaps = gaps.flatMap(({ id }, index): FieldError[] => {
    const field = `${at}.gaps[${index}].id`;
    if (known.indexOf(id) < index)
      return [{ field, rule: 'unique', message: sentences.gapTwice({ field, id }) }];
    if (marks.filter((mark) => mark === id).length === 1) return [];
    return [{ field, rule: 'isInText', message: sentences.gapNotInText({ field, id }) }];
  });
  const field = `${at}.text`;
  const unknown = marks.filter((mark) => !known.includes(mark));
  return [
    ...ofGaps,
    ...unknown.map((id) => ({ field, rule: 'isGap', message: sentences.noSuchGap({ field, id }) })),
  ];
}
