import { expectStatus } from '../../support/course-room';
import { FIVE_QUESTIONS } from '../../support/classroom';
import { essay } from '../../support/marking-room';
import { PORTION } from '../../../src/modules/assessments/regrades/regrade-run';
import { sqlOf } from '../../support/query-counter';
import { RegradeRoom, storeOf } from '../../support/regrade-room';
import { TestApp } from '../../support/test-app';

const MEDIAN = {
  options: [
    { id: 'mean', text: 'The mean' },
    { id: 'median', text: 'The median' },
  ],
  key: 'median',
};
const MEAN = { ...MEDIAN, key: 'mean' };

describe('grading a quiz again after a key was corrected', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('shows whose marks change, applies it and takes it back, and gradebook and completion follow both ways', async () => {
    const room = await RegradeRoom.open(app, { settings: { passPercentage: '50' } });
    const [loser, winner, same] = await room.handIn(['median', null], ['mean', null], [null, 'heliotrope']);
    const before = await storeOf(app, room.room.quizId);
    expectStatus(await room.correct(0, { definition: MEAN }), 200);
    expect(await storeOf(app, room.room.quizId)).toEqual(before);

    const preview = await room.regrade({ policy: 'recompute', dryRun: true });
    expect(preview).toMatchObject({
      ...{ kind: 'regrade', status: 'succeeded', dryRun: true, subject: 'Quiz 1' },
      summary: [{ part: 'attempts', read: 3, changed: 3, unchanged: 0 }],
    });
    const listed = await room.listed(preview.id);
    expect(listed.toSorted()).toEqual(
      [`${loser!.learner.id} 2/3.5 → 0/3.5: -2`, `${winner!.learner.id} 0/3.5 → 2/3.5: 2`].toSorted(),
    );
    expect(await storeOf(app, room.room.quizId)).toEqual(before);

    const applied = await room.regrade();
    expect((await room.listed(applied.id)).toSorted()).toEqual(listed.toSorted());
    expect(await room.score(winner!.attemptId)).toEqual(['2', '3.5']);
    expect((await winner!.learner.get(`/v1/attempts/${winner!.attemptId}`)).body).toMatchObject({
      ...{ scoreBeforeRegrade: '0', gradeScore: '2' },
      questions: [{ correct: true, key: 'mean' }, {}],
    });
    expect((await room.result(loser!.learner)).score).toBe('0');
    expect((await room.result(winner!.learner)).score).toBe('2');
    expect((await room.result(same!.learner)).score).toBe('1.5');
    expect(await room.hasCompleted(winner!.learner)).toBe(true);
    expect(await room.hasCompleted(loser!.learner)).toBe(false);
    const url = `/v1/line-items/${room.lineItemId}/results/${winner!.learner.id}/history`;
    expect((await room.room.instructor.get(url)).body.data[0]).toMatchObject({
      ...{ cause: 'regrade', from: { score: '0' }, to: { score: '2' } },
      changedBy: { userId: room.room.instructor.id },
    });

    expect(await room.reverse(applied.id)).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(await storeOf(app, room.room.quizId)).toEqual(before);
    expect((await room.result(loser!.learner)).score).toBe('2');
  });

  it('leaves alone what was changed since when it is taken back, and lists it', async () => {
    const questions = [FIVE_QUESTIONS[0]!, essay('4')];
    const room = await RegradeRoom.open(app, { questions });
    const [one, other] = await room.handIn(['mean', 'Large values.'], ['mean', null]);
    expectStatus(await room.correct(0, { definition: MEAN }), 200);
    const { id } = await room.regrade();
    const { data } = expectStatus(await room.room.instructor.get(`${room.room.url}/marking-queue`), 200);
    const mark = { kind: 'given', points: '3' };
    expectStatus(await room.room.instructor.put(`/v1/scripts/${data[0].id}/mark`, mark), 200);
    const reversal = await room.reverse(id);
    expect(reversal).toMatchObject({ status: 'partly_succeeded', summary: [{ changed: 1, refused: 1 }] });
    const issues = expectStatus(await room.room.instructor.get(`/v1/operations/${reversal.id}/issues`), 200);
    expect(issues.data).toMatchObject([{ code: 'changed_since', value: one!.attemptId }]);
    expect(await room.score(one!.attemptId)).toEqual(['5', '6']);
    expect(await room.score(other!.attemptId)).toEqual(['0', '6']);
  });

  it.each([
    ['recompute', ['0', '2']],
    ['keep_better', ['2', '2']],
    ['full_credit', ['2', '2']],
  ])('by the policy %s gives who had the old key and who had the new one %p', async (policy, scores) => {
    const room = await RegradeRoom.open(app);
    const attempts = await room.handIn(['median', null], ['mean', null], [null, null]);
    expectStatus(await room.correct(0, { definition: MEAN }), 200);
    await room.regrade({ policy });
    const found = [];
    for (const { attemptId } of attempts) found.push((await room.score(attemptId))[0]);
    expect(found).toEqual([...scores, policy === 'full_credit' ? '2' : '0']);
  });

  it('keeps what a policy left when an essay is marked later, and marks of people when a key is corrected', async () => {
    const room = await RegradeRoom.open(app, { questions: [FIVE_QUESTIONS[0]!, essay('4')] });
    const [one] = await room.handIn(['median', 'Large values.']);
    const { data } = expectStatus(await room.room.instructor.get(`${room.room.url}/marking-queue`), 200);
    const mark = async (points: string): Promise<void> => {
      const body = { kind: 'given', points };
      expectStatus(await room.room.instructor.put(`/v1/scripts/${data[0].id}/mark`, body), 200);
    };
    await mark('3');
    expectStatus(await room.correct(0, { definition: MEAN }), 200);
    await room.regrade({ policy: 'keep_better' });
    expect(await room.score(one!.attemptId)).toEqual(['5', '6']);
    await mark('1');
    expect(await room.score(one!.attemptId)).toEqual(['3', '6']);
  });

  it('takes a question out or gives it to all, and lets marks that are awaited no more be none', async () => {
    const room = await RegradeRoom.open(app, { questions: [FIVE_QUESTIONS[0]!, essay('4')] });
    const [one] = await room.handIn(['median', 'Large values.']);
    const before = await storeOf(app, room.room.quizId);
    expectStatus(await room.correct(1, { voided: 'taken_out' }), 200);
    const applied = await room.regrade();
    expect(await room.score(one!.attemptId)).toEqual(['2', '2']);
    expect((await room.result(one!.learner)).score).toBe('6');
    expect((await room.room.instructor.get(`${room.room.url}/marking-queue`)).body.data).toEqual([]);
    await room.reverse(applied.id);
    expect(await storeOf(app, room.room.quizId)).toEqual(before);
    expectStatus(await room.correct(1, { voided: 'full_credit' }), 200);
    await room.regrade();
    expect(await room.score(one!.attemptId)).toEqual(['6', '6']);
    // A new attempt does not ask what was taken out.
    expectStatus(await room.correct(1, { voided: 'taken_out' }), 200);
    const learner = await room.room.learner();
    expect(expectStatus(await room.room.start(learner), 201)).toMatchObject({
      maxScore: '2',
      questions: [{}],
    });
  });

  it('changes how much of the quiz a question is by other points, and not what the quiz counts', async () => {
    const room = await RegradeRoom.open(app);
    const [one] = await room.handIn(['median', null]);
    expectStatus(await room.correct(0, { points: '5.5' }), 200);
    await room.regrade();
    expect(await room.score(one!.attemptId)).toEqual(['5.5', '7']);
    expect((await room.result(one!.learner)).score).toBe('2.75');
  });

  it('accepts a response of the list, too, by one call, and grades open attempts by it', async () => {
    const questions = [FIVE_QUESTIONS[0]!, FIVE_QUESTIONS[4]!, FIVE_QUESTIONS[3]!, FIVE_QUESTIONS[2]!];
    const room = await RegradeRoom.open(app, { questions });
    const [one] = await room.handIn(['mean', 'sun*flower', '42,5', true]);
    const open = await room.room.learner();
    const attempt = expectStatus(await room.room.start(open), 201);
    const url = `/v1/quizzes/${room.room.quizId}/questions/${room.room.questionIds[1]}/responses`;
    const { responses } = expectStatus(await room.room.instructor.get(url), 200);
    expectStatus(await room.accept(0, 'mean'), 200);
    expectStatus(await room.accept(1, responses[0].response), 200);
    expectStatus(await room.accept(2, '42.5'), 200);
    // What cannot be read as a number, too.
    expectStatus(await room.accept(2, 'Forty-two'), 200);
    expectStatus(await room.accept(2, 'forty‑two '), 200);
    expect(await room.accept(3, true)).toMatchObject({
      ...{ status: 422, body: { code: 'assessments.cannot_accept' } },
    });
    await room.regrade();
    expect(await room.score(one!.attemptId)).toEqual(['6', '7']);
    const submitted = await room.room.submit(
      open,
      attempt.id,
      room.room.byQuestion(['mean', 'SUN*flower', '42.5', false]),
    );
    expect(expectStatus(submitted, 200)).toMatchObject({ score: '7' });
  });

  it('refuses corrections that ask something else, those of stale copies, and those of learners and assistants', async () => {
    const room = await RegradeRoom.open(app);
    const { room: course, versionIds } = room;
    const [one] = await room.handIn(['mean', null]);
    const key = `/v1/question-versions/${versionIds[0]}/key`;
    const otherOptions = { ...MEAN, options: [...MEAN.options, { id: 'mode', text: 'The mode' }] };
    expect(await room.correct(0, { definition: otherOptions })).toMatchObject({
      ...{ status: 422, body: { code: 'assessments.not_a_correction', errors: [{ field: 'definition' }] } },
    });
    expect(await room.correct(0, { points: '-1' })).toMatchObject({ status: 422 });
    expect(await room.correct(0, { voided: 'forgotten' })).toMatchObject({ status: 422 });
    const etag = (await course.instructor.get(key)).headers['etag'] as string;
    expectStatus(await room.correct(0, { definition: MEAN }, { 'if-match': etag }), 200);
    expect(await room.correct(0, { definition: MEDIAN }, { 'if-match': etag })).toMatchObject({
      status: 412,
    });
    const assistant = await course.member('assistant');
    const stranger = (await RegradeRoom.open(app)).room.instructor;
    for (const someone of [one!.learner, assistant, stranger]) {
      expect([403, 404]).toContain((await someone.patch(key, { points: '3' })).status);
      expect([403, 404]).toContain((await room.start({ policy: 'full_credit' }, someone)).status);
    }
    const { id } = await room.regrade({ policy: 'recompute', dryRun: true });
    for (const someone of [one!.learner, stranger])
      expect([403, 404]).toContain((await someone.get(`/v1/regrades/${id}/attempts`)).status);
    expectStatus(await assistant.get(`/v1/regrades/${id}/attempts`), 200);
    expect(await room.start({ policy: 'lower' })).toMatchObject({ status: 422 });
    expect(await course.instructor.post(`/v1/operations/${id}/reversal`, {})).toMatchObject({ status: 409 });
    expectStatus(await course.instructor.put(`${course.url}/archive`), 200);
    expect(await room.start({ policy: 'recompute' })).toMatchObject({ status: 409 });
  });

  describe('in transactions of some attempts each', () => {
    const usual = { ...PORTION };
    afterEach(() => Object.assign(PORTION, usual));

    const cost = async (count: number, dryRun = false): Promise<number> => {
      const room = await RegradeRoom.open(app, { settings: { passPercentage: '50' } });
      await room.handIn(
        ...Array.from({ length: count }, (_, index) => [index % 2 ? 'mean' : 'median', null]),
      );
      expectStatus(await room.correct(0, { definition: MEAN }), 200);
      const statements = await sqlOf(() => room.regrade({ policy: 'recompute', dryRun }));
      return statements.length;
    };

    it('costs the same statements, however many attempts a transaction has', async () => {
      const few = await cost(2);
      expect(await cost(8)).toBe(few);
    });

    // With BEGIN and COMMIT, the progress of the operation, gradebook with its totals, completion and the mails.
    it.each([
      ['a dry run', true, 7],
      ['a regrade', false, 30],
    ])(
      'sends for each of them, in %s, a number of statements that is known',
      async (_what, dryRun, count) => {
        Object.assign(PORTION, { fewestAttempts: 4, mostAttempts: 4 });
        const [one, two, three] = [await cost(4, dryRun), await cost(8, dryRun), await cost(12, dryRun)];
        expect([two - one, three - two]).toEqual([count, count]);
      },
    );
  });
});
