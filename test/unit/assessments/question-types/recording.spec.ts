import { mediaTypeOf } from '../../../../src/modules/files/media-types';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  filesOfResponse,
  needsMark,
  responseFaultsOf,
  responseFileFaults,
  summaryOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { inEnglish } from '../../../../src/shared/sentences/say';

const MEGABYTE = 1024 * 1024;
const ONE = '01990000-0000-7000-8000-000000000001';
const DEFINITION = { medium: 'audio', maxSeconds: 60, maxMegabytes: 2 };
const read = (changes: object): ReturnType<typeof readDefinition> =>
  readDefinition('recording', { ...DEFINITION, ...changes });
const valid = (changes: object): QuestionDefinition => read(changes).definition!;

describe('a question that is answered by a recording', () => {
  it.each<[what: string, changes: object, field: string]>([
    ['another medium', { medium: 'smell' }, 'medium'],
    ['no second', { maxSeconds: 0 }, 'maxSeconds'],
    ['more than two hours', { maxSeconds: 7201 }, 'maxSeconds'],
    ['a second and a half', { maxSeconds: 1.5 }, 'maxSeconds'],
    ['no megabyte', { maxMegabytes: 0 }, 'maxMegabytes'],
  ])('is refused with %s', (_what, changes, field) => {
    expect(read(changes).faults.map((fault) => fault.field)).toEqual([`definition.${field}`]);
  });

  it('shows learners how long it may be, and no notes for markers', () => {
    const whole = valid({ markerNotes: 'zebra-secret' });
    expect(questionTypeOf(whole).viewOf(whole, null)).toEqual({ type: 'recording', ...DEFINITION });
  });

  it.each<[what: string, response: unknown]>([
    ['a list', [ONE]],
    ['a name', 'answer.wav'],
    ['a number', 7],
    ['an id in capitals', '01990000-0000-7000-8000-0000000000AA'],
  ])('takes no response of %s', (_what, response) => {
    expect(responseFaultsOf(valid({}), response)).toMatchObject([{ field: 'response', rule: 'isUuid' }]);
    expect(filesOfResponse(valid({}), response)).toEqual([]);
  });

  it.each<[medium: string, mediaType: string, isTaken: boolean]>([
    ['audio', 'audio/mpeg', true],
    ['audio', 'video/webm', true], // as browsers record sound
    ['audio', 'application/pdf', false],
    ['video', 'video/mp4', true],
    ['video', 'audio/wav', false],
    ['video', 'image/gif', false],
  ])('of the medium %s: whether a file of the type %s is taken', (medium, mediaType, isTaken) => {
    const file = { id: ONE, mediaType, bytes: 2 * MEGABYTE, width: null, height: null } as never;
    const rules = (of: [string, never][]): unknown =>
      responseFileFaults(valid({ medium }), ONE, new Map(of)).map(({ rule }) => rule);
    expect(rules([[ONE, file]])).toEqual(isTaken ? [] : ['isOfType']);
    expect(rules([])).toEqual(['isOwnFile']);
  });

  it('is of a size at most, and waits for a mark', () => {
    const file = { id: ONE, mediaType: 'audio/wav', bytes: 2 * MEGABYTE + 1, width: null, height: null };
    expect(responseFileFaults(valid({}), ONE, new Map([[ONE, file as never]]))).toMatchObject([
      { field: 'response', rule: 'maxBytes' },
    ]);
    expect([needsMark(valid({}), ONE, '3'), needsMark(valid({}), null, '3')]).toEqual([true, false]);
    const said = (medium: string): string => inEnglish(summaryOf(valid({ medium }), ONE) as never);
    expect([said('audio'), said('video')]).toEqual(['A sound recording', 'A video recording']);
  });

  it('has an example that is a recording by its content', async () => {
    const [file] = questionTypeOf({ type: 'recording' }).example.files!;
    expect(await mediaTypeOf(file!.content())).toBe('audio/wav');
  });
});
