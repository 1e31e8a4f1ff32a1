import { parse } from 'csv-parse/sync';
import { csvLines } from '../../../src/shared/text/csv-lines';

describe('csvLines', () => {
  it('csvLines gives back any text and number that went in', () => {
    const texts = ['plain', 'a, b', 'say "x"', 'two\r\nlines', '', 'ö 数', ' '];
    const rows = [
      [...texts, { number: '-3.5' }, { number: null }],
      [...texts.toReversed(), { number: '0' }, { number: '1' }],
    ];
    expect(parse(csvLines(rows))).toEqual([
      [...texts, '-3.5', ''],
      [...texts.toReversed(), '0', '1'],
    ]);
  });

  it('csvLines quotes every text and no number, and ends lines as Windows does', () => {
    expect(csvLines([['a', '', 'b"c', { number: '-3.5' }, { number: null }]])).toBe(
      '"a","","b""c",-3.5,\r\n',
    );
    expect(csvLines([])).toBe('');
  });

  it('csvLines quotes only what needs it where it is told so', () => {
    expect(csvLines([['a', '', 'b, c', 'd"e', '=1', 'f\ng']], 'where needed')).toBe(
      'a,,"b, c","d""e",\'=1,"f\ng"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    'csvLines makes text of %j, which a spreadsheet would run',
    (text) => {
      expect(parse(csvLines([[text]]))).toEqual([[`'${text}`]]);
    },
  );
});
