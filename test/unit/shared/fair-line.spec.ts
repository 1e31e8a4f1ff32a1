import { FairLine } from '../../../src/shared/heavy-reads/fair-line';

const all = (): boolean => true;

function drained(line: FairLine<string>): (string | undefined)[] {
  return Array.from({ length: line.size }, () => line.next(all));
}

describe('FairLine', () => {
  it('a line lets people take turns, whoever came with how much', () => {
    const line = new FairLine<string>(10);
    for (const entry of ['a1', 'a2', 'a3']) line.enter('a', entry);
    line.enter('b', 'b1');
    line.enter('c', 'c1');
    expect(drained(line)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
    expect([line.size, line.next(all)]).toEqual([0, undefined]);
  });

  it('a full line makes room for a newcomer at the cost of whoever has the most, and refuses one who has as much', () => {
    const line = new FairLine<string>(3);
    for (const entry of ['a1', 'a2', 'a3']) line.enter('a', entry);
    expect(line.enter('a', 'a4')).toBe('a4');
    expect(line.enter('b', 'b1')).toBe('a3');
    expect(line.enter('b', 'b2')).toBe('b2');
    expect(drained(line)).toEqual(['a1', 'b1', 'a2']);
  });

  it('a full line lets in what was promised a place, and never drops it', () => {
    const line = new FairLine<string>(1);
    line.enter('a', 'a1', true);
    expect(line.enter('a', 'a2', true)).toBeUndefined();
    expect(line.enter('b', 'b1')).toBe('b1');
    expect(drained(line)).toEqual(['a1', 'a2']);
  });

  it('a line passes over entries that may not go on yet, and forgets those that leave', () => {
    const line = new FairLine<string>(5);
    line.enter('a', 'a1');
    line.enter('b', 'b1');
    expect(line.next((entry) => entry !== 'a1')).toBe('b1');
    line.leave('a', 'a1');
    line.leave('a', 'never there');
    expect([line.size, line.next(all)]).toEqual([0, undefined]);
  });
});
