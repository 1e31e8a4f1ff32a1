import { textDiff } from '../../../src/modules/courses/content/versions/text-diff';

describe('the difference of two texts', () => {
  it('has the lines that went and came, with three around them', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].join('\n');
    expect(textDiff(before, before.replace('e', 'E'))).toBe(
      '@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
    );
  });

  it('says nothing of whether a text ends with the end of a line', () => {
    expect(textDiff('a', 'a\nb')).toBe('@@ -1,1 +1,2 @@\n a\n+b\n');
    expect(textDiff('', 'a')).toBe('@@ -0,0 +1,1 @@\n+a\n');
  });

  it('is cut after 20,000 characters', () => {
    const long = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join('\n');
    const difference = textDiff('', long)!;
    expect([difference.length, difference.endsWith('\n…\n')]).toEqual([20_003, true]);
  });

  it('is given up where texts are too long and too different', () => {
    const text = (from: string): string =>
      Array.from({ length: 30_000 }, (_, index) => `${from}${(index * 7919) % 30_011}`).join('\n');
    expect(textDiff(text('a'), text('b'))).toBeNull();
  });
});
