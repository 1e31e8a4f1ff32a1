import type { RowValues } from '../../support/oneroster-bundle';
import { smallBundle, smallDelta } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';
import { changed, row } from './school-people';

const FULL_WIDTH = 'ｂａｏ．ｎ';
const TYPOGRAPHIC = 'chloë.d’arc';

/** The small school with usernames and an email address in signs that have plain twins. */
function school(change: (users: RowValues[]) => void = () => undefined): Promise<string> {
  return changed((rows) => {
    Object.assign(row(rows, 's-bao'), { username: FULL_WIDTH, email: 'bao＠hillview.example' });
    row(rows, 's-chloe').username = TYPOGRAPHIC;
    change(rows.users);
  });
}

describe('usernames and email addresses of a roster', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  const account = async (sourcedId: string): Promise<unknown> => {
    const [row] = await room.rows(`SELECT username, email FROM users WHERE sourced_id = '${sourcedId}'`);
    return row;
  };

  it('are stored in plain form, as POST /v1/users stores them, and stay so', async () => {
    expect((await room.import(await school())).issueCount).toBe(0);
    expect(await account('s-bao')).toEqual({ username: 'bao.n', email: 'bao@hillview.example' });
    expect(await account('s-chloe')).toMatchObject({ username: "chloë.d'arc" });
    expect(countsOf(await room.import(await school()))['users.csv']).toEqual({ unchanged: 10 });
  });

  it('of a row are taken if another account has their plain twin, in the file or in Stoa', async () => {
    const made = { username: 'dev2', email: 'dev2@hillview.example', password: 'a good long password' };
    const person = { ...made, givenName: 'Dev', familyName: 'Two', role: 'learner' };
    expect(await room.administrator.post('/v1/users', person)).toMatchObject({ status: 201 });
    const operation = await room.import(
      await school((users) => {
        users[7]!['username'] = 'ｄｅｖ２';
        users[8]!['username'] = 'ＢＡＯ.n';
      }),
    );
    expect((await room.issues(operation.id)).filter(({ file }) => file === 'users.csv')).toMatchObject([
      { line: 9, column: 'username', code: 'username_taken', value: 'dev2' },
      { line: 10, column: 'username', code: 'username_taken', value: 'BAO.n' },
    ]);
    expect(await account('s-bao')).toMatchObject({ username: 'bao.n' });
  });

  it('that an earlier build stored as they were written become plain with the next file', async () => {
    await room.import(await school());
    await app.database.run('UPDATE users SET username = ? WHERE sourced_id = ?', [FULL_WIDTH, 's-bao']);
    const operation = await room.import(await school());
    expect(operation.issueCount).toBe(0);
    expect(countsOf(operation)['users.csv']).toEqual({ changed: 1, unchanged: 9 });
    expect(await account('s-bao')).toMatchObject({ username: 'bao.n' });
  });

  it('are too long if their plain form is', async () => {
    await room.import(await smallBundle());
    // One sign of which the plain form has eighteen letters.
    const operation = await room.import(await smallDelta('users', ['s-bao', { username: 'ﷺ'.repeat(15) }]));
    expect(await room.places(operation.id)).toEqual([
      { file: 'users.csv', line: 2, column: 'username', code: 'too_long' },
    ]);
  });
});
