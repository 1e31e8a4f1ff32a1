import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { Classroom } from '../../support/classroom';
import type { Answer, Caller } from '../../support/test-app';
import { TestApp } from '../../support/test-app';

describe('a course for its members', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const listed = async (caller: Caller, query = ''): Promise<string[]> =>
    expectStatus(await caller.get(`/v1/courses?limit=100&${query}`), 200).data.map(
      ({ id }: { id: string }) => id,
    );

  it('does not exist for those who are not in it, however they ask', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    expectStatus(await room.instructor.patch(room.url, { visibility: 'members', selfEnrollment: true }), 200);
    expectStatus(await room.instructor.patch(room.url, { title: 'Hidden treasures', code: 'HID-1' }), 200);
    const [visitor, stranger] = [await app.person('learner'), await app.person('instructor')];
    const other = await CourseRoom.open(app);

    for (const outsider of [visitor, stranger]) {
      expect(await listed(outsider)).not.toContain(room.courseId);
      for (const query of ['search=treasures', 'status=published', `ids=${room.courseId}`, 'sort=-code'])
        expect(await listed(outsider, query)).not.toContain(room.courseId);
      const total = expectStatus(await outsider.get(`/v1/courses?ids=${room.courseId}&total=true`), 200);
      expect(total.page.total).toBe(0);
      const tried = await Promise.all([
        ...['', '/syllabus', '/outline', '/activities', '/enrollments', '/line-items', '/gradebook'].map(
          (part) => outsider.get(room.url + part),
        ),
        outsider.get(`/v1/activities/${room.quizId}`),
        outsider.get(`/v1/quizzes/${room.quizId}`),
        outsider.post(`/v1/quizzes/${room.quizId}/attempts`),
        outsider.post('/v1/me/enrollments', { courseId: room.courseId }),
        outsider.patch(room.url, { title: 'Mine' }),
        outsider.delete(room.url),
        outsider.post(`${room.url}/sections`, { title: 'Mine' }),
      ]);
      expect(tried.map(({ status }) => status)).toEqual(tried.map(() => 404));
      const [self] = tried.slice(-4);
      const nowhere = await outsider.post('/v1/me/enrollments', { courseId: newId() });
      expect(saysOf(self!)).toEqual(saysOf(nowhere));
    }
    // Nor by what names another course.
    const share = await other.instructor.put(`${other.url}/bank-shares/${room.courseId}`, { access: 'use' });
    expect(share.status).toBe(404);

    for (const member of [learner, room.instructor, await app.person('administrator')]) {
      expect(await listed(member, `ids=${room.courseId}`)).toEqual([room.courseId]);
      expectStatus(await member.get(room.url), 200);
    }
    expect(await listed(learner)).toContain(room.courseId);
    expect(await listed(learner, 'status=published')).toContain(room.courseId);
  });

  it('is gone for a learner once they leave it, and there again when it is opened', async () => {
    const room = await CourseRoom.open(app, { visibility: 'members', selfEnrollment: true });
    const learner = await app.person('learner');
    const enrollment = await room.enroll(learner);
    expectStatus(await learner.get(room.url), 200);
    expectStatus(await learner.delete(`/v1/enrollments/${enrollment}`), 204);
    expectStatus(await learner.get(room.url), 404);
    expectStatus(await learner.post('/v1/me/enrollments', { courseId: room.courseId }), 404);
    expect(await listed(learner)).not.toContain(room.courseId);
    expectStatus(await room.instructor.patch(room.url, { visibility: 'public' }), 200);
    expect(await listed(learner)).toContain(room.courseId);
    expectStatus(await learner.post('/v1/me/enrollments', { courseId: room.courseId }), 201);
  });

  it('takes in nobody who enrolls themselves at the moment at which it is hidden, unless before', async () => {
    for (let round = 0; round < 4; round += 1) {
      const room = await CourseRoom.open(app, { selfEnrollment: true });
      const learner = await app.person('learner');
      const [joined, hidden] = await Promise.all([
        learner.post('/v1/me/enrollments', { courseId: room.courseId }),
        room.instructor.patch(room.url, { visibility: 'members' }),
      ]);
      expect(hidden.status).toBe(200);
      expect([201, 404]).toContain(joined.status);
      expect((await learner.get(room.url)).status).toBe(joined.status === 201 ? 200 : 404);
    }
  });

  it('shows its members and staff on later pages where it belongs in the order', async () => {
    const prefix = `P${newId().slice(-6)}`;
    const learner = await app.person('learner');
    const rooms = [];
    for (const [place, visibility] of ['members', 'public', 'signed_in', 'members', 'members'].entries()) {
      const room = await CourseRoom.open(app, { title: `${prefix} ${place}`, visibility });
      rooms.push(room);
      if (place === 3) await room.enroll(learner);
    }
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = expectStatus(await learner.get(`/v1/courses?limit=1${cursor}`), 200);
      seen.push(...page.data.map(({ title }: { title: string }) => title));
      if (page.page.next === null) break;
      cursor = `&cursor=${encodeURIComponent(page.page.next)}`;
    }
    expect(seen.filter((title) => title.startsWith(prefix))).toEqual([
      ...[`${prefix} 1`, `${prefix} 2`, `${prefix} 3`],
    ]);
  });
});

