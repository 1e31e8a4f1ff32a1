import { fromBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { strayNames } from '../../support/name-copies';
import { buildBundle } from '../../support/oneroster-bundle';
import { sqlOf } from '../../support/query-counter';
import { smallBundle, smallDelta, smallSchool } from '../../support/small-school';
import { beforeNext, endWatches } from '../../support/statements';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

describe('the names of imported people', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(async () => {
    endWatches();
    expect(await strayNames(app)).toBe(0);
    await app.stop();
  });

  async function id(table: 'courses' | 'users', sourcedId: string): Promise<string> {
    const [row] = await room.rows<{ id: Buffer }>(
      `SELECT id FROM ${table} WHERE sourced_id = '${sourcedId}'`,
    );
    return fromBinary(row!.id);
  }

  async function learners(list: 'enrollments' | 'gradebook'): Promise<string[]> {
    const query = list === 'enrollments' ? 'role=learner' : 'learners=all';
    const url = `/v1/courses/${await id('courses', 'STA-A')}/${list}?${query}`;
    const { data } = expectStatus(await room.administrator.get(url), 200) as {
      data: { familyName: string; user?: { familyName: string } }[];
    };
    return data.map(({ familyName, user }) => user?.familyName ?? familyName);
  }

  /** Calls back just before that table is written, outside the transaction that does so. */
  const beforeWriting = (table: string, callback: () => void): void =>
    beforeNext(new RegExp(`^INSERT INTO ${table} `), async () => app.get(Transactions).outside(callback));

  it('the names of imported people determine the order in the lists of their classes', async () => {
    for (const list of ['enrollments', 'gradebook'] as const)
      expect(await learners(list)).toEqual(['Bello', 'Lima', 'Nguyễn', 'Sato']);
  });

  it('the names of imported people change with one statement for each batch, and with none if other fields change', async () => {
    const bundle = await smallDelta(
      'users',
      ['s-amara', { familyName: 'Zuse' }],
      ['s-bao', { givenName: 'Bao', familyName: 'Abt' }],
      ['s-gus', { familyName: 'lima' }],
    );
    const carrying = (sql: string): boolean => sql.startsWith('UPDATE enrollments');
    const statements = await sqlOf(async () => {
      expect(countsOf(await room.import(bundle))['users.csv']).toEqual({ changed: 3 });
    });
    expect(statements.filter(carrying)).toHaveLength(1);
    for (const list of ['enrollments', 'gradebook'] as const)
      expect(await learners(list)).toEqual(['Abt', 'lima', 'Sato', 'Zuse']);

    const phone = await smallDelta(
      'users',
      ['s-chloe', { phone: '+47 22 85 50 50' }],
      ['s-hana', { middleName: 'Mei' }],
    );
    const others = await sqlOf(async () => {
      expect(countsOf(await room.import(phone))['users.csv']).toEqual({ changed: 2 });
    });
    expect(others.filter(carrying)).toEqual([]);
  });

  it('the names of imported people stay if only the enrollment changes', async () => {
    const school = smallSchool();
    school.enrollments.find(({ sourcedId }) => sourcedId === 'STA-A:s-amara')!.endDate = '2025-12-01';
    const counts = countsOf(await room.import(await buildBundle(school)));
    expect(counts['enrollments.csv']).toMatchObject({ changed: 1 });
    expect(await learners('enrollments')).toEqual(['Bello', 'Lima', 'Nguyễn', 'Sato']);
  });

  it('the names of imported people are the new names if somebody is renamed while their enrollments are imported', async () => {
    const school = smallSchool();
    const { enrollments } = school;
    const chloe = enrollments.find(({ sourcedId }) => sourcedId === 'BIO-A:s-chloe')!;
    enrollments.push({ ...chloe, sourcedId: 'STA-A:s-chloe', classSourcedId: 'STA-A' });
    const url = `/v1/users/${await id('users', 's-chloe')}`;
    let renaming: Promise<unknown> | undefined;
    beforeWriting('enrollments', () => {
      renaming = room.administrator.patch(url, { familyName: 'Zuse' });
    });
    const operation = await room.import(await buildBundle(school));
    expect(countsOf(operation)['enrollments.csv']).toMatchObject({ added: 1 });
    expect(await renaming).toMatchObject({ status: 200 });
    expect(await learners('enrollments')).toEqual(['Bello', 'Lima', 'Nguyễn', 'Sato', 'Zuse']);
  });

  it('the names of imported people are the new names if somebody is enrolled while the import renames them', async () => {
    const course = await CourseRoom.open(app);
    const userId = await id('users', 's-chloe');
    let enrolling: Promise<unknown> | undefined;
    beforeWriting('users', () => {
      enrolling = course.instructor.post(`${course.url}/enrollments`, { userId, role: 'learner' });
    });
    await room.import(await smallDelta('users', ['s-chloe', { familyName: 'Zuse' }]));
    expect(await enrolling).toMatchObject({ status: 201, body: { user: { familyName: 'Zuse' } } });
  });
});
