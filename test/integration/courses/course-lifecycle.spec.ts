import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

describe('a course', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  describe('when it is published or archived', () => {
    it('goes from draft to published to archived and back', async () => {
      const room = await CourseRoom.open(app, { published: false });
      const { instructor, url } = room;
      const published = expectStatus(await instructor.put(`${url}/publication`), 200);
      expect(published).toMatchObject({
        status: 'published',
        publishedAt: app.clock.now().toISOString(),
        version: 2,
      });
      app.clock.advanceDays(1);
      expect((await instructor.put(`${url}/publication`)).body).toEqual(published);
      expect((await instructor.put(`${url}/archive`)).body).toMatchObject({ status: 'archived', version: 3 });
      expect((await instructor.put(`${url}/archive`)).body).toMatchObject({ status: 'archived', version: 3 });
      expect((await instructor.delete(`${url}/archive`)).body).toMatchObject({
        status: 'published',
        publishedAt: published.publishedAt,
      });
      expect((await instructor.delete(`${url}/publication`)).body).toMatchObject({
        status: 'draft',
        publishedAt: null,
      });
      expectStatus(await instructor.put(`${url}/archive`), 200);
      expect((await instructor.delete(`${url}/archive`)).body).toMatchObject({ status: 'draft' });
      expect((await instructor.delete(`${url}/archive`)).body).toMatchObject({ status: 'draft' });
      app.clock.advanceDays(-1);
    });

    it('does not become a draft again once there were learners, not even after they left', async () => {
      const room = await CourseRoom.open(app);
      await room.formerLearner();
      expect(await room.instructor.delete(`${room.url}/publication`)).toMatchObject({
        status: 409,
        body: { code: 'courses.has_learners' },
      });
      expect((await room.instructor.get(room.url)).body.status).toBe('published');
    });

    it('cannot be changed in any part once it is archived', async () => {
      const room = await CourseRoom.open(app);
      const section = await room.section();
      const activity = await room.activity(section);
      expectStatus(await room.instructor.put(`${room.url}/archive`), 200);
      const { instructor, url } = room;
      const attempts = await Promise.all([
        instructor.patch(url, { title: 'x' }),
        instructor.put(`${url}/publication`),
        instructor.delete(`${url}/publication`),
        instructor.post(`${url}/sections`, { title: 'x' }),
        instructor.patch(`/v1/sections/${section}`, { title: 'x' }),
        instructor.delete(`/v1/sections/${section}`),
        instructor.post(`/v1/sections/${section}/activities`, { type: 'page', title: 'x' }),
        instructor.patch(`/v1/activities/${activity}`, { title: 'x' }),
        instructor.delete(`/v1/activities/${activity}`),
        instructor.put(`${url}/outline/order`, { sections: [{ id: section, activities: [activity] }] }),
        instructor.post(`${url}/enrollments`, { userId: administrator.id, role: 'learner' }),
      ]);
      expect(attempts.map(({ body }) => body.code)).toEqual(attempts.map(() => 'courses.archived'));
    });

    it.each(['put', 'delete'] as const)(
      'takes %s of publication and archive from instructors and administrators only',
      async (method) => {
        const room = await CourseRoom.open(app);
        const assistant = await room.member('assistant');
        for (const what of ['publication', 'archive']) {
          expect((await assistant[method](`${room.url}/${what}`)).status).toBe(403);
          expect((await (await app.person('instructor'))[method](`${room.url}/${what}`)).status).toBe(403);
        }
      },
    );
  });

  describe('when it is deleted', () => {
    it('is deleted as a draft with everything in it', async () => {
      const room = await CourseRoom.open(app, { published: false });
      const section = await room.section();
      await room.activity(section);
      await room.activity(section, 'A quiz', { type: 'quiz' });
      await room.member('assistant');
      const before = await sqlOf(async () => expectStatus(await room.instructor.delete(room.url), 204));
      expect(before.at(-1)).toBe('COMMIT');
      expect((await administrator.get(room.url)).status).toBe(404);
      expect((await administrator.patch(`/v1/sections/${section}`, { title: 'x' })).status).toBe(404);
    });

    it.each([true, false])(
      'is not deleted where a learner is or was enrolled (still enrolled: %s)',
      async (still) => {
        const room = await CourseRoom.open(app, { published: false });
        if (still) await room.member('learner');
        else await room.formerLearner();
        expect(await room.instructor.delete(room.url)).toMatchObject({
          status: 409,
          body: { code: 'courses.has_learners' },
        });
      },
    );

    it('is not deleted when it is published, by others than its instructors, or with an old ETag', async () => {
      const room = await CourseRoom.open(app);
      expect(await room.instructor.delete(room.url)).toMatchObject({
        status: 409,
        body: { code: 'courses.not_a_draft' },
      });
      expect((await (await room.member('assistant')).delete(room.url)).status).toBe(403);
      expect((await room.instructor.delete(room.url, { 'if-match': '"v1"' })).status).toBe(412);
    });

    it('is either deleted or gets its first learner when both are asked at the same moment', async () => {
      const room = await CourseRoom.open(app, { published: false });
      const learner = await app.person();
      const [enrolled, deleted] = await Promise.all([
        room.instructor.post(`${room.url}/enrollments`, { userId: learner.id, role: 'learner' }),
        room.instructor.delete(room.url),
      ]);
      expect([
        [201, 409],
        [404, 204],
      ]).toContainEqual([enrolled.status, deleted.status]);
    });
  });
});
