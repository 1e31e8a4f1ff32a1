import { BoundedMap } from '../../../src/shared/collections/bounded-map';

describe('a map of bounded size', () => {
  const lengths = (most: number): BoundedMap<string> => new BoundedMap<string>(most, ({ length }) => length);

  it('the oldest values make room, as many as it takes and no more', () => {
    const map = lengths(10);
    for (const key of ['a', 'b', 'c']) map.set(key, key.repeat(3));
    map.set('d', 'dddd');
    expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([undefined, 'bbb', 'ccc', 'dddd']);
  });

  it('a value set again counts once, and is the newest', () => {
    const map = lengths(6);
    map.set('a', 'aaa');
    map.set('b', 'bbb');
    map.set('a', 'AAA');
    map.set('c', 'ccc');
    expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual(['AAA', undefined, 'ccc']);
  });

  it('what is larger than all of it is not kept, and drives nothing else out', () => {
    const map = lengths(5);
    map.set('a', 'aaa');
    map.set('b', 'bbbbbb');
    expect([map.get('a'), map.get('b')]).toEqual(['aaa', undefined]);
  });

  it('counts values where no size is given', () => {
    const map = new BoundedMap<number>(2);
    for (const number of [1, 2, 3]) map.set(String(number), number);
    expect(['1', '2', '3'].map((key) => map.get(key))).toEqual([undefined, 2, 3]);
  });
});
