import { newId, toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { MarkingRoom } from '../../support/marking-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const DAY = 86_400_000;

describe('observing a learner', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start({ SIGN_IN_LIMIT_PER_MINUTE: '20' });
    administrator = await app.person('administrator');
  });
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));
  afterAll(() => app.stop());

  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];
  const codeOf = async (learner: Caller): Promise<string> =>
    expectStatus(await learner.put('/v1/me/pairing-code'), 200).code;
  const redeem = (observer: Caller, code: string): Promise<Answer> =>
    observer.post('/v1/me/observed-learners', { code });
  const pair = async (observer: Caller, learner: Caller): Promise<void> => {
    expectStatus(await redeem(observer, await codeOf(learner)), 201);
  };
  const linkByHand = async (observer: Caller, learner: Caller, more: object = {}): Promise<Answer> => {
    const { username } = expectStatus(await administrator.get(`/v1/users/${observer.id}`), 200);
    return administrator.post(`/v1/users/${learner.id}/observers`, { observerUsername: username, ...more });
  };
  const observed = async (observer: Caller): Promise<string[]> =>
    expectStatus(await observer.get('/v1/me/observed-learners'), 200).data.map(
      ({ id }: Answer['body']) => id,
    );
  const urlOf = ({ id }: Caller, rest = 'progress'): string => `/v1/me/observed-learners/${id}/${rest}`;

  it('shows exactly what the learner sees of courses, progress and grades, and nothing of others', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const [learner, classmate, parent] = [
      await room.learner(),
      await room.learner(),
      await app.person('guardian'),
    ];
    for (const one of [learner, classmate]) await marking.handIn(one);
    await pair(parent, learner);
    const script = await marking.scriptOf(learner);
    const same = async (): Promise<void> => {
      for (const [own, theirs] of [
        ['/v1/me/enrollments', urlOf(learner, 'enrollments')],
        ['/v1/me/progress', urlOf(learner)],
        [`${room.url}/progress/me`, urlOf(learner, `courses/${room.courseId}/progress`)],
        [`${room.url}/grades/me`, urlOf(learner, `courses/${room.courseId}/grades`)],
      ] as const) {
        const seen = expectStatus(await parent.get(theirs), 200);
        expect(seen).toEqual(expectStatus(await learner.get(own), 200));
        expect(JSON.stringify(seen)).not.toContain(classmate.id);
      }
    };
    await same();
    expectStatus(await marking.mark(room.instructor, script.id, '3'), 200);
    await same();
    const [course] = expectStatus(await parent.get(urlOf(learner)), 200).data;
    expect(course.courseId).toBe(room.courseId);
  });

  it('opens nothing else: neither other learners, nor other courses, nor anything that writes', async () => {
    const [room, elsewhere] = [await GradedCourse.open(app), await GradedCourse.open(app)];
    const quiz = await room.quiz('Quiz', 1);
    const [learner, classmate, parent] = [
      await room.learner(),
      await room.learner(),
      await app.person('guardian'),
    ];
    await pair(parent, learner);
    const hidden = [404, 'identity.learner_not_observed'];
    for (const rest of [
      'progress',
      'enrollments',
      `courses/${room.courseId}/grades`,
      `courses/${room.courseId}/progress`,
    ])
      for (const other of [classmate, parent, room.instructor, { id: newId() } as Caller])
        expect(refusal(await parent.get(urlOf(other, rest)))).toEqual(hidden);
    expect((await parent.get(urlOf(learner, `courses/${elsewhere.courseId}/grades`))).status).toBe(
      (await learner.get(`${elsewhere.url}/grades/me`)).status,
    );
    for (const url of [
      `/v1/quizzes/${quiz.activityId}`,
      `${room.url}/enrollments`,
      `${room.url}/gradebook`,
      `${room.url}/grades/${learner.id}`,
    ])
      expect([403, 404]).toContain((await parent.get(url)).status);
    expect([403, 404]).toContain((await parent.post(`/v1/quizzes/${quiz.activityId}/attempts`)).status);
    expect((await classmate.get(urlOf(learner))).status).toBe(404);
    expect((await room.instructor.get(urlOf(learner))).status).toBe(404);
  });

  it('begins with a code of six characters, which is good once, for a week, and until there is a newer one', async () => {
    const [learner, mother, father] = [await app.person(), await app.person('guardian'), await app.person()];
    const [old, code] = [await codeOf(learner), await codeOf(learner)];
    expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTUVWXY]{6}$/);
    const wrong = [422, 'identity.wrong_pairing_code'];
    expect(refusal(await redeem(mother, old))).toEqual(wrong);
    const typed = `${code.slice(0, 3).toLowerCase()} - ${code.slice(3)}`;
    expect(expectStatus(await redeem(mother, typed), 201)).toMatchObject({ id: learner.id, source: 'code' });
    expect(refusal(await redeem(father, code))).toEqual(wrong);
    const late = await codeOf(learner);
    app.clock.advance(7 * DAY);
    expect(refusal(await redeem(father, late))).toEqual(wrong);
    const revoked = await codeOf(learner);
    expectStatus(await learner.delete('/v1/me/pairing-code'), 204);
    expect(refusal(await redeem(father, revoked))).toEqual(wrong);
    const [row] = await app.database.rows<{ count: number }>(
      'SELECT COUNT(*) AS count FROM pairing_codes WHERE code_hash IS NOT NULL AND user_id = ?',
      [toBinary(learner.id)],
    );
    expect(Number(row?.count)).toBe(0);
    expect(expectStatus(await learner.get('/v1/me/observers'), 200).data).toMatchObject([
      { id: mother.id, source: 'code', until: null },
    ]);
  });

  it('links one of many who use a code at once', async () => {
    const learner = await app.person();
    const people = await Promise.all(Array.from({ length: 20 }, () => app.person()));
    const code = await codeOf(learner);
    const answers = await Promise.all(people.map((one) => redeem(one, code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![201, 422].includes(status))).toEqual([]);
    expect(expectStatus(await learner.get('/v1/me/observers'), 200).data).toHaveLength(1);
  });

  it('limits guesses of one person', async () => {
    const observer = await app.person();
    const statuses: number[] = [];
    while (statuses.length < 60 && statuses.at(-1) !== 429)
      statuses.push((await redeem(observer, 'AAAAAA')).status);
    expect(statuses[0]).toBe(422);
    expect(statuses.at(-1)).toBe(429);
  });

  it('ends at once: by the observer, the learner, the administrator, its date, and a suspension', async () => {
    const [learner, parent] = [await app.person(), await app.person('guardian')];
    const ended = async (): Promise<void> => {
      expect(await observed(parent)).toEqual([]);
      expect((await parent.get(urlOf(learner))).status).toBe(404);
    };
    await pair(parent, learner);
    expectStatus(await parent.delete(`/v1/me/observed-learners/${learner.id}`), 204);
    await ended();
    await pair(parent, learner);
    expectStatus(await learner.delete(`/v1/me/observers/${parent.id}`), 204);
    await ended();
    const { linkId } = expectStatus(await linkByHand(parent, learner), 201);
    // The administrator made it, so the learner cannot end it.
    expect((await learner.delete(`/v1/me/observers/${parent.id}`)).status).toBe(404);
    expectStatus(await administrator.delete(`/v1/observer-links/${linkId}`), 204);
    expectStatus(await administrator.delete(`/v1/observer-links/${linkId}`), 204);
    await ended();
    expectStatus(await linkByHand(parent, learner, { until: '2026-03-03T09:00:00Z' }), 201);
    expect(await observed(parent)).toEqual([learner.id]);
    app.clock.advance(DAY);
    await ended();
    await pair(parent, learner);
    expectStatus(await administrator.put(`/v1/users/${learner.id}/suspension`), 200);
    await ended();
    expectStatus(await administrator.delete(`/v1/users/${learner.id}/suspension`), 200);
    expect((await parent.get(urlOf(learner))).status).toBe(200);
  });

  it('knows the guardians of the roster, whom neither side ends', async () => {
    const [learner, parent] = [await app.person(), await app.person('guardian')];
    const link = async (until: string | null): Promise<void> => {
      await app.database.run(
        `INSERT INTO person_links (id, learner_id, guardian_id, named_by, relation, valid_from, valid_until)
         VALUES (?, ?, ?, ?, 'parent', '2026-01-05', ?)`,
        [toBinary(newId()), ...[learner.id, parent.id, learner.id].map(toBinary), until],
      );
    };
    await link('2026-02-01');
    expect(await observed(parent)).toEqual([]);
    await link(null);
    await link('2026-03-03');
    expect(expectStatus(await parent.get('/v1/me/observed-learners'), 200).data).toMatchObject([
      { id: learner.id, source: 'roster', linkId: null },
    ]);
    expectStatus(await parent.get(urlOf(learner)), 200);
    expect((await parent.delete(`/v1/me/observed-learners/${learner.id}`)).status).toBe(404);
    expect((await learner.delete(`/v1/me/observers/${parent.id}`)).status).toBe(404);
    expect(refusal(await redeem(parent, await codeOf(learner)))).toEqual([409, 'identity.cannot_observe']);
    // Whoever came by a code before the roster knew of them is listed once.
    const other = await app.person('guardian');
    await pair(other, learner);
    await app.database.run(
      `INSERT INTO person_links (id, learner_id, guardian_id, named_by, relation, valid_from)
       VALUES (?, ?, ?, ?, 'parent', '2026-03-02')`,
      [toBinary(newId()), ...[learner.id, other.id, learner.id].map(toBinary)],
    );
    expect(await observed(other)).toEqual([learner.id]);
    expect(expectStatus(await learner.get('/v1/me/observers'), 200).data).toHaveLength(3);
  });

  it('is refused for oneself, in a circle, twice, and of whoever is no learner', async () => {
    const [first, second, teacher] = [await app.person(), await app.person(), await app.person('instructor')];
    const cannot = [409, 'identity.cannot_observe'];
    expect(refusal(await redeem(first, await codeOf(first)))).toEqual(cannot);
    const [mine, theirs] = [await codeOf(first), await codeOf(second)];
    const answers = await Promise.all([redeem(first, theirs), redeem(second, mine)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(refusal(await teacher.put('/v1/me/pairing-code'))).toEqual(cannot);
    expect(refusal(await linkByHand(first, teacher))).toEqual(cannot);
    expect(refusal(await linkByHand(teacher, first, { until: '2026-03-02T09:00:00Z' }))).toEqual(cannot);
    expectStatus(await linkByHand(teacher, first), 201);
    expect((await linkByHand(teacher, first)).body.detail).toContain('already');
    expect(
      refusal(
        await administrator.post(`/v1/users/${first.id}/observers`, { observerUsername: 'nobody.there' }),
      ),
    ).toEqual(cannot);
    for (const caller of [first, teacher]) {
      expect((await caller.get(`/v1/users/${first.id}/observers`)).status).toBe(403);
      expect((await caller.post(`/v1/users/${first.id}/observers`, { observerUsername: 'x' })).status).toBe(
        403,
      );
    }
  });

  it('takes as many statements for a child in three courses as for one in two', async () => {
    const parent = await app.person('guardian');
    const rooms = [await GradedCourse.open(app), await GradedCourse.open(app), await GradedCourse.open(app)];
    const counts: number[][] = [];
    for (let children = 0; children < 2; children += 1) {
      const child = await app.person();
      for (const room of children === 0 ? rooms.slice(0, 2) : rooms) await room.join(child);
      await pair(parent, child);
      // The first read of a course may store something for the next.
      for (const url of [urlOf(child), urlOf(child, 'enrollments')]) await parent.get(url);
      counts.push([
        (await sqlOf(() => parent.get('/v1/me/observed-learners'))).length,
        (await sqlOf(() => parent.get(urlOf(child)))).length,
        (await sqlOf(() => parent.get(urlOf(child, 'enrollments')))).length,
      ]);
    }
    expect(counts[1]).toEqual(counts[0]);
    expect(counts[0]![0]).toBe(2);
  });
});
