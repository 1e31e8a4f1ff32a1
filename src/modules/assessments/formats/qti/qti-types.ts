import type { QtiReader, QtiType } from './qti-type';
import { essay, file, recording, survey } from './types/by-hand';
import { calculated } from './types/calculated';
import { multipleChoice, singleChoice } from './types/choices';
import { cloze } from './types/cloze';
import { ordering } from './types/ordering';
import { gapSelect, matching } from './types/pairs';
import { hotspot, markers } from './types/pictures';
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
  calculated,
  hotspot,
  markers,
  essay,
  file,
  survey,
  recording,
];

const READERS = new Map(QTI_TYPES.flatMap(({ readers }) => Object.entries(readers)));

/** Undefined for an interaction that nothing here holds. */
export function readerOf(interaction: string): QtiReader | undefined {
  return READERS.get(interaction);
}

/** Undefined for a type of ours that is not written. */
export function qtiTypeOf(type: string): QtiType | undefined {
  return QTI_TYPES.find((each) => each.type === type);
}
