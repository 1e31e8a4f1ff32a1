import { CODE_ALPHABET } from '../../../src/modules/identity/sign-in-codes/code-text';
import { SignInCodesRepository } from '../../../src/modules/identity/sign-in-codes/sign-in-codes.repository';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the code that is used up once', ['open exactly one session'], () =>
  replaceMethod(SignInCodesRepository.prototype, 'use', () => () => Promise.resolve(true)),
);

const HOUR = 3_600_000;
type Issued = { userId: string; username: string; code: string; expiresAt: string };

describe('sign-in codes', () => {
  let app: TestApp;
  let room: CourseRoom;
  let administrator: Caller;
  beforeAll(async () => {
    // As a class that signs in at once, from one network.
    app = await TestApp.start({ SIGN_IN_LIMIT_PER_MINUTE: '1000' });
  });
  beforeEach(async () => {
    room = await CourseRoom.open(app);
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const withoutEmail = async ({ id }: Caller): Promise<void> => {
    await app.database.run('UPDATE users SET email = NULL WHERE id = ?', [toBinary(id)]);
  };
  const child = async (names: { givenName?: string; familyName?: string } = {}): Promise<Caller> => {
    const person = await app.person('learner', names);
    await withoutEmail(person);
    await room.enroll(person);
    return person;
  };
  const urlOf = ({ id }: Caller): string => `${room.url}/learners/${id}/sign-in-code`;
  const issue = (person: Caller, body: object = {}, by = room.instructor): Promise<Answer> =>
    by.put(urlOf(person), body);
  const issued = async (person: Caller, body: object = {}): Promise<Issued> =>
    expectStatus(await issue(person, body), 200) as Issued;
  const signIn = ({ username, code }: Pick<Issued, 'username' | 'code'>): Promise<Answer> =>
    app.anyone.post('/v1/auth/sign-in-code', { username, code });
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code ?? body.error];

  it('open one session, in whichever way they are typed, and tell the learner who issued them', async () => {
    const tim = await child();
    const code = await issued(tim);
    expect(code.code).toMatch(new RegExp(`^([${CODE_ALPHABET}]{3}-){2}[${CODE_ALPHABET}]{3}$`));
    const typed = ` ${code.code.toLowerCase().replaceAll('-', ' ')}`;
    const { access_token } = expectStatus(await signIn({ ...code, code: typed.trim() }), 200);
    const { data } = expectStatus(await app.bearing(access_token as string).get('/v1/sessions'), 200);
    const current = (data as { current: boolean; codeIssuer: unknown }[]).find((one) => one.current);
    expect(current?.codeIssuer).toEqual({
      ...{ id: room.instructor.id, givenName: 'Ines', familyName: 'Instructor' },
    });
    expect((data as { codeIssuer: unknown }[]).filter((one) => one.codeIssuer === null)).toHaveLength(1);
    expect(refusal(await signIn(code))).toEqual([401, 'identity.wrong_credentials']);
  });

  it('are not for learners of another school, whom anybody could enroll by their username', async () => {
    const school = newId();
    await app.database.run(
      "INSERT INTO orgs (id, sourced_id, name, type) VALUES (?, ?, 'Elm School', 'school')",
      [toBinary(school), school],
    );
    const [pupil, rostered] = [await child(), await child()];
    for (const { id } of [pupil, rostered])
      await app.database.run('UPDATE users SET org_id = ? WHERE id = ?', [toBinary(school), toBinary(id)]);
    await app.database.run("UPDATE enrollments SET source = 'sync' WHERE user_id = ?", [
      toBinary(rostered.id),
    ]);
    expect(refusal(await issue(pupil))).toEqual([409, 'enrollments.learner_of_other_school']);
    expect((await issue(rostered)).status).toBe(200);
    expect((await issue(pupil, {}, administrator)).status).toBe(200);
    const all = expectStatus(
      await room.instructor.put(`${room.url}/sign-in-codes`, { userIds: [pupil.id, rostered.id] }),
      200,
    );
    expect(all.data.map(({ userId }: Answer['body']) => userId)).toEqual([rostered.id]);
    expect(all.refused).toMatchObject([{ userId: pupil.id, because: 'other_school' }]);
    await app.database.run('UPDATE users SET org_id = ? WHERE id = ?', [
      toBinary(school),
      toBinary(room.instructor.id),
    ]);
    expect((await issue(pupil)).status).toBe(200);
  });

  it('open exactly one session, however often one is used at once', async () => {
    const tim = await child();
    const code = await issued(tim);
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![200, 401].includes(status))).toEqual([]);
    const [row] = await app.database.rows<{ count: number }>(
      'SELECT COUNT(*) AS count FROM sessions WHERE user_id = ? AND code_issued_by IS NOT NULL',
      [toBinary(tim.id)],
    );
    expect(Number(row?.count)).toBe(1);
  });

  it('expire at their instant, and a newer one takes their place', async () => {
    const [tim, mia] = [await child(), await child()];
    const [first, second] = [await issued(tim), await issued(tim)];
    expect(refusal(await signIn(first))).toEqual([401, 'identity.wrong_credentials']);
    expect((await signIn(second)).status).toBe(200);
    const [late, inTime] = [await issued(tim, { hours: 1 }), await issued(mia, { hours: 2 })];
    app.clock.advance(HOUR);
    expect((await signIn(late)).status).toBe(401);
    expect((await signIn(inTime)).status).toBe(200);
    for (const hours of [0, 169, 1.5]) expect((await issue(tim, { hours })).status).toBe(422);
  });

  it('are for learners of the course without an email address, and nobody else', async () => {
    const [reachable, stranger, assistant, teacher] = [
      await app.person(),
      await app.person(),
      await app.person(),
      await app.person('instructor'),
    ];
    await room.enroll(reachable);
    await room.enroll(teacher);
    await room.enroll(assistant);
    for (const person of [stranger, assistant, teacher]) await withoutEmail(person);
    expect(refusal(await issue(reachable))).toEqual([409, 'enrollments.learner_has_email']);
    expect(refusal(await issue(stranger))).toEqual([409, 'enrollments.no_code_for_them']);
    expect(refusal(await issue(teacher))).toEqual([409, 'enrollments.no_code_for_them']);
    const elsewhere = await CourseRoom.open(app);
    await elsewhere.enroll(assistant, 'assistant');
    expect(refusal(await issue(assistant))).toEqual([409, 'enrollments.no_code_for_them']);
    const tim = await child();
    const auditor = await child();
    await elsewhere.enroll(auditor, 'auditor');
    expect((await issue(auditor)).status).toBe(200);
    expect((await issue(tim, {}, elsewhere.instructor)).status).toBe(403);
    expect((await issue(tim, {}, tim)).status).toBe(403);
    expect((await issue(tim, {}, administrator)).status).toBe(200);
  });

  it('are discarded by a new password, a suspension, a revocation and an address', async () => {
    const ways: ((person: Caller) => Promise<unknown>)[] = [
      (person) => administrator.put(`/v1/users/${person.id}/password`, { newPassword: 'a-good-long-one' }),
      async (person) => {
        expectStatus(await administrator.put(`/v1/users/${person.id}/suspension`), 200);
        expectStatus(await administrator.delete(`/v1/users/${person.id}/suspension`), 200);
      },
      async (person) => expectStatus(await room.instructor.delete(urlOf(person)), 204),
      (person) => administrator.patch(`/v1/users/${person.id}`, { email: `${person.id}@school.example` }),
    ];
    for (const discard of ways) {
      const tim = await child();
      const code = await issued(tim);
      await discard(tim);
      expect(refusal(await signIn(code))).toEqual([401, 'identity.wrong_credentials']);
    }
    const stranger = await app.person();
    expect(refusal(await room.instructor.delete(urlOf(stranger)))).toEqual([
      409,
      'enrollments.no_code_for_them',
    ]);
  });

  it('are nowhere in the store as they are told', async () => {
    const tim = await child();
    const { code } = await issued(tim);
    const columns = await app.database.rows<{ t: string; c: string }>(
      `SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = DATABASE()
         AND data_type IN ('varchar', 'text', 'mediumtext')`,
    );
    const found: string[] = [];
    for (const { t, c } of columns) {
      const rows = await app.database.rows(
        `SELECT 1 FROM \`${t}\` WHERE LOCATE(?, \`${c}\`) > 0 OR LOCATE(?, \`${c}\`) > 0 LIMIT 1`,
        [code, code.replaceAll('-', '')],
      );
      if (rows.length > 0) found.push(`${t}.${c}`);
    }
    expect(found).toEqual([]);
  });

  it('tell nobody by an answer whether there is an account or a code', async () => {
    const [tim, mia] = [await child(), await child()];
    const right = await issued(tim);
    const { username } = expectStatus(await administrator.get(`/v1/users/${mia.id}`), 200);
    const tries = [
      { username: right.username, code: 'AAA-AAA-AAA' },
      { username: username as string, code: right.code },
      { username: 'nobody.at.all', code: right.code },
    ];
    const told = [];
    for (const one of tries) {
      let answer: Answer | undefined;
      const statements = await sqlOf(async () => {
        answer = await signIn(one);
      });
      const { status, body } = answer!;
      told.push([status, body.code, body.detail, statements.length]);
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it('come for a whole class with as many statements as for two, as JSON and as a sheet to print', async () => {
    await child({ givenName: '=1+2', familyName: 'Alpha' });
    await child({ givenName: 'Tim', familyName: 'Beta' });
    const codesOf = async (): Promise<[Answer['body'], number]> => {
      let body: Answer['body'];
      const statements = await sqlOf(async () => {
        body = expectStatus(await room.instructor.put(`${room.url}/sign-in-codes`, { hours: 2 }), 200);
      });
      return [body, statements.length];
    };
    await codesOf();
    const [, few] = await codesOf();
    for (let count = 0; count < 8; count += 1) await child();
    const reachable = await app.person('learner', { familyName: 'Zeta' });
    await room.enroll(reachable);
    const [body, many] = await codesOf();
    expect(many).toBe(few);
    expect(body.data).toHaveLength(10);
    expect(new Set((body.data as Issued[]).map(({ code }) => code)).size).toBe(10);
    expect(body.refused).toEqual([expect.objectContaining({ userId: reachable.id, because: 'has_email' })]);
    const sheet = expectSheet(await room.instructor.put(`${room.url}/sign-in-codes/sheet.csv`, { hours: 2 }));
    expect(sheet).toHaveLength(11);
    expect(sheet[1]).toMatch(/^"'=1\+2 Alpha","[^"]+","[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}","[-0-9: ]+"$/);
    expect(refusal(await signIn(body.data[0] as Issued))).toEqual([401, 'identity.wrong_credentials']);
    const [, username = '', code = ''] = /^"[^"]*","([^"]*)","([^"]*)"/.exec(sheet[2]!) ?? [];
    expect((await signIn({ username, code })).status).toBe(200);
  });
});

function expectSheet({ status, text, headers }: Answer): string[] {
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  return text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n');
}
