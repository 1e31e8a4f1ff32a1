import fc from 'fast-check';
import type { Answer, AttemptRecord } from '../../../src/modules/assessments/attempts/attempt-records';
import type { VersionedQuestion } from '../../../src/modules/assessments/attempts/paper-records';
import { behaviorNamed } from '../../../src/modules/assessments/behaviors/registry';
import {
  type GradedPaper,
  REGRADE_POLICIES,
  regraded,
  type RegradePolicy,
} from '../../../src/modules/assessments/regrades/regrading';

/** Numbers as fractions of whole numbers, computed here alone. */
interface Fraction {
  over: bigint;
  under: bigint;
}
const ratio = (over: bigint, under: bigint): Fraction => ({ over, under });
const NOTHING = ratio(0n, 1n);
const times = (one: Fraction, other: Fraction): Fraction =>
  ratio(one.over * other.over, one.under * other.under);
const plus = (one: Fraction, other: Fraction): Fraction =>
  ratio(one.over * other.under + other.over * one.under, one.under * other.under);
const parted = (one: Fraction, other: Fraction): Fraction =>
  ratio(one.over * other.under, one.under * other.over);
const isLess = (one: Fraction, other: Fraction): boolean => one.over * other.under < other.over * one.under;
const isZero = ({ over }: Fraction): boolean => over === 0n;
/** Hundredths, as the test draws points. */
const hundredths = (count: number): Fraction => ratio(BigInt(count), 100n);

/** In ten-thousandths, halves up; none of these is below 0. */
function rounded({ over, under }: Fraction): bigint {
  return (2n * 10_000n * over + under) / (2n * under);
}
const inTenThousandths = (decimal: string | null | undefined): bigint | null => {
  if (decimal === null || decimal === undefined) return null;
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole) * 10_000n + BigInt(part.padEnd(4, '0'));
};

/** A question with as many stems as right pairs; choices are named by numbers. */
interface Drawn {
  /** What the learner chose for each stem; null for nothing. */
  chosen: (number | null)[];
  key: number[];
  points: number;
  /** In hundredths of what the question is worth; null: nobody marked it. */
  hand: number | null;
  isOfThisAnswer: boolean;
  /** Whether the mark stays that part of what the question is worth. */
  isPart: boolean;
  correction: { key: number[]; points: number; voided: 'full_credit' | 'taken_out' | null } | null;
}

const STEMS = 3;
const stems = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: STEMS, maxLength: STEMS });
const drawn: fc.Arbitrary<Drawn> = fc.record({
  chosen: fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: STEMS, maxLength: STEMS }),
  key: stems,
  points: fc.integer({ min: 0, max: 1000 }),
  hand: fc.option(fc.integer({ min: 0, max: 100 }), { freq: 3 }),
  isOfThisAnswer: fc.boolean(),
  isPart: fc.boolean(),
  correction: fc.option(
    fc.record({
      key: stems,
      points: fc.integer({ min: 0, max: 1000 }),
      voided: fc.option(fc.constantFrom('full_credit', 'taken_out')),
    }),
    { freq: 4 },
  ),
});

/** The part of the points that the answer earned, and what the question is worth. */
interface Worth {
  share: Fraction;
  points: Fraction;
}

const byKey = (chosen: readonly (number | null)[], key: readonly number[]): Fraction =>
  ratio(BigInt(chosen.filter((choice, stem) => choice === key[stem]).length), BigInt(STEMS));

/** What a person gave of so many points; undefined where they marked no answer, or another one. */
const given = ({ hand, isOfThisAnswer }: Drawn, points: number): Fraction | undefined =>
  hand === null || !isOfThisAnswer ? undefined : times(hundredths(hand), hundredths(points));

function earlier(question: Drawn): Worth {
  const points = hundredths(question.points);
  const mark = given(question, question.points);
  if (isZero(points)) return { share: NOTHING, points };
  return { points, share: mark ? parted(mark, points) : byKey(question.chosen, question.key) };
}

function later(question: Drawn, policy: RegradePolicy): Worth {
  const { correction } = question;
  const before = earlier(question);
  if (!correction) return before;
  if (correction.voided === 'taken_out') return { share: NOTHING, points: NOTHING };
  const points = hundredths(correction.points);
  if (correction.voided === 'full_credit' || policy === 'full_credit')
    return { share: ratio(1n, 1n), points };
  if (isZero(points)) return { share: NOTHING, points };
  const mark = given(question, question.isPart ? correction.points : question.points);
  const most = mark && isLess(points, mark) ? points : mark;
  const share = most ? parted(most, points) : byKey(question.chosen, correction.key);
  const isKept = policy === 'keep_better' && question.points > 0 && isLess(share, before.share);
  return { points, share: isKept ? before.share : share };
}

const sumOf = (values: readonly Fraction[]): Fraction => values.reduce(plus, NOTHING);
const earnedOf = (worths: readonly Worth[]): bigint =>
  rounded(sumOf(worths.map(({ share, points }) => times(share, points))));
