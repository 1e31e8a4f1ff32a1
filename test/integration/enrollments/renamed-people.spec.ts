import { EnrollmentsFacade } from '../../../src/modules/enrollments';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { strayNames } from '../../support/name-copies';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { negativeControl } from '../../support/negative-control';
import { beforeNext, withoutLocks } from '../../support/statements';

negativeControl(
  'the lock on who is renamed',
  ['gives a person the name of a rename', 'renames people only after they are enrolled'],
  () => {
    withoutLocks(/FROM users (u LEFT JOIN enrollments|FORCE INDEX)/);
  },
);

interface Named {
  givenName: string;
  familyName: string;
}

describe('a person with a new name', () => {
  let app: TestApp;
  let administrator: Caller;
  let room: CourseRoom;
  let adam: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  beforeEach(async () => {
    room = await CourseRoom.open(app);
    adam = await app.person('learner', { givenName: 'Adam', familyName: 'Aalto' });
    await room.enroll(adam);
    await room.enroll(await app.person('learner', { givenName: 'Mia', familyName: 'Mann' }));
  });
  afterEach(async () => {
    expect(await strayNames(app)).toBe(0);
  });
  afterAll(() => app.stop());

  const list = async (path: string): Promise<Answer['body'][]> =>
    expectStatus(await room.instructor.get(`${room.url}/${path}`), 200).data;
  const roster = async (query = ''): Promise<string[]> =>
    (await list(`enrollments?role=learner&${query}`)).map(({ user }) => fullName(user));

  it.each<[string, () => Promise<Answer>]>([
    ['by themselves', () => adam.patch('/v1/me', { givenName: 'Ada', familyName: 'Zuse' })],
    [
      'by an administrator',
      () => administrator.patch(`/v1/users/${adam.id}`, { givenName: 'Ada', familyName: 'Zuse' }),
    ],
  ])('moves a person who is renamed %s in all lists at once', async (_by, rename) => {
    const second = await CourseRoom.open(app);
    await second.enroll(adam);
    expect(await roster()).toEqual(['Adam Aalto', 'Mia Mann']);
    expectStatus(await rename(), 200);

    expect(await roster()).toEqual(['Mia Mann', 'Ada Zuse']);
    expect((await list('gradebook')).map(fullName)).toEqual(['Mia Mann', 'Ada Zuse']);
    expect((await list('progress?sort=name')).map(fullName)).toEqual(['Mia Mann', 'Ada Zuse']);
    expect((await list('progress?sort=percentage')).map(fullName)).toEqual(['Mia Mann', 'Ada Zuse']);
    expect(await roster('search=zu')).toEqual(['Ada Zuse']);
    expect(await roster('search=ada%20z')).toEqual(['Ada Zuse']);
    expect(await roster('search=aalto')).toEqual([]);
  });

  it('shows a name letter by letter when only its case or an accent has changed', async () => {
    expectStatus(await adam.patch('/v1/me', { familyName: 'Åålto' }), 200);
    expect((await list('gradebook')).map(fullName)).toEqual(['Adam Åålto', 'Mia Mann']);
    expectStatus(await adam.patch('/v1/me', { givenName: 'ADAM' }), 200);
    expect((await list('gradebook')).map(fullName)).toEqual(['ADAM Åålto', 'Mia Mann']);
  });

  it('keeps the old name everywhere when the change is refused', async () => {
    const stale = { 'if-match': '"v9"' };
    expect((await adam.patch('/v1/me', { familyName: 'Zuse' }, stale)).status).toBe(412);
    const { username } = (await administrator.get('/v1/me')).body;
    const taken = await administrator.patch(`/v1/users/${adam.id}`, { familyName: 'Zuse', username });
    expect(taken.status).toBe(409);
    expect(await roster()).toEqual(['Adam Aalto', 'Mia Mann']);
  });

  it('renames a person with one more statement, and changes other fields with none', async () => {
    const touching = async (change: () => Promise<Answer>): Promise<number> => {
      const statements = await sqlOf(async () => expectStatus(await change(), 200));
      return statements.filter((sql) => sql.includes('enrollments')).length;
    };
    expect(await touching(() => adam.patch('/v1/me', { familyName: 'Zuse' }))).toBe(1);
    expect(await touching(() => administrator.patch(`/v1/users/${adam.id}`, { givenName: 'Al' }))).toBe(1);
    expect(await touching(() => adam.patch('/v1/me', { locale: 'nb', timeZone: 'Europe/Oslo' }))).toBe(0);
    expect(await touching(() => administrator.patch(`/v1/users/${adam.id}`, { locale: 'en' }))).toBe(0);
    const own = await sqlOf(() => adam.patch('/v1/me', { locale: 'nb' }));
    expect(own.some((sql) => sql.includes('TRANSACTION'))).toBe(false);
  });

  it('reopens the enrollment of a renamed person under their new name', async () => {
    const [{ id }] = await list('enrollments?role=learner');
    expectStatus(await room.instructor.delete(`/v1/enrollments/${id}`), 204);
    expectStatus(await adam.patch('/v1/me', { familyName: 'Zuse' }), 200);
    await room.enroll(adam);
    expect(await roster()).toEqual(['Mia Mann', 'Adam Zuse']);
  });

  describe('who is renamed while they are being enrolled', () => {
    it('gives a person their new name in the course, whether they are renamed or enrolled first', async () => {
      const people = await Promise.all(Array.from({ length: 20 }, () => app.person()));
      const work = people.flatMap((person, index) => [
        () => room.enroll(person),
        () => person.patch('/v1/me', { familyName: `Renamed ${index}` }),
        () => person.patch('/v1/me', { givenName: `Again ${index}` }),
      ]);
      await Promise.all(work.map((request) => request()));
      expect((await roster()).filter((name) => /^Again \d+ Renamed \d+$/.test(name))).toHaveLength(20);
    });

    // The moment in between is found by the statement that writes the names. What happens then is none of its
    // transaction's.
    const beforeInsert = (work: () => Promise<void>): void =>
      beforeNext(/^INSERT INTO enrollments/, () => app.get(Transactions).outside(work));

    const isInserting = async (): Promise<boolean> => {
      const threads = await app.database.query<{ Info: string | null }>('SHOW FULL PROCESSLIST');
      return threads.some(({ Info }) => Info?.startsWith('INSERT INTO enrollments'));
    };

    it('gives a person the name of a rename that has begun and not ended when they are enrolled', async () => {
      const person = await app.person('learner', { givenName: 'Old', familyName: 'Name' });
      const transactions = app.get(Transactions);
      let renaming: Promise<void> | undefined;
      const rename = (begun: () => void): Promise<void> =>
        transactions.run(async () => {
          const sql = "UPDATE users SET family_name = 'Zuse', version = version + 1 WHERE id = ?";
          await app.database.run(sql, [toBinary(person.id)]);
          begun();
          await until(isInserting);
        });
      beforeInsert(
        () =>
          new Promise((begun) => {
            renaming = rename(begun);
          }),
      );
      await room.enroll(person);
      await renaming;
      expect(await roster()).toContain('Old Zuse');
    });

    it('renames people only after they are enrolled among many', async () => {
      const person = await app.person('learner', { givenName: 'Old', familyName: 'Name' });
      const order: string[] = [];
      let renaming: Promise<unknown> | undefined;
      beforeInsert(async () => {
        const lock = 'SELECT id FROM users WHERE id = ? FOR UPDATE NOWAIT';
        await expect(app.database.rows(lock, [toBinary(person.id)])).rejects.toThrow(/lock/i);
        renaming = person.patch('/v1/me', { familyName: 'Zuse' }).then(() => order.push('renamed'));
      });
      const enrollment = { id: newId(), sourcedId: null, courseId: room.courseId, userId: person.id };
      await app
        .get(EnrollmentsFacade)
        .createEnrollments([{ ...enrollment, role: 'learner', beginDate: '2026-01-05', endDate: null }])
        .then(() => order.push('enrolled'));
      await renaming;
      expect(order).toEqual(['enrolled', 'renamed']);
      expect(await roster('search=zuse')).toEqual(['Old Zuse']);
    });
  });
});

function fullName({ givenName, familyName }: Named): string {
  return `${givenName} ${familyName}`;
}
