import { CourseRoom, expectStatus } from '../../support/course-room';
import { MarkingRoom } from '../../support/marking-room';
import { sqlOf } from '../../support/query-counter';
import { chosen, RubricRoom, TWO_CRITERIA, withNamedWorth } from '../../support/rubric-room';
import { type Answer, TestApp } from '../../support/test-app';

/** The long form marks 300. */
const ESSAYS = Number(process.env['MARKED_ESSAYS'] ?? '40');

describe('rubrics', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('are made, changed, listed and deleted by instructors of the course', async () => {
    const room = await CourseRoom.open(app);
    const assistant = await room.member('assistant');
    const url = `${room.url}/rubrics`;
    const made = expectStatus(await room.instructor.post(url, TWO_CRITERIA), 201);
    expect(made).toMatchObject({
      ...{ title: 'Explaining a measure', kind: 'criteria', scaled: false, mayOverride: false, version: 1 },
      ...{ courseId: room.courseId, start: null, items: [] },
    });
    expect(made.criteria[1].levels[1]).toEqual({
      ...{ id: 'some', title: 'One that fits', description: null, points: '2', fromPoints: '0.5' },
    });
    const items = {
      title: 'Missing',
      kind: 'items',
      start: 'maximum',
      items: [{ id: 'i', title: 'I', points: '-0.50' }],
    };
    const changed = expectStatus(
      await room.instructor.patch(`/v1/rubrics/${made.id}`, { rubric: items }, { 'if-match': '"v1"' }),
      200,
    );
    expect(changed).toMatchObject({ kind: 'items', criteria: [], items: [{ points: '-0.5' }], version: 2 });
    const stale = await room.instructor.patch(
      `/v1/rubrics/${made.id}`,
      { rubric: items },
      { 'if-match': '"v1"' },
    );
    expect(stale).toMatchObject({ status: 412 });
    expect(expectStatus(await assistant.get(url), 200).data).toEqual([changed]);
    for (const answer of [
      await assistant.post(url, TWO_CRITERIA),
      await assistant.patch(`/v1/rubrics/${made.id}`, { rubric: items }),
      await assistant.delete(`/v1/rubrics/${made.id}`),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'courses.instructors_only' } });
    const stranger = (await CourseRoom.open(app)).instructor;
    expect(await stranger.get(`/v1/rubrics/${made.id}`)).toMatchObject({ status: 403 });
    expectStatus(await room.instructor.delete(`/v1/rubrics/${made.id}`), 204);
    expect(await room.instructor.get(`/v1/rubrics/${made.id}`)).toMatchObject({
      ...{ status: 404, body: { code: 'marking.rubric_not_found' } },
    });
  });

  it.each<[object, string, string]>([
    [{ ...TWO_CRITERIA, criteria: [] }, 'criteria', 'minItems'],
    [{ ...TWO_CRITERIA, kind: 'holistic' }, 'criteria', 'maxItems'],
    [{ title: 'X', kind: 'items', items: [] }, 'items', 'minItems'],
    [{ title: 'X', kind: 'stars' }, 'kind', 'isIn'],
    [
      { title: 'X', kind: 'items', items: [{ id: 'i', title: 'I', points: '0.00001' }] },
      'items[0].points',
      'isDecimalText',
    ],
  ])('are refused where %j breaks a rule', async (rubric, field, rule) => {
    const room = await CourseRoom.open(app);
    const { status, body } = await room.instructor.post(`${room.url}/rubrics`, rubric);
    expect({ status, errors: body.errors }).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ field, rule })]),
    });
  });

  it('are copied for a question, which keeps its copy', async () => {
    const marking = await MarkingRoom.open(app);
    const { instructor, url: course, quizId, questionIds } = marking.room;
    const { id } = expectStatus(await instructor.post(`${course}/rubrics`, TWO_CRITERIA), 201);
    const url = `/v1/quizzes/${quizId}/rubrics/${questionIds[1]}`;
    const used = expectStatus(await instructor.put(url, { rubricId: id }), 200);
    expect(used).toMatchObject({ sourceId: id, shown: 'with_mark', revision: 1, version: 2 });
    expectStatus(await instructor.patch(`/v1/rubrics/${id}`, { rubric: withNamedWorth('1.5') }), 200);
    expect(expectStatus(await instructor.get(url), 200)).toEqual(used);
    // To copy it again makes a revision; to say the same makes none.
    const again = expectStatus(await instructor.put(url, { rubricId: id }, { 'if-match': '"v2"' }), 200);
    expect(again).toMatchObject({ revision: 2, version: 3 });
    expect(expectStatus(await instructor.put(url, { rubricId: id }), 200)).toEqual(again);
    expect(expectStatus(await instructor.put(url, { shown: 'before' }), 200)).toMatchObject({
      ...{ revision: 2, shown: 'before', sourceId: id, version: 4 },
    });
    expect(await instructor.put(url, { rubricId: id }, { 'if-match': '"v2"' })).toMatchObject({
      status: 412,
    });
    expectStatus(await instructor.delete(url), 204);
    expect(await instructor.get(url)).toMatchObject({ status: 404 });
    expect(await instructor.delete(url)).toMatchObject({ status: 404 });
    expect(await instructor.put(url, { shown: 'before' })).toMatchObject({
      ...{
        status: 422,
        body: { code: 'marking.invalid_rubric', errors: [{ field: 'rubric', rule: 'needed' }] },
      },
    });
    expect(expectStatus(await instructor.put(url, { rubric: TWO_CRITERIA }), 200)).toMatchObject({
      revision: 3,
    });
  });

  it('are for questions of the course that people mark, and come from the course', async () => {
    const marking = await MarkingRoom.open(app);
    const other = await MarkingRoom.open(app);
    const { instructor, quizId, questionIds } = marking.room;
    const foreign = expectStatus(
      await other.room.instructor.post(`${other.room.url}/rubrics`, TWO_CRITERIA),
      201,
    );
    const of = (questionId: string | undefined): string => `/v1/quizzes/${quizId}/rubrics/${questionId}`;
    for (const questionId of [questionIds[0], other.room.questionIds[1], foreign.id])
      expect(await instructor.put(of(questionId), { rubric: TWO_CRITERIA })).toMatchObject({
        ...{ status: 404, body: { code: 'marking.not_marked_by_hand' } },
      });
    expect(await instructor.put(of(questionIds[1]), { rubricId: foreign.id })).toMatchObject({
      ...{ status: 404, body: { code: 'marking.rubric_not_found' } },
    });
    expect(
      await instructor.put(of(questionIds[1]), { rubricId: foreign.id, rubric: TWO_CRITERIA }),
    ).toMatchObject({ status: 422, body: { errors: [{ field: 'rubric', rule: 'absent' }] } });
  });

  it('give the points of marks, and the grade follows', async () => {
    const { marking, mark, ...room } = await withMarker();
    const learner = await marking.room.learner();
    const { id } = await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    expect(expectStatus(await room.instructor.get(`/v1/scripts/${script.id}`), 200).rubric).toMatchObject({
      ...{ revision: 1, kind: 'criteria', title: 'Explaining a measure' },
    });
    const draft = expectStatus(
      await mark(
        script.id,
        { revision: 1, levels: [{ criterionId: 'measure', levelId: 'named' }] },
        { kind: 'draft' },
      ),
      200,
    );
    expect(draft.draft).toMatchObject({ points: null, rubric: { points: null, overridden: false } });
    const given = expectStatus(await mark(script.id, chosen('named', '1.25')), 200);
    expect(given.mark).toMatchObject({
      points: '2.25',
      rubric: {
        ...{ revision: 1, points: '2.25', overridden: false, itemIds: [] },
        levels: [
          { criterionId: 'measure', levelId: 'named', points: null, comment: null },
          { criterionId: 'example', levelId: 'some', points: '1.25', comment: null },
        ],
      },
    });
    expect((await marking.result(learner)).score).toBe('3.25');
    expectStatus(await mark(script.id, chosen('reason')), 200);
    expect((await learner.get(`/v1/attempts/${id}`)).body).toMatchObject({ score: '3', state: 'graded' });
    const { data } = expectStatus(await room.instructor.get(`/v1/scripts/${script.id}/marks`), 200);
    expect(data.map((one: Answer['body']) => [one.points, one.rubric.points, one.kind])).toEqual([
      ['2', '2', 'given'],
      ['2.25', '2.25', 'given'],
      [null, null, 'draft'],
    ]);
    const taken = await room.instructor.put(`/v1/scripts/${script.id}/mark`, { kind: 'given', points: null });
    expect(expectStatus(taken, 200)).toMatchObject({ standing: 'waiting', mark: null });
  });

  it('allow other points only where they say so', async () => {
    const strict = await withMarker();
    const [script] = await handedIn(strict.marking);
    const refused = await strict.mark(script.id, chosen('named'), { points: '1.5' });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'marking.invalid_marking', errors: [{ field: 'points', rule: 'equals' }] },
    });
    expect(refused.body.errors[0].message).toContain('1 that follow');
    expectStatus(await strict.mark(script.id, chosen('named'), { points: '1.00' }), 200);
    expect(
      await strict.instructor.put(`/v1/scripts/${script.id}/mark`, { kind: 'given', points: '3' }),
    ).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'rubric', rule: 'needed' }] } },
    });

    const free = await withMarker({ rubric: { ...TWO_CRITERIA, mayOverride: true } });
    const [other] = await handedIn(free.marking);
    expect(
      expectStatus(await free.mark(other.id, chosen('named'), { points: '1.5' }), 200).mark,
    ).toMatchObject({
      ...{ points: '1.5', rubric: { points: '1', overridden: true } },
    });
    expect(await free.mark(other.id, chosen('named'), { points: '4.5' })).toMatchObject({
      ...{ status: 422, body: { code: 'marking.points_out_of_bounds' } },
    });
  });

  it.each<[object, string, string]>([
    [{ revision: 1 }, 'rubric.levels', 'complete'],
    [
      { revision: 1, levels: [{ criterionId: 'measure', levelId: 'best' }] },
      'rubric.levels[0].levelId',
      'isLevel',
    ],
    [chosen('named', '2.0001'), 'rubric.levels[1].points', 'range'],
    [chosen('named', '0.12345678901234567890'), 'rubric.levels[1].points', 'isDecimalText'],
    [{ ...chosen('named'), itemIds: ['i'] }, 'rubric.itemIds', 'absent'],
    [{ levels: [] }, 'rubric.revision', 'required'],
  ])('refuse a mark that says %j', async (rubric, field, rule) => {
    const { marking, mark } = await withMarker();
    const [script] = await handedIn(marking);
    const { status, body } = await mark(script.id, rubric);
    expect({ status, errors: body.errors }).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ field, rule })]),
    });
    expect((await marking.queue())[0]).toMatchObject({ version: 1, mark: null });
  });

  it('refuse a mark by a revision that was changed while the marker read, and one where there is no rubric', async () => {
    const { marking, mark, use, ...room } = await withMarker();
    const [script] = await handedIn(marking);
    expectStatus(await use({ rubric: withNamedWorth('1.5') }), 200);
    const refused = await mark(script.id, chosen('named'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'marking.rubric_changed' } });
    expect(refused.body.detail).toContain('revision 2');
    expect(expectStatus(await mark(script.id, chosen('named', null, 2)), 200).mark).toMatchObject({
      points: '1.5',
    });
    // Once it was used, a change has to say what it does to the marks.
    expect(await use({ rubric: TWO_CRITERIA })).toMatchObject({
      ...{ status: 409, body: { code: 'marking.rubric_has_marks' } },
    });
    expectStatus(await room.instructor.delete(room.url), 204);
    expect(await mark(script.id, chosen('named', null, 2))).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'rubric', rule: 'absent' }] } },
    });
    expect(await room.instructor.put(`/v1/scripts/${script.id}/mark`, { kind: 'given' })).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'points', rule: 'needed' }] } },
    });
    expectStatus(
      await room.instructor.put(`/v1/scripts/${script.id}/mark`, { kind: 'given', points: '3' }),
      200,
    );
  });

  it('are shown to learners before, with their mark, or never, as each says', async () => {
    for (const [shown, isBefore, isWithMark] of [
      ['before', true, true],
      ['with_mark', false, true],
      ['never', false, false],
    ] as const) {
      const room = await RubricRoom.open(app, { shown });
      const { learner, attemptId } = await room.marked({
        revision: 1,
        levels: [
          { criterionId: 'measure', levelId: 'named', comment: 'Say why.' },
          { criterionId: 'example', levelId: 'none' },
        ],
      });
      const before = await learner.get(room.url);
      expect([shown, before.status]).toEqual([shown, isBefore ? 200 : 404]);
      const [, question] = expectStatus(await learner.get(`/v1/attempts/${attemptId}`), 200).questions;
      if (isWithMark)
        expect(question.markRubric).toMatchObject({
          ...{ title: 'Explaining a measure', mark: { points: '1', overridden: false } },
        });
      else expect(question).not.toHaveProperty('markRubric');
      if (isWithMark) expect(question.markRubric.mark.levels[0].comment).toBe('Say why.');
    }
  });

  it('show a learner no mark before the marks are posted, and nothing to strangers', async () => {
    const room = await RubricRoom.open(app, { shown: 'before' });
    const { quizId, instructor } = room.marking.room;
    expectStatus(await instructor.patch(`/v1/quizzes/${quizId}`, { posting: 'by_hand' }), 200);
    const { learner, attemptId } = await room.marked(chosen('reason', '2'));
    const { text } = await learner.get(`/v1/attempts/${attemptId}`);
    expect(text).not.toContain('markRubric');
    const stranger = (await RubricRoom.open(app)).instructor;
    for (const answer of [
      await stranger.get(room.url),
      await stranger.put(room.url, { rubric: TWO_CRITERIA }),
    ])
      expect(answer).toMatchObject({ status: 403 });
    expect(await learner.put(room.url, { rubric: TWO_CRITERIA })).toMatchObject({ status: 403 });
  });

  it(`cost the same statements for each of ${ESSAYS} essays, and so does the queue`, async () => {
    const room = await RubricRoom.open(app);
    await room.marking.handInMany(ESSAYS);
    const { url } = room.marking.room;
    const costs = { mark: new Set<number>(), queue: new Set<number>(), claim: new Set<number>() };
    for (let number = 0; number < ESSAYS; number += 1) {
      const queue = await sqlOf(() => room.instructor.get(`${url}/marking-queue?limit=100`));
      costs.queue.add(queue.length);
      let script: Answer['body'];
      const claim = await sqlOf(async () => {
        script = expectStatus(await room.marking.claimNext(room.instructor), 201);
      });
      costs.claim.add(claim.length);
      const mark = await sqlOf(async () => {
        expectStatus(await room.mark(script.id, chosen('named', '1')), 200);
      });
      costs.mark.add(mark.length);
    }
    expect(costs).toEqual({ mark: new Set([27]), queue: new Set([2]), claim: new Set([8]) });
    expect(await room.marking.queue()).toEqual([]);
  });

  async function withMarker(options?: Parameters<typeof RubricRoom.open>[1]): Promise<{
    marking: MarkingRoom;
    instructor: RubricRoom['instructor'];
    url: string;
    mark: RubricRoom['mark'];
    use: RubricRoom['use'];
  }> {
    const room = await RubricRoom.open(app, options);
    return {
      ...{ marking: room.marking, instructor: room.instructor, url: room.url },
      ...{ mark: room.mark.bind(room), use: room.use.bind(room) },
    };
  }

  async function handedIn(marking: MarkingRoom): Promise<Answer['body'][]> {
    await marking.handInMany(1);
    return marking.queue();
  }
});
