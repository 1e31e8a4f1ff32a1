import { readAhead } from '../../../src/modules/rostering/bundle/read-ahead';
import { RecentMap } from '../../../src/modules/rostering/import/references';
import { differ, sameRow } from '../../../src/modules/rostering/import/row-differences';
import { writeTolerantly } from '../../../src/modules/rostering/import/write-tolerantly';
import { storedDecimal } from '../../../src/modules/rostering/kinds/stored-values';
import { foldedName } from '../../../src/modules/rostering/kinds/users/same-person';
import { collected } from '../../support/bundle-rows';

describe('storedDecimal', () => {
  it.each([
    ['78', '78.0000'],
    ['0', '0.0000'],
    ['-0.00001', '0.0000'],
    ['007', '7.0000'],
    ['12.125', '12.1250'],
    ['0.00005', '0.0001'],
    ['-0.00005', '-0.0001'],
    ['99999999.99994', '99999999.9999'],
    ['-12', '-12.0000'],
  ])('storedDecimal returns %s in the form of the database: %s', (written, stored) => {
    expect(storedDecimal(written)).toBe(stored);
  });
});

describe('writeTolerantly', () => {
  const duplicate = (): Error => Object.assign(new Error('Duplicate entry'), { errno: 1062 });

  it.each([[[]], [[0]], [[7]], [[3, 4]], [[0, 5, 9]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]])(
    'writeTolerantly writes all of ten items except those that a unique index refuses: %j',
    async (refused: number[]) => {
      const written: number[] = [];
      const items = Array.from({ length: 10 }, (_, index) => index);
      const found = await writeTolerantly(items, (batch) => {
        if (batch.some((item) => refused.includes(item))) return Promise.reject(duplicate());
        written.push(...batch);
        return Promise.resolve();
      });
      expect(found.map(({ item }) => item)).toEqual(refused);
      expect(written).toEqual(items.filter((item) => !refused.includes(item)));
    },
  );

  it('writeTolerantly sends one statement if no item is refused, and none without items', async () => {
    const written: (readonly number[])[] = [];
    const write = async (batch: readonly number[]): Promise<void> => void written.push(batch);
    await writeTolerantly([1, 2, 3], write);
    await writeTolerantly([], write);
    expect(written).toEqual([[1, 2, 3]]);
  });

  it('writeTolerantly throws every other error', async () => {
    const other = new Error('the store is away');
    await expect(writeTolerantly([1, 2], () => Promise.reject(other))).rejects.toBe(other);
  });
});

describe('readAhead', () => {
  async function* numbers(events: string[], upTo: number): AsyncGenerator<number> {
    try {
      for (let number = 1; number <= upTo; number += 1) {
        events.push(`read ${number}`);
        yield number;
      }
      if (upTo === 2) throw new Error('torn');
    } finally {
      events.push('closed');
    }
  }

  it('readAhead reads the next item while the last one is in use, and yields all items in order', async () => {
    const events: string[] = [];
    for await (const number of readAhead(numbers(events, 3))) {
      await Promise.resolve();
      events.push(`used ${number}`);
    }
    expect(events).toEqual(['read 1', 'read 2', 'used 1', 'read 3', 'used 2', 'closed', 'used 3']);
  });

  it('readAhead yields the items before an error, then throws it', async () => {
    const seen: number[] = [];
    const reading = (async () => {
      for await (const number of readAhead(numbers([], 2))) seen.push(number);
    })();
    await expect(reading).rejects.toThrow('torn');
    expect(seen).toEqual([1, 2]);
  });

  it('readAhead closes its source if the caller stops early', async () => {
    const events: string[] = [];
    for await (const number of readAhead(numbers(events, 9))) if (number === 2) break;
    expect(events.at(-1)).toBe('closed');
    expect(await collected(readAhead(numbers([], 0)))).toEqual([]);
  });
});

describe('RecentMap', () => {
  it('a RecentMap drops entries that were not used recently, and holds at most two generations', () => {
    const recent = new RecentMap<number>(3);
    for (let number = 0; number < 9; number += 1) {
      recent.set(String(number), number);
      expect(recent.get('0')).toBe(0);
    }
    expect(recent.get('1')).toBeUndefined();
    expect(recent.get('8')).toBe(8);
    const held = Array.from({ length: 9 }, (_, number) => recent.get(String(number))).filter(
      (value) => value !== undefined,
    );
    expect(held.length).toBeLessThanOrEqual(6);
  });
});

describe('sameRow and differ', () => {
  const at = new Date('2025-10-01T09:00:00Z');
  const row = { title: 'Biology', at, end: null };

  it('sameRow and differ treat rows with equal values as the same, and compare instants by their time', () => {
    expect(sameRow(row, { ...row, at: new Date(at) })).toBe(true);
    expect(sameRow(row, { ...row, at: new Date(0) })).toBe(false);
    expect(sameRow(row, { ...row, end: at })).toBe(false);
  });

  it('sameRow and differ compare only the given fields', () => {
    expect(differ(row, { ...row, title: 'biology' }, ['title'])).toBe(true);
    expect(differ(row, { ...row, title: 'biology' }, ['at', 'end'])).toBe(false);
  });
});

describe('foldedName', () => {
  it('foldedName ignores letter case, accents and spaces at the end', () => {
    expect(foldedName('Chloë ')).toBe(foldedName('CHLOE'));
    expect(foldedName('bao')).not.toBe(foldedName('boa'));
  });
});
