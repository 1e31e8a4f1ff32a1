import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('a line item with results', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  let assistant: Caller;
  let essay: string;
  let url: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    course = await GradedCourse.open(app);
    learner = await course.learner();
    assistant = await course.member('assistant');
    essay = (await course.lineItem({ title: 'Essay', resultValueMax: '10' })).id;
    const report = await course.lineItem({ title: 'Report', resultValueMax: '10' });
    url = `/v1/line-items/${essay}`;
    await course.grade(essay, learner, { score: '4', comment: 'Read it aloud once.' });
    await course.grade(report.id, learner, { score: '10' });
  });
  afterAll(() => app.stop());

  const titles = async (caller: Caller, query = ''): Promise<string[]> =>
    expectStatus(await caller.get(`${course.url}/line-items${query}`), 200).data.map(
      ({ title }: { title: string }) => title,
    );
  const total = async (): Promise<string | null> => (await learner.get(`${course.url}/grades/me`)).body.total;
  const columns = async (): Promise<number> =>
    (await course.instructor.get(`${course.url}/gradebook`)).body.lineItems.length;
  const reported = async (): Promise<number> =>
    (await course.instructor.get(`${course.url}/report`)).body.lineItems.length;

  it('refuses to delete a line item with results, whoever asks, and says what to do instead', async () => {
    for (const caller of [course.instructor, await app.person('administrator')])
      expect((await caller.delete(url)).body).toMatchObject({
        status: 409,
        code: 'gradebook.line_item_has_results',
        detail: expect.stringMatching(/^1 result was recorded .* Archive the line item instead/),
      });
    expect(await course.result(essay, learner)).toMatchObject({ score: '4', comment: 'Read it aloud once.' });
  });

  it('refuses assistants and learners who delete, archive or restore a line item', async () => {
    for (const caller of [assistant, learner]) {
      const answers = [
        await caller.delete(url),
        await caller.put(`${url}/archive`),
        await caller.delete(`${url}/archive`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    }
  });

  it('hides an archived line item and leaves it out of totals, and restores it with all of its results', async () => {
    expect([await total(), await columns(), await reported()]).toEqual(['70', 2, 2]);
    const archived = expectStatus(await course.instructor.put(`${url}/archive`), 200);
    expect(archived).toMatchObject({ title: 'Essay', archivedAt: app.clock.now().toISOString() });
    expect([await total(), await columns(), await reported()]).toEqual(['100', 1, 1]);
    expect(await titles(learner)).toEqual(['Report']);
    expect(await titles(assistant)).toEqual(['Report']);
    expect(await titles(assistant, '?status=archived')).toEqual(['Essay']);
    expect(await titles(assistant, '?status=all')).toEqual(['Essay', 'Report']);
    expect((await learner.get(`${course.url}/line-items?status=archived`)).status).toBe(403);

    const restored = expectStatus(await course.instructor.delete(`${url}/archive`), 200);
    expect(restored).toMatchObject({ archivedAt: null, version: 3 });
    expect([await total(), await columns(), await reported()]).toEqual(['70', 2, 2]);
    expect(await course.result(essay, learner)).toMatchObject({ score: '4', comment: 'Read it aloud once.' });
  });

  it('shows an archived line item to staff only, and refuses every change of it', async () => {
    expectStatus(await course.instructor.put(`${url}/archive`), 200);
    expect((await assistant.get(url)).body.archivedAt).not.toBeNull();
    expect((await learner.get(url)).status).toBe(404);
    expect((await learner.get(resultUrl(essay, learner))).status).toBe(404);
    const refused: Answer[] = [
      await assistant.patch(url, { title: 'Changed' }),
      await assistant.put(resultUrl(essay, learner), { score: '1' }),
      await assistant.get(resultUrl(essay, learner)),
      await course.instructor.delete(`${resultUrl(essay, learner)}/override`),
    ];
    expect(refused.map(({ body }) => body.code)).toEqual(Array(4).fill('gradebook.line_item_archived'));
    expect((await course.instructor.delete(url)).body.code).toBe('gradebook.line_item_has_results');
  });

  it('archives and restores a line item once, however often it is asked, and only the version that the caller has seen', async () => {
    const versions: number[] = [];
    for (let time = 0; time < 2; time += 1)
      versions.push((await course.instructor.put(`${url}/archive`)).body.version);
    for (let time = 0; time < 2; time += 1)
      versions.push((await course.instructor.delete(`${url}/archive`)).body.version);
    expect(versions).toEqual([2, 2, 3, 3]);
    expect((await course.instructor.put(`${url}/archive`, undefined, { 'if-match': '"v1"' })).status).toBe(
      412,
    );
  });

  it('keeps the line item or refuses the result when its first result is recorded while it is being deleted', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id } = await course.lineItem({ title: 'Contested', resultValueMax: '10' });
      const [deleted, graded] = await Promise.all([
        course.instructor.delete(`/v1/line-items/${id}`),
        assistant.put(resultUrl(id, learner), { score: '5' }),
      ]);
      expect([deleted.status, graded.status]).toEqual(deleted.status === 204 ? [204, 404] : [409, 200]);
    }
  });
});
