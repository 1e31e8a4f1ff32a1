import { fromBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import type { RowValues } from '../../support/oneroster-bundle';
import { smallDelta } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';
import { changed, row } from './school-people';

const PARENT = {
  ...{ enabledUser: 'true', orgSourcedIds: 'school', role: 'parent' },
  ...{ givenName: 'Ifeoma', familyName: 'Bello', email: '' },
};
const DAY = '2025-10-01';

/** The small school with a mother, an uncle and a guardian, whose rows come before and after those of the learners. */
function schoolWithGuardians(change: (users: RowValues[]) => void = () => undefined): Promise<string> {
  return changed((school) => {
    school.users.unshift({ ...PARENT, sourcedId: 'p-ifeoma', username: 'ifeoma' });
    school.users.push(
      { ...PARENT, sourcedId: 'p-uncle', username: 'uncle', role: 'relative', agentSourcedIds: 's-bao' },
      { ...PARENT, sourcedId: 'p-ward', username: 'ward', role: 'guardian', agentSourcedIds: 's-bao, s-dev' },
    );
    row(school, 's-amara').agentSourcedIds = 'p-ifeoma,p-later,t-okafor';
    row(school, 's-bao').agentSourcedIds = 'p-ward';
    change(school.users);
  });
}

describe('guardians in a roster', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  async function links(sourcedId: string): Promise<unknown[]> {
    const [row] = await app.database.rows<{ id: Buffer }>('SELECT id FROM users WHERE sourced_id = ?', [
      sourcedId,
    ]);
    const url = `/v1/users/${fromBinary(row!.id)}/linked-people`;
    const { data } = expectStatus(await room.administrator.get(url), 200) as {
      data: { role: string; person: { id: string }; relation: string; from: string; until: string | null }[];
    };
    const names = await room.rows<{ id: Buffer; username: string }>('SELECT id, username FROM users');
    const nameOf = new Map(names.map(({ id, username }) => [fromBinary(id), username]));
    return data.map(({ role, person, relation, from, until }) => [
      ...[role, nameOf.get(person.id), relation, from, until],
    ]);
  }
  const roles = (): Promise<unknown[]> =>
    room.rows(`SELECT username, role, relation FROM users WHERE sourced_id LIKE 'p-%' ORDER BY username`);

  it('guardians of a roster have a role of their own, and links to their learners from either side', async () => {
    expect((await room.import(await schoolWithGuardians())).issueCount).toBe(0);
    expect(await roles()).toEqual([
      { username: 'ifeoma', role: 'guardian', relation: 'parent' },
      { username: 'uncle', role: 'guardian', relation: 'relative' },
      { username: 'ward', role: 'guardian', relation: 'guardian' },
    ]);
    expect(await links('s-amara')).toEqual([['guardian', 'ifeoma', 'parent', DAY, null]]);
    expect(new Set(await links('s-bao'))).toEqual(
      new Set([
        ['guardian', 'uncle', 'relative', DAY, null],
        ['guardian', 'ward', 'guardian', DAY, null],
      ]),
    );
    expect(new Set(await links('p-ward'))).toEqual(
      new Set([
        ['learner', 'bao', 'guardian', DAY, null],
        ['learner', 'dev', 'guardian', DAY, null],
      ]),
    );
  });

  it('guardians are linked when their own row comes with a later file', async () => {
    await room.import(await schoolWithGuardians());
    app.clock.advanceDays(2);
    await room.import(await smallDelta('users', ['p-later', { ...PARENT, username: 'later' }]));
    expect(await links('s-amara')).toEqual([
      ['guardian', 'ifeoma', 'parent', DAY, null],
      ['guardian', 'later', 'parent', '2025-10-03', null],
    ]);
  });

  it('guardians keep the end of a link that the roster no longer has, and begin a new one', async () => {
    await room.import(await schoolWithGuardians());
    app.clock.advanceDays(2);
    const withoutMother = await schoolWithGuardians((users) => {
      users.find(({ sourcedId }) => sourcedId === 's-amara')!.agentSourcedIds = '';
    });
    expect(countsOf(await room.import(withoutMother))['users.csv']).toEqual({ changed: 1, unchanged: 12 });
    expect(await links('s-amara')).toEqual([['guardian', 'ifeoma', 'parent', DAY, '2025-10-03']]);
    app.clock.advanceDays(1);
    await room.import(await schoolWithGuardians());
    expect(await links('s-amara')).toEqual([
      ['guardian', 'ifeoma', 'parent', '2025-10-04', null],
      ['guardian', 'ifeoma', 'parent', DAY, '2025-10-03'],
    ]);
  });

  it('guardians are not touched by a file that changes nothing', async () => {
    const bundle = await schoolWithGuardians();
    await room.import(bundle);
    const before = await room.rows('SELECT * FROM person_links ORDER BY id');
    app.clock.advanceDays(1);
    expect(countsOf(await room.import(bundle))['users.csv']).toEqual({ unchanged: 13 });
    expect(await room.rows('SELECT * FROM person_links ORDER BY id')).toEqual(before);
  });

  it('guardians who were made learners by an earlier build become guardians with the next file that has their row', async () => {
    const bundle = await schoolWithGuardians();
    await room.import(bundle);
    await app.database.run(
      `UPDATE users SET role = 'learner', relation = NULL, agent_sourced_ids = NULL WHERE sourced_id LIKE 'p-%'`,
    );
    expect(countsOf(await room.import(bundle))['users.csv']).toEqual({ changed: 3, unchanged: 10 });
    expect((await roles()).map((row) => (row as { role: string }).role)).toEqual(Array(3).fill('guardian'));
  });

  it('guardians are not enrolled in classes', async () => {
    const bundle = await schoolWithGuardians();
    await room.import(bundle);
    const enrolled = await smallDelta('enrollments', [
      'BIO-A:s-amara',
      { sourcedId: 'e-p', userSourcedId: 'p-ward' },
    ]);
    const operation = await room.import(enrolled);
    expect(countsOf(operation)['enrollments.csv']).toEqual({ refused: 1 });
    expect(await room.places(operation.id)).toMatchObject([
      { code: 'guardian_not_enrolled', column: 'userSourcedId' },
    ]);
  });
});
