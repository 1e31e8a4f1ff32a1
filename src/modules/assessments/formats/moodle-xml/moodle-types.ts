import type { MoodleReader, MoodleType } from './moodle-type';
import { calculated } from './types/calculated';
import { multipleChoice, singleChoice } from './types/choices';
import { cloze } from './types/cloze';
import { essay } from './types/essay';
import { file } from './types/file';
import { gapSelect } from './types/gap-select';
import { matching } from './types/matching';
import { numeric } from './types/numeric';
import { ordering } from './types/ordering';
import { hotspot, markers } from './types/pictures';
import { recording } from './types/recording';
import { shortText } from './types/short-text';
import { survey } from './types/survey';
import { trueFalse } from './types/true-false';

/** Every type that Moodle's XML can hold. */
export const MOODLE_TYPES: readonly MoodleType[] = [
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
  markers,
  hotspot,
  essay,
  file,
  survey,
  recording,
];

const READERS = new Map(
  MOODLE_TYPES.flatMap((type) =>
    Object.entries(type.readers).map(([name, read]) => [
      name,
      { read, readsPrompt: type.readsPrompt ?? false },
    ]),
  ),
);

/** How a type of Moodle is read; undefined for one that nothing here holds. */
export function readerOf(name: string): { read: MoodleReader; readsPrompt: boolean } | undefined {
  return READERS.get(name);
}

/** Undefined for a type of ours that Moodle does not have. */
export function moodleTypeOf(type: string): MoodleType | undefined {
  return MOODLE_TYPES.find((each) => each.type === type);
}
