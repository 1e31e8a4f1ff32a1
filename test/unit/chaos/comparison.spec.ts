import {
  compareAttempts,
  compareTraces,
  type StoredAttempt,
  type StoredTraces,
} from '../../chaos/comparison';
import { Ledger } from '../../chaos/ledger';

const grade = (_question: string, response: unknown): number => (response === 'right' ? 1 : 0);

const STARTED = { userId: 'ada', key: 'key', quizId: 'quiz' };

/** A learner who saved one answer twice, sent another with the submission, and was told 1 point. */
function ledgerOfOne(): Ledger {
  const ledger = new Ledger();
  const attempt = ledger.started(STARTED, { id: 'attempt' });
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
  return {
    id: 'attempt',
    quizId: 'quiz',
    userId: 'ada',
    isSubmitted: true,
    score: '1.0000',
    answers,
    ...change,
  };
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
    ledger.sending(ledger.started(STARTED, { id: 'attempt' }), { first: 'right' });
    const open = { isSubmitted: false, score: null };
    expect(kinds(ledger, stored({ ...open, answers: new Map([['first', 'right']]) }))).toEqual([]);
    expect(kinds(ledger, stored({ ...open, answers: new Map() }))).toEqual([]);
    expect(kinds(ledger, stored({ ...open, answers: new Map([['first', 'another']]) }))).toEqual(['lost']);
  });

  it('the comparison of a ledger with the store notices when a start answers an attempt that was submitted before', () => {
    const ledger = ledgerOfOne();
    ledger.started({ ...STARTED, key: 'another key' }, { id: 'attempt' });
    expect(ledger.contradictions).toHaveLength(1);
  });

  it('the comparison of a ledger with the store finds results, changes and completions that are there twice, missing or wrong', () => {
    const traces: StoredTraces = {
      results: [{ userId: 'ada', score: '1.0000', count: 1 }],
      changes: [{ attemptId: 'attempt', count: 1 }],
      completions: [{ userId: 'ada', count: 1 }],
    };
    const found = (change: Partial<StoredTraces>): string[] =>
      compareTraces(ledgerOfOne().attempts, { ...traces, ...change }, 1).map(({ kind }) => kind);
    expect(found({})).toEqual([]);
    expect(found({ results: [] })).toEqual(['lost']);
    expect(found({ results: [{ userId: 'ada', score: '0', count: 1 }] })).toEqual(['wrong']);
    expect(found({ results: [{ userId: 'ada', score: '1', count: 2 }] })).toEqual(['doubled']);
    expect(found({ changes: [{ attemptId: 'attempt', count: 2 }] })).toEqual(['doubled']);
    expect(found({ completions: [] })).toEqual(['lost']);
    expect(found({ completions: [{ userId: 'ada', count: 2 }] })).toEqual(['doubled']);
  });

  describe('of an attempt without a way back', () => {
    /** A learner who answered the first of three questions, has gone on to the second, and was shown the first as passed. */
    function ledgerOfTwo(shown: unknown = 'right'): Ledger {
      const ledger = new Ledger();
      const attempt = ledger.started(STARTED, { id: 'attempt', position: 1 });
      ledger.sending(attempt, { first: 'right' });
      ledger.saved(attempt, { first: 'right' });
      ledger.sending(attempt, { first: 'never heard of' });
      ledger.going(attempt.place!, 2);
      ledger.wentOn(attempt, 2, [
        { id: 'first', response: shown },
        { id: 'second', response: null },
      ]);
      return ledger;
    }
    const open = (reached: number, first: unknown = 'right', answeredAhead: string[] = []): StoredAttempt =>
      stored({
        ...{ isSubmitted: false, score: null, answers: new Map([['first', first]]) },
        place: { reached, answeredAhead },
      });

    it('finds nothing where its learner stands where they went, and what they passed is as it was shown', () => {
      expect(kinds(ledgerOfTwo(), open(2))).toEqual([]);
      expect(kinds(ledgerOfTwo('never heard of'), open(2, 'never heard of'))).toEqual([]);
      expect(ledgerOfTwo('never heard of').contradictions).toEqual([]);
    });

    it('finds a passed answer that changed, also to one that was sent before and never acknowledged', () => {
      expect(kinds(ledgerOfTwo(), open(2, 'never heard of'))).toEqual(['lost']);
      expect(kinds(ledgerOfTwo('never heard of'), open(2))).toEqual(['lost']);
    });

    it('finds a learner who was put back or ahead, and an answer that counts beyond their place', () => {
      expect(kinds(ledgerOfTwo(), open(1))).toEqual(['lost']);
      expect(kinds(ledgerOfTwo(), open(3))).toEqual(['wrong']);
      expect(kinds(ledgerOfTwo(), open(2, 'right', ['third']))).toEqual(['wrong']);
      const unheard = ledgerOfTwo();
      unheard.going(unheard.attempts[0]!.place!, 3);
      expect(kinds(unheard, open(3))).toEqual([]);
    });

    it('notices when going on shows something else than was sent, or an earlier place', () => {
      expect(ledgerOfTwo('of somebody else').contradictions).toMatchObject([{ kind: 'lost' }]);
      const ledger = ledgerOfTwo();
      ledger.wentOn(ledger.attempts[0]!, 1, []);
      expect(ledger.contradictions).toMatchObject([{ kind: 'lost' }]);
    });
  });
});
