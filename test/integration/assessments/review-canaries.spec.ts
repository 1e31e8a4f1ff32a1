import type { NewQuestion } from '../../../src/modules/assessments';
import { AttemptsService } from '../../../src/modules/assessments/attempts/attempts.service';
import { GradesRepository } from '../../../src/modules/gradebook/grades/grades.repository';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('what review rules keep back', ['shows learners of an attempt exactly'], () => {
  replaceMethod(
    AttemptsService.prototype,
    'view',
    (view) =>
      function (this: AttemptsService, attempt) {
        return view.call(this, attempt, 'staff');
      },
  );
  replaceMethod(
    GradesRepository.prototype,
    'ofLearner',
    (ofLearner) =>
      function (this: GradesRepository, userId, courseIds, seen) {
        return ofLearner.call(this, userId, courseIds, { ...seen, viewer: 'staff' });
      },
  );
});

const FACTS = [
  'answers',
  'correctness',
  'maxMarks',
  'marks',
  'specificFeedback',
  'generalFeedback',
  'rightAnswer',
  'overallFeedback',
];
const PHASES = ['during', 'immediatelyAfter', 'laterWhileOpen', 'afterClose'] as const;
type Phase = (typeof PHASES)[number];
type Rules = Record<Phase, string[]>;

const OPTIONS = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: `Option ${id}` }));
/** Each fact shows by texts that nothing else of the quiz has. */
const QUESTIONS: NewQuestion[] = [
  ...['3.0303', '7.0707'].map((points) => ({
    type: 'multiple_choice' as const,
    prompt: 'Which?',
    points,
    definition: { options: OPTIONS, key: ['a', 'b', 'c'], scoring: 'partial' },
  })),
  {
    type: 'short_text',
    prompt: 'Say it.',
    points: '1.0001',
    definition: { accepted: ['heliotrope-canary'], caseSensitive: true },
    feedback: 'quokka-canary',
  },
];
const RESPONSES = [['a', 'b'], ['a'], 'my-own-words'];
const CANARIES: Record<string, string[]> = {
  answers: ['my-own-words'],
  correctness: ['"correct":'],
  maxMarks: ['3.0303', '7.0707', '1.0001', '11.1011'],
  // 2/3 of 3.0303 and 1/3 of 7.0707, and 100 times their sum by 11.1011.
  score: ['4.3771', '39.43'],
  questionMarks: ['2.0202', '2.3569'],
  generalFeedback: ['quokka-canary'],
  rightAnswer: ['heliotrope-canary', '"key":'],
};

const always = (facts: string[]): Rules => ({
  during: [],
  immediatelyAfter: facts,
  laterWhileOpen: facts,
  afterClose: facts,
});
const AFTER = PHASES.slice(1);
const SETTINGS: [string, { review: Rules } | { feedback: string } | object, Rules][] = [
  ...FACTS.map((fact): [string, Rules] => [`nothing but ${fact}`, always([...new Set(['answers', fact])])]),
  ...FACTS.map((fact): [string, Rules] => [`all but ${fact}`, always(FACTS.filter((one) => one !== fact))]),
  ...AFTER.map((phase): [string, Rules] => [`all, ${phase} only`, { ...always([]), [phase]: FACTS }]),
  ...AFTER.map((phase): [string, Rules] => [`all, but nothing ${phase}`, { ...always(FACTS), [phase]: [] }]),
  ['nothing at all', always([])] as [string, Rules],
  ['all, during it too', { ...always(FACTS), during: FACTS }] as [string, Rules],
  ['all, during it only', { ...always([]), during: FACTS }] as [string, Rules],
  ['the maximum and marks', always(['answers', 'maxMarks', 'marks'])] as [string, Rules],
  ['marks of each question', always(['answers', 'maxMarks', 'marks', 'correctness'])] as [string, Rules],
].map(([name, review]): [string, object, Rules] => [name, { review }, review]);
const SCORE = ['answers', 'maxMarks', 'marks'];
SETTINGS.push(
  ['the word after_submission', { feedback: 'after_submission' }, { ...always(FACTS), during: ['maxMarks'] }],
  ['the word never', { feedback: 'never' }, { ...always(SCORE), during: ['maxMarks'] }],
  ['what a new quiz has', {}, { ...always(SCORE), during: ['maxMarks'], afterClose: FACTS }],
);

/** By the definition of the facts, computed here once more: which canaries a learner may meet. */
function allowed(rules: Rules, phase: Phase): Set<string> {
  const facts = new Set(rules[phase]);
  const seen = new Set<string>();
  if (phase === 'during') facts.add('answers');
  if (facts.has('maxMarks')) seen.add('maxMarks');
  const marks = facts.has('marks') && facts.has('maxMarks') && phase !== 'during';
  if (marks) seen.add('score');
  if (!facts.has('answers')) return seen;
  seen.add('answers');
  if (facts.has('correctness')) seen.add('correctness');
  if (marks && facts.has('correctness')) seen.add('questionMarks');
  if (facts.has('generalFeedback')) seen.add('generalFeedback');
  if (facts.has('rightAnswer')) seen.add('rightAnswer');
  return seen;
}

function gradeIsAllowed(rules: Rules, phase: Phase): boolean {
  const phases: Phase[] = phase === 'afterClose' ? ['afterClose'] : ['immediatelyAfter', 'laterWhileOpen'];
  return phase !== 'during' && phases.every((one) => allowed(rules, one).has('score'));
}

interface Sat {
  name: string;
  rules: Rules;
  quizId: string;
  lineItemId: string;
  attemptId: string;
  questionIds: string[];
}

