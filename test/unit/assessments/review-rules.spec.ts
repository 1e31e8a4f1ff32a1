import {
  factsFor,
  OPEN_REVIEW,
  REVIEW_FACTS,
  REVIEW_PHASES,
  type ReviewPhase,
  reviewPhase,
  type ReviewRules,
  SAFE_REVIEW,
  SCORE_REVIEW,
  shownFacts,
  showsGrade,
  showsQuestionMarks,
} from '../../../src/modules/assessments/review/review-rules';
import {
  isPosted,
  type MarkedAttempt,
  type PostingFacts,
  type PostingRule,
} from '../../../src/modules/assessments/review/posting';

const SUBMITTED = new Date('2026-03-02T09:00:00.000Z');
const after = (milliseconds: number): Date => new Date(SUBMITTED.getTime() + milliseconds);
const NOTHING: ReviewRules = { during: [], immediatelyAfter: [], laterWhileOpen: [], afterClose: [] };

const POSTED = { posting: 'at_once' as PostingRule, postsAt: null, awaitsMarks: false, needsMarks: 0 };

describe('the phase of an attempt', () => {
  // [submitted, closes after, now after, phase], in milliseconds from the submission.
  it.each<[boolean, number | null, number, ReviewPhase]>([
    [false, null, 0, 'during'],
    [false, -1, 0, 'during'],
    [true, null, 0, 'immediatelyAfter'],
    [true, null, 119_999, 'immediatelyAfter'],
    [true, null, 120_000, 'laterWhileOpen'],
    [true, null, 10 ** 10, 'laterWhileOpen'],
    [true, 60_000, 59_999, 'immediatelyAfter'],
    [true, 60_000, 60_000, 'afterClose'],
    [true, 600_000, 599_999, 'laterWhileOpen'],
    [true, 600_000, 600_000, 'afterClose'],
    [true, -1, 0, 'afterClose'],
  ])('submitted %s, closing after %s ms: after %i ms it is %s', (isSubmitted, closes, now, phase) => {
    const attempt = {
      submittedAt: isSubmitted ? SUBMITTED : null,
      lastClosesAt: closes === null ? null : after(closes),
    };
    expect(reviewPhase(attempt, after(now))).toBe(phase);
  });
});

describe('the facts that are shown', () => {
  it.each(REVIEW_PHASES.flatMap((phase) => REVIEW_FACTS.map((fact) => [phase, fact] as const)))(
    '%s shows %s where the rules of that phase have it, and not where only the others do',
    (phase, fact) => {
      const needed = fact === 'marks' ? (['maxMarks'] as const) : [];
      const on = { ...NOTHING, [phase]: [...needed, fact] };
      const isNever = phase === 'during' && fact === 'overallFeedback';
      expect(shownFacts(on, phase).has(fact)).toBe(!isNever);
      const elsewhere = Object.fromEntries(
        REVIEW_PHASES.map((other) => [other, other === phase ? [] : REVIEW_FACTS]),
      ) as unknown as ReviewRules;
      const isAlways = phase === 'during' && fact === 'answers';
      expect(shownFacts(elsewhere, phase).has(fact)).toBe(isAlways);
    },
  );

  it('shows no marks without the maximum, and those of a single question only with whether it was right', () => {
    expect(shownFacts({ ...NOTHING, afterClose: ['marks'] }, 'afterClose')).toEqual(new Set());
    expect(showsQuestionMarks(new Set(['maxMarks', 'marks']))).toBe(false);
    expect(showsQuestionMarks(new Set(['correctness']))).toBe(false);
    expect(showsQuestionMarks(new Set(['marks', 'correctness']))).toBe(true);
  });

  it('shows staff everything at any time', () => {
    const attempt = { submittedAt: null, lastClosesAt: null, ...POSTED };
    expect(factsFor('staff', NOTHING, attempt, SUBMITTED)).toEqual(new Set(REVIEW_FACTS));
    expect(factsFor('learner', NOTHING, attempt, SUBMITTED)).toEqual(new Set(['answers']));
  });

  it('shows nothing by default, while the quiz is open, that tells which answers were right', () => {
    const telling = ['correctness', 'specificFeedback', 'generalFeedback', 'rightAnswer', 'overallFeedback'];
    for (const phase of ['during', 'immediatelyAfter', 'laterWhileOpen'] as const) {
      const shown = shownFacts(SAFE_REVIEW, phase);
      expect(telling.filter((fact) => shown.has(fact as never))).toEqual([]);
      expect(showsQuestionMarks(shown)).toBe(false);
    }
    expect(shownFacts(SAFE_REVIEW, 'afterClose')).toEqual(new Set(REVIEW_FACTS));
  });
});

