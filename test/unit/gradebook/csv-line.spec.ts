import { parse } from 'csv-parse/sync';
import { csvLine } from '../../../src/modules/gradebook/grid/csv-line';

describe('a line of CSV', () => {
  it('gives back any text and number that went in', () => {
    const texts = ['plain', 'a, b', 'say "x"', 'two\r\nlines', '', 'ö 数'];
    const [row] = parse(csvLine([...texts, { number: '-3.5' }, { number: null }]));
    expect(row).toEqual([...texts, '-3.5', '']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])(
    'makes text of what a spreadsheet would run: %j',
    (text) => {
      expect(parse(csvLine([text]))).toEqual([[`'${text}`]]);
    },
  );
});
