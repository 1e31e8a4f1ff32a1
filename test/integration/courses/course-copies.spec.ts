import { CoursesRepository } from '../../../src/modules/courses/courses.repository';
import type {
  OperationIssueResponse,
  OperationResponse,
} from '../../../src/shared/operations/dto/operation.response';
import { expectStatus } from '../../support/course-room';
import { changesOf, finished, FullCourse, normalized } from '../../support/full-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

/** The id of nothing. */
const NOTHING = '01990000-0000-7000-8000-0000000000ff';
const EVERY = { scope: 'all', own: [] } as const;

describe('a copy of a course', () => {
  let app: TestApp;
  let full: FullCourse;
  let instructor: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-08-03T09:00:00.000Z');
    full = await FullCourse.open(app);
    ({ instructor } = full.room);
  });
  afterAll(() => app.stop());

  const copy = (body: object, caller = instructor, headers = {}): Promise<Answer> =>
    caller.post(`${full.url}/copies`, { title: 'Another run', ...body }, headers);
  const done = async (body: object): Promise<OperationResponse> =>
    finished(app, instructor, expectStatus(await copy(body), 202).id);
  const issuesOf = async ({ id }: OperationResponse): Promise<OperationIssueResponse[]> =>
    expectStatus(await instructor.get(`/v1/operations/${id}/issues?limit=100`), 200).data;
  const copied = async (body: object): Promise<{ id: string; operation: OperationResponse }> => {
    const operation = await done(body);
    expect(operation).toMatchObject({ status: 'succeeded', error: null });
    const changes = await changesOf(instructor, operation.id);
    const added = changes.find(({ part, action }) => part === 'courses' && action === 'added');
    return { id: added!.rowId, operation };
  };
  const courses = async (): Promise<number> =>
    Number(await app.get(CoursesRepository).count({ ...EVERY, own: [] }, 10_000));

  it('has everything that its authors made, under a title of its own, as a draft of whoever asked', async () => {
    const { id, operation } = await copied({});
    expect(await normalized(app, id)).toEqual(await normalized(app, full.room.courseId));
    const course = expectStatus(await instructor.get(`/v1/courses/${id}`), 200);
    expect(course).toMatchObject({ title: 'Another run', code: 'STAT-101', status: 'draft', termId: null });
    expect(operation.subject).toBe('Another run');
    const counts = Object.fromEntries(operation.summary.map(({ part, added }) => [part, added]));
    expect(counts).toMatchObject({
      ...{ courses: 1, sections: 3, activities: 11, live_sessions: 1, surveys: 1, group_sets: 2 },
      ...{ quizzes: 1, question_folders: 2 },
      ...{
        rubrics: 1,
        question_rubrics: 1,
        grade_categories: 2,
        grading_periods: 2,
        line_items: 2,
        files: 3,
      },
    });
    expect(await issuesOf(operation)).toEqual([]);
  });

  it('can be published and taken, with rules that wait for its own activities', async () => {
    const { id } = await copied({});
    expectStatus(await instructor.put(`/v1/courses/${id}/publication`), 200);
    const learner = await app.person('learner');
    const dto = { userId: learner.id, role: 'learner' };
    expectStatus(await instructor.post(`/v1/courses/${id}/enrollments`, dto), 201);
    const outline = expectStatus(await learner.get(`/v1/courses/${id}/outline`), 200) as {
      sections: {
        activities: { id: string; title: string; release?: { reasons: { values: object }[] } }[];
      }[];
    };
    const activities = outline.sections.flatMap((section) => section.activities);
    const page = activities.find(({ title }) => title === 'A page')!;
    const end = activities.find(({ title }) => title === 'The end')!;
    expect(end.release?.reasons[0]).toMatchObject({
      code: 'complete_first',
      values: { activityId: page.id },
    });
    const { contentHtml, media } = expectStatus(await learner.get(`/v1/activities/${page.id}`), 200);
    const quiz = activities.find(({ title }) => title === 'A quiz')!;
    expect(contentHtml).toContain(`/activities/${quiz.id}`);
    expect(media).toMatchObject([{ id: full.fileId }]);
    app.clock.set('2026-10-20T07:00:00.000Z');
    const attempt = expectStatus(await learner.post(`/v1/quizzes/${quiz.id}/attempts`), 201);
    expect(attempt.questions).toHaveLength(4);
    app.clock.set('2026-08-03T09:00:00.000Z');
  });

  it('moves every date by whole days of the course, and tells each with both values', async () => {
    const { id, operation } = await copied({ startDate: '2027-03-01' });
    const changes = await changesOf(instructor, operation.id);
    const dates = changes
      .filter(({ action }) => action === 'changed')
      .map(({ part, before, after }) => {
        const { title, ...from } = before as Record<string, string>;
        return [part, title, ...Object.keys(from), ...Object.values(from), after[Object.keys(from)[0]!]];
      });
    // 175 days, over the end of summer time; the clocks are set forward again on 28 March 2027.
    expect(dates).toEqual([
      ['courses', 'Foundations of Statistics', 'startDate', '2026-09-07', '2027-03-01'],
      ['courses', 'Foundations of Statistics', 'endDate', '2026-12-18', '2027-06-11'],
      [
        ...['activities', 'A video', 'releaseRule.from', '2026-09-14T06:00:00.000Z'],
        '2027-03-08T07:00:00.000Z',
      ],
      [
        ...['activities', 'A video', 'releaseRule.until', '2026-12-18T22:59:59.000Z'],
        '2027-06-11T21:59:59.000Z',
      ],
      ['activities', 'A folder', 'expectedBy', '2026-09-21T15:59:59.000Z', '2027-03-15T16:59:59.000Z'],
      ['live_sessions', 'A live_session', 'startsAt', '2026-10-20T08:00:00.000Z', '2027-04-13T08:00:00.000Z'],
      ['live_sessions', 'A live_session', 'endsAt', '2026-10-20T09:30:00.000Z', '2027-04-13T09:30:00.000Z'],
      ['quizzes', 'A quiz', 'postsAt', '2026-11-02T07:00:00.000Z', '2027-04-26T06:00:00.000Z'],
      ['quizzes', 'A quiz', 'opensAt', '2026-10-19T06:00:00.000Z', '2027-04-12T06:00:00.000Z'],
      ['quizzes', 'A quiz', 'dueAt', '2026-10-23T21:59:59.000Z', '2027-04-16T21:59:59.000Z'],
      ['quizzes', 'A quiz', 'closesAt', '2026-10-26T22:59:59.000Z', '2027-04-19T21:59:59.000Z'],
      ['grading_periods', 'First half', 'startDate', '2026-09-07', '2027-03-01'],
      ['grading_periods', 'First half', 'endDate', '2026-10-31', '2027-04-24'],
      ['grading_periods', 'Second half', 'startDate', '2026-11-01', '2027-04-25'],
      ['grading_periods', 'Second half', 'endDate', '2026-12-18', '2027-06-11'],
      ['line_items', 'A paper', 'assignDate', '2026-10-05', '2027-03-29'],
      ['line_items', 'A paper', 'dueAt', '2026-10-25T22:59:59.000Z', '2027-04-18T21:59:59.000Z'],
      ['group_sets', 'Teams', 'opensAt', '2026-09-14T06:00:00.000Z', '2027-03-08T07:00:00.000Z'],
    ]);
    const quiz = changes.find(({ part }) => part === 'quizzes')!.rowId;
    const { dueAt } = expectStatus(await instructor.get(`/v1/quizzes/${quiz}`), 200);
    expect(dueAt).toBe('2027-04-16T21:59:59.000Z');
    expect(expectStatus(await instructor.get(`/v1/courses/${id}`), 200).startDate).toBe('2027-03-01');
    // Everything back again is the course that it was.
    const back = await instructor.post(`/v1/courses/${id}/copies`, { title: 'Back', shiftDays: -175 });
    const { id: operationId } = await finished(app, instructor, expectStatus(back, 202).id);
    const again = (await changesOf(instructor, operationId)).find(({ action }) => action === 'added')!.rowId;
    expect(await normalized(app, again)).toEqual(await normalized(app, full.room.courseId));
  });

  it('has no dates where they are removed: what they closed is open, and marks are posted by hand', async () => {
    const { id } = await copied({ dates: 'remove' });
    const made = (await normalized(app, id)) as Record<string, never>;
    expect(JSON.stringify(made)).not.toMatch(/20\d\d-\d\d-\d\d/);
    expect(made).toMatchObject({
      quizzes: { quizzes: [{ settings: { posting: 'by_hand', dueAt: null } }] },
      gradebook: { rules: { periods: [] }, lineItems: [{}, { title: 'A paper', periodId: null }] },
    });
  });

  it('is only tried out by a dry run, which tells the same dates by what has them', async () => {
    const before = await courses();
    const operation = await done({ shiftDays: 7, dryRun: true });
    expect(operation).toMatchObject({ status: 'succeeded', dryRun: true });
    expect(operation.summary).toContainEqual(expect.objectContaining({ part: 'activities', added: 11 }));
    expect(await courses()).toBe(before);
    const changes = await changesOf(instructor, operation.id);
    expect(changes.map(({ action }) => action)).toEqual(Array(18).fill('changed'));
    expect(changes[0]).toEqual({
      ...{ number: 1, part: 'courses', rowId: full.room.courseId, action: 'changed' },
      before: { title: 'Foundations of Statistics', startDate: '2026-09-07' },
      after: { title: 'Foundations of Statistics', startDate: '2026-09-14' },
    });
  });

  it('belongs where it is put', async () => {
    const administrator = await app.person('administrator');
    const school = { title: 'Another school', type: 'school' };
    const schoolId = expectStatus(await administrator.post('/v1/schools', school), 201).id;
    const term = { title: 'Spring', type: 'term', startDate: '2027-01-11', endDate: '2027-05-28' };
    const termId = expectStatus(await administrator.post('/v1/terms', term), 201).id;
    const { id } = await copied({ code: 'STAT-102', termId, schoolId });
    const course = expectStatus(await instructor.get(`/v1/courses/${id}`), 200);
    expect(course).toMatchObject({ code: 'STAT-102', termId, schoolId });
  });

  it('is made once, however often the same request is sent', async () => {
    const before = await courses();
    const headers = { 'idempotency-key': 'copy-once' };
    const answers = await Promise.all([1, 2, 3].map(() => copy({}, instructor, headers)));
    const ids = answers.filter(({ status }) => status === 202).map(({ body }) => body.id as string);
    expect(new Set(ids).size).toBe(1);
    await finished(app, instructor, ids[0]!);
    expect(await courses()).toBe(before + 1);
  });

  it.each([
    ['two ways to say what becomes of the dates', { shiftDays: 7, dates: 'keep' }, 'courses.dates_twice'],
    ['more days than ten years', { shiftDays: 4000 }, 'request.invalid'],
    ['no title', { title: undefined }, 'request.invalid'],
    ['a term that there is not', { termId: NOTHING }, 'courses.no_such_term'],
    ['a school that there is not', { schoolId: NOTHING }, 'courses.no_such_school'],
  ])('is refused with %s', async (_what, body, code) => {
    const answer = await copy(body);
    expect([answer.status, answer.body.code]).toEqual([422, code]);
  });
});
