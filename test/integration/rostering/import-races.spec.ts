import { Transactions } from '../../../src/shared/database/transactions';
import { fromBinary } from '../../../src/shared/database/ids';
import type { OperationResponse } from '../../../src/shared/operations/dto/operation.response';
import { RowWriter } from '../../../src/modules/rostering/import/row-writer';
import { expectStatus } from '../../support/course-room';
import { alterStore, negativeControl } from '../../support/negative-control';
import { smallBundle, smallDelta } from '../../support/small-school';
import { beforeNext, withoutLocks } from '../../support/statements';
import { type Answer, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { countsOf, RosterRoom } from './roster-room';

const WRITING_USERS = /^INSERT INTO users /;
const LOCKING_USERS = /^SELECT id FROM users WHERE id IN \(.*\) ORDER BY id FOR UPDATE/;

negativeControl('the row lock of an undo', ['keeps what somebody changes in a row while'], () => {
  withoutLocks(LOCKING_USERS);
});
negativeControl('the unique sourcedId of accounts', ['gives a row to the account that is linked'], () => {
  alterStore('ALTER TABLE users DROP INDEX uq_users_sourced_id');
});
negativeControl('the second look of an import', ['leaves an account alone that is unlinked'], () => {
  (RowWriter.prototype as unknown as { requireUntouched: () => Promise<void> }).requireUntouched = () =>
    Promise.resolve();
});

const NEWCOMER = {
  ...{ enabledUser: 'true', username: 'ines', email: '', role: 'student' },
  ...{ givenName: 'Inês', familyName: 'Duarte' },
};

describe('a roster import at the same moment as somebody else', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(() => app.stop());

  /** Just before the next statement that writes users, as somebody outside of its transaction. */
  const beforeWriting = (work: () => Promise<unknown>): void =>
    beforeNext(WRITING_USERS, () => app.get(Transactions).outside(work));
  const idOf = async (sourcedId: string): Promise<string> => {
    const [row] = await room.rows<{ id: Buffer }>(`SELECT id FROM users WHERE sourced_id = '${sourcedId}'`);
    return fromBinary(row!.id);
  };
  const rosterLink = (id: string): string => `/v1/users/${id}/roster-link`;

  /** Once a statement about users stands still, since it waits for a lock. */
  async function waitsForLock(): Promise<void> {
    let last = '';
    let times = 0;
    await until(async () => {
      const running = await app.database.query<{ id: number; info: string }>(
        `SELECT id, info FROM information_schema.processlist WHERE db = DATABASE() AND command IN ('Execute', 'Query')
           AND info LIKE '%users%' AND info NOT LIKE '%processlist%' ORDER BY id`,
      );
      const now = running.length === 0 ? '' : JSON.stringify(running);
      times = now !== '' && now === last ? times + 1 : 0;
      last = now;
      return times >= 5;
    });
  }

  it('keeps what somebody changes in a row while it is put back', async () => {
    const wrong = await room.import(await smallDelta('users', ['s-chloe', { familyName: 'Dupont' }]));
    const url = `/v1/users/${await idOf('s-chloe')}`;
    let renaming: Promise<Answer> | undefined;
    beforeWriting(async () => {
      renaming = room.administrator.patch(url, { familyName: 'Dubois' });
      const locked = waitsForLock();
      locked.catch(() => undefined);
      await Promise.race([renaming, locked]);
    });
    const answer = await room.administrator.post(`/v1/operations/${wrong.id}/reversal`, {});
    await room.finished((expectStatus(answer, 202) as OperationResponse).id);
    expect(await renaming).toMatchObject({ status: 200 });
    expect(await room.administrator.get(url)).toMatchObject({ body: { familyName: 'Dubois' } });
  });

  it('gives a row to the account that is linked to it while it is imported', async () => {
    const own = await app.person('learner');
    let linking: Promise<Answer> | undefined;
    beforeWriting(() => (linking = room.administrator.put(rosterLink(own.id), { sourcedId: 's-ines' })));
    const operation = await room.import(await smallDelta('users', ['s-ines', NEWCOMER]));
    expect(await linking).toMatchObject({ status: 200 });
    expect(operation).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(countsOf(operation)).toEqual({ 'users.csv': { changed: 1 } });
    const named = `SELECT id, family_name AS family FROM users WHERE sourced_id = 's-ines'`;
    expect(
      (await room.rows<{ id: Buffer; family: string }>(named)).map(({ id, family }) => [
        fromBinary(id),
        family,
      ]),
    ).toEqual([[own.id, 'Duarte']]);
  });

  it('leaves an account alone that is unlinked while its row is imported', async () => {
    const id = await idOf('s-chloe');
    beforeNext(LOCKING_USERS, () =>
      app.get(Transactions).outside(() => room.administrator.delete(rosterLink(id))),
    );
    const operation = await room.import(await smallDelta('users', ['s-chloe', { familyName: 'Dupont' }]));
    expect(await room.administrator.get(`/v1/users/${id}`)).toMatchObject({
      body: { familyName: 'Martin', sourcedId: null },
    });
    // The account is not the roster's any more, so its username is taken.
    expect((await room.places(operation.id)).map(({ code }) => code)).toEqual(['username_taken']);
  });

  it('gives a row to one account, however many are linked and imported at once', async () => {
    const people = await Promise.all([app.person('learner'), app.person('learner'), app.person('learner')]);
    const bundle = await smallDelta('users', ['s-ines', NEWCOMER]);
    const [operation, ...answers] = await Promise.all([
      room.import(bundle),
      ...people.map(({ id }) => room.administrator.put(rosterLink(id), { sourcedId: 's-ines' })),
    ]);
    expect(operation).toMatchObject({ status: 'succeeded', issueCount: 0 });
    const linked = answers.filter(({ status }) => status === 200);
    expect(linked.length).toBeLessThanOrEqual(1);
    for (const { status, body } of answers)
      if (status !== 200)
        expect({ status, code: body.code }).toEqual({ status: 409, code: 'identity.sourced_id_taken' });
    expect(await room.rows(`SELECT 1 FROM users WHERE sourced_id = 's-ines'`)).toHaveLength(1);
  });
});
