import fc from 'fast-check';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import type {
  QuestionFormat,
  ReadBlock,
  StoredQuestion,
} from '../../../../src/modules/assessments/formats/question-format';
import { findFormat, WRITTEN_FORMATS } from '../../../../src/modules/assessments/formats/registry';
import {
  ALL_QUESTION_TYPES,
  type AnyQuestionType,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  filesNamed,
  type WrittenFiles,
} from '../../../../src/modules/assessments/formats/embedded/written-file';
import { withIds } from '../../../../src/modules/assessments/formats/embedded/embedded-files';
import { contentOf, type NewQuestion } from '../../../../src/modules/assessments/questions/question-content';
import { wholeQuestionOf } from './whole-questions';
import { asStored, comparable } from './comparable';
import { type Format, randomQuestionOf } from './random-questions';

/** What each format has a way for by itself. */
const HELD: Readonly<Record<string, Format>> = {
  gift: { hasFeedback: true, hasTypedFeedback: true },
  moodle_xml: {
    ...{ hasPoints: true, hasCase: true, hasArrows: true, hasUnits: true, hasFeedback: true },
    hasTypedFeedback: true,
  },
  qti: {
    hasPoints: true,
    hasCase: true,
    hasArrows: true,
    hasAll: true,
    collapsesBlanks: true,
    hasFeedback: true,
  },
};
/** What other programs do not see of some types, whatever the definition. */
const LOST: Readonly<Record<string, Readonly<Record<string, string[]>>>> = {
  moodle_xml: {
    hotspot: ['file_not_carried', 'hotspot_as_markers'],
    markers: ['file_not_carried', 'alternative_text_not_carried'],
    survey: ['rating_as_choice'],
    recording: ['size_not_carried', 'marker_notes_not_carried'],
  },
  qti: {
    calculated: ['formula_not_carried', 'tolerance_not_carried', 'spread_not_carried'],
    hotspot: ['file_not_carried'],
    markers: ['file_not_carried'],
    survey: ['rating_as_choice'],
    essay: ['word_limits_not_carried', 'template_not_carried'],
    file: ['upload_limits_not_carried', 'files_not_carried'],
    recording: ['recording_as_upload'],
  },
};
/** Types that other programs can run, and of which we read no program but our own copy. */
const IS_PROGRAM: Readonly<Record<string, string[]>> = { qti: ['calculated'] };
/** A package has the tags in its manifest. */
const WITHOUT_TAGS = new Set(['qti']);
/** Formats that hold every question of every type, word for word. */
const HOLD_ALL = ['moodle_xml', 'qti'];

const CASES = WRITTEN_FORMATS.flatMap((name) =>
  ALL_QUESTION_TYPES.map((described): [string, string, AnyQuestionType] => [name, described.name, described]),
);

function formatOf(name: string): Required<Pick<QuestionFormat, 'read' | 'write'>> & QuestionFormat {
  const format = findFormat(name);
  if (!format?.read || !format.write) throw new TypeError(`${name} is not both read and written.`);
  return { ...format, read: format.read, write: format.write };
}

/** As a format names the files of a question, with what is known of them once they are kept. */
function filesOf(question: StoredQuestion): WrittenFiles {
  const names = ['a plot (1).png', 'Skizze ä.png'];
  return new Map(
    filesNamed(question).map((fileId, index) => [
      fileId,
      { fileId, name: names[index] ?? '', mediaType: 'image/png', content: Buffer.from(fileId) },
    ]),
  );
}

/** With the ids that the files had, by their content or their place in the package. */
function withOwnFiles({ question, files = [] }: ReadBlock): object {
  const ids = files.map(({ placeholder, content }): [string, string] => [
    placeholder,
    'path' in content
      ? (content.path.split('/').at(-2) ?? '')
      : Buffer.from(content.base64, 'base64').toString(),
  ]);
  return withIds(question ?? {}, new Map(ids));
}

/** Judging a formula draws for it a hundred times. */
function runsOf(type: string): number {
  return type === 'calculated' ? 20 : 80;
}

function readBack({ head = '', foot = '', read }: ReturnType<typeof formatOf>, text: string | null) {
  return [...read(`${head}${text}${foot}`)].map(checkedBlock);
}

/** As another program would read it, which does not know exact copies. */
function withoutCopy(text: string | null): string {
  return (text ?? '')
    .replace(/<stoaquestion [^]*<\/stoaquestion>/, '')
    .replace(/ data-stoa-(?:question|digest)="[^"]*"/g, '');
}

/** Every type that is registered is tried, so that none is forgotten: a format either holds it or says why it does not. */
describe('questions written in a format and read again', () => {
  it.each(CASES)(
    'in %s, of the type %s: are the same where the format has a way for all of it, or it says why it has none',
    (name, type, described) => {
      const format = formatOf(name);
      const { cannotHold = {} } = format;
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
          const told = remarks.map(({ code }) => code);
          expect(told).toEqual(told.filter((code) => LOST[name]?.[type]?.includes(code)));
          if (told.length > 0) return;
          const blocks = readBack(format, withoutCopy(text));
          if (IS_PROGRAM[name]?.includes(type)) {
            expect(blocks.flatMap((block) => block.remarks)).toMatchObject([
              { code: 'template_not_carried' },
            ]);
            return;
          }
          expect(blocks.flatMap((block) => block.remarks)).toEqual([]);
          expect(comparable(blocks.map((block) => asStored(block.question)))).toEqual(comparable([each]));
        }),
        { numRuns: Object.hasOwn(cannotHold, type) ? 1 : runsOf(type) },
      );
    },
  );

  it.each(
    HOLD_ALL.flatMap((name) =>
      ALL_QUESTION_TYPES.map((described): [string, string, AnyQuestionType] => [
        name,
        described.name,
        described,
      ]),
    ),
  )('in %s, of the type %s: are the very same with all that they may have', (name, type, described) => {
    const format = formatOf(name);
    const seen = new Set<string>();
    fc.assert(
      fc.property(wholeQuestionOf(described), (each) => {
        for (const field of Object.keys(each.definition)) seen.add(field);
        const { text, remarks } = format.write(each, { files: filesOf(each) });
        expect(remarks.map(({ code }) => code)).not.toContain('type_not_carried');
        const blocks = [...format.read(`${format.head ?? ''}${text}${format.foot ?? ''}`)];
        expect(blocks.flatMap((block) => checkedBlock(block).remarks)).toEqual([]);
        const [block] = blocks;
        const back = contentOf((block && withOwnFiles(block)) as NewQuestion);
        const { tags, ...question } = each;
        expect({ ...back, promptHtml: '', feedbackHtml: '' }).toEqual({
          ...{ ...question, promptHtml: '', feedbackHtml: '' },
        });
        if (!WITHOUT_TAGS.has(name)) expect(block?.question?.tags ?? []).toEqual(tags);
      }),
      { numRuns: runsOf(type) },
    );
    // Whatever a type may have was tried.
    expect([...seen].sort()).toEqual([...seen, ...fieldsOf(described)].sort().filter(isFirst));
  });
});

/** As the API describes them. */
function fieldsOf({ Definition }: AnyQuestionType): string[] {
  const listed = Reflect.getMetadata(
    'swagger/apiModelPropertiesArray',
    Definition.prototype as object,
  ) as string[];
  return listed.map((field) => field.replace(/^:/, ''));
}

function isFirst<T>(value: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(value) === index;
}
