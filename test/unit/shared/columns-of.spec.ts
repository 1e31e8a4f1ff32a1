import 'reflect-metadata';
import { Entity } from 'typeorm';
import { BooleanColumn, IdColumn, JsonColumn } from '../../../src/shared/database/columns';
import { columnsOf } from '../../../src/shared/database/columns-of';
import { newId, toBinary } from '../../../src/shared/database/ids';

@Entity('papers')
class Paper {
  @IdColumn() id: string;
  @JsonColumn({ nullable: true }) rules: { limit: number } | null;
  @BooleanColumn({ nullable: true }) isLate: boolean | null;
}

@Entity('places')
class Place {
  @IdColumn() id: string;
}

const OF_ALL = columnsOf(Paper, 'p', { paperId: 'id', rules: 'rules', isLate: 'isLate' });
const ASKED = OF_ALL.once('q.place = 1').and(columnsOf(Place, 'q', ['id']));

describe('columns that all rows share', () => {
  it('the statement asks for them once', () => {
    expect(ASKED.sql).toBe(
      'CASE WHEN q.place = 1 THEN p.id END AS `paperId`, CASE WHEN q.place = 1 THEN p.rules END AS `rules`, ' +
        'CASE WHEN q.place = 1 THEN p.is_late END AS `isLate`, q.id AS `id`',
    );
  });

  it('every row has them, whichever row they came with', () => {
    const [paperId, ...ids] = [newId(), newId(), newId(), newId()] as [string, ...string[]];
    for (const sent of ids.keys()) {
      const rows = ids.map((id, index) =>
        index === sent
          ? { paperId: toBinary(paperId), rules: '{"limit":60}', isLate: 0, id: toBinary(id) }
          : { paperId: null, rules: null, isLate: null, id: toBinary(id) },
      );
      expect(ASKED.toRows(rows)).toEqual(
        ids.map((id) => ({ paperId, rules: { limit: 60 }, isLate: false, id })),
      );
    }
  });

  it('what is NULL in the row that has them is null in all rows', () => {
    const [paperId, one, other] = [newId(), newId(), newId()];
    const rows = [
      { paperId: null, rules: null, isLate: null, id: toBinary(one) },
      { paperId: toBinary(paperId), rules: null, isLate: null, id: toBinary(other) },
    ];
    expect(ASKED.toRows(rows)).toEqual([
      { paperId, rules: null, isLate: null, id: one },
      { paperId, rules: null, isLate: null, id: other },
    ]);
  });

  it('no rows are no rows', () => {
    expect(ASKED.toRows([])).toEqual([]);
  });
});
