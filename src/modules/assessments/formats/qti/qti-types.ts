import type { Sentence } from '../../../../shared/sentences/sentence';
import { sentences } from '../formats.sentences';
import { uploadsBut } from '../uploads';
import { FORMAT, type QtiReader, type QtiType } from './qti-type';
import { multipleChoice, singleChoice } from './types/choices';
import { cloze } from './types/cloze';
import { ordering } from './types/ordering';
import { gapSelect, matching } from './types/pairs';
import { numeric, shortText } from './types/text-entries';
import { trueFalse } from './types/true-false';

/** Every type that an item of QTI can hold. */
export const QTI_TYPES: readonly QtiType[] = [
  singleChoice,
  multipleChoice,
  trueFalse,
  numeric,
  shortText,
  matching,
  ordering,
  gapSelect,
  cloze,
];

/** Types that are not written as QTI, and why. */
export const QTI_CANNOT_HOLD: Readonly<Record<string, Sentence>> = {
  calculated: sentences.qtiDrawsNothing({ type: 'calculated' }),
  essay: sentences.noEssays({ type: 'essay' }),
  hotspot: sentences.noPictures({ type: 'hotspot' }),
  markers: sentences.noPictures({ type: 'markers' }),
  survey: sentences.noSurveys({ format: FORMAT, type: 'survey' }),
  ...uploadsBut(
    QTI_TYPES.map(({ type }) => type),
    FORMAT,
  ),
};

const READERS = new Map(QTI_TYPES.flatMap(({ readers }) => Object.entries(readers)));

/** Undefined for an interaction that nothing here holds. */
export function readerOf(interaction: string): QtiReader | undefined {
  return READERS.get(interaction);
}

/** Undefined for a type of ours that is not written. */
export function qtiTypeOf(type: string): QtiType | undefined {
  return QTI_TYPES.find((each) => each.type === type);
}
