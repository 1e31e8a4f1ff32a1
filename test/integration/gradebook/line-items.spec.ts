import { encodeCursor } from '../../../src/shared/http/pagination';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { TestApp } from '../../support/test-app';

describe('line items', () => {
  let app: TestApp;
  let course: GradedCourse;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app, { timeZone: 'America/New_York' });
  });
  afterAll(() => app.stop());

  it('lets staff create, read, change and delete line items, each change under its ETag', async () => {
    const made = await course.instructor.post(`${course.url}/line-items`, {
      title: '  Data report ',
      description: 'Two pages.',
      assignDate: '2026-03-03',
      resultValueMax: '50.5',
    });
    expectStatus(made, 201);
    expect(made.headers.etag).toBe('"v1"');
    expect(made.body).toMatchObject({
      courseId: course.courseId,
      activityId: null,
      category: null,
      title: 'Data report',
      description: 'Two pages.',
      assignDate: '2026-03-03',
      dueAt: null,
      dueDate: null,
      resultValueMin: '0',
      resultValueMax: '50.5',
      version: 1,
    });
    const url = `/v1/line-items/${made.body.id}`;
    const changed = await course.instructor.patch(
      url,
      { title: 'Report', description: null },
      { 'if-match': '"v1"' },
    );
    expect(changed.body).toMatchObject({
      title: 'Report',
      description: null,
      assignDate: '2026-03-03',
      version: 2,
    });
    expect((await course.instructor.patch(url, { title: 'Other' }, { 'if-match': '"v1"' })).status).toBe(412);
    expect((await course.instructor.delete(url, { 'if-match': '"v1"' })).status).toBe(412);
    expect((await course.instructor.get(url)).body).toMatchObject({ title: 'Report', version: 2 });
    expect((await course.instructor.delete(url, { 'if-match': '"v2"' })).status).toBe(204);
    expect((await course.instructor.get(url)).body.code).toBe('gradebook.line_item_not_found');
  });

  it('sets the due instant to the end of the day in the time zone of the course, on days when clocks change too', async () => {
    // New York goes from UTC-5 to UTC-4 on 8 March 2026.
    const winter = await course.lineItem({ dueDate: '2026-03-07' });
    expect(winter).toMatchObject({ dueAt: '2026-03-08T04:59:59.999Z', dueDate: '2026-03-07' });
    const summer = await course.lineItem({ dueDate: '2026-03-08' });
    expect(summer).toMatchObject({ dueAt: '2026-03-09T03:59:59.999Z', dueDate: '2026-03-08' });
    const instant = await course.lineItem({ dueAt: '2026-04-01T03:00:00Z' });
    expect(instant).toMatchObject({ dueAt: '2026-04-01T03:00:00.000Z', dueDate: '2026-03-31' });
    const cleared = await course.instructor.patch(`/v1/line-items/${instant.id}`, { dueAt: null });
    expect(cleared.body).toMatchObject({ dueAt: null, dueDate: null });
  });

  it('refuses invalid line items and names the field', async () => {
    const post = async (dto: Record<string, unknown>) =>
      (await course.instructor.post(`${course.url}/line-items`, { title: 'X', resultValueMax: '10', ...dto }))
        .body;
    expect(await post({ resultValueMin: '10' })).toMatchObject({
      status: 422,
      code: 'gradebook.empty_range',
    });
    expect(await post({ dueDate: '2026-03-27', dueAt: '2026-03-27T00:00:00Z' })).toMatchObject({
      status: 422,
      code: 'gradebook.due_twice',
    });
    for (const [field, value] of Object.entries({
      title: '  ',
      resultValueMax: 'NaN',
      resultValueMin: '0.00001',
      dueDate: '2026-02-30',
      dueAt: '2026-03-27',
      activityId: course.courseId,
      courseId: course.courseId,
    })) {
      expect(await post({ [field]: value })).toMatchObject({ status: 422, errors: [{ field }] });
    }
    expect(await post({ resultValueMax: 10 })).toMatchObject({
      status: 422,
      errors: [{ field: 'resultValueMax' }],
    });
    const item = await course.lineItem();
    const patch = await course.instructor.patch(`/v1/line-items/${item.id}`, { resultValueMin: '20' });
    expect(patch.body).toMatchObject({ status: 422, code: 'gradebook.empty_range' });
    expect((await course.instructor.get(`/v1/line-items/${item.id}`)).body).toMatchObject({
      resultValueMin: '0',
      version: 1,
    });
  });

  it('refuses a range that existing results lie outside', async () => {
    const item = await course.lineItem({ resultValueMax: '20' });
    await course.grade(item.id, await course.learner(), { score: '15' });
    const url = `/v1/line-items/${item.id}`;
    expect((await course.instructor.patch(url, { resultValueMax: '14.9999' })).body).toMatchObject({
      status: 409,
      code: 'gradebook.results_out_of_range',
    });
    expect((await course.instructor.patch(url, { resultValueMax: '15' })).body.resultValueMax).toBe('15');
  });

  it('lists line items by due date over pages of every size, those without one last', async () => {
    const own = await GradedCourse.open(app);
    for (const dueDate of ['2026-05-02', null, '2026-05-01', '2026-05-02', null])
      await own.lineItem({ title: `Due ${dueDate}`, dueDate });
    const whole = await own.lineItems();
    expect(whole.map(({ dueDate }) => dueDate)).toEqual([
      '2026-05-01',
      '2026-05-02',
      '2026-05-02',
      null,
      null,
    ]);
    for (const limit of [1, 2, 3]) {
      const ids: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = `limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const { data, page } = expectStatus(await own.instructor.get(`${own.url}/line-items?${query}`), 200);
        ids.push(...data.map(({ id }: { id: string }) => id));
        cursor = page.next;
      }
      expect(ids).toEqual(whole.map(({ id }) => id));
    }
    const forged = encodeCursor(['not a date', 'not an id']);
    expect((await own.instructor.get(`${own.url}/line-items?cursor=${forged}`)).status).toBe(400);
  });

  it('shows line items to members, lets staff change them, and hides them from others', async () => {
    const item = await course.lineItem();
    const url = `/v1/line-items/${item.id}`;
    const learner = await course.learner();
    const assistant = await course.member('assistant');
    const stranger = await app.person('instructor');
    expect((await learner.get(url)).status).toBe(200);
    expect((await learner.get(`${course.url}/line-items`)).status).toBe(200);
    expect((await stranger.get(url)).status).toBe(403);
    for (const caller of [learner, stranger]) {
      expect((await caller.patch(url, { title: 'Hacked' })).body.code).toBe('courses.staff_only');
      expect((await caller.delete(url)).body.code).toBe('courses.instructors_only');
      const post = await caller.post(`${course.url}/line-items`, { title: 'Mine', resultValueMax: '1' });
      expect(post.body.code).toBe('courses.staff_only');
    }
    expect((await app.anyone.get(url)).status).toBe(401);
    expect((await assistant.patch(url, { title: 'Assisted' })).body.title).toBe('Assisted');
  });

  it('refuses changes of line items in an archived course', async () => {
    const own = await GradedCourse.open(app);
    const item = await own.lineItem();
    const learner = await own.learner();
    expectStatus(await own.instructor.put(`${own.url}/archive`), 200);
    const answers = [
      await own.instructor.post(`${own.url}/line-items`, { title: 'X', resultValueMax: '1' }),
      await own.instructor.patch(`/v1/line-items/${item.id}`, { title: 'X' }),
      await own.instructor.delete(`/v1/line-items/${item.id}`),
      await own.instructor.put(`/v1/line-items/${item.id}/results/${learner.id}`, { score: '1' }),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(Array(4).fill('courses.archived'));
  });

  describe('of quizzes', () => {
    it('gives the line item of a quiz the title, the points and the due date of the quiz', async () => {
      const dueAt = new Date('2026-03-20T03:59:59.999Z');
      const quiz = await course.quiz('Describing data', 3, { dueAt });
      const url = `/v1/line-items/${quiz.lineItemId}`;
      expect((await course.instructor.get(url)).body).toMatchObject({
        activityId: quiz.activityId,
        title: 'Describing data',
        resultValueMin: '0',
        resultValueMax: '3',
        dueAt: dueAt.toISOString(),
        dueDate: '2026-03-19',
      });
      expectStatus(
        await course.instructor.patch(`/v1/activities/${quiz.activityId}`, { title: 'Data' }),
        200,
      );
      expectStatus(await course.instructor.delete(`/v1/questions/${quiz.questionIds[0]}`), 204);
      expectStatus(await course.instructor.patch(`/v1/quizzes/${quiz.activityId}`, { dueAt: null }), 200);
      expect((await course.instructor.get(url)).body).toMatchObject({
        title: 'Data',
        resultValueMax: '2',
        dueAt: null,
      });
    });

    it('refuses to change or delete the line item of a quiz, except for its description', async () => {
      const quiz = await course.quiz('Untouchable', 1);
      const url = `/v1/line-items/${quiz.lineItemId}`;
      for (const change of [{ title: 'X' }, { resultValueMax: '9' }, { dueDate: '2026-03-20' }])
        expect((await course.instructor.patch(url, change)).body.code).toBe('gradebook.quiz_line_item');
      expect((await course.instructor.delete(url)).body.code).toBe('gradebook.quiz_line_item');
      expect((await course.instructor.patch(url, { description: 'Alone.' })).body.description).toBe('Alone.');
    });

    it('deletes the line item with the quiz, and refuses both where an instructor has graded somebody', async () => {
      const learner = await course.learner();
      const [empty, graded] = [await course.quiz('Empty', 1), await course.quiz('Graded', 1)];
      await course.grade(graded.lineItemId, learner, { score: '1' });
      expectStatus(await course.instructor.delete(`/v1/activities/${empty.activityId}`), 204);
      expect((await course.instructor.get(`/v1/line-items/${empty.lineItemId}`)).status).toBe(404);

      const url = `/v1/activities/${graded.activityId}`;
      const refusal = { status: 409, code: 'gradebook.results_kept' };
      expect((await course.instructor.delete(url)).body).toMatchObject(refusal);
      const override = `/v1/line-items/${graded.lineItemId}/results/${learner.id}/override`;
      expectStatus(await course.instructor.delete(override), 204);
      // What was given and taken back again has a history.
      expect((await course.instructor.delete(url)).body).toMatchObject(refusal);
      expect((await course.instructor.get(`/v1/line-items/${graded.lineItemId}`)).status).toBe(200);
    });

    it('deletes the line items with the course', async () => {
      const draft = await GradedCourse.open(app, { published: false });
      const { lineItemId } = await draft.quiz('Never seen', 1);
      await draft.lineItem();
      expectStatus(await draft.instructor.delete(draft.url), 204);
      expect((await draft.instructor.get(`/v1/line-items/${lineItemId}`)).status).toBe(404);
    });
  });
});
