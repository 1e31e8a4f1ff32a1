import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl(
  'the lock of a course that changes',
  ['keeps two simultaneous changes of different fields', 'takes only one of two simultaneous changes'],
  () => {
    withoutLocks(/FROM `courses` `c`/);
  },
);

const COURSE = { code: 'STAT-101', title: 'Foundations of Statistics' };

describe('a course', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  describe('when it is created', () => {
    it('is a draft with its creator as instructor', async () => {
      const instructor = await app.person('instructor');
      const answer = await instructor.post('/v1/courses', {
        ...COURSE,
        title: '  Foundations of Statistics ',
        summary: 'What to make of data.',
        timeZone: 'Europe/London',
        selfEnrollment: true,
        startDate: '2026-03-02',
        endDate: '2026-05-22',
      });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        id: answer.body.id,
        ...COURSE,
        summary: 'What to make of data.',
        publishing: 'manual',
        contentCheck: 'advice',
        publishedVersion: null,
        status: 'draft',
        timeZone: 'Europe/London',
        selfEnrollment: true,
        startDate: '2026-03-02',
        endDate: '2026-05-22',
        ...{ visibility: 'signed_in', termId: null, schoolId: null, language: null },
        ...{ level: null, category: null, tags: [], cover: null },
        ...{ beforeStart: 'everything', afterEnd: 'everything' },
        publishedAt: null,
        role: 'owner',
        version: 1,
        createdAt: '2026-03-02T09:00:00.000Z',
        updatedAt: '2026-03-02T09:00:00.000Z',
      });
      const read = await instructor.get(`/v1/courses/${answer.body.id}`);
      expect(read.body).toEqual(answer.body);
      const roster = await instructor.get(`/v1/courses/${answer.body.id}/enrollments`);
      expect(roster.body.data).toMatchObject([
        { user: { id: instructor.id }, role: 'instructor', state: 'active' },
      ]);
    });

    it('gets the time zone of its creator where none is given', async () => {
      const { body } = await administrator.post('/v1/courses', COURSE);
      expect(body).toMatchObject({
        timeZone: 'UTC',
        role: 'administrator',
        selfEnrollment: false,
        summary: '',
      });
    });

    it.each([
      ['america/new_york', 'America/New_York'],
      ['US/Eastern', 'America/New_York'],
      ['Asia/Calcutta', 'Asia/Kolkata'],
      ['etc/utc', 'UTC'],
    ])('gives its time zone %s back as %s, in whatever spelling it was sent', async (sent, timeZone) => {
      const instructor = await app.person('instructor');
      expect((await instructor.post('/v1/courses', { ...COURSE, timeZone: sent })).body).toMatchObject({
        timeZone,
      });
      expect((await instructor.patch('/v1/me', { timeZone: sent })).body.timeZone).toBe(timeZone);
      expect((await instructor.post('/v1/courses', COURSE)).body.timeZone).toBe(timeZone);
    });

    it('is created neither by learners nor by anyone who is not signed in', async () => {
      const learner = await app.person('learner');
      expect(await learner.post('/v1/courses', COURSE)).toMatchObject({
        status: 403,
        body: { code: 'auth.role_needed' },
      });
      expect((await app.anyone.post('/v1/courses', COURSE)).status).toBe(401);
    });

    it('may have the code of another course, since codes come back every term', async () => {
      expectStatus(await administrator.post('/v1/courses', COURSE), 201);
      expectStatus(await administrator.post('/v1/courses', COURSE), 201);
    });

    it.each([
      ['title', { title: ' ' }],
      ['title', { title: 'x'.repeat(201) }],
      ['title', { title: null }],
      ['code', { code: undefined }],
      ['code', { code: 'x'.repeat(51) }],
      ['summary', { summary: 'x'.repeat(2001) }],
      ['timeZone', { timeZone: 'Mars/Olympus' }],
      ['timeZone', { timeZone: '+02:00' }],
      ['selfEnrollment', { selfEnrollment: 'yes' }],
      ['startDate', { startDate: '2026-02-30' }],
      ['startDate', { startDate: '2026-03-02T00:00:00Z' }],
      ['endDate', { endDate: 20260302 }],
      ['endDate', { startDate: '2026-03-02', endDate: '2026-03-01' }],
    ])('is refused with the name of the faulty field %s of %j', async (field, fault) => {
      const { status, body } = await administrator.post('/v1/courses', { ...COURSE, ...fault });
      expect(status).toBe(422);
      expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
    });

    it.each([
      'id',
      'status',
      'version',
      'createdBy',
      'publishedAt',
      'sourcedId',
      'templateId',
      'contentVersion',
    ])('is refused with the field %s, which the caller cannot set', async (field) => {
      const { status, body } = await administrator.post('/v1/courses', { ...COURSE, [field]: 'published' });
      expect(status).toBe(422);
      expect(body.errors).toEqual([expect.objectContaining({ field, rule: 'unknownField' })]);
      const room = await CourseRoom.open(app, { published: false });
      expect((await room.instructor.patch(room.url, { [field]: 'published' })).status).toBe(422);
    });
  });

  describe('when it is read', () => {
    it('is shown to its staff only while it is a draft, and answered with 404 to everyone else', async () => {
      const room = await CourseRoom.open(app, { published: false });
      const people = {
        instructor: room.instructor,
        assistant: await room.member('assistant'),
        administrator,
        learner: await room.member('learner'),
        stranger: await app.person('instructor'),
      };
      const statuses = await Promise.all(
        Object.entries(people).map(async ([role, person]) => [role, (await person.get(room.url)).status]),
      );
      expect(Object.fromEntries(statuses)).toEqual({
        instructor: 200,
        assistant: 200,
        administrator: 200,
        learner: 404,
        stranger: 404,
      });
    });

    it('is shown to everyone who is signed in once it is published, with their role in it', async () => {
      const room = await CourseRoom.open(app);
      const learner = await room.member('learner');
      const assistant = await room.member('assistant');
      const former = await room.formerLearner();
      const upcoming = await room.member('learner', { beginDate: '2026-03-03' });
      const roleOf = async (person: Caller): Promise<string> =>
        expectStatus(await person.get(room.url), 200).role;
      expect(await roleOf(room.instructor)).toBe('owner');
      expect(await roleOf(assistant)).toBe('assistant');
      expect(await roleOf(learner)).toBe('learner');
      expect(await roleOf(former)).toBe('visitor');
      expect(await roleOf(upcoming)).toBe('visitor');
      expect(await roleOf(await app.person('instructor'))).toBe('visitor');
      expect(await roleOf(administrator)).toBe('administrator');
      expect((await app.anyone.get(room.url)).status).toBe(401);
    });

    it('is shown to its members only once it is archived', async () => {
      const room = await CourseRoom.open(app);
      const learner = await room.member('learner');
      const former = await room.formerLearner();
      expectStatus(await room.instructor.put(`${room.url}/archive`), 200);
      expect((await learner.get(room.url)).status).toBe(200);
      expect((await former.get(room.url)).status).toBe(404);
      expect((await (await app.person()).get(room.url)).status).toBe(404);
    });

    it('is answered with 404 for an unknown id and 400 for a malformed one', async () => {
      expect(await administrator.get(`/v1/courses/${newId()}`)).toMatchObject({
        status: 404,
        body: { code: 'courses.not_found' },
      });
      expect((await administrator.get('/v1/courses/first')).status).toBe(400);
    });

    it('is answered with 304 to a reader with a current copy, but not after their role has changed', async () => {
      const room = await CourseRoom.open(app, { selfEnrollment: true });
      const person = await app.person();
      const { headers } = await person.get(room.url);
      const known = { 'if-none-match': String(headers['etag']) };
      expect(await person.get(room.url, known)).toMatchObject({ status: 304, text: '' });
      expectStatus(await person.post('/v1/me/enrollments', { courseId: room.courseId }), 201);
      expect(await person.get(room.url, known)).toMatchObject({ status: 200, body: { role: 'learner' } });
    });

    it('is found by its id in any letter case, by the same rules of access', async () => {
      const room = await CourseRoom.open(app, { published: false });
      const url = `/v1/courses/${room.courseId.toUpperCase()}`;
      expect((await room.instructor.get(url)).body.id).toBe(room.courseId);
      expect((await (await app.person()).get(url)).body.code).toBe('courses.not_found');
    });

    it('is read with two statements', async () => {
      const room = await CourseRoom.open(app);
      expect(await sqlOf(() => room.instructor.get(room.url))).toHaveLength(2);
    });
  });

  describe('when it is changed', () => {
    it('keeps the fields that were not sent, and gets its next version', async () => {
      const room = await CourseRoom.open(app, {
        summary: 'Before',
        startDate: '2026-03-02',
        endDate: '2026-03-31',
      });
      app.clock.advance(60_000);
      const { body: before } = await room.instructor.get(room.url);
      const { body } = await room.instructor.patch(room.url, { title: 'Statistics I', endDate: null });
      expect(body).toEqual({
        ...before,
        title: 'Statistics I',
        endDate: null,
        version: before.version + 1,
        updatedAt: app.clock.now().toISOString(),
      });
      expect((await room.instructor.get(room.url)).body).toEqual(body);
    });

    it('is refused when a new date does not go with the one that stays', async () => {
      const room = await CourseRoom.open(app, { startDate: '2026-03-02', endDate: '2026-03-31' });
      for (const change of [{ endDate: '2026-03-01' }, { startDate: '2026-04-01' }]) {
        expect(await room.instructor.patch(room.url, change)).toMatchObject({
          status: 422,
          body: { code: 'courses.ends_before_start' },
        });
      }
      expectStatus(await room.instructor.patch(room.url, { endDate: '2026-03-02' }), 200);
    });

    it.each(['code', 'title', 'summary', 'timeZone', 'selfEnrollment'])(
      'is refused with null for %s',
      async (field) => {
        const room = await CourseRoom.open(app, { published: false });
        const { status, body } = await room.instructor.patch(room.url, { [field]: null });
        expect(status).toBe(422);
        expect(body.errors[0].field).toBe(field);
      },
    );

    it('is not changed with the ETag of an older copy', async () => {
      const room = await CourseRoom.open(app);
      const { headers } = await room.instructor.get(room.url);
      const old = { 'if-match': String(headers['etag']) };
      const changed = await room.instructor.patch(room.url, { title: 'First' }, old);
      expect(changed.status).toBe(200);
      expect(await room.instructor.patch(room.url, { title: 'Second' }, old)).toMatchObject({
        status: 412,
        body: { code: 'request.stale' },
      });
      expect((await room.instructor.get(room.url)).body.title).toBe('First');
      const fresh = { 'if-match': String(changed.headers['etag']) };
      expect((await room.instructor.patch(room.url, { title: 'Second' }, fresh)).status).toBe(200);
      expect((await room.instructor.patch(room.url, { title: 'Third' }, { 'if-match': 'x' })).status).toBe(
        400,
      );
    });

    it('keeps two simultaneous changes of different fields', async () => {
      const room = await CourseRoom.open(app);
      const answers = await Promise.all([
        room.instructor.patch(room.url, { title: 'New title' }),
        room.instructor.patch(room.url, { summary: 'New summary' }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const { body } = await room.instructor.get(room.url);
      expect(body).toMatchObject({ title: 'New title', summary: 'New summary', version: 4 });
    });

    it('takes only one of two simultaneous changes of the same copy', async () => {
      const room = await CourseRoom.open(app, { published: false });
      const answers = await Promise.all(
        ['One', 'Two'].map((title) => room.instructor.patch(room.url, { title }, { 'if-match': '"v1"' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('is changed by its instructors and administrators only', async () => {
      const room = await CourseRoom.open(app);
      const change = { title: 'Changed' };
      const codeFor = async (person: Caller): Promise<string> =>
        expectStatus(await person.patch(room.url, change), 403).code;
      expect(await codeFor(await room.member('learner'))).toBe('courses.instructors_only');
      expect(await codeFor(await room.member('assistant'))).toBe('courses.instructors_only');
      expect(await codeFor((await CourseRoom.open(app)).instructor)).toBe('courses.instructors_only');
      expect(await codeFor(await app.person())).toBe('courses.instructors_only');
      expectStatus(await administrator.patch(room.url, change), 200);
      const another = await app.person('instructor');
      await room.enroll(another, 'instructor');
      expectStatus(await another.patch(room.url, change), 200);
    });
  });
});
