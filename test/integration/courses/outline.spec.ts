import { CoursesFacade } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { fillOutline, readOutline, reorderOutline } from '../../support/sample-outline';

describe('the outline of a course', () => {
  let app: TestApp;
  let administrator: Caller;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  beforeEach(async () => {
    room = await CourseRoom.open(app);
  });
  afterAll(() => app.stop());

  describe('when it is read', () => {
    it('shows staff what is not published, members what activities are, and visitors titles', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fillOutline(room);
      const staff = expectStatus(await readOutline(room, room.instructor), 200);
      expect(staff).toMatchObject({ courseId: room.courseId, version: 9 });
      expect(staff.sections.map(({ id }: { id: string }) => id)).toEqual([A, B, C]);
      expect(
        staff.sections.map(({ activities }: { activities: { id: string }[] }) =>
          activities.map(({ id }) => id),
        ),
      ).toEqual([[a1, a2, a3], [b1, b2], []]);
      const forVisitors = { id: a2, type: 'video', title: 'a2', version: 1 };
      const forMembers = {
        ...{ ...forVisitors, videoUrl: 'https://videos.example/a2', fileId: null, file: null },
        ...{ durationSeconds: null, captions: [], isRequired: true },
      };
      const full = { ...forMembers, unpublished: [] };
      const seen = async (person: Caller): Promise<unknown> =>
        expectStatus(await readOutline(room, person), 200).sections[0].activities[1];
      expect(await seen(room.instructor)).toEqual(full);
      expect(await seen(await room.member('assistant'))).toEqual(full);
      expect(await seen(administrator)).toEqual(full);
      expect(await seen(await room.member('learner'))).toEqual({ ...forMembers, completedAt: null });
      expect(await seen(await room.formerLearner())).toEqual(forVisitors);
      expect(await seen(await room.member('learner', { beginDate: '2026-03-03' }))).toEqual(forVisitors);
      expect(await seen(await app.person('instructor'))).toEqual(forVisitors);
      expect((await readOutline(room, app.anyone)).status).toBe(401);
    });

    it('has no sections in an empty course', async () => {
      expect((await readOutline(room, room.instructor)).body).toEqual({
        courseId: room.courseId,
        version: 1,
        sections: [],
      });
    });

    it('shows no content to a learner from the moment they are withdrawn', async () => {
      await fillOutline(room);
      const learner = await app.person();
      const enrollment = await room.enroll(learner);
      const before = await readOutline(room, learner);
      expect(before.text).toContain('videoUrl');
      expectStatus(await room.instructor.delete(`/v1/enrollments/${enrollment}`), 204);
      const after = await readOutline(room, learner, { 'if-none-match': before.headers['etag'] });
      expect(after.status).toBe(200);
      expect(after.text).not.toContain('videoUrl');
    });

    it('is answered with 304 while nothing has changed, and anew after every kind of change', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fillOutline(room);
      const learner = await room.member();
      let known: string | undefined;
      const isNew = async (): Promise<boolean> => {
        const { status, headers, text } = await readOutline(
          room,
          learner,
          known === undefined ? {} : { 'if-none-match': known },
        );
        expect([200, 304]).toContain(status);
        expect(text === '').toBe(status === 304);
        known = String(headers['etag']);
        return status === 200;
      };
      const { instructor } = room;
      expect(await isNew()).toBe(true);
      expect(await isNew()).toBe(false);
      const changes: [string, () => Promise<unknown>][] = [
        ['a section', () => room.section('D')],
        ['its title', () => instructor.patch(`/v1/sections/${A}`, { title: 'AA' })],
        ['its end', () => instructor.delete(`/v1/sections/${C}`)],
        ['an activity', () => room.activity(A, 'a4')],
        ['its text', () => instructor.patch(`/v1/activities/${a1}`, { content: 'Changed.' })],
        ['its end', () => instructor.delete(`/v1/activities/${b2}`)],
      ];
      for (const [, change] of changes) {
        await change();
        expect(await isNew()).toBe(true);
        expect(await isNew()).toBe(false);
      }
      const { sections } = (await readOutline(room, learner)).body as {
        sections: { id: string; activities: { id: string }[] }[];
      };
      const order = sections.map(({ id, activities }) => ({
        id,
        activities: activities.map((each) => each.id),
      }));
      expect(order.flatMap(({ activities }) => activities)).toEqual(expect.arrayContaining([a2, a3, b1]));
      expect(order.map(({ id }) => id)).toContain(B);
      expectStatus(await reorderOutline(room, instructor, { sections: order.reverse() }), 200);
      expect(await isNew()).toBe(true);
    });

    it('is answered anew when the role of the reader has changed', async () => {
      await fillOutline(room);
      const person = await app.person();
      const { headers } = await readOutline(room, person);
      await room.enroll(person, 'learner');
      const asLearner = await readOutline(room, person, { 'if-none-match': headers['etag'] });
      expect(asLearner.status).toBe(200);
      expect(asLearner.text).toContain('videoUrl');
    });

    it('is read with four statements, or three where the copy is current, however much content there is', async () => {
      const { A } = await fillOutline(room);
      const learner = await room.member();
      // The caller with the course, what they have completed, and the quizzes; the first time, the version.
      expect(await sqlOf(() => readOutline(room, learner))).toHaveLength(4);
      const now = app.clock.now();
      await app.get(CoursesFacade).createActivities(
        Array.from({ length: 100 }, (_, index) => ({
          id: newId(),
          courseId: room.courseId,
          sectionId: A,
          type: 'page' as const,
          title: `Page ${index}`,
          position: index + 4,
          content: 'More.',
          createdAt: now,
        })),
      );
      let answer: Answer | undefined;
      const statements = await sqlOf(async () => (answer = await readOutline(room, learner)));
      expect(statements).toHaveLength(4);
      expect(answer?.body.sections[0].activities).toHaveLength(103);
      const known = { 'if-none-match': answer?.headers['etag'] };
      expect(
        await sqlOf(async () => expect((await readOutline(room, learner, known)).status).toBe(304)),
      ).toHaveLength(3);
      expect(await sqlOf(() => readOutline(room, room.instructor))).toHaveLength(3);
    });
  });
});
