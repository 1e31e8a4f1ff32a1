import {
  asCell,
  judgeCell,
  readCell,
  type SaidCell,
} from '../../../src/modules/gradebook/exchange/sheet-cell';
import {
  isSameCell,
  itemHead,
  lineMark,
  markHead,
  readItemHead,
  readLineMark,
  readMarkHead,
  shownCell,
} from '../../../src/modules/gradebook/exchange/gradebook-sheet';
import type { ResultValue } from '../../../src/modules/gradebook';

const COURSE = '01990000-0000-7000-8000-000000000001';
const ITEM = '01990000-0000-7000-8000-000000000002';
const OTHER = '01990000-0000-7000-8000-000000000003';
const item = {
  ...{ id: ITEM, title: 'Report', min: '0.0000', max: '20.0000', isQuiz: false, isArchived: false },
};

function said(text: string, hasDecimalCommas = false): SaidCell | string | undefined {
  const read = readCell(text, hasDecimalCommas);
  return read && 'code' in read ? read.code : read;
}

function valueOf(cell: string): ResultValue | undefined {
  const read = said(cell);
  return typeof read === 'object' ? ({ ...read } as ResultValue) : undefined;
}

describe('a cell of a sheet', () => {
  it.each([
    ['17.5', '17.5'],
    [' 17.50 ', '17.5'],
    ['+3', '3'],
    ['007', '7'],
    ['-0', '0'],
    ['-2.5', '-2.5'],
    ['0.0001', '0.0001'],
    ['1.10000000', '1.1'],
  ])('reads %j as the score %s', (text, score) => {
    expect(said(text)).toEqual({ score, scoreStatus: 'fully graded' });
  });

  it.each([
    'NaN',
    '1e400',
    'Infinity',
    '0x10',
    '1.',
    '.5',
    '=1+1',
    '5/10',
    '12 %',
    '1,5',
    '1 000',
    '9'.repeat(61),
  ])('reads %j as no score', (text) => {
    expect(said(text)).toBe('not_a_score');
  });

  it('reads a comma as the decimal sign only where commas do not separate cells', () => {
    expect(said('17,5', true)).toEqual({ score: '17.5', scoreStatus: 'fully graded' });
    expect(said('1,234,5', true)).toBe('not_a_score');
    expect(said('1.23456')).toBe('too_many_decimals');
    expect(said('  ')).toBeUndefined();
  });

  it('reads back what a sheet shows of any result', () => {
    for (const scoreStatus of ['exempt', 'not submitted', 'submitted'] as const)
      expect(said(shownCell({ score: null, scoreStatus }))).toEqual({ score: null, scoreStatus });
    for (const score of ['0.0000', '17.5000', '-3.1250', '1000000.0000'])
      expect(
        isSameCell(asCell(said(shownCell({ score, scoreStatus: 'fully graded' })) as SaidCell), score),
      ).toBe(true);
  });

  it('changes a result only if the file and not the gradebook has another value than the export', () => {
    const values = ['', '5', '5.0', '7', 'excused', 'not submitted', 'submitted'];
    for (const exported of [undefined, ...values])
      for (const stands of values)
        for (const typed of values.filter((text) => text !== '')) {
          const facts = {
            item,
            exported,
            present: valueOf(stands),
            overwrite: false,
            overrideQuizzes: false,
          };
          const verdict = judgeCell(said(typed) as SaidCell, facts);
          const same = (one: string, other: string): boolean =>
            one.replace('.0', '') === other.replace('.0', '');
          const expected =
            same(typed, stands) || (exported !== undefined && same(typed, exported))
              ? 'unchanged'
              : exported === undefined
                ? stands === '' || stands === 'submitted'
                  ? 'change'
                  : 'has_result'
                : same(exported, stands)
                  ? 'change'
                  : 'changed_since';
          const told = typeof verdict === 'string' ? verdict : verdict.code;
          expect([exported, stands, typed, told]).toEqual([exported, stands, typed, expected]);
        }
  });

  it('takes away a score, and nothing where there is none', () => {
    const none = said('none') as SaidCell;
    const judge = (stands: string): unknown =>
      judgeCell(none, {
        item,
        exported: stands,
        present: valueOf(stands),
        overwrite: false,
        overrideQuizzes: false,
      });
    expect(judge('5')).toBe('change');
    for (const stands of ['', 'excused', 'not submitted', 'submitted'])
      expect(judge(stands)).toBe('unchanged');
  });
});

describe('the heads and marks of a sheet', () => {
  it('read back whose they are, whatever the title', () => {
    for (const title of ['Report', 'A [b] (of 3)', `[${OTHER}]`, 'x, "y"; z'])
      expect(readItemHead(itemHead({ id: ITEM, title, max: '20.0000' }))).toEqual({ itemId: ITEM });
    expect(readItemHead('Report (of 20)')).toEqual({ title: 'Report (of 20)', shortTitle: 'Report' });
    expect(readItemHead('Report (of 20, after lateness)')).toBe('counted');
    expect(readMarkHead(markHead(COURSE, [ITEM, OTHER]))).toEqual({
      courseId: COURSE,
      itemIds: [ITEM, OTHER],
    });
    expect(readMarkHead(markHead(COURSE, []))).toEqual({ courseId: COURSE, itemIds: [] });
    expect(readMarkHead(itemHead({ id: ITEM, title: 'As exported', max: '1' }))).toBeUndefined();
    expect(readLineMark(lineMark(OTHER, ['5', '', 'excused'], ['50', '']))).toEqual({
      ...{ userId: OTHER, cells: ['5', '', 'excused', '50', ''] },
    });
    expect(readLineMark('5|6')).toBeUndefined();
  });
});
