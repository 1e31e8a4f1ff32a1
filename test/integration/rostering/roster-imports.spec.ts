import { expectStatus } from '../../support/course-room';
import { buildBundle } from '../../support/oneroster-bundle';
import { smallBundle, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

describe('an import', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  it('an import adds a whole school, with a course for each class, its people, line items and results', async () => {
    const operation = await room.import(await smallBundle());
    expect(operation).toMatchObject({ status: 'succeeded', error: null, issueCount: 0, confirmation: null });
    expect(countsOf(operation)).toEqual({
      'orgs.csv': { added: 2 },
      'academicSessions.csv': { added: 2 },
      'courses.csv': { added: 2 },
      'classes.csv': { added: 2 },
      'users.csv': { added: 10 },
      'enrollments.csv': { added: 14 },
      'categories.csv': { added: 2 },
      'lineItems.csv': { added: 4 },
      'results.csv': { added: 10 },
    });

    expect(
      await room.rows(
        `SELECT c.sourced_id, c.code, c.title, c.status, c.time_zone, c.start_date, c.end_date, s.title AS term,
                p.title AS year, t.title AS template, o.name AS school, d.name AS district
         FROM courses c JOIN academic_sessions s ON s.id = c.academic_session_id
         JOIN academic_sessions p ON p.id = s.parent_id JOIN course_templates t ON t.id = c.template_id
         JOIN orgs o ON o.id = c.org_id JOIN orgs d ON d.id = o.parent_id ORDER BY c.sourced_id`,
      ),
    ).toEqual([
      {
        sourced_id: 'BIO-A',
        code: 'BIO-A',
        title: 'Biology A',
        status: 'published',
        time_zone: 'UTC',
        start_date: '2025-09-01',
        end_date: '2025-12-19',
        term: 'Autumn term',
        year: '2025/26',
        template: 'Biology',
        school: 'Hillview School',
        district: 'Lakeside District',
      },
      expect.objectContaining({ sourced_id: 'STA-A', template: 'Statistics' }),
    ]);
    expect(
      await room.rows(
        `SELECT username, email, given_name, family_name, role, password_hash, disabled_at FROM users
         WHERE sourced_id IN ('t-okafor', 's-bao', 's-hana') ORDER BY username`,
      ),
    ).toEqual([
      {
        username: 'bao',
        email: 'bao@hillview.example',
        given_name: 'Bảo',
        family_name: 'Nguyễn',
        role: 'learner',
        password_hash: null,
        disabled_at: null,
      },
      expect.objectContaining({ username: 'hana', disabled_at: app.clock.now() }),
      expect.objectContaining({ username: 'okafor', role: 'instructor' }),
    ]);
    expect(
      await room.rows(
        `SELECT u.username, e.role, e.begin_date, e.end_date FROM enrollments e JOIN users u ON u.id = e.user_id
         JOIN courses c ON c.id = e.course_id WHERE c.sourced_id = 'STA-A' ORDER BY u.username`,
      ),
    ).toEqual([
      { username: 'amara', role: 'learner', begin_date: '2025-09-01', end_date: null },
      { username: 'bao', role: 'learner', begin_date: '2025-09-01', end_date: null },
      { username: 'gus', role: 'learner', begin_date: '2025-09-01', end_date: '2025-09-08' },
      { username: 'hana', role: 'learner', begin_date: '2025-09-01', end_date: '2025-09-14' },
      { username: 'lindqvist', role: 'instructor', begin_date: '2025-08-18', end_date: null },
      { username: 'okafor', role: 'assistant', begin_date: '2025-08-18', end_date: null },
    ]);
    // Without a beginDate in the file, the enrollment begins with the class.
    expect(await room.rows(`SELECT begin_date FROM enrollments WHERE sourced_id = 'BIO-A:s-chloe'`)).toEqual([
      { begin_date: '2025-09-01' },
    ]);
    expect(
      await room.rows(
        `SELECT l.sourced_id, k.title AS category, l.assign_date, l.due_at, l.result_value_max, l.description
         FROM line_items l JOIN line_item_categories k ON k.id = l.category_id
         WHERE l.sourced_id IN ('bio-2', 'sta-1') ORDER BY l.sourced_id`,
      ),
    ).toEqual([
      {
        sourced_id: 'bio-2',
        category: 'Homework',
        assign_date: '2025-09-22',
        due_at: new Date('2025-10-10T23:59:59.000Z'),
        result_value_max: '20.0000',
        description: null,
      },
      {
        sourced_id: 'sta-1',
        category: 'Homework',
        assign_date: '2025-09-01',
        due_at: new Date('2025-09-12T23:59:59.999Z'),
        result_value_max: '10.0000',
        description: 'Read chapter 1.\r\nThen answer "all" questions, please.',
      },
    ]);
    // Each course has a category of its own for it.
    expect(
      await room.rows(
        `SELECT COUNT(DISTINCT g.id) = COUNT(DISTINCT l.course_id) AS areOwn, COUNT(*) > 0 AS areThere,
           MIN(g.course_id = l.course_id) AS areOfCourse
         FROM line_items l JOIN line_item_categories k ON k.id = l.category_id AND k.title = 'Homework'
         JOIN grade_categories g ON g.id = l.grade_category_id AND g.title = k.title`,
      ),
    ).toEqual([{ areOwn: 1, areThere: 1, areOfCourse: 1 }]);
    expect(
      await room.rows(
        `SELECT r.sourced_id, r.score, r.score_status, r.score_date, r.comment, r.source, r.operation_id IS NULL AS lost
         FROM results r WHERE r.sourced_id LIKE 'bio-2:%' ORDER BY r.sourced_id`,
      ),
    ).toEqual([
      {
        sourced_id: 'bio-2:s-amara',
        score: '12.1250',
        score_status: 'fully graded',
        score_date: '2025-10-10',
        comment: null,
        source: 'import',
        lost: 0,
      },
      expect.objectContaining({ sourced_id: 'bio-2:s-bao', score: null, score_status: 'submitted' }),
      expect.objectContaining({ score_status: 'exempt', comment: 'ill; see "note", p. 2' }),
    ]);
  });

  it('an import changes nothing if the same bundle is imported again', async () => {
    const bundle = await smallBundle();
    await room.import(bundle);
    const before = await room.fingerprint();
    app.clock.advanceDays(3);
    const operation = await room.import(bundle);
    expect(countsOf(operation)).toEqual({
      'orgs.csv': { unchanged: 2 },
      'academicSessions.csv': { unchanged: 2 },
      'courses.csv': { unchanged: 2 },
      'classes.csv': { unchanged: 2 },
      'users.csv': { unchanged: 10 },
      'enrollments.csv': { unchanged: 14 },
      'categories.csv': { unchanged: 2 },
      'lineItems.csv': { unchanged: 4 },
      'results.csv': { unchanged: 10 },
    });
    expect(operation.issueCount).toBe(0);
    expect(await room.fingerprint()).toBe(before);
  });

  it('an import changes what the file changes, and keeps what only Stoa knows', async () => {
    await room.import(await smallBundle());
    const { administrator } = room;
    const [course] = await room.rows<{ id: string }>(
      `SELECT LOWER(HEX(id)) AS id FROM courses WHERE sourced_id = 'BIO-A'`,
    );
    const url = `/v1/courses/${uuid(course!.id)}`;
    expectStatus(await administrator.patch(url, { timeZone: 'Europe/Oslo', summary: 'By hand' }), 200);
    await app.database.run(
      `UPDATE users SET password_hash = 'own-hash', time_zone = 'Asia/Hanoi', locale = 'vi' WHERE sourced_id = 's-bao'`,
    );
    await app.database.run(`UPDATE users SET role = 'administrator' WHERE sourced_id = 't-okafor'`);

    const school = smallSchool();
    school.classes[0]!.title = 'Biology for beginners';
    school.users.find(({ sourcedId }) => sourcedId === 's-bao')!.familyName = 'Trần';
    school.academicSessions[1]!.endDate = '2025-12-20';
    school.enrollments.find(({ sourcedId }) => sourcedId === 'BIO-A:s-amara')!.beginDate = '2025-08-25';
    school.lineItems[0]!.dueDate = '2025-09-21';
    app.clock.advance(1000);
    const operation = await room.import(await buildBundle(school));
    expect(countsOf(operation)).toMatchObject({
      'academicSessions.csv': { changed: 1, unchanged: 1 },
      'classes.csv': { changed: 2 },
      'users.csv': { changed: 1, unchanged: 9 },
      'enrollments.csv': { changed: 1, unchanged: 13 },
      'lineItems.csv': { changed: 2, unchanged: 2 },
      'results.csv': { unchanged: 10 },
    });
    expect((await administrator.get(url)).body).toMatchObject({
      title: 'Biology for beginners',
      summary: 'By hand',
      timeZone: 'Europe/Oslo',
      endDate: '2025-12-20',
      version: 3,
    });
    expect(
      await room.rows(
        `SELECT family_name, password_hash, time_zone, locale, version FROM users WHERE sourced_id = 's-bao'`,
      ),
    ).toEqual([
      { family_name: 'Trần', password_hash: 'own-hash', time_zone: 'Asia/Hanoi', locale: 'vi', version: 2 },
    ]);
    expect(await room.rows(`SELECT role FROM users WHERE sourced_id = 't-okafor'`)).toEqual([
      { role: 'administrator' },
    ]);
    // The due day ends in the course's own time zone by now.
    expect(await room.rows(`SELECT due_at FROM line_items WHERE sourced_id = 'bio-1'`)).toEqual([
      { due_at: new Date('2025-09-21T21:59:59.999Z') },
    ]);
  });

  it('an import reports in a dry run what a real import would do, and changes nothing', async () => {
    const bundle = await smallBundle();
    const empty = await room.fingerprint();
    const announced = await room.import(bundle, { dryRun: true });
    expect(await room.fingerprint()).toBe(empty);
    expect((await room.import(bundle)).summary).toEqual(announced.summary);

    const school = smallSchool();
    school.users[2]!.familyName = 'Bello-Adeyemi';
    school.enrollments.push({ ...school.enrollments[1], sourcedId: 'new', userSourcedId: 's-hana' });
    school.results.pop();
    school.results[0]!.score = '18';
    const changed = await buildBundle(school);
    const before = await room.fingerprint();
    const difference = await room.import(changed, { dryRun: true });
    expect(countsOf(difference)).toMatchObject({
      'users.csv': { changed: 1, unchanged: 9 },
      'enrollments.csv': { added: 1, unchanged: 14 },
      'results.csv': { changed: 1, unchanged: 8, ended: 1 },
    });
    expect(await room.fingerprint()).toBe(before);
    expect((await room.import(changed)).summary).toEqual(difference.summary);
  });

  it('an import writes the old and new value and the operation into the history of a result', async () => {
    const first = await room.import(await smallBundle());
    const school = smallSchool();
    school.results[0]!.score = '18';
    app.clock.advanceDays(1);
    const second = await room.import(await buildBundle(school));
    expect(countsOf(second)['results.csv']).toEqual({ changed: 1, unchanged: 9 });
    const changes = await room.rows(
      `SELECT h.cause, h.old_score, h.new_score, LOWER(HEX(h.operation_id)) AS operation, h.changed_at
       FROM result_changes h JOIN results r ON r.id = h.result_id WHERE r.sourced_id = 'bio-1:s-amara' ORDER BY h.id`,
    );
    const bare = (id: string): string => id.replaceAll('-', '');
    expect(changes).toEqual([
      {
        cause: 'import',
        old_score: null,
        new_score: '17.5000',
        operation: bare(first.id),
        changed_at: new Date('2025-10-01T09:00:00.000Z'),
      },
      {
        cause: 'import',
        old_score: '17.5000',
        new_score: '18.0000',
        operation: bare(second.id),
        changed_at: new Date('2025-10-02T09:00:00.000Z'),
      },
    ]);
  });

  it('an import finishes an earlier import that was interrupted', async () => {
    const school = smallSchool();
    const { lineItems: _lineItems, results: _results, enrollments, ...beginning } = school;
    await room.import(await buildBundle({ ...beginning, enrollments: enrollments.slice(0, 3) }));
    const operation = await room.import(await buildBundle(school));
    expect(countsOf(operation)).toMatchObject({
      'users.csv': { unchanged: 10 },
      'enrollments.csv': { added: 11, unchanged: 3 },
      'lineItems.csv': { added: 4 },
      'results.csv': { added: 10 },
    });
  });

  it('an import accepts organizations in any order and at any depth', async () => {
    const orgs = ['leaf', 'branch', 'bough', 'trunk', 'root'].map((sourcedId, index, all) => ({
      ...{ sourcedId, name: sourcedId, type: 'department' },
      parentSourcedId: all[index + 1] ?? '',
    }));
    const bundle = await buildBundle({ orgs });
    expect(countsOf(await room.import(bundle))).toEqual({ 'orgs.csv': { added: 5 } });
    expect(
      await room.rows(
        'SELECT o.sourced_id AS child, p.sourced_id AS parent FROM orgs o JOIN orgs p ON p.id = o.parent_id ORDER BY 1',
      ),
    ).toEqual([
      { child: 'bough', parent: 'trunk' },
      { child: 'branch', parent: 'bough' },
      { child: 'leaf', parent: 'branch' },
      { child: 'trunk', parent: 'root' },
    ]);
    expect(countsOf(await room.import(bundle))).toEqual({ 'orgs.csv': { unchanged: 5 } });
  });

  it('an import creates no administrator and stores no password', async () => {
    const { users, orgs } = smallSchool();
    const bundle = await buildBundle({
      orgs,
      users: [
        { ...users[0]!, role: 'administrator', password: 'plain text' },
        { ...users[1]!, role: 'aide', password: '' },
      ],
    });
    const operation = await room.import(bundle);
    expect(operation.status).toBe('succeeded');
    expect(await room.places(operation.id)).toEqual([
      { file: 'users.csv', line: null, column: 'password', code: 'password_ignored' },
      { file: 'users.csv', line: 2, column: 'role', code: 'administrator_not_granted' },
    ]);
    expect(
      await room.rows(
        'SELECT role, password_hash FROM users WHERE sourced_id IS NOT NULL ORDER BY sourced_id',
      ),
    ).toEqual([
      { role: 'learner', password_hash: null },
      { role: 'instructor', password_hash: null },
    ]);
  });
});

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
