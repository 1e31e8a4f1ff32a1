import {
  answeredQuestions,
  gradedAnswers,
  keptResponses,
  nextAttempt,
  withResponses,
} from '../../../src/modules/assessments/attempts/attempt-answers';
import type { StartingTerms } from '../../../src/modules/assessments/attempts/attempt-records';
import { ENDLESS } from '../../../src/modules/assessments/attempts/lifecycle';
import type { VersionedQuestion } from '../../../src/modules/assessments/attempts/paper-records';
import { DEFAULT_SETTINGS } from '../../../src/modules/assessments/quizzes/quiz-settings';

const NOW = new Date('2026-03-02T09:00:00Z');
const LATER = new Date('2026-03-02T09:30:00Z');

const question = (id: string, points: string): VersionedQuestion => ({
  id,
  versionId: `version of ${id}`,
  keyRevisionId: `key of ${id}`,
  promptHtml: `<p>${id}</p>`,
  points,
  definition: { type: 'true_false', key: true },
  feedbackHtml: null,
  ...{ guidance: null, voided: null },
  optionOrder: null,
  drawn: null,
});
const QUESTIONS = [question('a', '1'), question('b', '0.5'), question('c', '2')];
const TERMS: StartingTerms = {
  ...DEFAULT_SETTINGS,
  policy: { ...DEFAULT_SETTINGS, timeZone: 'UTC' },
  personal: { accommodations: [], exception: undefined },
  ...{ lastClosesAt: null, awaitsMarks: false },
  courseId: 'course',
  status: 'published',
  learner: { state: 'active', beginDate: '2026-01-01', endDate: null },
  pointsPossible: '3.5',
  questions: QUESTIONS,
  draws: [],
  started: 2,
  lastNumber: 2,
  openAttemptId: null,
  lastEndedAt: null,
};

