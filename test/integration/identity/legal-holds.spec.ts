import { MOST_DELETED } from '../../../src/modules/identity/erasure/erasure.repository';
import { LegalHoldsService } from '../../../src/modules/identity/legal-holds/legal-holds.service';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

negativeControl('the look for holds at each step', ['stops an erasure that is running'], () =>
  replaceMethod(LegalHoldsService.prototype, 'requireNone', () => () => Promise.resolve()),
);

const SIGNALS = 3_000;
const DAY = 86_400_000;

describe('a legal hold', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const place = async ({ id }: Caller, more: object = {}): Promise<Answer['body']> => {
    const body = { reason: 'Case 12 of the district court', ...more };
    return expectStatus(await administrator.post(`/v1/users/${id}/legal-holds`, body), 201);
  };
  const lift = async (id: string): Promise<Answer['body']> =>
    expectStatus(await administrator.put(`/v1/legal-holds/${id}/lifting`), 200);
  const erase = async ({ id }: Caller): Promise<Answer> => {
    const { username } = expectStatus(await administrator.get(`/v1/users/${id}`), 200);
    return administrator.post(`/v1/users/${id}/erasures`, { username });
  };
  const ended = async (answer: Answer): Promise<Answer['body']> => {
    const { id } = expectStatus(answer, 202);
    await app.get(OperationRunner).settled(id as string);
    return expectStatus(await administrator.get(`/v1/operations/${id}`), 200);
  };
  const signalsOf = async ({ id }: Caller): Promise<number> => {
    const [row] = await app.database.rows<{ count: number }>(
      'SELECT COUNT(*) AS count FROM activity_signals WHERE user_id = ?',
      [toBinary(id)],
    );
    return Number(row?.count);
  };

  it('refuses an erasure and says why, until it is lifted', async () => {
    const person = await app.person();
    const hold = await place(person);
    const refused = await erase(person);
    expect([refused.status, refused.body.code]).toEqual([409, 'identity.legal_hold']);
    expect(refused.body.detail).toContain('Case 12 of the district court.');
    expect(refused.body.detail).toContain(hold.id);
    const lifted = await lift(hold.id);
    expect(lifted).toMatchObject({ isInForce: false, liftedBy: administrator.id });
    expect(await lift(hold.id)).toEqual(lifted);
    expect(await ended(await erase(person))).toMatchObject({ status: 'succeeded' });
    // The history stays, without the reason.
    const { data } = expectStatus(await administrator.get(`/v1/users/${person.id}/legal-holds`), 200);
    expect(data).toEqual([{ ...lifted, reason: 'Erased' }]);
  });

  it('ends by itself at its instant, and not before', async () => {
    const person = await app.person();
    const holdsUntil = new Date(app.clock.now().getTime() + DAY).toISOString();
    await place(person, { holdsUntil });
    app.clock.advance(DAY - 1);
    expect((await erase(person)).status).toBe(409);
    app.clock.advance(1);
    expect(await ended(await erase(person))).toMatchObject({ status: 'succeeded' });
  });

  it('is one of several, of which each must be lifted', async () => {
    const person = await app.person();
    const [first, second] = [await place(person), await place(person, { reason: 'Another case.' })];
    await lift(first.id);
    expect((await erase(person)).body.detail).toContain('Another case.');
    await lift(second.id);
    expect(await ended(await erase(person))).toMatchObject({ status: 'succeeded' });
  });

  it('stops an erasure that is running, so that nothing goes after it was placed', async () => {
    const person = await app.person();
    const now = app.clock.now();
    await app.database.insertMany(
      'activity_signals',
      ['user_id', 'id', 'course_id', 'activity_id', 'kind', 'occurred_at', 'recorded_at'],
      Array.from({ length: SIGNALS }, () => [
        ...[toBinary(person.id), toBinary(newId()), toBinary(newId()), toBinary(newId()), 'view', now, now],
      ]),
    );
    const most = MOST_DELETED.rows;
    MOST_DELETED.rows = 5;
    try {
      const started = await erase(person);
      await until(async () => (await signalsOf(person)) < SIGNALS * 0.95, 60);
      await place(person);
      const kept = await signalsOf(person);
      expect(kept).toBeGreaterThan(0);
      const operation = await ended(started);
      expect(operation).toMatchObject({ status: 'failed', error: { code: 'identity.legal_hold' } });
      expect(await signalsOf(person)).toBe(kept);
    } finally {
      MOST_DELETED.rows = most;
    }
    const { data } = expectStatus(await administrator.get(`/v1/users/${person.id}/legal-holds`), 200);
    await lift(data[0].id);
    expect(await ended(await erase(person))).toMatchObject({ status: 'succeeded' });
    expect(await signalsOf(person)).toBe(0);
  });

  it('is refused with an end that has passed, and for nobody', async () => {
    const person = await app.person();
    const holdsUntil = app.clock.now().toISOString();
    const early = await administrator.post(`/v1/users/${person.id}/legal-holds`, { reason: 'x', holdsUntil });
    expect([early.status, early.body.errors[0].field]).toEqual([422, 'holdsUntil']);
    const nobody = await administrator.post(`/v1/users/${newId()}/legal-holds`, { reason: 'x' });
    expect([nobody.status, nobody.body.code]).toEqual([404, 'identity.user_not_found']);
    expect((await person.get(`/v1/users/${person.id}/legal-holds`)).status).toBe(403);
  });
});
