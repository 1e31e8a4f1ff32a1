import fc from 'fast-check';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import type {
  QuestionFormat,
  StoredQuestion,
} from '../../../../src/modules/assessments/formats/question-format';
import { findFormat, WRITTEN_FORMATS } from '../../../../src/modules/assessments/formats/registry';
import {
  ALL_QUESTION_TYPES,
  type AnyQuestionType,
} from '../../../../src/modules/assessments/question-types/registry';
import { asStored, comparable } from './comparable';
import { type Format, randomQuestionOf } from './random-questions';

/** What each format has a way for. */
const HELD: Readonly<Record<string, Format>> = {
  gift: {},
  moodle_xml: { hasPoints: true, hasCase: true, hasArrows: true, hasUnits: true },
  qti: { hasPoints: true, hasCase: true, hasArrows: true, hasAll: true, collapsesBlanks: true },
};
/** A package has the tags in its manifest. */
const WITHOUT_TAGS = new Set(['qti']);

const CASES = WRITTEN_FORMATS.flatMap((name) =>
  ALL_QUESTION_TYPES.map((described): [string, string, AnyQuestionType] => [name, described.name, described]),
);

function formatOf(name: string): Required<Pick<QuestionFormat, 'read' | 'write'>> & QuestionFormat {
  const format = findFormat(name);
  if (!format?.read || !format.write) throw new TypeError(`${name} is not both read and written.`);
  return { ...format, read: format.read, write: format.write };
}

/** Every type that is registered is tried, so that none is forgotten: a format either holds it or says why it does not. */
describe('questions written in a format and read again', () => {
  it.each(CASES)(
    'in %s, of the type %s: are the same, or the format says why it cannot hold them',
    (name, type, described) => {
      const format = formatOf(name);
      const { cannotHold = {}, head = '', foot = '' } = format;
      const question = randomQuestionOf(described, HELD[name]).map((each): StoredQuestion =>
        WITHOUT_TAGS.has(name) ? { ...each, tags: [] } : each,
      );
      fc.assert(
        fc.property(question, (each) => {
          const { text, remarks } = format.write(each);
          if (Object.hasOwn(cannotHold, type)) {
            expect([text, remarks.find(({ code }) => code === 'type_not_carried')?.message]).toEqual([
              null,
              cannotHold[type],
            ]);
            return;
          }
          expect(remarks).toEqual([]);
          const blocks = [...format.read(`${head}${text}${foot}`)].map(checkedBlock);
          expect(blocks.flatMap((block) => block.remarks)).toEqual([]);
          expect(comparable(blocks.map((block) => asStored(block.question)))).toEqual(comparable([each]));
        }),
        { numRuns: Object.hasOwn(cannotHold, type) ? 1 : 200 },
      );
    },
  );
});
