import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { questionTypeOf } from '../../../../src/modules/assessments/question-types/registry';
import {
  filesOfResponse,
  isCompleteResponse,
  isSameResponse,
  needsMark,
  responseFaultsOf,
  responseFileFaults,
} from '../../../../src/modules/assessments/question-types/responses';

const MEGABYTE = 1024 * 1024;
const [ONE, TWO, THREE] = [1, 2, 3].map((last) => `01990000-0000-7000-8000-00000000000${last}`) as [
  string,
  string,
  string,
];

const DEFINITION = {
  ...{ minFiles: 2, maxFiles: 2, mediaTypes: ['application/pdf', 'image/png'], maxMegabytes: 1 },
};
const read = (changes: object): ReturnType<typeof readDefinition> =>
  readDefinition('file', { ...DEFINITION, ...changes });
const definition = read({}).definition as QuestionDefinition;
const facts = (id: string, changes: object = {}): [string, never] => [
  id,
  { id, mediaType: 'application/pdf', bytes: MEGABYTE, width: null, height: null, ...changes } as never,
];

describe('a question that is answered by files', () => {
  it.each<[what: string, changes: object, field: string]>([
    ['no file at all', { minFiles: 0 }, 'minFiles'],
    ['twenty-one files', { maxFiles: 21 }, 'maxFiles'],
    ['fewer files at most than at least', { maxFiles: 1 }, 'maxFiles'],
    ['no type', { mediaTypes: [] }, 'mediaTypes'],
    ['a type that nobody can upload', { mediaTypes: ['text/html'] }, 'mediaTypes'],
    ['a type twice', { mediaTypes: ['image/png', 'image/png'] }, 'mediaTypes[1]'],
    ['a size of nothing', { maxMegabytes: 0 }, 'maxMegabytes'],
    ['a template without an id', { templates: [{}] }, 'templates[0].fileId'],
    ['a template twice', { templates: [{ fileId: ONE }, { fileId: ONE }] }, 'templates[1].fileId'],
    ['eleven templates', { templates: Array.from({ length: 11 }, () => ({ fileId: ONE })) }, 'templates'],
  ])('is refused with %s', (_what, changes, field) => {
    expect(read(changes).faults.map((fault) => fault.field)).toEqual([`definition.${field}`]);
  });

  it('shows learners what it takes and its templates, and no notes for markers', () => {
    const whole = read({ templates: [{ fileId: ONE }], markerNotes: 'zebra-secret' }).definition!;
    expect(questionTypeOf(whole).viewOf(whole, null)).toEqual({
      ...{ type: 'file', ...DEFINITION },
      templates: [{ fileId: ONE }],
    });
    expect(questionTypeOf(whole).filesOf?.(whole)).toEqual([{ field: 'templates[0].fileId', fileId: ONE }]);
  });

  it.each<[what: string, response: unknown, field: string, rule: string]>([
    ['an id alone', ONE, 'response', 'isArray'],
    ['an object', { 0: ONE }, 'response', 'isArray'],
    ['three files where two are taken', [ONE, TWO, THREE], 'response', 'arrayMaxSize'],
    ['the same file twice', [ONE, ONE], 'response[1]', 'unique'],
    ['a name', ['essay.pdf'], 'response[0]', 'isUuid'],
    ['an address', [`/v1/files/${ONE}/content`], 'response[0]', 'isUuid'],
    ['an object in the place of an id', [{ fileId: ONE }], 'response[0]', 'isUuid'],
    ['an id in capitals', ['01990000-0000-7000-8000-0000000000AA'], 'response[0]', 'isUuid'],
  ])('takes no response of %s', (_what, response, field, rule) => {
    expect(responseFaultsOf(definition, response)).toMatchObject([{ field, rule }]);
    expect(filesOfResponse(definition, response)).toEqual([]);
  });

  it('takes files of the learner alone, of the types and the size that it names', () => {
    const faultsOf = (...files: [string, never][]): unknown =>
      responseFileFaults(definition, [ONE, TWO], new Map(files)).map(({ field, rule }) => `${field} ${rule}`);
    expect(faultsOf(facts(ONE), facts(TWO, { mediaType: 'image/png' }))).toEqual([]);
    expect(faultsOf(facts(TWO))).toEqual(['response[0] isOwnFile']);
    expect(faultsOf(facts(ONE), facts(TWO, { mediaType: 'text/plain' }))).toEqual(['response[1] isOfType']);
    expect(faultsOf(facts(ONE, { bytes: MEGABYTE + 1 }), facts(TWO))).toEqual(['response[0] maxBytes']);
  });

  it('is complete with its least number of files, in whatever order they are', () => {
    expect(isCompleteResponse(definition, [ONE, TWO])).toBe(true);
    expect(isCompleteResponse(definition, [ONE])).toBe(false);
    expect(isSameResponse(definition, [ONE, TWO], [TWO, ONE])).toBe(true);
    expect(isSameResponse(definition, [ONE, TWO], [ONE])).toBe(false);
    const remarks = (response: string[]): unknown =>
      questionTypeOf(definition)
        .response.remarksOf?.(response, definition)
        .map(({ code }) => code);
    expect([remarks([]), remarks([ONE]), remarks([ONE, TWO])]).toEqual([[], ['too_few_files'], []]);
  });

  it('waits for a mark with any file, and for none without', () => {
    expect(needsMark(definition, [ONE], '4')).toBe(true);
    expect(needsMark(definition, [], '4')).toBe(false);
    expect(needsMark(definition, null, '4')).toBe(false);
  });
});
