import {
  compareAttempts,
  compareTraces,
  type StoredAttempt,
  type StoredTraces,
} from '../../chaos/comparison';
import { Ledger } from '../../chaos/ledger';

const grade = (_question: string, response: unknown): number => (response === 'right' ? 1 : 0);

/** A learner who saved one answer twice, sent another with the submission, and was told 1 point. */
function ledgerOfOne(): Ledger {
  const ledger = new Ledger();
  const attempt = ledger.started('ada', 'key', 'attempt');
  for (const response of ['wrong', 'right']) {
    ledger.sending(attempt, { first: response });
    ledger.saved(attempt, { first: response });
  }
  ledger.sending(attempt, { second: 'wrong' });
  ledger.submitting(attempt);
  ledger.saved(attempt, { second: 'wrong' });
  ledger.submitted(attempt, '1');
  return ledger;
}

function stored(change: Partial<StoredAttempt> = {}): StoredAttempt {
  const answers = new Map<string, unknown>([
    ['first', 'right'],
    ['second', 'wrong'],
    ['third', null],
  ]);
  return { id: 'attempt', userId: 'ada', isSubmitted: true, score: '1.0000', answers, ...change };
}

function answered(questionId: string, response: unknown): Map<string, unknown> {
  return new Map(stored().answers).set(questionId, response);
}

function kinds(ledger: Ledger, ...attempts: StoredAttempt[]): string[] {
  return compareAttempts(ledger, attempts, grade).map(({ kind }) => kind);
}

describe('the comparison of a ledger with the store', () => {
  it('the comparison of a ledger with the store finds nothing where all is as it was acknowledged', () => {
    expect(kinds(ledgerOfOne(), stored())).toEqual([]);
  });

  it.each([
    ['an attempt', []],
    ['an answer', [stored({ answers: answered('second', null) })]],
    [
      'an answer that an older one has replaced',
      [stored({ answers: answered('first', 'wrong'), score: '0' })],
    ],
    ['a submission', [stored({ isSubmitted: false, score: null })]],
  ])('the comparison of a ledger with the store finds %s that is lost', (_what, attempts) => {
    expect(kinds(ledgerOfOne(), ...attempts)).toContain('lost');
  });

  it('the comparison of a ledger with the store finds a score that is not that of the answers, or not the one that was told', () => {
    expect(kinds(ledgerOfOne(), stored({ score: '2' }))).toEqual(['wrong']);
    const ledger = ledgerOfOne();
    ledger.submitted(ledger.attempts[0]!, '2');
    expect(kinds(ledger, stored())).toEqual(['wrong']);
  });

  it('the comparison of a ledger with the store finds an attempt that nobody was told of, unless a start went without an answer', () => {
    const ledger = ledgerOfOne();
    const second = stored({ id: 'second attempt', isSubmitted: false, score: null });
    expect(kinds(ledger, stored(), second)).toEqual(['doubled']);
    ledger.startUnclear('ada');
    expect(kinds(ledger, stored(), second)).toEqual([]);
  });

  it('the comparison of a ledger with the store takes an answer that was never acknowledged as there or not', () => {
    const ledger = new Ledger();
    ledger.sending(ledger.started('ada', 'key', 'attempt'), { first: 'right' });
    const open = { isSubmitted: false, score: null };
    expect(kinds(ledger, stored({ ...open, answers: new Map([['first', 'right']]) }))).toEqual([]);
    expect(kinds(ledger, stored({ ...open, answers: new Map() }))).toEqual([]);
    expect(kinds(ledger, stored({ ...open, answers: new Map([['first', 'another']]) }))).toEqual(['lost']);
  });

  it('the comparison of a ledger with the store notices when a start answers an attempt that was submitted before', () => {
    const ledger = ledgerOfOne();
    ledger.started('ada', 'another key', 'attempt');
    expect(ledger.contradictions).toHaveLength(1);
  });

  it('the comparison of a ledger with the store finds results, changes and completions that are there twice, missing or wrong', () => {
    const traces: StoredTraces = {
      results: [{ userId: 'ada', score: '1.0000', count: 1 }],
      changes: [{ attemptId: 'attempt', count: 1 }],
      completions: [{ userId: 'ada', count: 1 }],
    };
    const found = (change: Partial<StoredTraces>): string[] =>
      compareTraces(ledgerOfOne(), { ...traces, ...change }, 1).map(({ kind }) => kind);
    expect(found({})).toEqual([]);
    expect(found({ results: [] })).toEqual(['lost']);
    expect(found({ results: [{ userId: 'ada', score: '0', count: 1 }] })).toEqual(['wrong']);
    expect(found({ results: [{ userId: 'ada', score: '1', count: 2 }] })).toEqual(['doubled']);
    expect(found({ changes: [{ attemptId: 'attempt', count: 2 }] })).toEqual(['doubled']);
    expect(found({ completions: [] })).toEqual(['lost']);
    expect(found({ completions: [{ userId: 'ada', count: 2 }] })).toEqual(['doubled']);
  });
});
