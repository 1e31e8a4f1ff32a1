import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { smallBundle, smallDelta } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';
import { changed, NEWCOMER, people, person, row } from './school-people';

describe('accounts that an administrator links to rows', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(() => app.stop());

  const url = (id: string): string => `/v1/users/${id}/roster-link`;

  it('accounts that an administrator has linked to a row that was refused are changed by the next import, and enrolled', async () => {
    const own = await app.person('learner');
    await app.database.run(`UPDATE users SET username = 'ines' WHERE LOWER(HEX(id)) = ?`, [
      own.id.replaceAll('-', ''),
    ]);
    const bundle = await changed((school) => {
      school.users.push({ ...NEWCOMER, sourcedId: 's-ines', username: 'ines', familyName: 'Duarte' });
      school.enrollments.push({
        ...school.enrollments[1],
        ...{ sourcedId: 'BIO-A:s-ines', userSourcedId: 's-ines' },
      });
    });
    expect(countsOf(await room.import(bundle))['users.csv']).toMatchObject({ refused: 1 });
    const linked = expectStatus(await room.administrator.put(url(own.id), { sourcedId: 's-ines' }), 200);
    expect(linked).toMatchObject({ id: own.id, sourcedId: 's-ines' });
    const operation = await room.import(bundle);
    expect(operation.issueCount).toBe(0);
    expect(await person(room, 's-ines')).toMatchObject({ id: own.id, username: 'ines' });
    const mine = expectStatus(await own.get('/v1/me/enrollments'), 200) as { data: unknown[] };
    expect(mine.data).toHaveLength(1);
  });

  it('nobody who was erased gets an account again, unless an administrator makes one and links it', async () => {
    const amara = await person(room, 's-amara');
    const erasures = `/v1/users/${amara!.id}/erasures`;
    const { id } = expectStatus(await room.administrator.post(erasures, { username: amara!.username }), 202);
    await app.get(OperationRunner).settled(id as string);
    const again = await changed((school) => {
      row(school, 's-bao').email = 'bao.new@hillview.example';
    });
    const operation = await room.import(again);
    const { data } = expectStatus(await room.administrator.get(`/v1/operations/${operation.id}/issues`), 200);
    expect(data).toContainEqual(
      expect.objectContaining({
        code: 'erased_person',
        column: 'sourcedId',
        value: 's-amara',
        file: 'users.csv',
      }),
    );
    expect(await person(room, 's-amara')).toBeUndefined();
    expect(await person(room, 's-bao')).toMatchObject({ email: 'bao.new@hillview.example' });
    const anew = await app.person('learner');
    expectStatus(await room.administrator.put(url(anew.id), { sourcedId: 's-amara' }), 200);
    await room.import(
      await changed((school) => {
        row(school, 's-bao').email = 'bao.newer@hillview.example';
      }),
    );
    expect(await person(room, 's-amara')).toMatchObject({ id: anew.id });
  });

  it('accounts that an administrator has linked belong to one row at most, and a row to one account', async () => {
    const [amara, bao] = [await person(room, 's-amara'), await person(room, 's-bao')];
    const refused = await room.administrator.put(url(amara!.id), { sourcedId: 's-bao' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'identity.sourced_id_taken' } });
    expectStatus(await room.administrator.delete(url(bao!.id)), 200);
    expectStatus(await room.administrator.put(url(amara!.id), { sourcedId: 's-bao' }), 200);
    expect((await people(room)).filter(({ sourcedId }) => sourcedId === 's-amara')).toEqual([]);
  });

  it('accounts are no longer changed or suspended by imports once they are unlinked', async () => {
    const amara = await person(room, 's-amara');
    const answer = await room.administrator.delete(url(amara!.id));
    expect(answer).toMatchObject({ status: 200, body: { sourcedId: null } });
    expect((await room.administrator.delete(url(amara!.id))).status).toBe(200);
    await room.import(
      await changed((school) => school.users.splice(school.users.indexOf(row(school, 's-amara')), 1)),
    );
    expect((await people(room)).find(({ id }) => id === amara!.id)).toMatchObject({ isSuspended: false });
  });

  it('accounts that an administrator has linked to another row follow what that row asks for, not what the earlier one did', async () => {
    await room.import(await smallDelta('users', ['s-amara', { status: 'tobedeleted' }]));
    const amara = await person(room, 's-amara');
    expectStatus(await room.administrator.delete(`/v1/users/${amara!.id}/suspension`), 200);
    expectStatus(await room.administrator.put(url(amara!.id), { sourcedId: 's-other' }), 200);
    await room.import(await smallDelta('users', ['s-amara', { sourcedId: 's-other', enabledUser: 'false' }]));
    expect(await person(room, 's-other')).toMatchObject({ id: amara!.id, isSuspended: true });
  });

  it('linking the account of an administrator to a row does not change how they sign in', async () => {
    await app.database.run(`UPDATE users SET role = 'administrator' WHERE sourced_id = 't-okafor'`);
    const before = await person(room, 't-okafor');
    await room.import(
      await smallDelta('users', [
        't-okafor',
        { username: 'mine', email: 'mine@evil.example', familyName: 'Obi' },
      ]),
    );
    expect(await person(room, 't-okafor')).toEqual(before);
    expect(await room.rows(`SELECT family_name FROM users WHERE sourced_id = 't-okafor'`)).toEqual([
      { family_name: 'Obi' },
    ]);
  });
});
