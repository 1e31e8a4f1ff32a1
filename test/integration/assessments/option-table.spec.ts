import { newId } from '../../../src/shared/database/ids';
import { AssessmentsFacade, type NewQuestion } from '../../../src/modules/assessments';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { directCounts } from '../../support/direct-groups';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { seededRandom } from '../../unit/seeded-random';

const OPTIONS = ['mean', 'median', 'mode', 'range'];
const CENTER: NewQuestion = {
  type: 'single_choice',
  prompt: 'Which is the center?',
  points: '1',
  // The key is wrong: those who know choose the median.
  definition: { options: OPTIONS.map((id) => ({ id, text: `The ${id}` })), key: 'mean' },
};
const TRUE: NewQuestion = { type: 'true_false', prompt: 'So?', points: '4', definition: { key: true } };
const PAIRS: NewQuestion = {
  type: 'matching',
  prompt: 'Which?',
  points: '1',
  definition: {
    stems: ['one', 'two'].map((id) => ({ id, text: `Number ${id}` })),
    choices: ['1', '2', '3'].map((id) => ({ id, text: id })),
    key: { one: '1', two: '2' },
  },
};
const TEXT: NewQuestion = {
  type: 'short_text',
  prompt: 'What?',
  points: '1',
  definition: { accepted: ['it'], caseSensitive: false },
};

