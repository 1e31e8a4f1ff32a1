import type { NewQuestion } from '../../../src/modules/assessments';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';

const options = ['a', 'b', 'c'].map((id) => ({ id, text: `Option ${id}` }));
const QUESTIONS: NewQuestion[] = [
  {
    type: 'multiple_choice',
    prompt: 'Which?',
    points: '3',
    definition: {
      ...{ options, key: ['a', 'b'], scoring: 'partial' },
      optionFeedback: { a: 'Right, *a*.', c: 'Not **c** <b>!</b>' },
    },
    scoreFeedback: { right: 'All of it.', partly: 'Some of it.', wrong: 'None of it.' },
    hints: [{ text: 'Look again.' }, { text: 'Two of them.', showRightCount: true, clearWrong: true }],
    penalty: '0.1',
  },
  {
    type: 'true_false',
    prompt: 'So?',
    points: '1',
    definition: { key: true, trueFeedback: 'Yes.', falseFeedback: 'No.' },
  },
  {
    type: 'short_text',
    prompt: 'Say it.',
    points: '2',
    definition: {
      ...{ accepted: ['median'], caseSensitive: false, acceptedFeedback: 'The middle.' },
      alternatives: [{ text: 'Centre', share: '1/2', feedback: 'Which one?' }],
      otherFeedback: 'Think of the middle.',
    },
  },
  {
    type: 'numeric',
    prompt: 'How many?',
    points: '1',
    definition: {
      ...{ key: '4', tolerance: { type: 'absolute', value: '0' }, keyFeedback: 'Four.' },
      alternatives: [
        { key: '5', tolerance: { type: 'absolute', value: '0' }, share: '0', feedback: 'n − 1.' },
      ],
      otherFeedback: 'Count them.',
    },
  },
  {
    type: 'calculated',
    prompt: 'What is {a} + 1?',
    points: '1',
    definition: {
      parameters: [{ name: 'a', min: '3', max: '3', decimals: 0, spread: 'even' }],
      ...{ formula: 'a + 1', rounding: { to: 'decimals', places: 0 } },
      ...{ tolerance: { type: 'absolute', value: '0' }, keyFeedback: 'One more than {a}.' },
    },
  },
  {
    type: 'cloze',
    prompt: 'Fill in.',
    points: '2',
    definition: {
      text: '[[g]] [[h]]',
      gaps: [
        { id: 'g', type: 'single_choice', options, key: 'a', optionFeedback: { b: 'Gap g is not b.' } },
        {
          id: 'h',
          type: 'short_text',
          accepted: ['x'],
          caseSensitive: true,
          otherFeedback: 'Gap h is not it.',
        },
      ],
    },
  },
];

