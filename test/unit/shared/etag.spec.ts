import { entityTags, expectedVersion, hasCopy, isStale } from '../../../src/shared/http/etag';

const strong = (opaque: string) => ({ isWeak: false, opaque });
const weak = (opaque: string) => ({ isWeak: true, opaque });

describe('a list of entity tags', () => {
  it.each([
    ['"v3"', [strong('v3')]],
    ['W/"v3"', [weak('v3')]],
    ['"a","b"', [strong('a'), strong('b')]],
    ['"a" , W/"b",\t"c"', [strong('a'), weak('b'), strong('c')]],
    [',, "a",,"b",', [strong('a'), strong('b')]],
    ['"a,b"', [strong('a,b')]],
    ['""', [strong('')]],
    ['"\u00e9"', [strong('\u00e9')]],
    ['*', '*'],
  ])('a list of entity tags is read from %s', (header, tags) => {
    expect(entityTags(header)).toEqual(tags);
  });

  it.each([
    '',
    ',',
    'v3',
    "'v3'",
    '"v3',
    'v3"',
    'w/"v3"',
    'W/ "v3"',
    '"a" "b"',
    '"a";"b"',
    '*, "a"',
    '"a", *',
    '"a b"',
    '"a"b',
  ])('no list of entity tags is read from %j', (header) => {
    expect(entityTags(header)).toBeUndefined();
  });

  it('a list of entity tags costs no more than its length, whatever it holds', () => {
    for (const piece of [' ', ',', '"', 'W/', '\t,', '"a"'])
      expect(() => entityTags(`${piece.repeat(100_000)}x`)).not.toThrow();
  });
});

describe('a reader has the copy', () => {
  it.each(['"v3"', 'W/"v3"', '"v2", "v3"', '"v2",W/"v3"', '*', ' * '])(
    'a reader has the copy if they send If-None-Match: %s',
    (header) => {
      expect(hasCopy(header, '"v3"')).toBe(true);
    },
  );

  it.each([undefined, '"v2"', '"v33"', '"v3-staff"', 'v3', '"v3', 'W/"v2", "v4"'])(
    'a reader does not have the copy if they send If-None-Match: %s',
    (header) => {
      expect(hasCopy(header, '"v3"')).toBe(false);
    },
  );
});

describe('a change is meant for', () => {
  it.each([
    ['"v3"', [3]],
    ['"v3-staff"', [3]],
    ['"v3","v5"', [3, 5]],
    ['W/"v2", "v3", "other"', [3]],
    ['*', '*'],
  ])('a change with If-Match: %s is meant for the present version', (header, versions) => {
    expect(expectedVersion(header)).toEqual(versions);
  });

  it.each([
    ['v3', 'request.invalid_if_match'],
    ['"v3', 'request.invalid_if_match'],
    ['W/"v3"', 'request.weak_if_match'],
    ['W/"v3", W/"v4"', 'request.weak_if_match'],
    ['"other"', 'request.stale'],
    ['"v03"', 'request.stale'],
    ['"v0"', 'request.stale'],
    ['"v9999999999"', 'request.stale'],
    ['W/"v3", "other"', 'request.stale'],
  ])('a change with If-Match: %s is not meant for the present version', (header, code) => {
    expect(() => expectedVersion(header)).toThrow(expect.objectContaining({ code }));
  });

  it('a change is meant only for what is stored at a version that it names', () => {
    expect([undefined, '*' as const, [3], [2, 3]].map((expected) => isStale(expected, 3))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([[2], [4, 5]].map((expected) => isStale(expected, 3))).toEqual([true, true]);
    expect([undefined, '*' as const, [3]].map((expected) => isStale(expected, undefined))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
