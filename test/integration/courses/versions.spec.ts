import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { picture, sendForm } from '../../support/files-room';

interface Outline {
  version: number;
  sections: {
    id: string;
    title: string;
    activities: { id: string; title: string; unpublished?: string[] }[];
  }[];
}

describe('the versions of a course', () => {
  let app: TestApp;
  let room: CourseRoom;
  let learner: Caller;
  let section: string;
  let page: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await CourseRoom.open(app, { published: false, publishing: 'manual', language: 'en' });
    section = await room.section('Week 1');
    page = await room.activity(section, 'First', { content: 'The mean.\n\nThe median.' });
    expectStatus(await room.instructor.put(`${room.url}/publication`), 200);
    learner = await room.learner();
  });

  const outlineOf = async (person: Caller): Promise<Outline> =>
    expectStatus(await person.get(`${room.url}/outline`), 200) as Outline;
  const titlesOf = async (person: Caller): Promise<string[]> =>
    (await outlineOf(person)).sections.flatMap(({ activities }) => activities.map(({ title }) => title));
  const publish = (headers = {}, body: object = {}): Promise<Answer> =>
    room.instructor.post(`${room.url}/versions`, body, headers);
  const changes = async (query = ''): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`${room.url}/content-changes${query}`), 200);
  const versions = async (): Promise<Answer['body'][]> =>
    expectStatus(await room.instructor.get(`${room.url}/versions`), 200).data;

  it('keep what authors write from learners until it is published, and then show all of it at once', async () => {
    const second = await room.activity(section, 'Second');
    expectStatus(
      await room.instructor.patch(`/v1/activities/${page}`, { title: 'One', content: 'New.' }),
      200,
    );
    expect(await titlesOf(learner)).toEqual(['First']);
    expect(await titlesOf(room.instructor)).toEqual(['One', 'Second']);
    expect((await learner.get(`/v1/activities/${page}`)).body).toMatchObject({
      title: 'First',
      contentHtml: '<p>The mean.</p>\n<p>The median.</p>\n',
    });
    for (const path of [`/v1/activities/${second}`, `/v1/activities/${second}/completion`]) {
      const answer = await (path.endsWith('completion') ? learner.put(path) : learner.get(path));
      expect([answer.status, answer.body.code]).toEqual([404, 'courses.activity_not_found']);
    }
    const list = `${room.url}/activities`;
    expect((await learner.get(list)).body.data).toHaveLength(1);
    expect((await learner.get(`${list}?ids=${second}`)).body.data).toEqual([]);
    expect((await learner.get(`${list}?archived=true`)).body.data).toHaveLength(1);

    const published = expectStatus(await publish({}, { note: 'More to read' }), 201);
    expect(published).toMatchObject({
      ...{ number: 2, isNew: true, cause: 'person', note: 'More to read', restoredNumber: null },
      publishedBy: { id: room.instructor.id },
    });
    expect(await titlesOf(learner)).toEqual(['One', 'Second']);
    expect((await learner.get(`/v1/activities/${page}`)).body.contentHtml).toBe('<p>New.</p>\n');
    expectStatus(await learner.put(`/v1/activities/${second}/completion`), 204);
  });

  it('say to learners what comes before and after an activity, in the order that is published', async () => {
    const [label, second] = [
      await room.activity(section, 'Between', { type: 'label' }),
      await room.activity(section, 'Second'),
    ];
    const next = await room.section('Week 2');
    const third = await room.activity(next, 'Third');
    const way = async (id: string): Promise<unknown[]> => {
      const answer = expectStatus(await learner.get(`/v1/activities/${id}`), 200);
      return [answer.previousActivityId, answer.nextActivityId];
    };
    const { headers } = await learner.get(`/v1/activities/${page}`);
    expect(await way(page)).toEqual([null, null]);
    await publish();
    expect([await way(page), await way(second), await way(third)]).toEqual([
      [null, second],
      [page, third],
      [second, null],
    ]);
    expect(await way(label)).toEqual([page, second]);
    // The page is the same, and its way is not.
    const known = { 'if-none-match': String(headers['etag']) };
    expect((await learner.get(`/v1/activities/${page}`, known)).status).toBe(200);
    const hiding = { releaseRule: { kind: 'person', userIds: [room.instructor.id], shown: false } };
    expectStatus(await room.instructor.patch(`/v1/activities/${second}`, hiding), 200);
    await publish();
    expect([await way(page), await way(third)]).toEqual([
      [null, third],
      [page, null],
    ]);
  });

  it('are told to learners by an ETag of the published outline, which drafts do not change', async () => {
    const { headers } = await learner.get(`${room.url}/outline`);
    const known = { 'if-none-match': String(headers['etag']) };
    await room.activity(section, 'Draft', { type: 'quiz' });
    expect((await learner.get(`${room.url}/outline`, known)).status).toBe(304);
    expectStatus(await publish(), 201);
    expect((await learner.get(`${room.url}/outline`, known)).status).toBe(200);
  });

  it('are not made where nothing has changed, also if it was changed and changed back', async () => {
    expect(expectStatus(await publish(), 201)).toMatchObject({ number: 1, isNew: false, cause: 'course' });
    const url = `/v1/activities/${page}`;
    expectStatus(await room.instructor.patch(url, { title: 'Other' }), 200);
    expectStatus(await room.instructor.patch(url, { title: 'First' }), 200);
    expect(await changes()).toEqual({ from: 1, to: null, changes: [] });
    expect(expectStatus(await publish(), 201)).toMatchObject({ number: 1, isNew: false });
    expect(await versions()).toHaveLength(1);
  });

  it('are refused with 412 where the drafts are others than those that their author has seen', async () => {
    const { headers } = await room.instructor.get(`${room.url}/outline`);
    await room.activity(section, 'Of a colleague');
    const answer = await publish({ 'if-match': String(headers['etag']) });
    expect([answer.status, answer.body.code]).toEqual([412, 'request.stale']);
    const fresh = await room.instructor.get(`${room.url}/outline`);
    expectStatus(await publish({ 'if-match': String(fresh.headers['etag']) }), 201);
  });

  it('show staff at a glance what is not published, and in full what differs', async () => {
    const second = await room.activity(section, 'Second');
    await room.instructor.patch(`/v1/activities/${page}`, { content: 'The mean.\n\nThe mode.' });
    const { sections } = await outlineOf(room.instructor);
    expect(sections[0]!.activities.map(({ unpublished }) => unpublished)).toEqual([['changed'], ['added']]);
    expect((await outlineOf(learner)).sections[0]!.activities[0]).not.toHaveProperty('unpublished');
    expect(await changes()).toEqual({
      ...{ from: 1, to: null },
      changes: [
        {
          ...{ id: page, kind: 'activity', title: 'First', changes: ['changed'] },
          fields: [
            {
              field: 'content',
              difference: expect.stringContaining('-The median.\n') as unknown,
            },
          ],
        },
        { id: second, kind: 'activity', title: 'Second', changes: ['added'], fields: [] },
      ],
    });
    await publish();
    expect((await changes('?from=2&to=1')).changes).toContainEqual(
      expect.objectContaining({ id: second, changes: ['removed'] }),
    );
    const missing = await room.instructor.get(`${room.url}/content-changes?from=9`);
    expect([missing.status, missing.body.code]).toEqual([404, 'courses.version_not_found']);
    const wrong = await room.instructor.get(`${room.url}/content-changes?to=latest`);
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'to']);
  });

  it('come back as new versions, with sections that were deleted; what came later is archived with its work', async () => {
    const [{ id: first }] = await versions();
    const empty = await room.section('Week 2');
    const later = await room.activity(section, 'Later');
    await room.instructor.patch(`/v1/activities/${page}`, { title: 'Renamed', content: 'Changed.' });
    await publish();
    expectStatus(await learner.put(`/v1/activities/${later}/completion`), 204);
    const restored = expectStatus(
      await room.instructor.post(`/v1/course-versions/${first}/restorations`, { note: 'As it was' }),
      201,
    );
    expect(restored).toMatchObject({ number: 3, cause: 'restoring', restoredNumber: 1, missing: [] });
    expect(await outlineOf(learner)).toMatchObject({
      version: 3,
      sections: [{ id: section, activities: [{ id: page, title: 'First' }] }],
    });
    expect((await learner.get(`/v1/activities/${page}`)).body.contentHtml).toContain('The median.');
    expect((await changes('?from=1&to=3')).changes).toEqual([]);
    const archived = await room.instructor.get(`${room.url}/activities?archived=true`);
    expect(archived.body.data).toMatchObject([{ id: later, title: 'Later' }]);
    expectStatus(await room.instructor.delete(`/v1/activities/${later}/archive`), 200);
    await publish();
    // Completed before it was archived.
    const { activities } = expectStatus(await learner.get(`${room.url}/progress/me`), 200);
    expect(activities.find(({ activityId }: { activityId: string }) => activityId === later)).toMatchObject({
      completedAt: expect.any(String) as unknown,
    });
    expect((await outlineOf(learner)).sections.map(({ id }) => id)).not.toContain(empty);
  });

  it('do not come back over changes that were never published, unless these are given up', async () => {
    const [{ id: first }] = await versions();
    await room.activity(section, 'Not yet');
    const url = `/v1/course-versions/${first}/restorations`;
    const refused = await room.instructor.post(url, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'courses.unpublished_changes']);
    expect(await titlesOf(room.instructor)).toEqual(['First', 'Not yet']);
    expectStatus(await room.instructor.post(url, { discardDrafts: true }), 201);
    expect(await titlesOf(room.instructor)).toEqual(['First']);
  });

  it('keep the files that they name, and show files of drafts to nobody but staff', async () => {
    const upload = async (width: number): Promise<string> => {
      const file = { content: picture(width), name: 'picture.png' };
      return expectStatus(await sendForm(room.instructor, { purpose: 'activity', file }), 201).id as string;
    };
    const [old, fresh] = [await upload(8), await upload(9)];
    const text = (id: string): string => `![A box](/v1/files/${id}/content)`;
    const url = `/v1/activities/${page}`;
    expectStatus(await room.instructor.patch(url, { content: text(old) }), 200);
    await publish();
    expectStatus(await room.instructor.patch(url, { content: text(fresh) }), 200);
    expect((await learner.get(`/v1/files/${old}`)).status).toBe(200);
    expect((await learner.get(`/v1/files/${fresh}`)).status).toBe(404);
    expect((await room.instructor.get(`/v1/files/${fresh}`)).status).toBe(200);
    expect((await learner.get(url)).body.media.map(({ id }: { id: string }) => id)).toEqual([old]);
    expect((await room.instructor.get(url)).body.media.map(({ id }: { id: string }) => id)).toEqual([fresh]);
    await publish();
    expect((await learner.get(`/v1/files/${fresh}`)).status).toBe(200);
    // What is no longer shown is kept for the version that names it, and is for staff.
    expect((await learner.get(`/v1/files/${old}`)).status).toBe(404);
    expect((await room.instructor.get(`/v1/files/${old}`)).status).toBe(200);
    const [, { id: second }] = await versions();
    expectStatus(await room.instructor.post(`/v1/course-versions/${second}/restorations`, {}), 201);
    expect((await learner.get(url)).body.media.map(({ id }: { id: string }) => id)).toEqual([old]);
    expect((await learner.get(`/v1/files/${old}`)).status).toBe(200);
    expect((await learner.get(`/v1/files/${fresh}`)).status).toBe(404);
  });

  it('are published by nobody but instructors, and shown to nobody but staff', async () => {
    const [{ id }] = await versions();
    const assistant = await room.member('assistant');
    const visitor = await app.person('learner');
    expect((await assistant.post(`${room.url}/versions`, {})).body.code).toBe('courses.instructors_only');
    for (const person of [learner, visitor]) {
      expect((await person.post(`${room.url}/versions`, {})).status).toBe(403);
      expect((await person.get(`${room.url}/versions`)).status).toBe(403);
      expect((await person.get(`/v1/course-versions/${id}`)).body.code).toBe('courses.version_not_found');
      expect((await person.post(`/v1/course-versions/${id}/restorations`, {})).status).toBe(404);
    }
    expect((await assistant.get(`/v1/course-versions/${id}`)).body.sections[0].activities[0].title).toBe(
      'First',
    );
    const foreign = await CourseRoom.open(app);
    expect((await foreign.instructor.get(`/v1/course-versions/${id}`)).status).toBe(404);
  });

  it('have a quiz in the gradebook from its first publication on, and never twice', async () => {
    const quiz = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    const items = async (): Promise<string[]> =>
      (await room.instructor.get(`${room.url}/line-items`)).body.data.map(
        ({ title }: { title: string }) => title,
      );
    expect(await items()).toEqual([]);
    expect((await learner.post(`/v1/quizzes/${quiz}/attempts`)).status).toBe(404);
    expect((await learner.get(`/v1/quizzes/${quiz}`)).status).toBe(404);
    await publish();
    expect(await items()).toEqual(['A quiz']);
    await room.instructor.patch(`/v1/activities/${quiz}`, { title: 'The quiz' });
    expect(await items()).toEqual(['A quiz']);
    expect((await learner.get(`/v1/quizzes/${quiz}`)).body.title).toBe('A quiz');
    await publish();
    expect(await items()).toEqual(['The quiz']);
    await room.instructor.put(`/v1/activities/${quiz}/archive`);
    await publish();
    await room.instructor.delete(`/v1/activities/${quiz}/archive`);
    await publish();
    expect(await items()).toEqual(['The quiz']);
  });

  it('keep a published activity from being deleted before it is archived', async () => {
    const url = `/v1/activities/${page}`;
    const refused = await room.instructor.delete(url);
    expect([refused.status, refused.body.code]).toEqual([409, 'courses.activity_published']);
    expectStatus(await room.instructor.put(`${url}/archive`), 200);
    expect(await titlesOf(learner)).toEqual(['First']);
    await publish();
    expect(await titlesOf(learner)).toEqual([]);
    expectStatus(await room.instructor.delete(url), 204);
    const [, { id: first }] = await versions();
    const restored = await room.instructor.post(`/v1/course-versions/${first}/restorations`, {});
    expect(expectStatus(restored, 201).missing).toEqual([{ id: page, title: 'First' }]);
  });

  it('move the archived activities of a section that is deleted to another one', async () => {
    const other = await room.section('Week 2');
    const away = await room.activity(other, 'Away');
    expectStatus(await room.instructor.put(`/v1/activities/${away}/archive`), 200);
    expectStatus(await room.instructor.delete(`/v1/sections/${other}`), 204);
    expectStatus(await room.instructor.delete(`/v1/activities/${away}/archive`), 200);
    expect(await titlesOf(room.instructor)).toEqual(['First', 'Away']);
  });

  it('let an attempt that was begun go on when its quiz is no longer published', async () => {
    const quiz = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    const question = { type: 'true_false', prompt: 'Is it so?', points: '1', definition: { key: true } };
    const { id: questionId } = expectStatus(
      await room.instructor.post(`/v1/quizzes/${quiz}/questions`, question),
      201,
    );
    await publish();
    const attempt = expectStatus(await learner.post(`/v1/quizzes/${quiz}/attempts`), 201);
    await room.instructor.put(`/v1/activities/${quiz}/archive`);
    await publish();
    const url = `/v1/attempts/${attempt.id}`;
    expectStatus(await learner.put(`${url}/answers/${questionId}`, { response: true }), 200);
    expectStatus(await learner.put(`${url}/submission`, {}), 200);
    expectStatus(await learner.get(url), 200);
    expect((await learner.get(`/v1/quizzes/${quiz}/attempts`)).body.data).toHaveLength(1);
    expect((await learner.post(`/v1/quizzes/${quiz}/attempts`)).status).toBe(404);
  });

  it('are published with as many statements however much there is, and read by learners from memory but for what they have completed', async () => {
    const cost = async (): Promise<number> => {
      await room.activity(section, 'One more');
      return (await sqlOf(async () => expectStatus(await publish(), 201))).length;
    };
    const few = await cost();
    for (let count = 0; count < 30; count += 1) await room.activity(section, `Page ${count}`);
    expect(await cost()).toBe(few);
    await outlineOf(learner);
    expect(await sqlOf(() => outlineOf(learner))).toHaveLength(2);
    const quiz = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    await publish();
    await outlineOf(learner);
    expect(await sqlOf(() => outlineOf(learner))).toHaveLength(3);
    expect(quiz).toBeDefined();
  });

  it('are whole for readers who read while an author publishes again and again', async () => {
    const ids = [page];
    for (let count = 0; count < 9; count += 1) ids.push(await room.activity(section, `Page ${count}`));
    const release = async (number: number): Promise<void> => {
      for (const id of ids)
        expectStatus(
          await room.instructor.patch(`/v1/activities/${id}`, { title: `Edition ${number}` }),
          200,
        );
      expectStatus(await publish(), 201);
    };
    await release(0);
    let isDone = false;
    const seen: string[][] = [];
    const read = async (): Promise<void> => {
      while (!isDone) seen.push(await titlesOf(learner));
    };
    const readers = [read(), read(), read()];
    for (let number = 1; number <= 5; number += 1) await release(number);
    isDone = true;
    await Promise.all(readers);
    expect(seen.length).toBeGreaterThan(5);
    for (const titles of seen) expect([titles.length, new Set(titles).size]).toEqual([10, 1]);
    const editions = seen.map(([title]) => Number(title!.split(' ')[1]));
    expect([...new Set(editions)].length).toBeGreaterThan(1);
  });

  it('have numbers without gaps when two authors publish at once', async () => {
    const colleague = await room.member('instructor');
    for (let round = 0; round < 5; round += 1) {
      await room.activity(section, `Round ${round}`);
      const answers = await Promise.all([publish(), colleague.post(`${room.url}/versions`, {})]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect(answers.filter(({ body }) => body.isNew)).toHaveLength(1);
    }
    expect((await versions()).map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('are kept back by a course that shuts nobody out, until that is so', async () => {
    const bad = { content: '[here](https://school.example/a)' };
    expectStatus(await room.instructor.patch(`/v1/activities/${page}`, bad), 200);
    const check = expectStatus(await room.instructor.get(`${room.url}/content-check`), 200);
    expect(check).toEqual({
      ...{ contentCheck: 'advice', isCut: false },
      findings: [
        {
          ...{ activityId: page, title: 'First', code: 'unclear_link', place: 'here' },
          message: expect.stringContaining('does not say where it leads') as unknown,
        },
      ],
    });
    expectStatus(await room.instructor.patch(room.url, { contentCheck: 'required', language: null }), 200);
    expect((await publish()).body.errors).toMatchObject([{ field: 'language' }, {}]);
    expectStatus(await room.instructor.patch(room.url, { language: 'en' }), 200);
    const refused = await publish();
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'courses.content_check',
        errors: [{ field: `activities.${page}`, rule: 'unclear_link' }],
      },
    });
    expect((await room.instructor.patch(room.url, { publishing: 'automatic' })).body.code).toBe(
      'courses.content_check',
    );
    const good = { content: '[The mean](https://school.example/a)' };
    expectStatus(await room.instructor.patch(`/v1/activities/${page}`, good), 200);
    expectStatus(await room.instructor.patch(room.url, { publishing: 'automatic' }), 200);
    expect(await versions()).toHaveLength(2);
    // Two steps of a change, of which the first alone would shut people out.
    expectStatus(await room.instructor.patch(`/v1/activities/${page}`, bad), 200);
    expect(await versions()).toHaveLength(2);
    expectStatus(await room.instructor.patch(`/v1/activities/${page}`, { content: 'No link.' }), 200);
    expect(await versions()).toHaveLength(3);
    expect((await learner.get(`/v1/activities/${page}`)).body.contentHtml).toBe('<p>No link.</p>\n');
  });

  it('come by themselves where a course publishes each change at once', async () => {
    expectStatus(await room.instructor.patch(room.url, { publishing: 'automatic' }), 200);
    await room.activity(section, 'At once');
    expect(await titlesOf(learner)).toEqual(['First', 'At once']);
    expect(await versions()).toMatchObject([{ number: 2, cause: 'automatic' }, { number: 1 }]);
    expectStatus(await room.instructor.patch(room.url, { publishing: 'manual' }), 200);
    await room.activity(section, 'Later');
    expect(await titlesOf(learner)).toEqual(['First', 'At once']);
    const body = expectStatus(await room.instructor.patch(room.url, { publishing: 'automatic' }), 200);
    expect(body.publishedVersion).toBe(3);
    expect(await titlesOf(learner)).toEqual(['First', 'At once', 'Later']);
  });
});
