import { stuckRows } from '../../../src/modules/rostering/import/waiting-rows';
import type { ReadRow } from '../../../src/modules/rostering/import/read-row';

type Parents = Record<string, string | null>;

function rowsOf(parents: Parents): ReadRow[] {
  return Object.keys(parents).map((sourcedId, line) => ({
    line,
    record: { sourcedId } as ReadRow['record'],
  }));
}

function stuckOf(parents: Parents): { stuck: string[]; others: string[] } {
  const { stuck, others } = stuckRows(rowsOf(parents), ({ record }) => [parents[record.sourcedId] ?? '']);
  const ids = (rows: ReadRow[]): string[] => rows.map(({ record }) => record.sourcedId);
  return { stuck: ids(stuck), others: ids(others) };
}

describe('rows that wait for a parent in vain', () => {
  it('are those whose parent does not wait; the others wait for them', () => {
    expect(stuckOf({ leaf: 'branch', branch: 'root', root: 'nowhere', other: 'elsewhere' })).toEqual({
      stuck: ['root', 'other'],
      others: ['leaf', 'branch'],
    });
  });

  it('are those of a circle, but not those below it', () => {
    expect(stuckOf({ below: 'a', a: 'b', b: 'c', c: 'a', deeper: 'below' })).toEqual({
      stuck: ['a', 'b', 'c'],
      others: ['below', 'deeper'],
    });
  });

  it('are all rows in the end, whatever their parents', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const ids = Array.from({ length: 12 }, (_, index) => `r${index}`);
      const parents: Parents = {};
      for (const [index, id] of ids.entries())
        parents[id] = `r${(seed * 7 + index * index * 5 + (seed % (index + 2))) % 14}`;
      let rows = rowsOf(parents);
      let rounds = 0;
      for (; rows.length > 0; rounds += 1) {
        const { stuck, others } = stuckRows(rows, ({ record }) => [parents[record.sourcedId] ?? '']);
        expect(stuck.length).toBeGreaterThan(0);
        rows = others;
      }
      expect(rounds).toBeLessThanOrEqual(ids.length);
    }
  });
});
