import { arrivalOf, causeOf, type ResultValue } from '../../../src/modules/gradebook/results/result-value';

const value = (more: Partial<ResultValue> = {}): ResultValue => ({
  score: '7.5000',
  scoreStatus: 'fully graded',
  scoreDate: '2026-03-02',
  submittedAt: null,
  comment: null,
  source: 'import',
  attemptId: null,
  operationId: null,
  recordedBy: null,
  ...more,
});

describe('a value that arrives', () => {
  it('an arriving value is recorded if there is none', () => {
    expect(arrivalOf(undefined, value())).toBe('recorded');
  });

  it.each<[string, Partial<ResultValue>]>([
    ['score', { score: '7.5001' }],
    ['missing score', { score: null }],
    ['status', { scoreStatus: 'partially graded' }],
    ['day', { scoreDate: '2026-03-03' }],
    ['instant', { submittedAt: new Date('2026-03-02T10:00:00Z') }],
    ['comment', { comment: 'Banked.' }],
    ['source', { source: 'instructor' }],
  ])('an arriving value is recorded when it has another %s', (_what, more) => {
    expect(arrivalOf(value(), value(more))).toBe('recorded');
  });

  it('an arriving value changes nothing when it is the same, written differently or from another import', () => {
    expect(arrivalOf(value(), value({ score: '7.5', operationId: 'another' }))).toBe('unchanged');
    expect(arrivalOf(value({ score: null }), value({ score: null }))).toBe('unchanged');
  });

  it('an arriving value keeps the day and the instant of the attempt that first gave the score', () => {
    const earned = value({ source: 'quiz', attemptId: 'first' });
    const again = value({
      source: 'quiz',
      attemptId: 'second',
      scoreDate: '2026-04-01',
      submittedAt: new Date(),
    });
    expect(arrivalOf(earned, again)).toBe('unchanged');
  });

  it('an override stands against a value from a quiz only', () => {
    const override = value({ source: 'instructor' });
    expect(arrivalOf(override, value({ source: 'quiz', score: '9' }))).toBe('superseded_by_override');
    expect(arrivalOf(override, value({ source: 'quiz' }))).toBe('superseded_by_override');
    expect(arrivalOf(override, value({ source: 'import', score: '9' }))).toBe('recorded');
    expect(arrivalOf(override, value({ source: 'instructor', score: '9' }))).toBe('recorded');
  });
});

describe('the cause of a value', () => {
  it.each([
    [{ source: 'import' }, 'import'],
    [{ source: 'instructor', recordedBy: 'someone' }, 'instructor'],
    [{ source: 'quiz' }, 'attempt'],
    [{ source: 'quiz', recordedBy: 'someone' }, 'override_lifted'],
  ] as [Partial<ResultValue>, string][])('the cause of a value %j is %s', (more, cause) => {
    expect(causeOf(value(more))).toBe(cause);
  });
});
