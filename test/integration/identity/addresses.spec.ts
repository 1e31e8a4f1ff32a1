import { PeopleSearch } from '../../../src/modules/identity';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';
import { account, signedIn, type TestAccount } from './accounts';

negativeControl(
  'the search without parts of addresses',
  ['an instructor cannot find out an email address', 'a username that is an email address is neither'],
  () => {
    replaceMethod(
      PeopleSearch.prototype,
      'find',
      (find) =>
        function (this: PeopleSearch, search) {
          return find.call(this, search, { throughAddresses: true });
        },
    );
  },
);

describe('email addresses', () => {
  let app: TestApp;
  let instructor: Caller;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    instructor = await app.person('instructor');
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const found = async (caller: Caller, search: string): Promise<string[]> => {
    const { data } = expectStatus(await caller.get(`/v1/people?search=${encodeURIComponent(search)}`), 200);
    return data.map(({ id }: { id: string }) => id);
  };
  /** A person whose email address does not begin with their username. */
  async function somebody(role: 'learner' | 'administrator' = 'learner'): Promise<TestAccount> {
    const { id, username } = await account(app, { role });
    const email = `quiet.${username}@school.example`;
    expectStatus(await administrator.patch(`/v1/users/${id}`, { email }), 200);
    return { id, username, email };
  }

  it('an instructor cannot find out an email address letter by letter', async () => {
    const { id, email } = await somebody();
    for (let length = 2; length < email.length; length += 1)
      expect(await found(instructor, email.slice(0, length))).not.toContain(id);
    expect(await found(instructor, `${email}x`)).toEqual([]);
    expect(await found(administrator, email.slice(0, -4))).toEqual([id]);
  });

  it('an instructor who knows a whole email address finds its owner', async () => {
    const { id, email } = await somebody();
    expect(await found(instructor, email)).toEqual([id]);
    expect(await found(instructor, email.toUpperCase())).toEqual([id]);
  });

  it('a username that is an email address is neither found by its beginning nor shown', async () => {
    const { id, email } = await somebody();
    expectStatus(await administrator.patch(`/v1/users/${id}`, { username: email, email: null }), 200);
    for (let length = 2; length < email.length; length += 1)
      expect(await found(instructor, email.slice(0, length))).not.toContain(id);
    const search = `/v1/people?search=${encodeURIComponent(email)}`;
    expect((await instructor.get(search)).body.data).toEqual([
      expect.objectContaining({ id, username: null }),
    ]);
    expect((await administrator.get(search)).body.data).toEqual([
      expect.objectContaining({ id, username: email }),
    ]);
  });

  it.each(['learner', 'administrator'] as const)(
    'the email address of a %s is not shown to an instructor who enrolls them, nor in the roster',
    async (role) => {
      const person = await somebody(role);
      const room = await CourseRoom.open(app);
      const body = { userId: person.id, role: 'learner' };
      const answer = await room.instructor.post(`${room.url}/enrollments`, body);
      expect(expectStatus(answer, 201).user).toMatchObject({ username: person.username, email: null });
      const roster = await room.instructor.get(`${room.url}/enrollments`);
      expect(roster.text).not.toContain(person.email);
      const seen = await administrator.get(`${room.url}/enrollments?role=learner`);
      expect(expectStatus(seen, 200).data[0].user).toMatchObject({ email: person.email });
    },
  );

  it('people see their own email address', async () => {
    const room = await CourseRoom.open(app);
    const person = await somebody();
    await room.instructor.post(`${room.url}/enrollments`, { userId: person.id, role: 'assistant' });
    const roster = await (await signedIn(app, person.username)).get(`${room.url}/enrollments?role=assistant`);
    expect(expectStatus(roster, 200).data[0].user).toMatchObject({ email: person.email });
  });
});