describe('the next attempt', () => {
  it('starts the next attempt open, numbered after the last, with every question in order', () => {
    const { attempt, answers } = nextAttempt('quiz', 'ada', TERMS, NOW, ENDLESS, 7);
    expect(attempt).toMatchObject({
      activityId: 'quiz',
      courseId: 'course',
      userId: 'ada',
      number: 3,
      startedAt: NOW,
      submittedAt: null,
      score: null,
      maxScore: '3.5',
    });
    expect(answers.map(({ questionId, position }) => [questionId, position])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect(answers.every(({ response, pointsAwarded }) => response === null && pointsAwarded === null)).toBe(
      true,
    );
  });

  it('asks each question once, in an order of its own if the quiz shuffles', () => {
    const questions = Array.from({ length: 40 }, (_, index) => question(String(index), '1'));
    const order = (seed: number): string[] =>
      nextAttempt(
        'quiz',
        'ada',
        { ...TERMS, shuffleQuestions: true, questions },
        NOW,
        ENDLESS,
        seed,
      ).answers.map(({ questionId }) => questionId);
    const [one, other] = [order(1), order(2)];
    expect(one).not.toEqual(other);
    expect(one.toSorted()).toEqual(questions.map(({ id }) => id).toSorted());
  });
});

describe('the answers of an attempt', () => {
  const { answers } = nextAttempt('quiz', 'ada', TERMS, NOW, ENDLESS, 7);

  it('replaces answers by question, with null too, and leaves the others alone', () => {
    const saved = withResponses(answers, { a: true, b: false }, NOW);
    const replaced = withResponses(saved, { b: null, c: true }, LATER);
    expect(replaced.map(({ response, savedAt }) => [response, savedAt])).toEqual([
      [true, NOW],
      [null, LATER],
      [true, LATER],
    ]);
  });

  it('takes nothing that an object inherits for a response', () => {
    const inherited = Object.create({ a: true }) as Record<string, unknown>;
    expect(withResponses(answers, inherited, NOW)).toEqual(answers);
  });

  it('marks every answer, and a missing one with 0', () => {
    const graded = gradedAnswers(QUESTIONS, withResponses(answers, { a: true, b: false }, NOW));
    expect(graded.score).toBe('1');
    expect(graded.answers.map(({ pointsAwarded, correct }) => [pointsAwarded, correct])).toEqual([
      ['1', true],
      ['0', false],
      ['0', false],
    ]);
  });

  it('adds up exactly what answers earn, not the rounded marks', () => {
    const options = ['x', 'y', 'z'].map((id) => ({ id, text: id }));
    const thirds = QUESTIONS.map(({ id }): VersionedQuestion => ({
      ...question(id, '1'),
      definition: { type: 'multiple_choice', options, key: ['x', 'y', 'z'], scoring: 'partial' },
    }));
    const twoThirds = { a: ['x', 'y'], b: ['y', 'z'], c: ['x', 'z'] };
    const graded = gradedAnswers(thirds, withResponses(answers, twoThirds, NOW));
    expect(graded.answers.map(({ pointsAwarded }) => pointsAwarded)).toEqual(['0.6667', '0.6667', '0.6667']);
    expect(graded.score).toBe('2');
  });

  describe('that a person marks', () => {
    const text = (id: string, points: string): VersionedQuestion => ({
      ...question(id, points),
      definition: { type: 'essay', format: 'plain_text' },
    });
    const questions = [question('a', '1'), text('b', '0.5'), text('c', '2')];

    it('have no mark and leave the attempt without a score, while the others have theirs', () => {
      const graded = gradedAnswers(questions, withResponses(answers, { a: true, b: 'So.' }, NOW));
      expect(graded).toMatchObject({ score: null, markedScore: '1', needsMarks: 1 });
      expect(graded.answers.map(({ pointsAwarded, correct }) => [pointsAwarded, correct])).toEqual([
        ['1', true],
        [null, null],
        ['0', false],
      ]);
    });

    it.each([[null], [''], [' \n\u200b '], [undefined]])('earn 0 where nothing was written: %j', (blank) => {
      const graded = gradedAnswers(questions, withResponses(answers, { a: true, b: blank, c: blank }, NOW));
      expect(graded).toMatchObject({ score: '1', markedScore: '1', needsMarks: 0 });
    });

    it('wait whatever was kept of them, and for nobody where they are worth nothing', () => {
      const odd = withResponses(answers, { b: 7, c: { text: 'So.' } }, NOW);
      expect(gradedAnswers(questions, odd)).toMatchObject({ score: null, needsMarks: 2 });
      const worthless = [question('a', '1'), text('b', '0'), text('c', '0.0000')];
      expect(gradedAnswers(worthless, odd)).toMatchObject({ score: '0', needsMarks: 0 });
    });
  });

  it('gives questions with their answers in the order of the attempt', () => {
    const reversed = answers.toReversed();
    expect(answeredQuestions(QUESTIONS, reversed).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(() => answeredQuestions(QUESTIONS.slice(1), answers)).toThrow('Question a');
  });
});

describe('faults of responses', () => {
  it('names the question of a faulty response, and the place within it', () => {
    const choice: VersionedQuestion = {
      ...question('d', '1'),
      definition: {
        type: 'multiple_choice',
        options: [
          { id: 'x', text: 'X' },
          { id: 'y', text: 'Y' },
        ],
        key: ['x'],
        scoring: 'partial',
      },
    };
    const { faults } = keptResponses([...QUESTIONS, choice], { a: 'yes', b: true, d: ['x', '$&'], e: true });
    expect(faults.map(({ field, rule }) => [field, rule])).toEqual([
      ['answers.a', 'isBoolean'],
      ['answers.d[1]', 'isOption'],
      ['answers.e', 'isQuestion'],
    ]);
  });

  it('cuts off a long text that somebody sends as the id of a question', () => {
    const [fault] = keptResponses(QUESTIONS, { ['x'.repeat(10_000)]: true }).faults;
    expect(fault?.field.length).toBeLessThan(100);
  });
});
