import { searchTermsOf, searchTextOf, trigramsOf } from '../../../src/shared/text/search-words';
import { seededRandom } from '../seeded-random';

describe('the words of a search', () => {
  it('a search text holds each word once, in its normal form, with a space around it', () => {
    expect(searchTextOf(['Anne-Marie', 'O’Brien', 'anne.obrien', null])).toBe(" anne marie o'brien obrien ");
    expect(searchTextOf([null, '---'])).toBe('');
  });

  it('a search text fits its column, whatever the names', () => {
    const long = Array.from({ length: 250 }, (_name, index) => `王${index}`).join(' ');
    expect(Buffer.byteLength(searchTextOf([long, long.toUpperCase(), `x${long}`]))).toBeLessThanOrEqual(2000);
  });

  it('the trigrams of a text are those inside its words and the beginning of each', () => {
    expect(trigramsOf(' mara lu x ')).toEqual([' ma', 'mar', 'ara', ' lu']);
    expect(trigramsOf(' 😀😀😀 ')).toEqual([' 😀😀', '😀😀😀']);
  });

  it('a text without a word asks for nothing', () => {
    for (const search of ['%', '_', "''", ' - ']) expect(searchTermsOf(search)).toBeUndefined();
  });

  it('a text that has all parts of a search has all of its trigrams, for any names and searches', () => {
    const { below, pick } = seededRandom(4);
    const word = (): string =>
      Array.from({ length: 1 + below(5) }, () => pick(['a', 'b', 'Å', 'ß', '王'])).join('');
    let hits = 0;
    for (let round = 0; round < 3000; round += 1) {
      const text = searchTextOf([word() + pick(['', ' ', '-']) + word(), word()]);
      const terms = searchTermsOf(`${word()} ${word()}`);
      if (!terms?.parts.every((part) => text.includes(part))) continue;
      hits += 1;
      expect(trigramsOf(text)).toEqual(expect.arrayContaining(terms.trigrams));
    }
    expect(hits).toBeGreaterThan(50);
  });
});