describe('posting', () => {
  it.each<[PostingRule, Partial<PostingFacts & MarkedAttempt>, boolean]>([
    ['at_once', { awaitsMarks: true }, true],
    ['by_hand', { postsAt: after(-1) }, false],
    ['at_date', { postsAt: after(1) }, false],
    ['at_date', { postsAt: SUBMITTED }, true],
    ['at_date', { postsAt: after(-1), awaitsMarks: true }, true],
    ['at_date', { postsAt: null }, false],
    ['when_all_marked', {}, true],
    ['when_all_marked', { awaitsMarks: true }, true],
    ['when_all_marked', { needsMarks: 1 }, false],
    ['when_all_marked', { lastClosesAt: after(1) }, false],
    ['when_all_marked', { lastClosesAt: SUBMITTED }, true],
    ['when_all_marked', { lastClosesAt: SUBMITTED, needsMarks: 1 }, true],
    ['when_all_marked', { lastClosesAt: after(-1), awaitsMarks: true }, false],
  ])('%s with %j: %p', (posting, facts, expected) => {
    const all = { ...POSTED, lastClosesAt: null, ...facts, posting };
    expect(isPosted(all, all, SUBMITTED)).toBe(expected);
  });

  it('keeps a grade back until all are marked where the quiz closes, and nowhere else, since it tells of marked attempts alone', () => {
    const open = { ...POSTED, posting: 'when_all_marked', awaitsMarks: true, lastClosesAt: null } as const;
    expect(isPosted(open, undefined, SUBMITTED)).toBe(true);
    expect(isPosted({ ...open, lastClosesAt: SUBMITTED }, undefined, SUBMITTED)).toBe(false);
  });

  it('leaves learners nothing that tells a score, and staff everything', () => {
    const attempt = { ...POSTED, submittedAt: SUBMITTED, lastClosesAt: null, posting: 'by_hand' } as const;
    expect([...factsFor('learner', OPEN_REVIEW, attempt, SUBMITTED)].sort()).toEqual([
      ...['answers', 'generalFeedback', 'maxMarks', 'rightAnswer'],
    ]);
    expect(factsFor('staff', OPEN_REVIEW, attempt, SUBMITTED)).toEqual(new Set(REVIEW_FACTS));
  });
});

describe('the grade in a quiz', () => {
  const closed = after(-1);
  it.each<[string, ReviewRules, Date | null, boolean]>([
    ['safe rules', SAFE_REVIEW, null, true],
    ['all at once', OPEN_REVIEW, null, true],
    ['the score alone', SCORE_REVIEW, closed, true],
    ['nothing', NOTHING, null, false],
    ['nothing, closed', NOTHING, closed, false],
    ['marks in the first minutes only', { ...NOTHING, immediatelyAfter: REVIEW_FACTS }, null, false],
    ['marks later only', { ...NOTHING, laterWhileOpen: REVIEW_FACTS }, null, false],
    ['marks once closed, open', { ...NOTHING, afterClose: REVIEW_FACTS }, after(1), false],
    ['marks once closed, closed', { ...NOTHING, afterClose: REVIEW_FACTS }, SUBMITTED, true],
    ['marks while open, closed', { ...OPEN_REVIEW, afterClose: ['answers'] }, closed, false],
  ])('%s', (_what, rules, closesAt, isShown) => {
    expect(showsGrade(rules, { lastClosesAt: closesAt, ...POSTED }, SUBMITTED)).toBe(isShown);
    const kept = { lastClosesAt: closesAt, ...POSTED, posting: 'by_hand' } as const;
    expect(showsGrade(rules, kept, SUBMITTED)).toBe(false);
  });
});