const maximumOf = (worths: readonly Worth[]): bigint => rounded(sumOf(worths.map(({ points }) => points)));

const text = (tenThousandths: bigint): string =>
  `${tenThousandths / 10_000n}.${String(tenThousandths % 10_000n).padStart(4, '0')}`.replace(/\.?0+$/, '');
const pointsText = (count: number): string => text(BigInt(count) * 100n);

function asked(id: string, revision: string, key: number[], points: string): VersionedQuestion {
  return {
    ...{ id, versionId: `version of ${id}`, keyRevisionId: `${revision} of ${id}`, promptHtml: '', points },
    definition: {
      type: 'matching',
      stems: key.map((_, stem) => ({ id: `s${stem}`, text: `Stem ${stem}` })),
      choices: [0, 1, 2, 3].map((choice) => ({ id: `c${choice}`, text: `Choice ${choice}` })),
      key: Object.fromEntries(key.map((choice, stem) => [`s${stem}`, `c${choice}`])),
    },
    ...{ feedbackHtml: null, guidance: null, voided: null, optionOrder: null, drawn: null },
  };
}

function paperOf(questions: readonly Drawn[]): GradedPaper {
  const worths = questions.map(earlier);
  return {
    attempt: {
      score: text(earnedOf(worths)),
      markedScore: text(earnedOf(worths)),
      ...{ needsMarks: 0, maxScore: text(maximumOf(worths)), scoreBeforeRegrade: null },
    } as AttemptRecord,
    conduct: { behavior: behaviorNamed('deferred'), tries: new Map(), isTimed: false },
    questions: questions.map((each, index) => {
      const id = `question ${index}`;
      const { correction, chosen, hand, isOfThisAnswer, isPart } = each;
      const mark = hand === null ? null : times(hundredths(hand), hundredths(each.points));
      const answer: Answer = {
        ...{ questionId: id, position: index + 1, sequence: 1, savedAt: null, standing: 'on_time' },
        response: Object.fromEntries(
          chosen.flatMap((choice, stem) => (choice === null ? [] : [[`s${stem}`, `c${choice}`]])),
        ),
        ...{ certainty: null, closedAt: null, correct: false, leastShare: null, leastSequence: null },
        pointsAwarded: text(earnedOf([earlier(each)])),
        handShare: isPart && hand !== null ? `${hand}/100` : null,
        ...{ handPoints: mark && text(rounded(mark)), handSequence: mark && (isOfThisAnswer ? 1 : 0) },
      };
      const { voided = null } = correction ?? {};
      return {
        question: asked(id, 'first', each.key, pointsText(each.points)),
        corrected: correction && {
          ...asked(
            id,
            'second',
            correction.key,
            voided === 'taken_out' ? '0' : pointsText(correction.points),
          ),
          voided,
        },
        answer,
      };
    }),
  };
}

describe('grading a submitted attempt by corrected keys', () => {
  it('gives what a computation in fractions gives, by each policy', () => {
    fc.assert(
      fc.property(
        fc.array(drawn, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...REGRADE_POLICIES),
        (questions, policy) => {
          const result = regraded(paperOf(questions), policy);
          const [before, after] = [questions.map(earlier), questions.map((each) => later(each, policy))];
          const [was, is] = [ratio(earnedOf(before), 1n), ratio(earnedOf(after), 1n)];
          const [had, has] = [ratio(maximumOf(before), 1n), ratio(maximumOf(after), 1n)];
          const part = (earned: Fraction, maximum: Fraction): Fraction =>
            isZero(maximum) ? NOTHING : parted(earned, maximum);
          const isWorse = policy === 'keep_better' && isLess(part(is, has), part(was, had));
          if (isWorse || questions.every(({ correction }) => correction === null)) {
            expect(result).toBeNull();
            return;
          }
          expect(inTenThousandths(result?.after.score)).toBe(is.over);
          expect(inTenThousandths(result?.after.maxScore)).toBe(has.over);
          const isAnother = is.over !== was.over || has.over !== had.over;
          expect(inTenThousandths(result?.after.scoreBeforeRegrade)).toBe(isAnother ? was.over : null);
          questions.forEach(({ correction }, index) => {
            const marks = result?.after.questions[`question ${index}`];
            const own = after.slice(index, index + 1);
            expect(inTenThousandths(marks?.pointsAwarded)).toBe(correction ? earnedOf(own) : null);
          });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(
        fc.array(drawn, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...REGRADE_POLICIES),
        (questions, policy) => {
          const paper = paperOf(questions);
          const { after } = regraded(paper, policy) ?? {};
          if (!after) return;
          const again: GradedPaper = {
            ...paper,
            attempt: { ...paper.attempt, ...after },
            questions: paper.questions.map(({ question, corrected, answer }) => ({
              question: corrected ?? question,
              corrected,
              answer: { ...answer, ...after.questions[question.id] },
            })),
          };
          if (policy !== 'recompute') expect(regraded(again, policy)).toBeNull();
          else expect(regraded(again, policy)?.after ?? after).toEqual(after);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
