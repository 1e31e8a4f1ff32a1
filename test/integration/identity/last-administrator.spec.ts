import type { PlatformRole } from '../../../src/shared/auth/caller';
import { toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { negativeControl } from '../../support/negative-control';
import { beforeNext, withoutLocks } from '../../support/statements';
import { type Answer, TestApp } from '../../support/test-app';

const LOCK_OF_ADMINISTRATORS = /FROM `users`.*`disabled_at` IS NULL/;

negativeControl(
  'the lock on the administrators',
  ['one administrator stays when two remove the role'],
  () => {
    withoutLocks(LOCK_OF_ADMINISTRATORS);
  },
);

describe('the last administrator', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('one administrator stays when two remove the role of each other at the same moment', async () => {
    const [one, other] = [await app.person('administrator'), await app.person('administrator')];
    const answers = await Promise.all([
      one.patch(`/v1/users/${other.id}`, { role: 'learner' }),
      other.put(`/v1/users/${one.id}/suspension`),
    ]);
    const codes = answers.map(({ body }) => body.code).filter((code) => code !== undefined);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // The second request is refused because of the rule, or because its sender has lost the role.
    expect(['identity.last_administrator', 'auth.role_needed', 'auth.not_signed_in']).toEqual(
      expect.arrayContaining(codes),
    );
    const left = await app.database.query(
      "SELECT id FROM users WHERE role = 'administrator' AND disabled_at IS NULL",
    );
    expect(left).toHaveLength(1);
  });

  it('the last administrator cannot be suspended by a person who has just lost the role', async () => {
    const [one, other] = [await app.person('administrator'), await app.person('administrator')];
    const makeAllOthers = (role: PlatformRole): Promise<unknown> =>
      app
        .get(Transactions)
        .outside(() =>
          app.database.run('UPDATE users SET role = ? WHERE id <> ?', [role, toBinary(other.id)]),
        );
    // When the caller has been found to be an administrator, and just before the administrators are locked.
    const asTheRoleIsLost = async (request: () => Promise<Answer>): Promise<Answer> => {
      await makeAllOthers('administrator');
      beforeNext(LOCK_OF_ADMINISTRATORS, () => makeAllOthers('instructor'));
      return request();
    };
    const answers = [
      await asTheRoleIsLost(() => one.put(`/v1/users/${other.id}/suspension`)),
      await asTheRoleIsLost(() => one.patch(`/v1/users/${other.id}`, { role: 'instructor' })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(answers[0]?.body.code).toBe('identity.last_administrator');
    expect((await other.get('/v1/users')).status).toBe(200);
  });
});
