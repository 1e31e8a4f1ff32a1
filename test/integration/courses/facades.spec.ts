import { CoursesFacade } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom } from '../../support/course-room';
import { TestApp } from '../../support/test-app';

describe('the facade of courses', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('gives the facts of a course, and nothing for an unknown one', async () => {
    const room = await CourseRoom.open(app, { timeZone: 'Europe/London', startDate: '2026-03-02' });
    const courses = app.get(CoursesFacade);
    expect(await courses.course(room.courseId)).toEqual({
      id: room.courseId,
      timeZone: 'Europe/London',
      createdAt: expect.any(Date),
    });
    expect(await courses.course(newId())).toBeUndefined();
  });

  it('adds courses with the ids and instants of the caller, and enrolls their creators as instructors', async () => {
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
      role: 'owner',
      createdAt: createdAt.toISOString(),
    });
    const { data } = (await creator.get(`/v1/courses/${id}/enrollments`)).body;
    expect(data).toMatchObject([{ role: 'instructor', beginDate: '2025-09-02' }]);
  });
});
