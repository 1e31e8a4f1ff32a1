import { seededRandom } from '../../seeded-random';
import {
  type MarkSheet,
  MarkTaker,
  unitsOf,
} from '../../../../src/modules/assessments/statistics/mark-sheet';
import {
  effectiveWeights,
  questionFigures,
  testFigures,
  weightRoot,
} from '../../../../src/modules/assessments/statistics/quiz-figures';
import { directQuestion, directTest } from '../../../support/direct-figures';

function numbersFrom(seed: number): () => number {
  const { below } = seededRandom(seed);
  return () => below(1_000_000) / 1_000_000;
}

/** Marks in points: one list an attempt, one mark a question; undefined where the attempt did not ask it. */
type Marks = (number | undefined)[][];

function sheetOf(marks: Marks, most: number[], drawn: number[] = []): MarkSheet {
  const taker = new MarkTaker();
  for (const attempt of marks) {
    taker.take(
      attempt.flatMap((mark, index) =>
        mark === undefined
          ? []
          : [
              {
                keyRevisionId: `k${index}`,
                mark: unitsOf(String(mark)),
                paperPoints: drawn.includes(index) ? unitsOf(String(most[index])) : null,
              },
            ],
      ),
    );
  }
  // What a drawn question is worth by its key does not matter.
  return taker.sheet(
    most.map((points, index) => ({
      keyRevisionId: `k${index}`,
      questionId: `q${index}`,
      points: drawn.includes(index) ? '77' : String(points),
    })),
  );
}

function figuresOf(sheet: MarkSheet): object[] {
  const weights = effectiveWeights(sheet.questions.map(weightRoot));
  return sheet.questions.map((question, index) => ({
    ...questionFigures(question, sheet),
    effectiveWeight: weights[index],
  }));
}

function expectSame(figures: object, direct: object): void {
  const numbers = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      value === null || typeof value === 'number' ? (value as number | null) : Number(value),
    ]),
  );
  expect(Object.keys(numbers).sort()).toEqual(Object.keys(direct).sort());
  for (const [name, value] of Object.entries(direct) as [string, number | null][]) {
    const own = numbers[name];
    if (value === null || own === null) expect([name, own]).toEqual([name, value]);
    else
      expect([name, Math.abs((own ?? NaN) - value) <= 1e-9 * Math.max(1, Math.abs(value))]).toEqual([
        name,
        true,
      ]);
  }
}

function expectAllSame(marks: Marks, most: number[], drawn: number[] = []): void {
  const sheet = sheetOf(marks, most, drawn);
  expectSame(testFigures(sheet), directTest(marks, most));
  const figures = figuresOf(sheet);
  sheet.questions.forEach(({ questionId }, index) => {
    const at = Number(questionId.slice(1));
    expectSame(figures[index] ?? {}, directQuestion(marks, most, at, drawn));
  });
}

