import { type GradedAttempt, replayedGrade } from '../../../src/modules/gradebook/results/replayed-grade';

const attempts = (...scores: (string | null)[]): GradedAttempt[] =>
  scores.map((score, index) => ({
    id: `attempt ${index + 1}`,
    number: index + 1,
    score,
    maxScore: '10',
    submittedAt: new Date(Date.UTC(2026, 2, index + 1)),
  }));

describe('the grade that attempts make', () => {
  it.each([
    ['highest', ['3', '8', '8', '5'], '8', 'attempt 2'],
    ['latest', ['3', '8', '8', '5'], '5', 'attempt 4'],
    ['latest', ['3', '8', '8'], '8', 'attempt 2'],
    ['first', ['3', '8', '5'], '3', 'attempt 1'],
    ['average', ['4', '8', '6'], '6', 'attempt 2'],
    ['highest', ['3', null, '2'], '3', 'attempt 1'],
    ['highest', [null, '2'], '2', 'attempt 2'],
    ['latest', ['3', null], null, 'attempt 2'],
    ['average', [null, null], null, 'attempt 1'],
  ] as const)('the grade by the %s of the attempts %j is %s, since %s', (policy, scores, score, id) => {
    const grade = replayedGrade(policy, attempts(...scores), '10');
    expect({ score: grade?.score, id: grade?.attempt.id }).toEqual({ score, id });
  });

  it('the grade that attempts make gives the same grade whatever the order of the attempts', () => {
    expect(replayedGrade('latest', attempts('3', '8', '5').reverse(), '10')).toMatchObject({ score: '5' });
  });

  it('the grade that attempts make gives no grade without attempts', () => {
    expect(replayedGrade('highest', [], '10')).toBeUndefined();
  });
});