describe('feedback to answers', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app, {
      questions: QUESTIONS,
      settings: { feedback: 'after_submission', maxAttempts: null },
    });
  });
  afterAll(() => app.stop());

  const said = ({ body }: Answer): [string | null, string][][] =>
    body.questions.map(({ answerFeedback }: { answerFeedback: { about: string | null; html: string }[] }) =>
      answerFeedback.map(({ about, html }) => [about, html.trim()]),
    );

  it('says what belongs to the answer: its score, its options, its text, its number, and its gaps', async () => {
    const learner = await room.learner();
    expect(
      said(await room.attempt(learner, [['c', 'a', 'b'], true, ' CENTRE ', '5', '4', { g: 'b', h: 'y' }])),
    ).toEqual([
      [
        [null, '<p>Some of it.</p>'],
        ['a', '<p>Right, <em>a</em>.</p>'],
        ['c', '<p>Not <strong>c</strong> &lt;b&gt;!&lt;/b&gt;</p>'],
      ],
      [[null, '<p>Yes.</p>']],
      [[null, '<p>Which one?</p>']],
      [[null, '<p>n − 1.</p>']],
      [[null, '<p>One more than 3.</p>']],
      [
        ['g', '<p>Gap g is not b.</p>'],
        ['h', '<p>Gap h is not it.</p>'],
      ],
    ]);
  });

  it('earns a part for an alternative, and says other things to other answers', async () => {
    const learner = await room.learner();
    const answer = await room.attempt(learner, [['a', 'b'], false, 'mean', 'many', '9', { g: 'a', h: 'x' }]);
    expect(said(answer)).toEqual([
      [
        [null, '<p>All of it.</p>'],
        ['a', '<p>Right, <em>a</em>.</p>'],
      ],
      [[null, '<p>No.</p>']],
      [[null, '<p>Think of the middle.</p>']],
      // What cannot be read gets no feedback, and a remark when it was saved.
      [],
      [],
      [],
    ]);
    const other = await room.attempt(learner, [[], null, 'centre', null, null, null]);
    expect(said(other)).toEqual([
      [[null, '<p>None of it.</p>']],
      [],
      [[null, '<p>Which one?</p>']],
      [],
      [],
      [],
    ]);
    expect(other.body.questions[2]).toMatchObject({ pointsAwarded: '1', correct: false });
  });

  it('shows staff all of it, and a change of it revises the key and asks nothing else', async () => {
    const [id] = room.questionIds;
    const before = expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}/questions`), 200)
      .data[0];
    expect(before).toMatchObject({
      scoreFeedback: { right: 'All of it.', partly: 'Some of it.', wrong: 'None of it.' },
      hints: [
        { text: 'Look again.', clearWrong: false, showRightCount: false },
        { text: 'Two of them.', clearWrong: true, showRightCount: true },
      ],
      penalty: '0.1',
    });
    const changes = { hints: [{ text: 'Other.' }], scoreFeedback: { right: 'Yes.' }, penalty: '1/4' };
    const after = expectStatus(await room.instructor.patch(`/v1/questions/${id}`, changes), 200);
    expect(after).toMatchObject({
      ...{ versionId: before.versionId, keyRevision: before.keyRevision + 1, penalty: '1/4' },
      scoreFeedback: { right: 'Yes.', partly: null, wrong: null },
      hints: [{ text: 'Other.', clearWrong: false, showRightCount: false }],
    });
    const same = expectStatus(await room.instructor.patch(`/v1/questions/${id}`, changes), 200);
    expect(same.keyRevision).toBe(after.keyRevision);
    const { keyRevisions } = expectStatus(
      await room.instructor.get(`/v1/question-versions/${before.versionId}`),
      200,
    );
    expect(keyRevisions.map(({ penalty }: { penalty: string }) => penalty)).toEqual(['1/4', '0.1']);
  });

  it.each([
    [{ hints: [{ text: '' }] }, 'hints[0].text'],
    [{ hints: [{}] }, 'hints[0].text'],
    [{ hints: Array.from({ length: 21 }, () => ({ text: 'x' })) }, 'hints'],
    [{ hints: [{ text: 'x', clearWrong: 'yes' }] }, 'hints[0].clearWrong'],
    [{ penalty: '1.1' }, 'penalty'],
    [{ penalty: '-0.1' }, 'penalty'],
    [{ penalty: 0.1 }, 'penalty'],
    [{ scoreFeedback: { right: 'x'.repeat(5001) } }, 'scoreFeedback.right'],
    [{ scoreFeedback: { right: 'x', left: 'y' } }, 'scoreFeedback.left'],
    [
      { definition: { ...QUESTIONS[0]!.definition, optionFeedback: { d: 'x' } } },
      'definition.optionFeedback.d',
    ],
    [
      { definition: { ...QUESTIONS[0]!.definition, optionFeedback: { a: 7 } } },
      'definition.optionFeedback.a',
    ],
    [{ definition: { ...QUESTIONS[0]!.definition, optionFeedback: ['x'] } }, 'definition.optionFeedback'],
  ])('refuses %j', async (change, field) => {
    const refused = await room.instructor.patch(`/v1/questions/${room.questionIds[0]}`, change);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('says to the score of an attempt what its band says, and shows the bands to staff alone', async () => {
    const bands = [
      { from: '0', text: 'Try *again*.' },
      { from: '60', text: 'Well done.' },
    ];
    const quiz = expectStatus(
      await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { overallFeedback: bands }),
      200,
    );
    expect(quiz.overallFeedback).toEqual(bands);
    const learner = await room.learner();
    const open = await room.start(learner);
    expect(open.body).not.toHaveProperty('overallFeedbackHtml');
    const ended = await room.submit(learner, open.body.id, {});
    expect(ended.body.overallFeedbackHtml).toBe('<p>Try <em>again</em>.</p>\n');
    expect((await learner.get(`/v1/quizzes/${room.quizId}`)).text).not.toContain('Well done');
    const log = expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}/policy-changes`), 200);
    expect(log.data[0]).toMatchObject({ setting: 'overallFeedback', oldValue: [], newValue: bands });
    expect(
      await room.instructor.patch(`/v1/quizzes/${room.quizId}`, {
        overallFeedback: [...bands, { from: '60.0', text: 'Twice.' }],
      }),
    ).toMatchObject({ status: 422, body: { errors: [{ field: 'overallFeedback[2].from' }] } });
  });

  it('shows learners no hint at any time, and no feedback to answers before the review rules do', async () => {
    const hidden = await Classroom.open(app, { questions: QUESTIONS, settings: { feedback: 'never' } });
    const overallFeedback = [{ from: '0', text: 'overall-canary' }];
    expectStatus(await hidden.instructor.patch(`/v1/quizzes/${hidden.quizId}`, { overallFeedback }), 200);
    const learner = await hidden.learner();
    const { body } = await hidden.start(learner);
    const answers = hidden.byQuestion([['c'], false, 'mean', '5', '9', { g: 'b', h: 'y' }]);
    const canaries = ['None of it', 'Not <strong>c', 'No.', 'Think of', 'n − 1', 'Gap g', 'overall-canary'];
    const seen = [
      await learner.get(`/v1/attempts/${body.id}`),
      await hidden.submit(learner, body.id, answers),
      await learner.get(`/v1/attempts/${body.id}`),
      await learner.get(`/v1/quizzes/${hidden.quizId}`),
    ];
    for (const { status, text } of seen) {
      expect(status).toBe(200);
      expect([...canaries, 'Look again', 'answerFeedback'].filter((one) => text.includes(one))).toEqual([]);
    }
    const { text } = await hidden.instructor.get(`/v1/attempts/${body.id}`);
    expect(canaries.filter((one) => !text.includes(one))).toEqual([]);
  });

  it('costs no statement more than an answer without feedback', async () => {
    const learner = await room.learner();
    const { body } = await room.attempt(learner, [['a', 'b'], true, 'median', '4', '4', { g: 'b', h: 'x' }]);
    const plain = await Classroom.open(app, { settings: { feedback: 'after_submission' } });
    const someone = await plain.learner();
    const other = await plain.attempt(someone, []);
    const statements = await sqlOf(() => learner.get(`/v1/attempts/${body.id}`));
    expect(statements.length).toBe((await sqlOf(() => someone.get(`/v1/attempts/${other.body.id}`))).length);
  });
});
