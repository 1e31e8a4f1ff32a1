import { CoursesFacade, RosterCoursesFacade, type RosterCourse } from '../../../src/modules/courses';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

describe('the front doors of courses', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  it('tell of a course and of its activities in the order of the outline', async () => {
    const room = await CourseRoom.open(app, { timeZone: 'Europe/London', startDate: '2026-03-02' });
    const second = await room.section('Second');
    const first = await room.section('First', { position: 1 });
    await room.section('Empty');
    const c = await room.activity(second, 'c');
    const b = await room.activity(first, 'b', { type: 'quiz' });
    const a = await room.activity(first, 'a', { position: 1 });
    const courses = app.get(CoursesFacade);
    expect(await courses.course(room.courseId)).toMatchObject({
      id: room.courseId,
      title: 'Foundations of Statistics',
      status: 'published',
      timeZone: 'Europe/London',
      selfEnrollment: false,
      startDate: '2026-03-02',
      endDate: null,
    });
    const one = { sectionId: first, sectionTitle: 'First', sectionPosition: 1 };
    const two = { sectionId: second, sectionTitle: 'Second', sectionPosition: 2 };
    expect(await courses.activities(room.courseId)).toEqual([
      { id: a, type: 'page', title: 'a', ordinal: 1, position: 1, ...one },
      { id: b, type: 'quiz', title: 'b', ordinal: 2, position: 2, ...one },
      { id: c, type: 'page', title: 'c', ordinal: 3, position: 1, ...two },
    ]);
    expect(await courses.course(newId())).toBeUndefined();
    expect(await courses.activities(newId())).toEqual([]);
  });

  it('make courses with the ids and instants of the caller, and their creators instructors', async () => {
    const creator = await app.person('instructor');
    const id = newId();
    const createdAt = new Date('2025-09-01T23:30:00.000Z');
    await app.get(CoursesFacade).createCourses([
      {
        id,
        code: 'BIO-1',
        title: 'Plants',
        summary: '',
        status: 'published',
        timeZone: 'Asia/Tokyo',
        selfEnrollment: true,
        startDate: null,
        endDate: null,
        createdBy: creator.id,
        publishedAt: createdAt,
        createdAt,
      },
    ]);
    expect((await creator.get(`/v1/courses/${id}`)).body).toMatchObject({
      role: 'instructor',
      createdAt: createdAt.toISOString(),
    });
    const { data } = (await creator.get(`/v1/courses/${id}/enrollments`)).body;
    expect(data).toMatchObject([{ role: 'instructor', beginDate: '2025-09-02' }]);
  });

  describe('for the roster', () => {
    const course = (sourcedId: string, more: Partial<RosterCourse> = {}): RosterCourse => ({
      id: newId(),
      sourcedId,
      code: 'BIO-1',
      title: 'Plants',
      timeZone: 'Europe/London',
      status: 'published',
      startDate: '2026-01-05',
      endDate: '2026-06-26',
      academicSessionId: null,
      templateId: null,
      orgId: null,
      ...more,
    });

    it('add what is new, update what is known by its sourcedId, and leave what the roster does not know', async () => {
      const roster = app.get(RosterCoursesFacade);
      const [year, term, template] = [newId(), newId(), newId()];
      const session = {
        type: 'schoolYear',
        startDate: '2025-09-01',
        endDate: '2026-07-31',
        schoolYear: 2026,
      };
      await roster.upsertSessions([
        { id: year, sourcedId: 'Y', title: '2025/26', parentId: null, ...session },
        { id: term, sourcedId: 'T', title: 'Spring', parentId: year, ...session, type: 'term' },
      ]);
      await roster.upsertTemplates([
        { id: template, sourcedId: 'C', title: 'Biology', code: null, orgId: null },
      ]);
      const known = course('class-1', { academicSessionId: term, templateId: template });
      await roster.upsertCourses([known]);
      const url = `/v1/courses/${known.id}`;
      expectStatus(await administrator.patch(url, { summary: 'By hand', selfEnrollment: true }), 200);
      const before = (await administrator.get(url)).body;

      app.clock.advance(1000);
      const next = course('CLASS-1', { title: 'Its sourcedId differs by letter case' });
      await roster.upsertCourses([{ ...known, id: newId(), timeZone: 'UTC', status: 'draft' }, next]);
      expect((await administrator.get(url)).body).toEqual(before);
      expect((await administrator.get(`/v1/courses/${next.id}`)).body.title).toBe(next.title);

      await roster.upsertCourses([{ ...known, id: newId(), title: 'Plants and fungi', endDate: null }]);
      expect((await administrator.get(url)).body).toEqual({
        ...before,
        title: 'Plants and fungi',
        endDate: null,
        version: before.version + 1,
        updatedAt: app.clock.now().toISOString(),
      });
      const links = await app.database.row<{ session: Buffer; template: Buffer }>(
        'SELECT academic_session_id AS session, template_id AS template FROM courses WHERE id = ?',
        [toBinary(known.id)],
      );
      expect(links).toEqual({ session: toBinary(term), template: toBinary(template) });
    });

    it('take any number of rows with one statement', async () => {
      const rows = Array.from({ length: 300 }, (_, index) => course(`bulk-${index}`));
      expect(await sqlOf(() => app.get(RosterCoursesFacade).upsertCourses(rows))).toHaveLength(1);
      expect(await sqlOf(() => app.get(RosterCoursesFacade).upsertCourses([]))).toHaveLength(0);
    });
  });
});
