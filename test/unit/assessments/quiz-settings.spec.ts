import { attemptsLeft, scheduleFaults } from '../../../src/modules/assessments/quizzes/quiz-settings';

const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 2, hour));

describe('the schedule of a quiz', () => {
  it.each([
    [null, null, null],
    [1, null, null],
    [null, 1, null],
    [null, null, 1],
    [1, 2, 3],
    [1, 2, 2],
    [1, null, 2],
  ])('accepts a quiz that opens at %s, is due at %s and closes at %s', (opens, due, closes) => {
    expect(scheduleFaults(schedule(opens, due, closes))).toEqual([]);
  });

  it.each([
    [1, 1, null, ['dueAt']],
    [2, 1, null, ['dueAt']],
    [1, null, 1, ['closesAt']],
    [2, null, 1, ['closesAt']],
    [null, 2, 1, ['closesAt']],
    [3, 2, 1, ['dueAt', 'closesAt', 'closesAt']],
  ])('refuses a quiz that opens at %s, is due at %s and closes at %s', (opens, due, closes, fields) => {
    expect(scheduleFaults(schedule(opens, due, closes)).map(({ field }) => field)).toEqual(fields);
  });

  function schedule(
    opens: number | null,
    due: number | null,
    closes: number | null,
  ): Parameters<typeof scheduleFaults>[0] {
    const [opensAt, dueAt, closesAt] = [opens, due, closes].map((hour) => (hour === null ? null : at(hour)));
    return { opensAt: opensAt ?? null, dueAt: dueAt ?? null, closesAt: closesAt ?? null };
  }
});

describe('attempts left', () => {
  it('counts the attempts of the limit that have not been started, never fewer than none', () => {
    expect([0, 2, 3, 4].map((started) => attemptsLeft(3, started))).toEqual([3, 1, 0, 0]);
  });

  it('gives no number of attempts left if there is no limit', () => {
    expect(attemptsLeft(null, 1000)).toBeNull();
  });
});
