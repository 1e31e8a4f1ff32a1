import { toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { PASSWORD, signIn } from './accounts';

/** One name in the spellings in which people type it and systems write it. */
describe('names that differ only in width, accents or the kind of an apostrophe', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const add = (username: string, more: Record<string, unknown> = {}): Promise<Answer> =>
    administrator.post('/v1/users', {
      ...{ username, email: `${Date.now()}.${Math.random()}@school.example`, password: PASSWORD },
      ...{ givenName: 'Ada', familyName: 'Byron', role: 'learner', ...more },
    });

  it('are one username, which the twin of another cannot be', async () => {
    expect(expectStatus(await add('ｏ’ｈａｒａ'), 201).username).toBe("o'hara");
    for (const twin of ["o'hara", 'O’HARA', 'o‘hara', 'ó＇hara'])
      expect(await add(twin)).toMatchObject({ status: 409, body: { code: 'identity.username_taken' } });
  });

  it('sign in to one account', async () => {
    expectStatus(await add("m.o'dowd", { email: 'm.odowd@school.example' }), 201);
    for (const login of ["M.O'Dowd", 'ｍ．ｏ＇ｄｏｗｄ', 'm.o’dowd', 'ｍ.odowd@school．example'])
      expect((await signIn(app, login)).status).toBe(200);
  });

  it('still sign in to the account of a full-width username from before', async () => {
    const { id } = expectStatus(await add('from.before'), 201);
    await app.database.run('UPDATE users SET username = ? WHERE id = ?', ['ｗｉｄｅ', toBinary(id)]);
    expect((await signIn(app, 'ｗｉｄｅ')).status).toBe(200);
    expect((await signIn(app, 'wide')).status).toBe(401);
  });

  it('enroll one person by their username', async () => {
    const room = await CourseRoom.open(app);
    const { id } = expectStatus(await add("b.o'neill"), 201);
    const dto = { username: 'Ｂ.O’Neill', role: 'learner' };
    expect(expectStatus(await room.instructor.post(`${room.url}/enrollments`, dto), 201).user.id).toBe(id);
  });

  it('find one person in every list of people, and one course', async () => {
    const room = await CourseRoom.open(app, { title: 'Reading O’Brien', code: 'O’B-1' });
    const person = await app.person('learner', { givenName: 'Flann', familyName: 'O’Brien' });
    const muller = await app.person('learner', { givenName: 'Max', familyName: 'Müller-Lüdenscheidt' });
    await room.enroll(person);
    await room.enroll(muller);
    const found = async (path: string): Promise<string[]> =>
      expectStatus(await room.instructor.get(path), 200).data.map(
        (entry: Answer['body']) => entry.user?.id ?? entry.id,
      );
    for (const spelling of ["O'Brien", 'o’brien', 'O‘Brien', 'Ｏ＇ｂｒｉｅｎ', 'O´Brien']) {
      const search = encodeURIComponent(spelling);
      expect(await found(`${room.url}/enrollments?search=${search}`)).toEqual([person.id]);
      expect(await found(`/v1/people?search=${search}`)).toEqual([person.id]);
      expect(await found(`/v1/people?search=${encodeURIComponent(`${spelling}, Flann`)}`)).toEqual([
        person.id,
      ]);
      expect(await found(`/v1/courses?search=${encodeURIComponent(`Reading ${spelling}`)}`)).toEqual([
        room.courseId,
      ]);
    }
    for (const spelling of ['müller‑lüd', 'muller-lud', 'ＭＵＬＬＥＲ－ＬＵＤ']) {
      const search = encodeURIComponent(spelling);
      expect(await found(`${room.url}/enrollments?search=${search}`)).toEqual([muller.id]);
      expect(await found(`/v1/people?search=${search}`)).toEqual([muller.id]);
    }
  });
});