describe('who chose what', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await Classroom.open(app, {
      questions: [CENTER, TRUE, PAIRS, TEXT],
      settings: { maxAttempts: null },
    });
  });
  afterAll(() => app.stop());

  const record = async (responses: unknown[], learner?: Caller): Promise<Caller> => {
    const whose = learner ?? (await room.learner());
    const startedAt = app.clock.now();
    await app.get(AssessmentsFacade).recordAttempt({
      ...{ activityId: room.quizId, userId: whose.id, startedAt },
      submittedAt: new Date(startedAt.getTime() + 600_000),
      responses: room.byQuestion(responses),
    });
    return whose;
  };
  const optionsOf = (question: number, who = room.instructor): Promise<Answer> =>
    who.get(`/v1/quizzes/${room.quizId}/questions/${room.questionIds[question]}/options`);
  const table = async (question: number): Promise<Answer['body']> =>
    expectStatus(await optionsOf(question), 200);

  it('is counted option by option, in all and among the best and the last, and names what a teacher should look at', async () => {
    const { below } = seededRandom(11);
    const answers: { total: number; chosen: string[] }[] = [];
    for (let number = 0; number < 22; number += 1) {
      const knows = number % 2 === 0;
      const chosen = knows ? 'median' : ['mean', 'mode'][below(2)]!;
      await record([chosen, knows, {}, knows ? 'it' : null]);
      answers.push({ total: knows ? 5 : 0, chosen: [chosen] });
    }
    const { count, attempts, versions } = await table(0);
    expect({ count, attempts }).toEqual({ count: 22, attempts: 'best' });
    const [{ number, places, upperCount, lowerCount }] = versions;
    expect([versions.length, number, places.length]).toEqual([1, 1, 1]);
    for (const option of places[0].options) {
      const direct = directCounts(answers, option.id);
      expect(option.count).toBe(direct.all);
      for (const [shown, part, whole] of [
        [option.percentage, direct.all, 22],
        [option.upperPercentage, direct.upper, upperCount],
        [option.lowerPercentage, direct.lower, lowerCount],
      ])
        expect(Math.abs(Number(shown) - (100 * part) / whole)).toBeLessThanOrEqual(5e-5);
    }
    const rules = places[0].options.map(({ id, isRight, problems }: Answer['body']) => [
      ...[id, isRight, ...problems.map(({ rule }: { rule: string }) => rule)],
    ]);
    expect(rules).toEqual([
      ['mean', true, 'right_but_avoided'],
      ['median', false, 'chosen_by_the_best'],
      ['mode', false],
      ['range', false, 'hardly_chosen'],
    ]);
    expect(places[0].options[1].problems[0].message).toMatch(/^It is wrong by the key/);
    expect(places[0].blank).toMatchObject({ count: 0, percentage: '0' });
  });

  it('tells of true and false, of each stem, and of those who chose nothing', async () => {
    await record([null, true, { one: '1', two: '3' }]);
    await record([null, false, { one: '1' }]);
    const trueFalse = (await table(1)).versions[0].places[0];
    expect(trueFalse).toMatchObject({
      ...{ id: null, text: null, blank: { count: 0 } },
      options: [
        { id: 'true', text: 'True', isRight: true, count: 1, percentage: '50', upperPercentage: '50' },
        { id: 'false', text: 'False', isRight: false, count: 1, lowerPercentage: null },
      ],
    });
    const stems = (await table(2)).versions[0].places;
    expect(stems).toMatchObject([
      {
        id: 'one',
        text: 'Number one',
        options: [{ id: '1', isRight: true, count: 2 }, {}, {}],
        blank: { count: 0 },
      },
      { id: 'two', options: [{}, { id: '2', isRight: true, count: 0 }, { count: 1 }], blank: { count: 1 } },
    ]);
    expect((await table(0)).versions[0].places[0].blank).toMatchObject({ count: 2, percentage: '100' });
  });

  it('tells versions apart, is right by the newest key, and is empty for questions without options', async () => {
    await record(['median', true, {}, 'it']);
    const url = `/v1/questions/${room.questionIds[0]}`;
    const definition = { ...CENTER.definition, key: 'median' };
    expectStatus(await room.instructor.patch(url, { definition }), 200);
    expectStatus(await room.instructor.patch(url, { prompt: 'Which is the middle?' }), 200);
    await record(['mode', true, {}, 'it']);
    const { versions, count } = await table(0);
    expect(count).toBe(2);
    expect(
      versions.map(({ number, places }: Answer['body']) => [
        number,
        ...places[0].options.map(({ count: chosen, isRight }: Answer['body']) => [chosen, isRight]),
      ]),
    ).toEqual([
      [1, [0, false], [1, true], [0, false], [0, false]],
      [2, [0, false], [0, true], [1, false], [0, false]],
    ]);
    expect(await table(3)).toMatchObject({ count: 0, versions: [] });
  });

  it('is for staff alone, and takes the same statements for any number of attempts', async () => {
    const learner = await record(['median', true]);
    expect(await optionsOf(0, learner)).toMatchObject({ status: 403 });
    const unknown = `/v1/quizzes/${room.quizId}/questions/${newId()}/options`;
    expect(await room.instructor.get(unknown)).toMatchObject({ status: 404 });
    expect(await sqlOf(() => optionsOf(0))).toHaveLength(4);
    for (let number = 0; number < 5; number += 1) await record(['mean', false]);
    expect(await sqlOf(() => optionsOf(0))).toHaveLength(4);
  });

  it('is drawn, as are the scores, for staff alone', async () => {
    for (const name of ['scores', 'facility']) {
      const url = `/v1/quizzes/${room.quizId}/statistics/${name}.svg`;
      const empty = await room.instructor.get(url);
      expect(empty).toMatchObject({ status: 200 });
      expect(empty.text).toContain('There is no graded attempt yet.');
      const learner = await record(['mean', true, { one: '1', two: '2' }, 'it']);
      const drawn = await room.instructor.get(url);
      expect(drawn.headers['content-type']).toContain('image/svg+xml');
      expect(drawn.text).toContain('1 graded attempt');
      expect(drawn.text).toContain(name === 'scores' ? '90–100%: 1' : '2: 100%');
      expect(await learner.get(url)).toMatchObject({ status: 403 });
      expectStatus(
        await room.instructor.post(
          `/v1/attempts/${(await learner.get(`/v1/quizzes/${room.quizId}/attempts`)).body.data[0].id}/deletion`,
          { reason: 'A trial' },
        ),
        200,
      );
    }
  });

  describe('where a learner stands', () => {
    const place = async (who: Caller): Promise<unknown[]> => {
      const { lowerPercentage, reason } = expectStatus(
        await who.get(`/v1/quizzes/${room.quizId}/own-place`),
        200,
      );
      return [lowerPercentage, reason];
    };

    it('is told when ten have a grade, by the attempts that count, and to nobody who has none', async () => {
      const learners: Caller[] = [];
      // From 0 points to 5, two each but for the last, who has all.
      for (let number = 0; number < 9; number += 1)
        learners.push(await record([number % 2 ? 'mean' : null, number > 4, {}, null]));
      expect(await place(learners[8]!)).toEqual([null, 'too_few_learners']);
      const best = await record(['mean', true, { one: '1', two: '2' }, 'it']);
      expect(await place(best)).toEqual([90, null]);
      expect(await place(learners[0]!)).toEqual([0, null]);
      // A worse attempt after it does not count.
      await record([null, false], best);
      expect(await place(best)).toEqual([90, null]);
      expect(await place(await room.learner())).toEqual([null, 'no_grade']);
      expect(await place(room.instructor)).toEqual([null, 'no_grade']);
      expect(await sqlOf(() => place(best))).toHaveLength(3);
    });

    it('is not told while the quiz does not show grades', async () => {
      const learners: Caller[] = [];
      for (let number = 0; number < 10; number += 1) learners.push(await record(['mean', number > 4]));
      expect(await place(learners[9]!)).toEqual([50, null]);
      const url = `/v1/quizzes/${room.quizId}`;
      expectStatus(await room.instructor.patch(url, { posting: 'by_hand' }), 200);
      expect(await place(learners[9]!)).toEqual([null, 'not_shown']);
      expect(await (await app.person()).get(`${url}/own-place`)).toMatchObject({ status: 403 });
    });
  });
});
