import { EnrollmentsFacade } from '../../../src/modules/enrollments';
import { newId } from '../../../src/shared/database/ids';
import { encodeCursor } from '../../../src/shared/http/pagination';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { alterStore, negativeControl } from '../../support/negative-control';
import { rewriteStatements, sentLate } from '../../support/statements';

negativeControl('the second look at who enrolls', ['enrolls me once when I ask twice'], () => {
  rewriteStatements(/FROM users u/, /AND o.id IS NULL AND/, 'AND');
  sentLate(/INSERT INTO enrollments/);
  alterStore('ALTER TABLE enrollments ADD INDEX (course_id), DROP INDEX uq_enrollments_person');
});

describe('my own enrollments', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));
  afterAll(() => app.stop());

  const join = (person: Caller, courseId: string): Promise<Answer> =>
    person.post('/v1/me/enrollments', { courseId });

  describe('when I enroll myself', () => {
    it('makes me a learner of a course that is open for it', async () => {
      const room = await CourseRoom.open(app, { selfEnrollment: true });
      const person = await app.person();
      const body = expectStatus(await join(person, room.courseId.toUpperCase()), 201);
      expect(body).toMatchObject({
        courseId: room.courseId,
        role: 'learner',
        state: 'active',
        beginDate: '2026-03-02',
        user: { id: person.id },
      });
      expect((await person.get(room.url)).body.role).toBe('learner');
    });

    it('refuses me where instructors enroll people, and in a course that I may not see', async () => {
      const person = await app.person();
      const closed = await CourseRoom.open(app);
      expect(await join(person, closed.courseId)).toMatchObject({
        status: 403,
        body: { code: 'enrollments.self_enrollment_off' },
      });
      const draft = await CourseRoom.open(app, { selfEnrollment: true, published: false });
      expect((await join(person, draft.courseId)).status).toBe(404);
      const archived = await CourseRoom.open(app, { selfEnrollment: true });
      expectStatus(await archived.instructor.put(`${archived.url}/archive`), 200);
      expect((await join(person, archived.courseId)).status).toBe(404);
      expect((await join(person, newId())).status).toBe(404);
      expect((await join(app.anyone, closed.courseId)).status).toBe(401);
    });

    it('takes me until the end of the last day of the course in its time zone', async () => {
      const room = await CourseRoom.open(app, {
        selfEnrollment: true,
        timeZone: 'America/New_York',
        startDate: '2026-01-05',
        endDate: '2026-03-02',
      });
      app.clock.set('2026-03-03T04:59:59.999Z');
      expectStatus(await join(await app.person(), room.courseId), 201);
      app.clock.set('2026-03-03T05:00:00.000Z');
      expect(await join(await app.person(), room.courseId)).toMatchObject({
        status: 409,
        body: { code: 'enrollments.course_over' },
      });
    });

    it('enrolls me once when I ask twice, at the same moment too', async () => {
      const room = await CourseRoom.open(app, { selfEnrollment: true });
      const person = await app.person();
      const answers = await Promise.all([join(person, room.courseId), join(person, room.courseId)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect((await join(person, room.courseId)).body.code).toBe('enrollments.already_enrolled');
      expect((await join(room.instructor, room.courseId)).body.code).toBe('enrollments.already_enrolled');
    });

    it('reopens my enrollment after I left', async () => {
      const room = await CourseRoom.open(app, { selfEnrollment: true });
      const person = await app.person();
      const { id } = expectStatus(await join(person, room.courseId), 201);
      expectStatus(await person.delete(`/v1/enrollments/${id}`), 204);
      expect(expectStatus(await join(person, room.courseId), 201).id).toBe(id);
    });

    it.each([
      [{}],
      [{ courseId: 'x' }],
      [{ courseId: newId(), role: 'instructor' }],
      [{ courseId: newId(), userId: newId() }],
    ])('refuses a request with other fields than the course: %j', async (dto) => {
      expect((await (await app.person()).post('/v1/me/enrollments', dto)).status).toBe(422);
    });

    it('enrolls me with six statements, one each about the deadlines of the term and the settings of admission', async () => {
      const room = await CourseRoom.open(app, { selfEnrollment: true });
      const person = await app.person();
      expect(await sqlOf(() => join(person, room.courseId))).toHaveLength(6);
    });
  });

  it('are listed for administrators, too, and for nobody else', async () => {
    const [administrator, person] = [await app.person('administrator'), await app.person()];
    const room = await CourseRoom.open(app);
    const id = await room.enroll(person);
    const url = `/v1/users/${person.id}/enrollments`;
    expect((await administrator.get(url)).body.data).toMatchObject([{ id, course: { id: room.courseId } }]);
    expect((await administrator.get(`${url}?state=withdrawn`)).body.data).toEqual([]);
    expect((await person.get(url)).status).toBe(403);
    expect((await room.instructor.get(url)).status).toBe(403);
    expect((await administrator.get(`/v1/users/${newId()}/enrollments`)).status).toBe(404);
  });

  describe('when I list them', () => {
    it('gives my role in each course, and its state in the time zone of the course', async () => {
      const person = await app.person();
      const [early, late] = [
        await CourseRoom.open(app, { title: 'Early', timeZone: 'Pacific/Kiritimati', endDate: '2026-06-01' }),
        await CourseRoom.open(app, { title: 'Late', timeZone: 'Pacific/Pago_Pago' }),
      ];
      const begin = { beginDate: '2026-03-02' };
      app.clock.set('2026-03-02T10:30:00.000Z');
      await early.enroll(person, 'learner', begin);
      await late.enroll(person, 'assistant', begin);
      const { data } = expectStatus(await person.get('/v1/me/enrollments'), 200);
      expect(
        data.map((each: { course: { title: string }; state: string }) => [each.course.title, each.state]),
      ).toEqual([
        ['Late', 'upcoming'],
        ['Early', 'active'],
      ]);
      expect(data[1]).toEqual({
        id: data[1].id,
        role: 'learner',
        isOwner: false,
        groupIds: null,
        state: 'active',
        beginDate: '2026-03-02',
        endDate: null,
        ...{ spell: 1, source: 'staff', version: 1 },
        createdAt: '2026-03-02T10:30:00.000Z',
        course: {
          id: early.courseId,
          code: 'STAT-101',
          title: 'Early',
          status: 'published',
          timeZone: 'Pacific/Kiritimati',
          startDate: null,
          endDate: '2026-06-01',
        },
      });
      const titles = async (query: string): Promise<string[]> =>
        (await person.get(`/v1/me/enrollments?${query}`)).body.data.map(
          (each: { course: { title: string } }) => each.course.title,
        );
      expect(await titles('state=active')).toEqual(['Early']);
      expect(await titles('state=upcoming')).toEqual(['Late']);
      expect(await titles('state=expired')).toEqual([]);
    });

    it('leaves out drafts in which I am a learner', async () => {
      const draft = await CourseRoom.open(app, { published: false });
      const [learner, assistant] = [await draft.member('learner'), await draft.member('assistant')];
      const count = async (person: Caller): Promise<number> =>
        (await person.get('/v1/me/enrollments')).body.data.length;
      expect(await count(learner)).toBe(0);
      expect(await count(assistant)).toBe(1);
      expectStatus(await draft.instructor.put(`${draft.url}/publication`), 200);
      expect(await count(learner)).toBe(1);
    });

    it('gives every enrollment once, latest first, over pages of every size, with two statements', async () => {
      const person = await app.person();
      for (const beginDate of ['2026-01-05', '2026-02-01', '2026-02-01', '2025-09-01', '2026-02-01']) {
        await (await CourseRoom.open(app)).enroll(person, 'learner', { beginDate });
      }
      const { data: whole } = (await person.get('/v1/me/enrollments')).body as {
        data: { id: string; beginDate: string }[];
      };
      expect(whole.map(({ beginDate }) => beginDate)).toEqual([
        ...['2026-02-01', '2026-02-01', '2026-02-01', '2026-01-05', '2025-09-01'],
      ]);
      for (const limit of [1, 2, 4, 5]) {
        const gathered: string[] = [];
        let next: string | null = null;
        do {
          const cursor: string = next === null ? '' : `&cursor=${next}`;
          const { data, page } = (await person.get(`/v1/me/enrollments?limit=${limit}${cursor}`)).body;
          gathered.push(...data.map(({ id }: { id: string }) => id));
          next = page.next;
        } while (next !== null);
        expect(gathered).toEqual(whole.map(({ id }) => id));
      }
      expect(await sqlOf(() => person.get('/v1/me/enrollments'))).toHaveLength(2);
    });

    it.each(['x', encodeCursor(['2026-01-01', 'x']), encodeCursor(['someday', newId()])])(
      'refuses the cursor %s, which it never gave',
      async (cursor) => {
        expect((await (await app.person()).get(`/v1/me/enrollments?cursor=${cursor}`)).status).toBe(400);
      },
    );
  });

  describe('as other modules read and write them', () => {
    it('tells whether a person is or was a learner', async () => {
      const room = await CourseRoom.open(app);
      const facade = app.get(EnrollmentsFacade);
      const isLearner = ({ id }: Caller): Promise<boolean> => facade.isOrWasLearner(room.courseId, id);
      expect(await isLearner(await room.member('learner'))).toBe(true);
      expect(await isLearner(await room.formerLearner())).toBe(true);
      expect(await isLearner(await room.member('assistant'))).toBe(false);
      expect(await isLearner(await app.person())).toBe(false);
    });

    it('writes many enrollments with three statements in a transaction', async () => {
      const room = await CourseRoom.open(app);
      const people = await Promise.all(Array.from({ length: 5 }, () => app.person()));
      const rows = people.map((person, index) => ({
        id: newId(),
        sourcedId: `enrollment-${index}`,
        courseId: room.courseId,
        userId: person.id,
        role: 'learner' as const,
        beginDate: '2026-01-05',
        endDate: null,
      }));
      const facade = app.get(EnrollmentsFacade);
      expect(await sqlOf(() => facade.createEnrollments(rows))).toHaveLength(5);
      const ids = rows.map(({ id }) => id);
      expect(await facade.endEnrollments(ids.slice(0, 2), '2026-03-02')).toBe(2);
      expect(await facade.endEnrollments(ids.slice(0, 3), '2026-03-05')).toBe(1);
      expect(await facade.endEnrollments([], '2026-03-05')).toBe(0);
      const { data } = (await room.instructor.get(`${room.url}/enrollments?role=learner`)).body;
      expect(data.filter(({ state }: { state: string }) => state === 'active')).toHaveLength(3);
    });
  });
});
