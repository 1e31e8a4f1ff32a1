import { aiken } from './aiken/aiken';
import { gift } from './gift/gift';
import { moodleXml } from './moodle-xml/moodle-xml';
import { qti } from './qti/qti';
import type { QuestionFormat } from './question-format';

const REGISTERED: readonly QuestionFormat[] = [gift, aiken, moodleXml, qti];

/** Formats that files of questions can be read from. */
export const READ_FORMATS: readonly string[] = REGISTERED.filter((format) => format.read).map(
  ({ name }) => name,
);
/** Formats that questions can be written as. */
export const WRITTEN_FORMATS: readonly string[] = REGISTERED.flatMap(({ name, write }) =>
  write ? [name] : [],
);

/** Of the files that are written. */
export const MEDIA_TYPES: readonly string[] = [
  ...new Set(REGISTERED.filter((format) => format.write).map(({ mediaType }) => mediaType)),
];

/** Undefined for a format that is not registered. */
export function findFormat(name: string): QuestionFormat | undefined {
  return REGISTERED.find((format) => format.name === name);
}
