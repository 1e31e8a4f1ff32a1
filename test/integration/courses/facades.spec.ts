import { CoursesFacade } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom } from '../../support/course-room';
import { TestApp } from '../../support/test-app';

describe('the front doors of courses', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
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
    expect(await courses.course(room.courseId)).toEqual({
      id: room.courseId,
      timeZone: 'Europe/London',
      createdAt: expect.any(Date),
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
});