describe('the description of a course', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  async function school(more: Record<string, unknown> = {}): Promise<string> {
    const body = { title: 'Harbor College', type: 'school', ...more };
    return expectStatus(await administrator.post('/v1/schools', body), 201).id;
  }

  it('has what the catalog says, begins with what its school has, and keeps what is left out', async () => {
    const schoolId = await school({ timeZone: 'Asia/Tokyo', locale: 'ja' });
    const term = { title: 'Spring', type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' };
    const termId = expectStatus(await administrator.post('/v1/terms', term), 201).id;
    const instructor = await app.person('instructor');
    const body = { code: 'A', title: 'A', schoolId, termId, level: 'advanced', category: 'Science' };
    const made = expectStatus(
      await instructor.post('/v1/courses', { ...body, tags: ['Data', 'DATA', 'Mathe'] }),
      201,
    );
    expect(made).toMatchObject({
      ...body,
      ...{ tags: ['Data', 'Mathe'], timeZone: 'Asia/Tokyo', language: 'ja', visibility: 'signed_in' },
    });
    const url = `/v1/courses/${made.id}`;
    const changed = expectStatus(
      await instructor.patch(url, { language: 'EN-us', tags: ['Mathe', 'data'], termId: null }),
      200,
    );
    expect(changed).toEqual({
      ...made,
      ...{ language: 'en-US', tags: ['Mathe', 'data'], termId: null, version: 2 },
      updatedAt: changed.updatedAt,
    });
    expect(expectStatus(await instructor.get(url), 200)).toEqual(changed);
    const own = { ...body, timeZone: 'UTC', language: null };
    expect(expectStatus(await instructor.post('/v1/courses', own), 201)).toMatchObject({
      ...{ timeZone: 'UTC', language: null },
    });
  });

  it('is refused with the field that is wrong', async () => {
    const room = await CourseRoom.open(app);
    const fieldOf = async (body: object): Promise<string> =>
      expectStatus(await room.instructor.patch(room.url, body), 422).errors[0].field;
    expect(await fieldOf({ termId: newId() })).toBe('termId');
    expect(await fieldOf({ schoolId: newId() })).toBe('schoolId');
    expect(await fieldOf({ language: 'no language' })).toBe('language');
    expect(await fieldOf({ level: 'hard' })).toBe('level');
    expect(await fieldOf({ visibility: 'secret' })).toBe('visibility');
    expect(await fieldOf({ visibility: null })).toBe('visibility');
    expect(await fieldOf({ tags: Array.from({ length: 21 }, (_, tag) => `tag ${tag}`) })).toBe('tags');
    expect(await fieldOf({ category: 'x'.repeat(101) })).toBe('category');
    expect(expectStatus(await room.instructor.get(room.url), 200).version).toBe(2);
  });

  it('has a syllabus, which is safe to show, with its source for staff', async () => {
    const room = await CourseRoom.open(app);
    const learner = await room.join(await app.person('learner'));
    const empty = expectStatus(await learner.get(`${room.url}/syllabus`), 200);
    expect(empty).toEqual({ courseId: room.courseId, content: null, contentHtml: '', files: [], version: 2 });
    const syllabus = '# Weeks\n\n<script>alert(1)</script> [x](javascript:alert(1))';
    expectStatus(await room.instructor.patch(room.url, { syllabus }, { 'if-match': '"v2"' }), 200);
    expectStatus(await room.instructor.patch(room.url, { syllabus: 'Lost' }, { 'if-match': '"v2"' }), 412);
    const shown = expectStatus(await learner.get(`${room.url}/syllabus`), 200);
    expect(shown).toMatchObject({ content: null, version: 3 });
    expect(shown.contentHtml).toContain('<h1>Weeks</h1>');
    expect(shown.contentHtml).not.toMatch(/<script|href="javascript/);
    expect(expectStatus(await room.instructor.get(`${room.url}/syllabus`), 200).content).toBe(syllabus);
    expectStatus(await room.instructor.patch(room.url, { syllabus: ' ' }), 200);
    expect(expectStatus(await learner.get(`${room.url}/syllabus`), 200).contentHtml).toBe('');
  });

  it('keeps a term or school that is deleted at the moment at which it is named, or is refused', async () => {
    for (let round = 0; round < 4; round += 1) {
      const room = await CourseRoom.open(app);
      const schoolId = await school();
      const [named, deleted] = await Promise.all([
        room.instructor.patch(room.url, { schoolId }),
        administrator.delete(`/v1/schools/${schoolId}`),
      ]);
      expect([named.status, deleted.status]).toEqual(named.status === 200 ? [200, 409] : [422, 204]);
    }
  });
});

/** All of an answer but what names the request. */
function saysOf({ status, body: { requestId: _requestId, ...body } }: Answer): unknown {
  return [status, body];
}
