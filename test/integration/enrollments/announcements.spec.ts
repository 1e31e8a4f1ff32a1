import { OutboxRelay } from '../../../src/shared/events/outbox';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('the announcements of a course', () => {
  const mails = mailFolder();
  let app: TestApp;
  let course: CourseRoom;
  let author: Caller;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start(mails.environment);
  });
  beforeEach(async () => {
    app.clock.set('2026-03-04T09:00:00.000Z');
    course = await CourseRoom.open(app, { title: 'Statistics', timeZone: 'Europe/Berlin' });
    author = course.instructor;
    learner = await course.learner();
    // What other tests have scheduled for later is no mail of this one.
    await app.database.run('DELETE FROM outbox_messages');
    await receiveMail(app);
  });
  afterAll(async () => {
    await app.stop();
    mails.remove();
  });

  const url = (): string => `${course.url}/announcements`;
  const announce = async (more: object = {}, caller = author): Promise<Answer['body']> =>
    expectStatus(await caller.post(url(), { title: 'Exam', body: 'In **room 2**.', ...more }), 201);
  const titlesFor = async (caller: Caller, query = ''): Promise<string[]> =>
    expectStatus(await caller.get(`${url()}${query}`), 200).data.map(({ title }: { title: string }) => title);
  const change = (id: string, changes: object, caller = author): Promise<Answer> =>
    caller.patch(`/v1/announcements/${id}`, changes);
  const now = (): string => app.clock.now().toISOString();

  it('are for all learners from the instant at which they are published, and before that for staff alone', async () => {
    await announce({ title: 'A draft' });
    const later = await announce({ title: 'Later', publishesAt: '2026-03-04T10:00:00Z' });
    await announce({ title: 'Now', publishesAt: now() });
    const assistant = await course.member('assistant');
    expect(await titlesFor(assistant)).toEqual(['Later', 'Now', 'A draft']);
    expect(await titlesFor(assistant, '?state=scheduled')).toEqual(['Later']);
    app.clock.set('2026-03-04T09:59:59.999Z');
    expect(await titlesFor(learner)).toEqual(['Now']);
    expect(await titlesFor(learner, '?state=draft&total=true')).toEqual([]);
    expect((await learner.get(`/v1/announcements/${later.id}`)).body.code).toBe(
      'enrollments.announcement_not_found',
    );
    expect((await learner.put(`/v1/announcements/${later.id}/read`)).status).toBe(404);
    app.clock.set('2026-03-04T10:00:00.000Z');
    expect(await titlesFor(learner)).toEqual(['Later', 'Now']);
    expect(expectStatus(await learner.get(`/v1/announcements/${later.id}`), 200)).toMatchObject({
      ...{ body: null, bodyHtml: '<p>In <strong>room 2</strong>.</p>\n', state: 'published' },
    });
  });

  it('are mailed once to each active learner who wants mails, in batches of any number', async () => {
    const [muted, suspended] = [await course.learner(), await course.learner()];
    await course.formerLearner();
    await course.member('assistant');
    const others: Caller[] = [];
    for (let index = 0; index < 102; index += 1) others.push(await course.learner());
    expectStatus(await muted.put(`${course.url}/announcement-mails`, { isWanted: false }), 200);
    const administrator = await app.person('administrator');
    expectStatus(await administrator.put(`/v1/users/${suspended.id}/suspension`), 200);
    await receiveMail(app);
    await announce({ publishesAt: now() });
    const received = await receiveMail(app);
    expect(received).toHaveLength(103);
    expect(new Set(received.map(({ to }) => to)).size).toBe(103);
    expect(received[0]).toMatchObject({ subject: 'Statistics: Exam' });
    expect(received[0]!.text).toContain('In **room 2**.');
    app.clock.set('2026-03-05T09:00:00.000Z');
    expect(await receiveMail(app)).toEqual([]);
  }, 60_000);

  it('are mailed at their instant, and again by no change, withdrawal or new publication', async () => {
    const { id } = await announce({ publishesAt: '2026-03-04T12:00:00Z' });
    expect(await receiveMail(app)).toEqual([]);
    expectStatus(await change(id, { publishesAt: '2026-03-04T14:00:00Z', title: 'Moved' }), 200);
    app.clock.set('2026-03-04T13:00:00.000Z');
    expect(await receiveMail(app)).toEqual([]);
    app.clock.set('2026-03-04T14:00:00.000Z');
    expect((await receiveMail(app)).map(({ subject }) => subject)).toEqual(['Statistics: Moved']);
    for (const changes of [
      { body: 'In room 3.' },
      { publishesAt: null },
      { publishesAt: '2026-03-04T14:00:00Z' },
      { sendsMail: false },
      { sendsMail: true },
    ]) {
      expectStatus(await change(id, changes), 200);
      expect(await receiveMail(app)).toEqual([]);
    }
    expect(expectStatus(await author.get(`/v1/announcements/${id}`), 200).mailedAt).toBe(
      '2026-03-04T14:00:00.000Z',
    );
  });

  it('send no mail where they should not, are drafts again, deleted, or the course is archived', async () => {
    const at = '2026-03-04T12:00:00Z';
    const silent = await announce({ publishesAt: now(), sendsMail: false });
    const drafted = await announce({ publishesAt: at });
    const deleted = await announce({ publishesAt: at });
    await announce({ title: 'In a course that is over', publishesAt: '2026-03-04T13:00:00Z' });
    expectStatus(await change(drafted.id, { publishesAt: null }), 200);
    expectStatus(await author.delete(`/v1/announcements/${deleted.id}`), 204);
    app.clock.set('2026-03-04T12:30:00.000Z');
    expect(await receiveMail(app)).toEqual([]);
    expectStatus(await author.put(`${course.url}/archive`), 200);
    app.clock.set('2026-03-04T13:30:00.000Z');
    expect(await receiveMail(app)).toEqual([]);
    expect((await change(silent.id, { title: 'Changed' })).body.code).toBe('courses.archived');
    expect(await titlesFor(learner)).toContain('Exam');
  });

  it('are mailed once where several processes deliver at the same moment', async () => {
    for (let index = 0; index < 5; index += 1) await course.learner();
    await announce({ publishesAt: now() });
    const relay = app.get(OutboxRelay);
    await Promise.all(Array.from({ length: 4 }, () => relay.deliverDue()));
    expect(await receiveMail(app)).toHaveLength(6);
  });

  it('are read or unread, for each reader', async () => {
    const { id } = await announce({ publishesAt: now() });
    const other = await course.learner();
    const readAt = async (caller: Caller): Promise<unknown> =>
      expectStatus(await caller.get(url()), 200).data[0].readAt;
    expect(await readAt(learner)).toBeNull();
    expectStatus(await learner.put(`/v1/announcements/${id}/read`), 204);
    app.clock.set('2026-03-04T11:00:00.000Z');
    expectStatus(await learner.put(`/v1/announcements/${id}/read`), 204);
    expect(await readAt(learner)).toBe('2026-03-04T09:00:00.000Z');
    expect(await readAt(other)).toBeNull();
    const { headers } = await learner.get(`/v1/announcements/${id}`);
    expectStatus(await learner.delete(`/v1/announcements/${id}/read`), 204);
    expect(await readAt(learner)).toBeNull();
    // A copy in which it is read is not current.
    expect(
      (await learner.get(`/v1/announcements/${id}`, { 'if-none-match': String(headers['etag']) })).status,
    ).toBe(200);
  });

  it('carry no hostile text into pages and mails', async () => {
    const body = '<script>alert(1)</script> [x](javascript:alert(1))\n\nBcc: victim@school.example\n.\n';
    const { id, bodyHtml } = await announce({ title: 'Bcc: a@b.example {course}', body, publishesAt: now() });
    expect(bodyHtml).not.toMatch(/<script|href="javascript/);
    const [mail, ...more] = await receiveMail(app);
    expect(more).toEqual([]);
    expect(mail!.to).toMatch(/^person-/);
    expect(mail!.subject).toBe('Statistics: Bcc: a@b.example {course}');
    expect(mail!.text).toContain('Bcc: victim@school.example');
    expect((await author.post(url(), { title: 'Two\nlines', body })).status).toBe(422);
    for (const wrong of [
      { title: null },
      { body: null },
      { body: '' },
      { sendsMail: null },
      { publishesAt: 'soon' },
    ])
      expect((await change(id, wrong)).status).toBe(422);
  });

  it('are written by staff, read by members, and told to nobody else', async () => {
    const { id } = await announce({ publishesAt: now() });
    const stranger = await app.person();
    expect((await learner.post(url(), { title: 'x', body: 'x' })).body.code).toBe('courses.staff_only');
    expect((await change(id, { title: 'x' }, learner)).body.code).toBe('courses.staff_only');
    expect((await stranger.get(url())).status).toBe(403);
    expect((await stranger.get(`/v1/announcements/${id}`)).status).toBe(403);
    expect((await change(id, { title: 'x' }, await course.member('assistant'))).status).toBe(200);
    const stale = await author.patch(`/v1/announcements/${id}`, { title: 'y' }, { 'if-match': '"v1"' });
    expect(stale.status).toBe(412);
    const elsewhere = await CourseRoom.open(app, { visibility: 'members' });
    const hidden = expectStatus(
      await elsewhere.instructor.post(`${elsewhere.url}/announcements`, {
        title: 'x',
        body: 'x',
        publishesAt: now(),
      }),
      201,
    );
    expect((await learner.get(`/v1/announcements/${hidden.id}`)).body.code).toBe(
      'enrollments.announcement_not_found',
    );
  });

  it('cost as many statements for a page of many as of one, and for mails to many as to few', async () => {
    await announce({ publishesAt: now() });
    const few = await sqlOf(() => learner.get(url()));
    for (let index = 0; index < 5; index += 1) await announce({ publishesAt: now() });
    expect(await sqlOf(() => learner.get(url()))).toHaveLength(few.length);
    expect(few).toHaveLength(2);
  });
});
