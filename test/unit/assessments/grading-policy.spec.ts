import {
  attemptPasses,
  gradeScore,
  passes,
  type AttemptScore,
} from '../../../src/modules/assessments/grading/grading-policy';
import { seededRandom } from '../seeded-random';

const attempts = (...scores: [score: string, maxScore: string][]): AttemptScore[] =>
  scores.map(([score, maxScore], index) => ({ number: index + 1, score, maxScore }));

describe('gradeScore', () => {
  const three = attempts(['4', '10'], ['9.5', '10'], ['7', '10']);

  it.each([
    ['highest', '95'],
    ['latest', '70'],
    ['first', '40'],
    ['average', '68.3333'],
  ] as const)('takes the %s attempt, whatever the order they come in', (policy, score) => {
    expect(gradeScore(policy, three, '100')).toBe(score);
    expect(gradeScore(policy, [...three].reverse(), '100')).toBe(score);
  });

  it.each([
    ['1', '3', '10', '3.3333'],
    ['2', '3', '10', '6.6667'],
    ['1', '8', '0.0004', '0.0001'],
    ['7.5000', '7.5000', '20', '20'],
    ['0', '10', '20', '0'],
    ['5', '10', '0', '0'],
    ['0', '0', '20', '0'],
    ['12', '10', '20', '24'],
  ])('scales %s of %s to %s points: %s', (score, max, pointsPossible, expected) => {
    expect(gradeScore('latest', attempts([score, max]), pointsPossible)).toBe(expected);
  });

  it('compares attempts by their share, not by their points', () => {
    expect(gradeScore('highest', attempts(['9', '20'], ['5', '10'], ['0', '0']), '100')).toBe('50');
    expect(gradeScore('highest', attempts(['0', '0'], ['1', '10']), '100')).toBe('10');
  });

  it('rounds once, at the end: thirds that meet a tie exactly are rounded up', () => {
    // (1/3 + 2/3) / 2 of 0.0001 points is 0.00005; rounding the shares first would lose it.
    expect(gradeScore('average', attempts(['1', '3'], ['2', '3']), '0.0001')).toBe('0.0001');
    // 1/3 + 2/7 + 8/21 = 1: different maxima.
    expect(gradeScore('average', attempts(['1', '3'], ['2', '7'], ['8', '21']), '0.00015')).toBe('0.0001');
  });

  it('agrees with whole-number fractions for random attempts', () => {
    const { below, pick } = seededRandom(2);
    for (let round = 0; round < 300; round += 1) {
      const max = 1 + below(60);
      const scores = Array.from({ length: 1 + below(12) }, () => below(max + 1));
      const possible = 1 + below(100);
      const policy = pick(['highest', 'latest', 'first', 'average'] as const);
      const chosen = {
        highest: [Math.max(...scores)],
        latest: scores.slice(-1),
        first: scores.slice(0, 1),
        average: scores,
      }[policy];
      // sum·possible / (max·n) in ten-thousandths, half up.
      const [numerator, denominator] = [
        chosen.reduce((a, b) => a + b, 0) * possible * 10_000,
        max * chosen.length,
      ];
      const expected = Math.floor((2 * numerator + denominator) / (2 * denominator));
      const actual = gradeScore(
        policy,
        attempts(...scores.map((score): [string, string] => [`${score}`, `${max}.0000`])),
        String(possible),
      );
      expect(Math.round(Number(actual) * 10_000)).toBe(expected);
    }
  });

  it('copes with thousands of attempts', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      number: index + 1,
      score: '3.3333',
      maxScore: '10.0000',
    }));
    expect(gradeScore('average', many, '30')).toBe('9.9999');
  });

  describe('while attempts wait for marks', () => {
    const waiting = [
      { number: 1, score: '4', maxScore: '10' },
      { number: 2, score: null, maxScore: '10' },
      { number: 3, score: '6', maxScore: '10' },
    ];

    it.each([
      ['highest', '6'],
      ['average', '5'],
      ['first', '4'],
      ['latest', '6'],
    ] as const)('makes a grade by the %s of those that do not: %s', (policy, grade) => {
      expect(gradeScore(policy, waiting, '10')).toBe(grade);
      expect(gradeScore(policy, waiting.toReversed(), '10')).toBe(grade);
    });

    it('has no grade while the attempt that decides it waits, nor while all do', () => {
      expect(gradeScore('latest', waiting.slice(0, 2), '10')).toBeNull();
      expect(gradeScore('first', waiting.slice(1), '10')).toBeNull();
      for (const policy of ['highest', 'average', 'first', 'latest'] as const)
        expect(gradeScore(policy, waiting.slice(1, 2), '10')).toBeNull();
    });
  });

  it('refuses to make a grade without attempts', () => {
    expect(() => gradeScore('highest', [], '10')).toThrow(RangeError);
    expect(() => gradeScore('average', [], '10')).toThrow(RangeError);
  });
});

describe('attemptPasses', () => {
  it.each([
    [null, '60', null],
    [null, '0', null],
    [null, null, true],
    ['6', '60', true],
    ['5.9999', '60', false],
  ] as const)('says of a score %p and a pass mark %p: %p', (score, percentage, expected) => {
    expect(attemptPasses(score, '10', percentage)).toBe(expected);
  });
});

describe('passes', () => {
  it.each<[string, string, string | number | null, boolean]>([
    ['6', '10', '60', true],
    ['5.9999', '10', '60', false],
    ['1', '3', '33.33', true],
    ['1', '3', '33.34', false],
    ['0', '10', null, true],
    ['0', '10', '0', true],
    ['10', '10', 100, true],
    ['9.9999', '10', 100, false],
    ['0', '0', '60', true],
  ])('says whether %s of %s points reach %p percent: %p', (score, max, percentage, expected) => {
    expect(passes(score, max, percentage)).toBe(expected);
  });
});
