import * as fc from 'fast-check';
import { parse } from 'uuid';
import { fromBinary, isId, newId, toBinary } from '../../../src/shared/database/ids';

describe('newId', () => {
  it('newId makes ids that all differ and sort in the order in which they were made', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
  });

  it('newId makes UUIDs of version 7, which begin with the instant', () => {
    const before = Date.now();
    const id = newId();
    expect(isId(id)).toBe(true);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const instant = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
    expect(instant).toBeGreaterThanOrEqual(before);
    expect(instant).toBeLessThanOrEqual(Date.now());
    expect(fromBinary(toBinary(id))).toBe(id);
  });
});

describe('ids as bytes', () => {
  const ids = fc.uuid();

  it('ids as bytes are what the library makes of them, whatever the case of the letters', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect([...toBinary(id.toUpperCase())]).toEqual([...parse(id)]);
        expect(fromBinary(toBinary(id))).toBe(id);
      }),
    );
  });

  it('ids as bytes are made of ids only', () => {
    for (const text of [
      '',
      'abc',
      '019b76da-d3f2-7104-8a37-976bd69163',
      '019b76da-d3f2-7104-8a37-976bd691635g',
    ])
      expect(() => toBinary(text)).toThrow(TypeError);
  });

  it('ids as bytes are made of what the library takes for an id, and of nothing else', () => {
    const character = fc.constantFrom(...'0123456789abcdefABCDEF-g/:@G`é\u{1d7d8}', '');
    const outcomeOf = (make: () => Uint8Array): number[] | 'refused' => {
      try {
        return [...make()];
      } catch {
        return 'refused';
      }
    };
    const nilAndMax = fc.constantFrom(
      '00000000-0000-0000-0000-000000000000',
      'f'.repeat(8) + '-ffff'.repeat(3) + `-${'f'.repeat(12)}`,
    );
    fc.assert(
      fc.property(fc.oneof(ids, nilAndMax), fc.nat(36), character, (id, place, other) => {
        const text = id.slice(0, place) + other + id.slice(place + 1);
        expect(outcomeOf(() => toBinary(text))).toEqual(outcomeOf(() => parse(text)));
      }),
      { numRuns: 2000 },
    );
  });
});
