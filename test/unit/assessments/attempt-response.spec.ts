import type {
  AnsweredQuestion,
  AttemptRecord,
} from '../../../src/modules/assessments/attempts/attempt-records';
import { toAttemptResponse } from '../../../src/modules/assessments/attempts/dto/attempt.response';
import type { Seen } from '../../../src/modules/assessments/attempts/dto/attempt-facts.response';
import { ENDLESS, NEW_CLOCK } from '../../../src/modules/assessments/attempts/lifecycle';
import { REVIEW_BY_FEEDBACK } from '../../../src/modules/assessments/quizzes/quiz-settings';
import { OPEN_REVIEW, type ReviewRules } from '../../../src/modules/assessments/review/review-rules';
import type { QuestionDefinition } from '../../../src/modules/assessments/question-types/registry';
import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';

const OPEN: AttemptRecord = {
  id: 'attempt',
  activityId: 'quiz',
  courseId: 'course',
  userId: 'ada',
  number: 1,
  reachedPosition: 1,
  startedAt: new Date('2026-03-02T09:00:00Z'),
  submittedAt: null,
  ...{ score: null, markedScore: null, needsMarks: 0 },
  ...{ maxScore: '3', scoreBeforeRegrade: null },
  ...ENDLESS,
  ...NEW_CLOCK,
  ...{ isPreview: false, deletedAt: null },
  endedAt: null,
  endReason: null,
};
const SUBMITTED_AT = new Date('2026-03-02T09:20:00Z');
const SUBMITTED: AttemptRecord = {
  ...OPEN,
  ...{
    submittedAt: SUBMITTED_AT,
    endedAt: SUBMITTED_AT,
    endReason: 'submitted',
    score: '1',
    markedScore: '1',
  },
};
const QUESTIONS = Object.values(QUESTION_EXAMPLES).map(({ value }, index): AnsweredQuestion => ({
  ...{ id: String(index), versionId: String(index) },
  promptHtml: '<p>?</p>',
  points: value.points,
  definition: { ...value.definition, type: value.type } as QuestionDefinition,
  feedbackHtml: '<p>!</p>',
  ...{ guidance: null, voided: null },
  optionOrder: null,
  drawn: null,
  response: null,
  sequence: null,
  savedAt: null,
  ...{ standing: null, certainty: null, closedAt: null },
  pointsAwarded: '0',
  ...{ correct: false, handPoints: null, handShare: null, handSequence: null },
  ...{ leastShare: null, leastSequence: null },
}));
const TERMS = {
  ...{ posting: 'at_once' as const, postsAt: null, awaitsMarks: false },
  ...{ review: OPEN_REVIEW, passPercentage: null, lastClosesAt: null, inForce: null },
  pointsPossible: '3',
  ...{ atEnd: 'submit' as const, navigation: 'free' as const, hardClose: false },
  overallFeedback: [],
};
const NOW = new Date('2026-03-02T10:00:00Z');
const seenBy = (viewer: 'learner' | 'staff'): Seen => ({ viewer, now: NOW });
const REVIEW = ['pointsAwarded', 'correct', 'key', 'answerFeedback', 'feedbackHtml'];

const fieldsOf = (question: object | undefined): string[] => Object.keys(question ?? {});

describe('an attempt as an answer', () => {
  it.each([
    ['learner', 'open', 'after_submission', false],
    ['learner', 'open', 'never', false],
    ['learner', 'submitted', 'after_submission', true],
    ['learner', 'submitted', 'never', false],
    ['staff', 'open', 'never', true],
    ['staff', 'submitted', 'never', true],
  ] as const)(
    'shows a %s their %s attempt at a quiz with feedback %s, with marks and keys: %s',
    (viewer, state, feedback, isReviewed) => {
      const attempt = state === 'open' ? OPEN : SUBMITTED;
      const { questions } = toAttemptResponse(
        attempt,
        { ...TERMS, review: REVIEW_BY_FEEDBACK[feedback] },
        QUESTIONS,
        null,
        null,
        seenBy(viewer),
      );
      expect(questions).toHaveLength(QUESTIONS.length);
      for (const question of questions) {
        const shown = fieldsOf(question).filter((field) => REVIEW.includes(field));
        expect(shown).toEqual(isReviewed ? REVIEW : []);
        for (const hidden of ['key', 'accepted', 'tolerance'])
          expect(fieldsOf(question.definition)).not.toContain(hidden);
      }
    },
  );

  it('gives the key of each type', () => {
    const { questions } = toAttemptResponse(SUBMITTED, TERMS, QUESTIONS, '1', null, seenBy('learner'));
    expect(Object.fromEntries(questions.map(({ type, key }) => [type, key]))).toMatchObject({
      single_choice: 'median',
      multiple_choice: ['iqr', 'range', 'sd'],
      true_false: false,
      numeric: '2.14',
      short_text: ['interquartile range', 'IQR'],
      matching: { mean: 'sum', median: 'middle', mode: 'most' },
      ordering: ['question', 'collect', 'summarize', 'conclude'],
      gap_select: { middle: 'median', spread: 'iqr' },
      cloze: { middle: 'median', value: '4', frequent: ['mode'] },
      calculated: '9.96',
      essay: null,
    });
  });

  it('rounds the percentage half-up to two decimals, and has none before the submission', () => {
    const percentage = (score: string, maxScore: string): string | null =>
      toAttemptResponse({ ...SUBMITTED, score, maxScore }, TERMS, [], '0', null, seenBy('learner'))
        .percentage;
    expect([percentage('1', '3'), percentage('2', '3'), percentage('0.125', '1000')]).toEqual([
      '33.33',
      '66.67',
      '0.01',
    ]);
    expect(toAttemptResponse(OPEN, TERMS, [], null, null, seenBy('learner')).percentage).toBeNull();
  });

  it('tells what waits for a mark, and what the rest earns, as far as the review rules show marks', () => {
    const waiting = { ...SUBMITTED, score: null, markedScore: '1.5', needsMarks: 1 };
    const [first, second] = QUESTIONS as [AnsweredQuestion, AnsweredQuestion];
    const questions = [first, { ...second, pointsAwarded: null, correct: null }];
    const seen = (review: ReviewRules): object =>
      toAttemptResponse(waiting, { ...TERMS, review }, questions, null, null, seenBy('learner'));
    expect(seen(OPEN_REVIEW)).toMatchObject({
      ...{ state: 'submitted', score: null, percentage: null, passed: null },
      ...{ needsMarks: 1, scoreSoFar: '1.5', gradeScore: null },
      questions: [expect.not.objectContaining({ needsMark: true }), { needsMark: true, pointsAwarded: null }],
    });
    const kept = seen(REVIEW_BY_FEEDBACK.never);
    expect(kept).toMatchObject({ needsMarks: 1, score: null });
    expect(JSON.stringify(seen({ ...OPEN_REVIEW, laterWhileOpen: ['answers'] }))).not.toContain('1.5');
  });

  it('says whether an attempt passed only once it is submitted, and only if there is a pass mark', () => {
    const passed = (attempt: AttemptRecord, passPercentage: string | null): boolean | null =>
      toAttemptResponse(attempt, { ...TERMS, passPercentage }, [], null, null, seenBy('learner')).passed;
    expect(passed(SUBMITTED, '33.33')).toBe(true);
    expect(passed(SUBMITTED, '33.34')).toBe(false);
    expect(passed(SUBMITTED, null)).toBeNull();
    expect(passed(OPEN, '50')).toBeNull();
  });
});
