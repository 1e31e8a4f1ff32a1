import fc from 'fast-check';
import {
  bandsOf,
  LEAST_SIMILARITY,
  likenessForm,
  LONGEST_FORM,
  shinglesOf,
  similarityOf,
} from '../../../../src/modules/assessments/likeness/likeness';

/** Each piece of three characters, looked for one by one in all pieces of the other text; nothing of it comes from the code under test. */
function slowSimilarity(one: string, other: string): number {
  const pieces = (text: string): string[] => {
    const padded = Array.from(` ${text} `);
    const all: string[] = [];
    for (let at = 0; at + 2 < padded.length; at += 1) {
      const piece = padded.slice(at, at + 3).join('');
      if (!all.some((known) => known === piece)) all.push(piece);
    }
    return text === '' ? [] : all;
  };
  const [ofOne, ofOther] = [pieces(one), pieces(other)];
  if (ofOne.length === 0 || ofOther.length === 0) return 0;
  const union = [...ofOne, ...ofOther.filter((piece) => !ofOne.some((known) => known === piece))];
  const both = ofOne.filter((piece) => ofOther.some((known) => known === piece));
  // In whole numbers, without a division that rounds.
  let tenThousandths = 0;
  while ((tenThousandths + 1) * union.length <= both.length * 10_000) tenThousandths += 1;
  return tenThousandths;
}

const WORDS = [
  'the',
  'mean',
  'median',
  'of',
  'what',
  'is',
  'nine',
  'journeys',
  '2',
  '4',
  'läge',
  '中央値',
  '😀',
];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' '));

describe('how prompts are compared', () => {
  it('how prompts are compared gives what a slow count of all pieces gives, the same from both sides, and 1 for itself', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [ofOne, ofOther] = [shinglesOf(one), shinglesOf(other)];
        expect(similarityOf(ofOne, ofOther)).toBe(slowSimilarity(one, other));
        expect(similarityOf(ofOther, ofOne)).toBe(similarityOf(ofOne, ofOther));
        expect(similarityOf(ofOne, ofOne)).toBe(one === '' ? 0 : 10_000);
      }),
      { numRuns: 400 },
    );
  });

  it('how prompts are compared leaves case, accents, spaces, width and emphasis out, and keeps signs and numbers', () => {
    const form = likenessForm('What  is the **Médian** of 2,\n4?');
    expect(likenessForm('what is the _median_ of 2, 4?')).toBe(form);
    expect(likenessForm('Ｗｈａｔ is the median of 2, 4?')).toBe(form);
    expect(likenessForm('What is the median of 2, 5?')).not.toBe(form);
    expect(likenessForm('3 + 4')).not.toBe(likenessForm('3 - 4'));
  });

  it('how prompts are compared cuts a long one between two characters', () => {
    const form = likenessForm('中'.repeat(5000));
    expect(Buffer.byteLength(form)).toBeLessThanOrEqual(LONGEST_FORM);
    expect(new Set(form)).toEqual(new Set('中'));
  });

  it('the bands of prompts that are alike meet almost always, and those of others seldom', () => {
    const random = seeded(7);
    const meets: Record<string, { pairs: number; met: number }> = {
      alike: { pairs: 0, met: 0 },
      other: { pairs: 0, met: 0 },
    };
    for (let round = 0; round < 4000; round += 1) {
      const words = Array.from({ length: 12 }, () => `w${Math.floor(random() * 400)}x`);
      const changed = words.map((word) => (random() < 0.15 ? `w${Math.floor(random() * 400)}x` : word));
      const [one, other] = [shinglesOf(words.join(' ')), shinglesOf(changed.join(' '))];
      const similarity = similarityOf(one, other);
      const kind = similarity >= LEAST_SIMILARITY ? 'alike' : similarity < 2500 ? 'other' : undefined;
      if (kind === undefined) continue;
      const bands = new Set(bandsOf(one).map((band) => band.toString('hex')));
      meets[kind]!.pairs += 1;
      if (bandsOf(other).some((band) => bands.has(band.toString('hex')))) meets[kind]!.met += 1;
    }
    expect(meets['alike']!.pairs).toBeGreaterThan(500);
    // 1 − (1 − s⁴)¹⁶ is 0.998 where they are just alike, and more where they are more so.
    expect(meets['alike']!.met / meets['alike']!.pairs).toBeGreaterThan(0.99);
    expect(meets['other']!.met).toBeLessThanOrEqual(meets['other']!.pairs * 0.1);
  });

  it('equal prompts have equal bands, and nothing has none', () => {
    expect(bandsOf(shinglesOf('what is it'))).toEqual(bandsOf(shinglesOf('what is it')));
    expect(bandsOf(shinglesOf(''))).toEqual([]);
  });
});

/** A linear congruential generator (Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
