import { insertStatement } from '../../../src/shared/database/insert-text';

const COLUMNS = ['id', 'note', 'points'];

describe('the text of an INSERT', () => {
  it('leaves what no row says as NULL in the text, and sends the rest in the order of the columns', () => {
    const rows = [
      ['a', null, 1],
      ['b', null, null],
    ];
    expect(insertStatement('marks', COLUMNS, rows)).toEqual({
      sql: 'INSERT INTO marks (id, note, points) VALUES (?, NULL, ?), (?, NULL, ?)',
      values: ['a', 1, 'b', null],
    });
  });

  it('sends a column of which one row says something, also what stands for nothing: 0, false and an empty text', () => {
    for (const value of [0, false, ''])
      expect(insertStatement('marks', COLUMNS, [['a', value, null]])).toEqual({
        sql: 'INSERT INTO marks (id, note, points) VALUES (?, ?, NULL)',
        values: ['a', value],
      });
  });

  it('tells apart texts of other tables, rows and updates with the same columns', () => {
    const update = 'note = VALUES(note)';
    const texts = [
      insertStatement('marks', COLUMNS, [['a', 'b', 1]]),
      insertStatement('drafts', COLUMNS, [['a', 'b', 1]]),
      insertStatement('marks', COLUMNS, [
        ['a', 'b', 1],
        ['c', 'd', 2],
      ]),
      insertStatement('marks', COLUMNS, [['a', 'b', 1]], update),
    ].map(({ sql }) => sql);
    expect(new Set(texts).size).toBe(4);
    expect(texts[3]).toBe(
      'INSERT INTO marks (id, note, points) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE note = VALUES(note)',
    );
    expect(insertStatement('marks', COLUMNS, [['x', 'y', 2]]).sql).toBe(texts[0]);
  });
});
