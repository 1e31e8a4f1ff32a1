import { readRule } from '../../../../src/modules/courses/release/dto/reading';
import { InvalidError } from '../../../../src/shared/errors/domain-error';
import { KINDS } from './ruled-course';

const ID = '01990000-0000-7000-8000-00000000ac01';
const read = (sent: unknown) => readRule(sent, 'release', KINDS);

function faultsOf(sent: unknown): string[] {
  try {
    read(sent);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return error.fields.map(({ field, rule }) => `${field} ${rule}`);
  }
}

const nobody = { kind: 'person', userIds: [] };
const nested = (depth: number): object => (depth === 1 ? nobody : { kind: 'not', rule: nested(depth - 1) });

describe('a release rule in a request', () => {
  it('is stored as plain JSON, without what says nothing', () => {
    const stored = read({
      kind: 'all',
      shown: true,
      of: [
        {
          kind: 'date',
          from: { at: '2026-09-07T08:00:00+02:00' },
          until: { daysAfterStart: 3, time: '17:30' },
        },
        {
          kind: 'at_least',
          count: 1,
          shown: false,
          of: [{ kind: 'completion', activityId: ID.toUpperCase(), state: 'passed' }],
        },
        { kind: 'not', rule: { kind: 'score', activityId: ID, max: '50.0', shown: false } },
        { kind: 'any', of: [{ kind: 'person', userIds: [ID] }] },
      ],
    });
    expect(JSON.parse(JSON.stringify(stored))).toEqual({
      kind: 'all',
      of: [
        {
          kind: 'date',
          from: { at: '2026-09-07T06:00:00.000Z' },
          until: { daysAfterStart: 3, time: '17:30' },
        },
        {
          kind: 'at_least',
          count: 1,
          shown: false,
          of: [{ kind: 'completion', activityId: ID, state: 'passed' }],
        },
        {
          kind: 'not',
          rule: { kind: 'score', activityId: ID, lineItemId: null, min: null, max: '50', shown: false },
        },
        { kind: 'any', of: [{ kind: 'person', userIds: [ID] }] },
      ],
    });
  });

  it('is null where there is to be none', () => {
    expect(read(null)).toBeNull();
  });

  it.each(KINDS.all().map(({ name, example }) => [name, example]))(
    'reads the example of %s',
    (_, example) => {
      expect(faultsOf(example)).toEqual([]);
    },
  );

  it('may be 5 deep and no deeper', () => {
    expect(faultsOf(nested(5))).toEqual([]);
    expect(faultsOf(nested(6))).toEqual(['release.rule.rule.rule.rule.rule maxDepth']);
  });

  it('may have 50 parts and no more', () => {
    const of = (length: number) => ({ kind: 'any', of: Array.from({ length }, () => nobody) });
    expect(faultsOf(of(49))).toEqual([]);
    expect(faultsOf(of(50))).toEqual(['release.of[49] maxNodes']);
    expect(faultsOf(of(100_000))).toEqual(['release.of[49] maxNodes']);
  });

  it.each<[string, unknown, string[]]>([
    ['a text', 'open', ['release isRule']],
    ['a list', [nobody], ['release isRule']],
    ['no kind', {}, ['release isRule']],
    ['a kind that is not known', { kind: 'guild' }, ['release isRule']],
    ['a name of every object', { kind: 'constructor' }, ['release isRule']],
    ['nothing in a group', { kind: 'all', of: [] }, ['release.of minItems']],
    ['no list', { kind: 'any', of: {} }, ['release.of isArray']],
    ['nothing under not', { kind: 'not' }, ['release.rule required']],
    ['null under not', { kind: 'not', rule: null }, ['release.rule isObject']],
    ['a field too many', { ...nobody, of: [] }, ['release.of unknownField']],
    ['none of none', { kind: 'at_least', count: 0, of: [nobody] }, ['release.count min']],
    ['shown as null', { ...nobody, shown: null }, ['release.shown isBoolean']],
    ['a date without an end', { kind: 'date' }, ['release isInterval']],
    [
      'a moment of two sorts',
      { kind: 'date', from: { at: '2026-09-07T06:00:00Z', daysAfterStart: 1 } },
      ['release.from isMoment'],
    ],
    ['a moment of no sort', { kind: 'date', until: {} }, ['release.until isMoment']],
    [
      'a time of an instant',
      { kind: 'date', from: { at: '2026-09-07T06:00:00Z', time: '10:00' } },
      ['release.from.time isMoment'],
    ],
    [
      'a time that no clock shows',
      { kind: 'date', from: { daysAfterStart: 1, time: '24:00' } },
      ['release.from.time matches'],
    ],
    [
      'days that are no number',
      { kind: 'date', from: { daysAfterStart: 1.5 } },
      ['release.from.daysAfterStart isInt'],
    ],
    ['a score of nothing', { kind: 'score', min: '50' }, ['release isTarget']],
    [
      'a score of two things',
      { kind: 'score', min: '50', activityId: ID, lineItemId: ID },
      ['release isTarget'],
    ],
    ['a score without a range', { kind: 'score', activityId: ID }, ['release isRange']],
    ['a score that is no decimal', { kind: 'score', activityId: ID, min: 50 }, ['release.min isDecimalText']],
    [
      'a state that there is not',
      { kind: 'completion', activityId: ID, state: 'done' },
      ['release.state isIn'],
    ],
    ['somebody twice', { kind: 'person', userIds: [ID, ID] }, ['release.userIds arrayUnique']],
    [
      'several faults, each with its place',
      { kind: 'all', of: [{ kind: 'person' }, { kind: 'not', rule: { kind: 'date' } }] },
      ['release.of[0].userIds required', 'release.of[1].rule isInterval'],
    ],
  ])('refuses %s', (_, sent, expected) => {
    expect(faultsOf(sent)).toEqual(expected);
  });
});
