import { BulkRoom } from '../../../support/bulk-room';
import { expectStatus } from '../../../support/course-room';
import { type Caller, TestApp } from '../../../support/test-app';

describe('files of changes of enrollments', () => {
  let app: TestApp;
  let room: BulkRoom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-04T09:00:00.000Z');
    room = await BulkRoom.open(app);
  });
  afterAll(() => app.stop());

  const sheetOf = async (url: string, reader = room.course.instructor): Promise<string> => {
    const { status, text } = await reader.get(url);
    expect(status).toBe(200);
    return text;
  };

  it('are understood with any order of columns, any delimiter, a byte order mark and other encodings', async () => {
    const [one, two, three] = [
      ...[await room.course.learner(), await room.course.learner(), await room.course.learner()],
    ] as [Caller, Caller, Caller];
    const comma = await room.import(`\uFEFFAction,User id\r\nsuspend,${one.id}\r\n\r\n`);
    expect(comma).toMatchObject({ status: 'succeeded', subject: 'people.csv' });
    const semicolons = await room.import(`sep=;\nuser_id;ROLE;action\n"${two.id}";Learner;Suspend\n`);
    expect(await room.rows(semicolons)).toMatchObject([{ number: 1, line: 3, outcome: 'done' }]);
    const utf16 = Buffer.from(`\uFEFFuserId\taction\n${three.id}\tsuspend\n`, 'utf16le');
    expect(await room.outcomes(await room.import(new Blob([utf16])))).toEqual(['done']);
    for (const person of [one, two, three]) expect(await room.stateOf(person)).toBe('suspended');
  });

  it('name line, column and rule of each row that is refused, and change nothing for it', async () => {
    const learner = await room.course.learner();
    await room.set('Teams', 'One', 'Two');
    const id = learner.id;
    const operation = await room.import(
      [
        'userId,action,role,beginDate,endDate,group,tag,hobby',
        `${id},put_into_group,,,,One,,chess`,
        `${id},put_into_group,,,,Two,,`,
        `${id},put_into_group,,,,Three,,`,
        `${id},enroll,dean,,,,,`,
        `=1+1,enroll,,,,,,`,
        `nobody,enroll,,,,,,`,
        `${id},expel,,,,,,`,
        `${id},enroll,,2026-02-30,,,,`,
        `${id},tag,assistant,,,,Late,`,
        `${id},withdraw,,,,,,,,more`,
        `,withdraw,,,,,,`,
      ].join('\n'),
    );
    expect(operation).toMatchObject({ status: 'partly_succeeded', progress: { done: 11, total: 11 } });
    const issues = await room.issues(operation);
    expect(
      issues.map(({ severity, line, column, code }: Record<string, string>) => [
        severity,
        line,
        column,
        code,
      ]),
    ).toEqual([
      ['warning', 1, 'hobby', 'unknown_column'],
      ['error', 3, 'action', 'row_repeats'],
      ['error', 4, 'group', 'unknown_group'],
      ['error', 5, 'role', 'isIn'],
      ['error', 6, 'userId', 'formula'],
      ['error', 7, 'userId', 'isId'],
      ['error', 8, 'action', 'isIn'],
      ['error', 9, 'beginDate', 'isCalendarDay'],
      ['error', 10, 'role', 'learnersOnly'],
      ['error', 11, null, 'too_many_cells'],
      ['error', 12, 'userId', 'required'],
    ]);
    expect(issues.every(({ file }: { file: string }) => file === 'people.csv')).toBe(true);
    expect(await room.stateOf(learner)).toBe('active');
  });

  it.each([
    ['', 'The file has no line of column names.'],
    ['name,action\nAda,enroll\n', 'The file has no column userId, username or email, so nobody is named.'],
    ['userId,User id,action\n', 'The file has two columns userId.'],
    ['userId,action\n"a,enroll\n', 'The quotation marks on line 2 cannot be read.'],
    ['userId,action\na\u0000b,enroll\n', 'The file is no text.'],
  ])('that cannot be read (%j) fail as a whole, and say why', async (content, detail) => {
    expect(await room.import(content)).toMatchObject({
      ...{ status: 'failed', error: { code: 'enrollments.sheet_unreadable', detail } },
    });
  });

  it('of the whole roster are taken in again without changing anything, and make the same roster elsewhere', async () => {
    const people = [await room.course.learner(), await room.course.learner(), await room.course.learner()];
    const [ada, ben, eve] = people as [Caller, Caller, Caller];
    await room.course.member('assistant');
    const { groups } = await room.set('Teams, and more', '=SUM(A1)', 'Two');
    const tagId = await room.tag('@late');
    await room.change([
      { userId: ada.id, action: 'put_into_group', group: '=SUM(A1)' },
      { userId: ben.id, action: 'put_into_group', group: 'Two' },
      { userId: ada.id, action: 'tag', tag: tagId },
      { userId: ben.id, action: 'suspend' },
      { userId: eve.id, action: 'withdraw' },
    ]);
    const roster = await sheetOf(`${room.course.url}/enrollments.csv`);
    expect(roster).toContain('"\'=SUM(A1)"');
    expect(roster.split('\r\n')[0]).toBe(
      '\uFEFF"userId","username","familyName","givenName","email","role","state","beginDate","endDate","group: Teams, and more","tag: @late","source"',
    );
    const again = await room.import(roster);
    expect(again).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect([...new Set(await room.outcomes(again))]).toEqual(['already']);
    expect(await sheetOf(`${room.course.url}/enrollments.csv`)).toBe(roster);

    const other = await BulkRoom.open(app);
    await other.set('Teams, and more', '=SUM(A1)', 'Two');
    await other.tag('@late');
    const copied = await other.import(roster);
    expect(await other.stateOf(ada)).toBe('active');
    expect(await other.enrollmentOf(eve)).toBeUndefined();
    expect((await other.rows(copied)).some(({ code }: { code: string }) => code === 'not_enrolled')).toBe(
      true,
    );
    expect(await room.membersOf(groups['=SUM(A1)'])).toEqual([ada.id]);
  });

  it('of a set of groups have its members, and put them back where they were', async () => {
    const [ada, ben] = [await room.course.learner(), await room.course.learner()] as [Caller, Caller];
    const { setId, groups } = await room.set('Teams', 'One', 'Two');
    await room.set('Labs', 'Lab');
    await room.change([
      { userId: ada.id, action: 'put_into_group', group: 'One' },
      { userId: ben.id, action: 'put_into_group', group: 'Two' },
      { userId: ben.id, action: 'put_into_group', group: 'Lab' },
    ]);
    const sheet = await sheetOf(`/v1/group-sets/${setId}/members.csv`);
    expect(sheet.trim().split('\r\n')).toHaveLength(3);
    await room.change([
      { userId: ada.id, action: 'put_into_group', group: 'Two' },
      { userId: ben.id, action: 'take_out_of_group', groupSet: 'Teams' },
    ]);
    expect(await room.outcomes(await room.import(sheet))).toEqual(['done', 'done']);
    expect(await room.membersOf(groups['One'])).toEqual([ada.id]);
    expect(await room.membersOf(groups['Two'])).toEqual([ben.id]);
  });

  it('show email addresses to administrators, who can be named by them', async () => {
    const learner = await room.course.learner();
    const administrator = await app.person('administrator');
    const email = `${learner.id}@people.example`;
    expectStatus(await administrator.patch(`/v1/users/${learner.id}`, { email }), 200);
    const url = `${room.course.url}/enrollments.csv`;
    expect(await sheetOf(url, administrator)).toContain(email);
    expect(await sheetOf(url)).not.toContain(email);
    const file = `email,action\n${email.toUpperCase()},suspend\n`;
    expect(await room.outcomes(await room.import(file))).toEqual(['done']);
    expect((await learner.get(url)).status).toBe(403);
  });
});
