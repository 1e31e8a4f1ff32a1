import { prefixPattern, wholePattern } from '../../../src/shared/database/prefix-pattern';

describe('the pattern of a search', () => {
  it.each([
    ["O'Brien", 'O_Brien%'],
    ['O’Brien', 'O_Brien%'],
    ['Ｏ＇Ｂｒｉｅｎ', 'O_Brien%'],
    ['Smith‑Jones', 'Smith_Jones%'],
    ['“Bob”', '_Bob_%'],
    ['müller', 'müller%'],
    ['100%', '100!%%'],
    ['lin_', 'lin!_%'],
    ['ha!', 'ha!!%'],
    // Nothing but marks: they stand for themselves, or the search would find everything.
    ["''", "''%"],
    ['--', '--%'],
  ])('is for %s %s', (text, pattern) => {
    expect(prefixPattern(text)).toBe(pattern);
    expect(wholePattern(text)).toBe(pattern.slice(0, -1));
  });
});
