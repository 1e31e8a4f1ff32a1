import { CourseRoom, expectStatus } from '../../support/course-room';
import { mailFolder, receiveMail, tokenIn } from '../../support/mailbox';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { PASSWORD, signedIn } from '../identity/accounts';

interface Person {
  givenName: string;
  familyName: string;
}

describe('people with one name', () => {
  const folder = mailFolder();
  let app: TestApp;
  let administrator: Caller;
  let room: CourseRoom;

  /** Registered without a family name. */
  let wulan: Caller;
  /** Made by an administrator with an empty family name. */
  let ayu: Caller;

  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
    administrator = await app.person('administrator');
    room = await CourseRoom.open(app, { timeZone: 'Pacific/Kiritimati', selfEnrollment: true });
    wulan = await register({ givenName: 'Wulan' });
    expectStatus(await create({ username: 'ayu', givenName: 'Ayu', familyName: '' }), 201);
    ayu = await signedIn(app, 'ayu');
    await room.enroll(await app.person('learner', { givenName: 'Abel', familyName: 'Aaron' }));
    for (const person of [wulan, ayu])
      expectStatus(await person.post('/v1/me/enrollments', { courseId: room.courseId }), 201);
  });
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  const create = (account: object): Promise<Answer> =>
    administrator.post('/v1/users', { password: PASSWORD, role: 'learner', ...account });

  async function register(names: object): Promise<Caller> {
    const email = 'newcomer@school.example';
    expectStatus(await app.anyone.post('/v1/registrations', { email, password: PASSWORD, ...names }), 202);
    const token = tokenIn((await receiveMail(app))[0]);
    const { username } = expectStatus(
      await app.anyone.post('/v1/registrations/confirmation', { token }),
      201,
    );
    return signedIn(app, username);
  }

  const shown = (people: Person[]): string[] =>
    people.map(({ givenName, familyName }) => `${familyName}, ${givenName}`);

  it('register with the given name alone, and get a username of it', async () => {
    expect((await wulan.get('/v1/me')).body).toMatchObject({
      username: 'wulan',
      givenName: 'Wulan',
      familyName: '',
    });
  });

  it('are refused without a given name, by registration and by an administrator', async () => {
    for (const [path, by] of [
      ['/v1/registrations', app.anyone],
      ['/v1/users', administrator],
    ] as const)
      for (const names of [{ familyName: 'Ayu' }, { givenName: '', familyName: 'Ayu' }, { givenName: ' ' }]) {
        const body = { email: 'ayu@school.example', password: PASSWORD, username: 'only', ...names };
        const answer = await by.post(path, path === '/v1/users' ? { ...body, role: 'learner' } : body);
        expect([path, names, answer.status]).toEqual([path, names, 422]);
        expect(answer.body.errors).toEqual([expect.objectContaining({ field: 'givenName' })]);
      }
  });

  it('come before all others in the roster, by their name, in both directions and over pages of one', async () => {
    const names = [', Ayu', ', Wulan', 'Aaron, Abel', 'Instructor, Ines'];
    for (const [sort, expected] of [
      ['name', names],
      ['-name', names.toReversed()],
    ] as const) {
      const gathered: Person[] = [];
      let cursor = '';
      do {
        const address = `${room.url}/enrollments?sort=${sort}&limit=1${cursor}`;
        const { data, page } = expectStatus(await room.instructor.get(address), 200);
        gathered.push(...data.map(({ user }: { user: Person }) => user));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect(shown(gathered)).toEqual(expected);
    }
  });

  it('stand in the gradebook and its table in the same order, with an empty family name', async () => {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/gradebook`), 200);
    expect(shown(data)).toEqual([', Ayu', ', Wulan', 'Aaron, Abel']);
    const { text } = await room.instructor.get(`${room.url}/gradebook.csv`);
    const cells = text.split(/\r?\n/).slice(1, 4);
    expect(cells.map((line) => line.split(',', 2))).toEqual([
      ['""', '"Ayu"'],
      ['""', '"Wulan"'],
      ['"Aaron"', '"Abel"'],
    ]);
  });

  it('are found by that name, by instructors and administrators', async () => {
    for (const [address, by] of [
      ['/v1/people?search=wul', room.instructor],
      ['/v1/users?search=wul', administrator],
    ] as const)
      expect([address, shown(expectStatus(await by.get(address), 200).data)]).toEqual([address, [', Wulan']]);
  });

  it('take a family name later, and give it up again, and the roster follows', async () => {
    const families = async (): Promise<string[]> =>
      shown(
        (await room.instructor.get(`${room.url}/enrollments?role=learner`)).body.data.map(
          ({ user }: { user: Person }) => user,
        ),
      );
    expectStatus(await wulan.patch('/v1/me', { familyName: 'Zulaikha' }), 200);
    expect(await families()).toEqual([', Ayu', 'Aaron, Abel', 'Zulaikha, Wulan']);
    expectStatus(await wulan.patch('/v1/me', { familyName: '' }), 200);
    expect(await families()).toEqual([', Ayu', ', Wulan', 'Aaron, Abel']);
  });

  it('are named without a blank where the two names are put together', async () => {
    const { version } = (await room.instructor.get(room.url)).body;
    const changed = await room.instructor.patch(
      room.url,
      { timeZone: 'Pacific/Niue' },
      { 'if-match': `"v${version}"` },
    );
    const { moves } = expectStatus(changed, 200).timeZoneChange;
    const titles = moves[0].dates.map(({ title }: { title: string }) => title);
    expect(titles).toEqual(expect.arrayContaining(['Wulan', 'Ayu', 'Abel Aaron']));
  });
});