describe('the figures of a quiz', () => {
  it('equal a direct computation for 500 attempts with marks of every kind', () => {
    const next = numbersFrom(500);
    const most = [1, 1, 2, 5, 0.5, 10, 1, 3];
    const marks = Array.from({ length: 500 }, () => {
      const ability = next();
      return most.map((points, index) => {
        const share =
          index < 2 ? Number(next() < ability) : Math.round(4 * Math.min(1, next() * 2 * ability)) / 4;
        return Math.round(points * share * 10_000) / 10_000;
      });
    });
    expectAllSame(marks, most);
  });

  it('equal a direct computation for random quizzes, small and with negative marks too', () => {
    const next = numbersFrom(7);
    for (let round = 0; round < 300; round += 1) {
      const most = Array.from({ length: 1 + Math.floor(next() * 6) }, () => 1 + Math.floor(next() * 4));
      const marks = Array.from({ length: Math.floor(next() * 9) }, () =>
        most
          .map((points) => Math.round(points * (next() * 1.5 - 0.5) * 3) / 3)
          .map((mark) => Number(mark.toFixed(4))),
      );
      expectAllSame(marks, most);
    }
  });

  it('equal a direct computation where questions are drawn', () => {
    const next = numbersFrom(11);
    const most = [1, 2, 2, 2, 3];
    const marks = Array.from({ length: 200 }, () => {
      const drawn = 1 + Math.floor(next() * 3);
      return most.map((points, index) =>
        index >= 1 && index <= 3 && index !== drawn ? undefined : Math.round(points * next() * 2) / 2,
      );
    });
    expectAllSame(marks, most, [1, 2, 3]);
  });

  it.each([
    ['nobody', [], [1, 1]],
    ['one attempt', [[1, 0]], [1, 1]],
    [
      'two attempts',
      [
        [1, 0],
        [0, 1],
      ],
      [1, 1],
    ],
    [
      'three attempts',
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      [1, 1],
    ],
    [
      'everybody alike',
      [
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      [1, 1],
    ],
    ['one question', [[1], [0], [0.5], [0.25]], [1]],
    [
      'questions without points',
      [
        [0, 1],
        [0, 0],
        [0, 1],
        [0, 0],
      ],
      [0, 1],
    ],
    [
      'a question that the rest contradicts',
      [
        [1, 0, 0],
        [0, 1, 1],
        [1, 0, 0],
        [0, 1, 1],
      ],
      [1, 1, 1],
    ],
  ] as [string, Marks, number[]][])('equal a direct computation for %s', (_name, marks, most) => {
    expectAllSame(marks, most);
  });

  it('say what is not defined as null: no variance, no rest, too few attempts', () => {
    const alike = sheetOf(
      [
        [1, 1],
        [1, 1],
      ],
      [1, 1],
    );
    expect(testFigures(alike)).toMatchObject({
      standardDeviation: '0',
      skewness: null,
      internalConsistency: null,
    });
    expect(figuresOf(alike)[0]).toMatchObject({ facility: '100', discriminationIndex: null });
    const [alone] = figuresOf(sheetOf([[1], [0]], [1]));
    expect(alone).toMatchObject({ facility: '50', effectiveWeight: '100', discriminationIndex: null });
    expect(testFigures(sheetOf([], []))).toMatchObject({ count: 0, mean: null, median: null });
  });

  it('are not cut to a range: a consistency below 0 goes with an error ratio above 100', () => {
    // Two questions that contradict each other: the quiz varies less than its questions.
    const figures = testFigures(
      sheetOf(
        [
          [1, 0],
          [0, 1],
          [1, 0],
          [0, 0.5],
          [0.25, 1],
        ],
        [1, 1],
      ),
    );
    expect(Number(figures.internalConsistency)).toBeLessThan(0);
    const expected = 100 * Math.sqrt(1 - Number(figures.internalConsistency) / 100);
    expect(Number(figures.errorRatio)).toBeCloseTo(expected, 8);
    expect(Number(figures.errorRatio)).toBeGreaterThan(100);
  });

  it('are exact where floating point is not: ten questions that earn 0.1 each make 1', () => {
    const sheet = sheetOf(
      Array.from({ length: 3 }, () => Array.from({ length: 10 }, () => 0.1)),
      Array.from({ length: 10 }, () => 0.1),
    );
    expect(testFigures(sheet)).toMatchObject({
      mean: '1',
      maxScore: '1',
      standardDeviation: '0',
      skewness: null,
    });
  });

  it('stay exact beyond the numbers that floating point holds', () => {
    const most = [99_999.9999, 99_999.9998];
    const marks = [most, [0.0001, 99_999.9998], [50_000.0001, 0.0003], [0, 0]] as number[][];
    const figures = testFigures(sheetOf(marks, most));
    expect(figures.mean).toBe('87500');
    expect(Number(figures.internalConsistency)).toBeCloseTo(
      Number(directTest(marks, most)['internalConsistency']),
      6,
    );
  });
});
