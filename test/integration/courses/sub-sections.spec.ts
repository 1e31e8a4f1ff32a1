import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

interface Section {
  id: string;
  parentId?: string;
  title: string;
  activities: { id: string; title: string; release?: { isOpen: boolean } }[];
}

describe('the sub-sections of a course', () => {
  let app: TestApp;
  let room: CourseRoom;
  let learner: Caller;
  let week: string;
  let part: string;
  let next: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await CourseRoom.open(app);
    week = await room.section('Week 1');
    next = await room.section('Week 2');
    part = await room.section('Part', { parentId: week });
    learner = await room.learner();
  });

  const sectionsOf = async (person: Caller = learner): Promise<Section[]> =>
    expectStatus(await person.get(`${room.url}/outline`), 200).sections;
  /** `Week 1: a, b | Week 1/Part: c` */
  const shape = async (person: Caller = learner): Promise<string> => {
    const sections = await sectionsOf(person);
    const titles = new Map(sections.map(({ id, title }) => [id, title]));
    return sections
      .map(({ parentId, title, activities }) => {
        const name = parentId === undefined ? title : `${titles.get(parentId)}/${title}`;
        return `${name}: ${activities.map((activity) => activity.title).join(', ')}`;
      })
      .join(' | ');
  };
  const order = (sections: object[]): Promise<Answer> =>
    room.instructor.put(`${room.url}/outline/order`, { sections });
  const patchSection = async (id: string, changes: object): Promise<void> => {
    expectStatus(await room.instructor.patch(`/v1/sections/${id}`, changes), 200);
  };

  it('stand behind their section in the outline, the list of activities, and the way through the course', async () => {
    const [a, c, b] = [
      await room.activity(week, 'a'),
      await room.activity(next, 'c'),
      await room.activity(part, 'b'),
    ];
    expect(await shape()).toBe('Week 1: a | Week 1/Part: b | Week 2: c');
    expect(await shape(room.instructor)).toBe('Week 1: a | Week 1/Part: b | Week 2: c');
    for (const person of [learner, room.instructor]) {
      const { data } = expectStatus(await person.get(`${room.url}/activities?limit=2`), 200);
      expect(data.map(({ title }: { title: string }) => title)).toEqual(['a', 'b']);
    }
    const way = async (id: string): Promise<unknown[]> => {
      const answer = expectStatus(await learner.get(`/v1/activities/${id}`), 200);
      return [answer.previousActivityId, answer.nextActivityId];
    };
    expect([await way(a), await way(b), await way(c)]).toEqual([
      [null, b],
      [a, c],
      [b, null],
    ]);
  });

  it('leave out of the outline what sections by themselves do not have', async () => {
    const [first, second] = await sectionsOf();
    expect(first).not.toHaveProperty('parentId');
    expect(second).toHaveProperty('parentId', week);
  });

  it('have none of their own, are not of another course, and are bounded', async () => {
    const add = (parentId: string): Promise<Answer> =>
      room.instructor.post(`${room.url}/sections`, { title: 'x', parentId });
    const deep = await add(part);
    expect([deep.status, deep.body.code, deep.body.errors[0].rule]).toEqual([
      422,
      'courses.no_such_parent',
      'depth',
    ]);
    const elsewhere = await CourseRoom.open(app);
    expectStatus(await add(await elsewhere.section()), 422);
    for (let count = 1; count < 30; count += 1) expectStatus(await add(week), 201);
    const full = await add(week);
    expect([full.status, full.body.code]).toEqual([409, 'courses.outline_full']);
  });

  it('move with their activities, many in one request, into sections and out of them', async () => {
    const [a, b, c] = [
      await room.activity(week, 'a'),
      await room.activity(part, 'b'),
      await room.activity(next, 'c'),
    ];
    const answer = await order([
      { id: part, parentId: null, activities: [c] },
      { id: next, activities: [b] },
      { id: week, parentId: next, activities: [a] },
    ]);
    expectStatus(answer, 200);
    expect(await shape()).toBe('Part: c | Week 2: b | Week 2/Week 1: a');
    // What does not say of which section it is a part stays where it was.
    expectStatus(
      await order([
        { id: next, activities: [] },
        { id: week, activities: [a, b] },
        { id: part, activities: [c] },
      ]),
      200,
    );
    expect(await shape()).toBe('Week 2:  | Week 2/Week 1: a, b | Part: c');
  });

  it('move by themselves, into a section and out of it, as its last one', async () => {
    await room.activity(part, 'b');
    const { headers } = await room.instructor.get(`${room.url}/outline`);
    const move = (id: string, parentId: string | null, more = {}): Promise<Answer> =>
      room.instructor.patch(`/v1/sections/${id}`, { parentId, ...more }, { 'if-match': '*' });
    const first = await room.section('First', { parentId: next });
    const moved = expectStatus(await move(part, next, { title: 'Moved' }), 200);
    expect(moved).toMatchObject({ parentId: next, title: 'Moved', version: 2 });
    expect(await shape()).toBe('Week 1:  | Week 2:  | Week 2/First:  | Week 2/Moved: b');
    expectStatus(await move(week, next), 200);
    expect(await shape()).toBe('Week 2:  | Week 2/First:  | Week 2/Moved: b | Week 2/Week 1: ');
    expectStatus(await move(first, null), 200);
    expect(await shape()).toBe('Week 2:  | Week 2/Moved: b | Week 2/Week 1:  | First: ');
    // It has that parent already, so it stays where it is.
    expectStatus(await move(part, next), 200);
    expect(await shape()).toBe('Week 2:  | Week 2/Moved: b | Week 2/Week 1:  | First: ');
    const sections = await room.app.database.rows<{ position: number }>(
      'SELECT position FROM sections WHERE course_id = UNHEX(?) ORDER BY position',
      [room.courseId.replaceAll('-', '')],
    );
    expect(sections.map(({ position }) => Number(position))).toEqual([1, 2, 3, 4]);
    expect((await room.instructor.get(`${room.url}/outline`)).headers['etag']).not.toBe(headers['etag']);
  });

  it('move nowhere where they cannot stand, and under If-Match alone', async () => {
    const before = await shape();
    const elsewhere = await (await CourseRoom.open(app)).section();
    const archived = await room.section('Gone');
    expectStatus(await room.instructor.put(`/v1/sections/${archived}/archive`), 200);
    const tried: [id: string, parentId: string, status: number, code: string, rule?: string][] = [
      [week, week, 422, 'courses.no_such_parent', 'circle'],
      [week, part, 422, 'courses.no_such_parent', 'depth'],
      [week, next, 422, 'courses.no_such_parent', 'depth'],
      [next, part, 422, 'courses.no_such_parent', 'depth'],
      [next, elsewhere, 422, 'courses.no_such_parent', 'exists'],
      [next, archived, 409, 'courses.section_archived'],
      [archived, next, 409, 'courses.section_archived'],
    ];
    for (const [id, parentId, status, code, rule] of tried) {
      const answer = await room.instructor.patch(`/v1/sections/${id}`, { parentId });
      expect([answer.status, answer.body.code, answer.body.errors?.[0]?.rule]).toEqual([status, code, rule]);
    }
    const stale = await room.instructor.patch(
      `/v1/sections/${part}`,
      { parentId: next },
      { 'if-match': '"v7"' },
    );
    expect(stale.status).toBe(412);
    expect(await shape()).toBe(before);
  });

  it('come to no circle when two move into each other at once', async () => {
    const other = await room.section('Week 3');
    const answers = await Promise.all([
      room.instructor.patch(`/v1/sections/${next}`, { parentId: other }),
      room.instructor.patch(`/v1/sections/${other}`, { parentId: next }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const sections = await sectionsOf();
    expect(sections.filter(({ parentId }) => parentId !== undefined)).toHaveLength(2);
  });

  it('are never put in circles, or away from their section', async () => {
    const before = await shape();
    const circle = await order([
      { id: week, parentId: part, activities: [] },
      { id: part, parentId: week, activities: [] },
      { id: next, activities: [] },
    ]);
    expect([circle.status, circle.body.code, circle.body.errors[0].rule]).toEqual([
      422,
      'courses.order_mismatch',
      'depth',
    ]);
    const away = await order([
      { id: week, activities: [] },
      { id: next, activities: [] },
      { id: part, activities: [] },
    ]);
    expect([away.status, away.body.errors]).toEqual([
      422,
      [expect.objectContaining({ field: 'sections[2].parentId', rule: 'place' })],
    ]);
    expect(await shape()).toBe(before);
  });

  it('are closed and hidden with their section', async () => {
    const b = await room.activity(part, 'b');
    const later = { kind: 'date', from: { at: '2027-01-01T00:00:00Z' }, until: null };
    await patchSection(week, { releaseRule: later });
    const closed = await learner.get(`/v1/activities/${b}`);
    expect([closed.status, closed.body.code]).toEqual([403, 'courses.activity_closed']);
    await patchSection(week, { releaseRule: { ...later, shown: false } });
    expect((await learner.get(`/v1/activities/${b}`)).status).toBe(404);
    expect(await shape()).toBe('Week 1:  | Week 1/Part:  | Week 2: ');
    await patchSection(week, { releaseRule: null });
    expectStatus(await learner.get(`/v1/activities/${b}`), 200);
  });

  it('are done in the order of their section, where it has one', async () => {
    const [a, b, c] = [
      await room.activity(week, 'a'),
      await room.activity(part, 'b'),
      await room.activity(next, 'c'),
    ];
    const open = async (): Promise<number[]> =>
      Promise.all([a, b, c].map(async (id) => (await learner.get(`/v1/activities/${id}`)).status));
    await patchSection(part, { sequential: true });
    expect(await open()).toEqual([200, 200, 200]);
    await patchSection(week, { sequential: true });
    expect(await open()).toEqual([200, 403, 200]);
    expectStatus(await learner.put(`/v1/activities/${a}/completion`), 204);
    expect(await open()).toEqual([200, 200, 200]);
  });

  it('are refused in circles of rules that go through their sections', async () => {
    const [a, b] = [await room.activity(week, 'a'), await room.activity(part, 'b')];
    await patchSection(week, { sequential: true });
    const waits = { releaseRule: { kind: 'completion', activityId: b, state: 'complete' } };
    const answer = await room.instructor.patch(`/v1/activities/${a}`, waits);
    expect([answer.status, answer.body.code]).toEqual([409, 'courses.release_never_met']);
  });

  it('are compared, and come back with the version that had them', async () => {
    await room.activity(part, 'b');
    const { data } = expectStatus(await room.instructor.get(`${room.url}/versions?limit=1`), 200);
    const whole = expectStatus(await room.instructor.get(`/v1/course-versions/${data[0].id}`), 200);
    expect(whole.sections[1]).toMatchObject({ id: part, parentId: week });
    const { sections } = expectStatus(await room.instructor.get(`${room.url}/outline`), 200) as {
      sections: Section[];
    };
    const flat = sections.map(({ id, activities }) => ({
      ...{ id, parentId: null },
      activities: activities.map((activity) => activity.id),
    }));
    expectStatus(await order(flat), 200);
    const url = `${room.url}/content-changes?from=${data[0].number}&to=draft`;
    const { changes } = expectStatus(await room.instructor.get(url), 200);
    expect(changes).toEqual([
      expect.objectContaining({ id: part, kind: 'section', changes: ['moved'], fields: [] }),
    ]);
    expectStatus(await room.instructor.post(`/v1/course-versions/${data[0].id}/restorations`, {}), 201);
    expect(await shape()).toBe('Week 1:  | Week 1/Part: b | Week 2: ');
  });

  it('are copied with their course, and archived ones are not', async () => {
    await room.activity(part, 'b');
    expectStatus(await room.instructor.put(`/v1/sections/${next}/archive`), 200);
    const copies = `${room.url}/copies`;
    const { id } = expectStatus(await room.instructor.post(copies, { title: 'Another run' }), 202);
    await app.get(OperationRunner).settled(id as string);
    const operation = expectStatus(await room.instructor.get(`/v1/operations/${id}`), 200);
    expect(operation.status).toBe('succeeded');
    const { data } = expectStatus(await room.instructor.get('/v1/courses?mine=true'), 200);
    const copy = data.find(({ id: other }: { id: string }) => other !== room.courseId);
    const { sections } = expectStatus(await room.instructor.get(`/v1/courses/${copy.id}/outline`), 200);
    expect(sections.map(({ title }: Section) => title)).toEqual(['Week 1', 'Part']);
    expect(sections[1].parentId).toBe(sections[0].id);
    expect(sections[0].id).not.toBe(week);
  });

  it('cost no statement more, however many there are', async () => {
    const costs = async (): Promise<number[]> => [
      (await sqlOf(() => learner.get(`${room.url}/outline`))).length,
      (await sqlOf(() => room.instructor.get(`${room.url}/outline`))).length,
    ];
    await sectionsOf();
    const before = await costs();
    for (let count = 0; count < 6; count += 1)
      await room.activity(await room.section(`Part ${count}`, { parentId: next }));
    await sectionsOf();
    expect(await costs()).toEqual(before);
  });

  it('keep their section from being deleted', async () => {
    const answer = await room.instructor.delete(`/v1/sections/${week}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'courses.section_not_empty']);
    expect(answer.body.detail).toContain('archive');
    expectStatus(await room.instructor.delete(`/v1/sections/${part}`), 204);
    expectStatus(await room.instructor.delete(`/v1/sections/${week}`), 204);
    expect(await shape()).toBe('Week 2: ');
  });
});

describe('the archive of sections', () => {
  let app: TestApp;
  let room: CourseRoom;
  let learner: Caller;
  let week: string;
  let part: string;
  let next: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await CourseRoom.open(app);
    week = await room.section('Week 1');
    part = await room.section('Part', { parentId: week });
    next = await room.section('Week 2');
    learner = await room.learner();
  });

  const archive = (id: string): Promise<Answer> => room.instructor.put(`/v1/sections/${id}/archive`);
  const unarchive = (id: string): Promise<Answer> => room.instructor.delete(`/v1/sections/${id}/archive`);
  const archived = async (): Promise<string[]> => {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/sections?archived=true`), 200);
    return data.map(({ title }: { title: string }) => title);
  };

  it('takes a section out of the course with all that is in it, and gives all of it back', async () => {
    await room.activity(week, 'a');
    const b = await room.activity(part, 'b');
    const alone = await room.activity(week, 'alone');
    await room.activity(week, 'z');
    expectStatus(await room.instructor.put(`/v1/activities/${alone}/archive`), 200);
    expectStatus(await learner.put(`/v1/activities/${b}/completion`), 204);
    const before = await room.titles();

    expect(expectStatus(await archive(week), 200)).toMatchObject({
      archivedAt: expect.any(String),
      version: 2,
    });
    expect(await room.titles()).toEqual([['Week 2', []]]);
    expect((await learner.get(`/v1/activities/${b}`)).status).toBe(404);
    expect(await archived()).toEqual(['Week 1', 'Part']);
    // Once more changes nothing.
    expect(expectStatus(await archive(week), 200)).toMatchObject({ version: 2 });

    expect(expectStatus(await unarchive(week), 200)).toMatchObject({ archivedAt: null, version: 3 });
    expect(await room.titles()).toEqual([before[2], before[0], before[1]]);
    expect(await archived()).toEqual([]);
    const progress = expectStatus(await learner.get(`/v1/activities/${b}`), 200);
    expect(progress.sectionId).toBe(part);
    // What was archived before stays so.
    const { data } = expectStatus(await room.instructor.get(`${room.url}/activities?archived=true`), 200);
    expect(data.map(({ title }: { title: string }) => title)).toEqual(['alone']);
  });

  it('takes nothing in, and gives back no part before its whole', async () => {
    const a = await room.activity(part, 'a');
    expectStatus(await archive(part), 200);
    expectStatus(await archive(week), 200);
    const codes = [];
    for (const send of [
      () => room.instructor.post(`/v1/sections/${week}/activities`, { type: 'page', title: 'x' }),
      () => room.instructor.post(`${room.url}/sections`, { title: 'x', parentId: week }),
      () => room.instructor.delete(`/v1/activities/${a}/archive`),
      () => unarchive(part),
    ]) {
      const { status, body } = await send();
      codes.push([status, body.code]);
    }
    expect(codes).toEqual(Array(4).fill([409, 'courses.section_archived']));
    // A part that was archived by itself comes back by itself.
    expectStatus(await unarchive(week), 200);
    expect(await room.titles()).toEqual([
      ['Week 2', []],
      ['Week 1', []],
    ]);
    expectStatus(await unarchive(part), 200);
    expect(await room.titles()).toEqual([
      ['Week 2', []],
      ['Week 1', []],
      ['Part', ['a']],
    ]);
  });

  it('is refused where rules wait for what is in it', async () => {
    const a = await room.activity(week, 'a');
    const rule = { releaseRule: { kind: 'completion', activityId: a, state: 'complete' } };
    expectStatus(await room.instructor.patch(`/v1/activities/${await room.activity(next, 'b')}`, rule), 200);
    const answer = await archive(week);
    expect([answer.status, answer.body.code]).toEqual([409, 'courses.release_never_met']);
  });

  it('keeps the section of work that is restored away, where it was deleted before', async () => {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/versions?limit=1`), 200);
    const later = await room.section('Later');
    const a = await room.activity(later, 'a');
    expectStatus(await learner.put(`/v1/activities/${a}/completion`), 204);
    await room.section('Empty');
    expectStatus(await room.instructor.post(`/v1/course-versions/${data[0].id}/restorations`, {}), 201);
    expect((await room.titles()).map(([title]) => title)).toEqual(['Week 1', 'Part', 'Week 2']);
    expect(await archived()).toEqual(['Later']);
    expectStatus(await unarchive(later), 200);
    expect((await room.titles()).at(-1)).toEqual(['Later', ['a']]);
  });

  it('keeps the places of all others without gaps when several come and go at once', async () => {
    const ids = [week, next];
    for (let count = 0; count < 4; count += 1) ids.push(await room.section(`S${count}`));
    await Promise.all(ids.map(archive));
    await Promise.all([...ids.map(unarchive), room.section('New')]);
    const rows = await app.database.rows<{ position: number }>(
      `SELECT s.position FROM sections s JOIN courses c ON c.id = s.course_id
       WHERE c.id = UNHEX(?) AND s.archived_at IS NULL ORDER BY s.position`,
      [room.courseId.replaceAll('-', '')],
    );
    expect(rows.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
