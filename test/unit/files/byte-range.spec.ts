import fc from 'fast-check';
import { holdsRange, rangeOf } from '../../../src/modules/files/delivery/byte-range';

/** Byte by byte, as RFC 9110 words it. */
function slowly(first: number | undefined, last: number | undefined, size: number): number[] | 'all' {
  if (first === undefined && last === undefined) return 'all';
  if (first !== undefined && last !== undefined && last < first) return 'all';
  const all = Array.from({ length: size }, (_, place) => place);
  if (first === undefined) return all.filter((place) => place >= size - last!);
  return all.filter((place) => place >= first && (last === undefined || place <= last));
}

describe('the range of a request', () => {
  it('has the bytes that RFC 9110 gives it', () => {
    const place = fc.option(fc.nat({ max: 30 }), { nil: undefined });
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 20 }), (first, last, size) => {
        const range = rangeOf(`bytes=${first ?? ''}-${last ?? ''}`, size);
        const expected = slowly(first, last, size);
        if (typeof range === 'string') {
          expect(range).toBe(expected === 'all' ? 'all' : 'none');
          if (expected !== 'all') expect(expected).toEqual([]);
        } else expect([range.start, range.end]).toEqual([expected.at(0), expected.at(-1)]);
      }),
    );
  });

  it('is never outside of the content, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'bytes=0123456789-, x') }),
        fc.integer({ min: 1, max: 9 }),
        (header, size) => {
          const range = rangeOf(header, size);
          if (typeof range === 'string') return;
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
          expect(range.end).toBeLessThan(size);
        },
      ),
    );
  });

  it('holds for the very tag alone, and without a condition', () => {
    expect(holdsRange(undefined, '"a"')).toBe(true);
    expect(holdsRange('"a"', '"a"')).toBe(true);
    for (const other of ['W/"a"', '"b"', '"a", "b"', '*', 'a', ''])
      expect(holdsRange(other, '"a"')).toBe(false);
  });
});