describe('what review rules show', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let classmate: Caller;
  const sat: Sat[] = [];

  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
    [learner, classmate] = [await room.learner(), await room.learner()];
    const closesAt = new Date(app.clock.now().getTime() + 600_000).toISOString();
    for (const [name, settings, rules] of SETTINGS) {
      const quizId = await room.addQuiz(name);
      for (const question of QUESTIONS)
        expectStatus(await room.instructor.post(`/v1/quizzes/${quizId}/questions`, question), 201);
      expectStatus(await room.instructor.patch(`/v1/quizzes/${quizId}`, { ...settings, closesAt }), 200);
      const attempt = expectStatus(await learner.post(`/v1/quizzes/${quizId}/attempts`), 201);
      const questionIds = attempt.questions.map(({ id }: { id: string }) => id) as string[];
      sat.push({ name, rules, quizId, questionIds, attemptId: attempt.id, lineItemId: '' });
    }
    const items = expectStatus(
      await room.instructor.get(`/v1/courses/${room.courseId}/line-items?limit=100`),
      200,
    ).data as { id: string; activityId: string | null }[];
    for (const one of sat) one.lineItemId = items.find(({ activityId }) => activityId === one.quizId)!.id;
  }, 120_000);
  afterAll(() => app.stop());

  /** All of an attempt that its learner can ask for. */
  const aboutAttempt = async ({ quizId, attemptId }: Sat, caller: Caller): Promise<Answer[]> => [
    await caller.get(`/v1/attempts/${attemptId}`),
    await caller.get(`/v1/quizzes/${quizId}/attempts`),
  ];
  const aboutGrade = async ({ lineItemId }: Sat): Promise<Answer[]> => [
    await learner.get(`/v1/line-items/${lineItemId}/results/${learner.id}`),
    await learner.get(`/v1/line-items/${lineItemId}/results/${learner.id}/history`),
  ];
  const canariesIn = (text: string): string[] =>
    Object.keys(CANARIES).filter((fact) => CANARIES[fact]!.some((canary) => text.includes(canary)));

  async function expectOnlyAllowed(phase: Phase): Promise<void> {
    for (const one of sat) {
      const may = allowed(one.rules, phase);
      const texts = (await aboutAttempt(one, learner)).map(({ text }) => text).join('\n');
      const gradeShown = gradeIsAllowed(one.rules, phase);
      expect([one.name, phase, canariesIn(texts)]).toEqual([
        one.name,
        phase,
        Object.keys(CANARIES).filter((fact) => may.has(fact)),
      ]);
      if (phase === 'during') continue;
      const grades = (await aboutGrade(one)).map(({ text }) => text).join('\n');
      expect([one.name, phase, canariesIn(grades)]).toEqual([one.name, phase, gradeShown ? ['score'] : []]);
    }
    const own = expectStatus(await learner.get(`/v1/courses/${room.courseId}/grades/me`), 200);
    const shown = sat.filter(({ rules }) => gradeIsAllowed(rules, phase)).map(({ lineItemId }) => lineItemId);
    const scored = own.lineItems.filter(({ score }: { score: string | null }) => score !== null);
    expect(scored.map(({ lineItemId }: { lineItemId: string }) => lineItemId).toSorted()).toEqual(
      shown.toSorted(),
    );
    expect(own.total).toBe(shown.length === 0 ? null : '39.43');
  }

  it('shows learners of an attempt exactly what the rules of its phase say, in every phase, for 30 kinds of rules', async () => {
    expect(SETTINGS.length).toBeGreaterThanOrEqual(30);
    for (const { attemptId, questionIds } of sat)
      expectStatus(
        await learner.put(`/v1/attempts/${attemptId}/answers/${questionIds[2]}`, { response: RESPONSES[2] }),
        200,
      );
    await expectOnlyAllowed('during');
    for (const { name, rules, attemptId, questionIds } of sat) {
      const answers = Object.fromEntries(questionIds.map((id, index) => [id, RESPONSES[index]]));
      const submitted = await learner.put(`/v1/attempts/${attemptId}/submission`, { answers });
      expectStatus(submitted, 200);
      const may = allowed(rules, 'immediatelyAfter');
      expect([name, canariesIn(submitted.text)]).toEqual([
        name,
        Object.keys(CANARIES).filter((fact) => may.has(fact)),
      ]);
    }
    await expectOnlyAllowed('immediatelyAfter');
    app.clock.advance(120_000);
    await expectOnlyAllowed('laterWhileOpen');
    await expectNothingForOthers();
    app.clock.advance(480_000);
    await expectOnlyAllowed('afterClose');
    await expectNothingForOthers();
    await expectAllForStaff();
  }, 240_000);

  /** Also a further attempt tells nothing of the first. */
  async function expectNothingForOthers(): Promise<void> {
    for (const one of sat)
      for (const answer of [
        await classmate.get(`/v1/attempts/${one.attemptId}`),
        await classmate.get(`/v1/quizzes/${one.quizId}/attempts?userId=${learner.id}`),
        await classmate.get(`/v1/quizzes/${one.quizId}`),
        await classmate.get(`/v1/line-items/${one.lineItemId}/results/${learner.id}`),
        await classmate.get(`/v1/quizzes/${one.quizId}/questions`),
      ]) {
        const told = canariesIn(answer.text.replace(/"pointsPossible":"11.1011"/, ''));
        expect([one.name, answer.status, told]).toEqual([one.name, answer.status, []]);
      }
  }

  async function expectAllForStaff(): Promise<void> {
    for (const one of sat) {
      const text = (await aboutAttempt(one, room.instructor)).map((answer) => answer.text).join('\n');
      expect([one.name, canariesIn(text)]).toEqual([one.name, Object.keys(CANARIES)]);
    }
  }
});
