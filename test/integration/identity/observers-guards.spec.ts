import { ObserversRepository } from '../../../src/modules/identity/observers/observers.repository';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the one use of a pairing code', ['observing links one of fifty'], () => {
  ObserversRepository.prototype.use = () => Promise.resolve(true);
});
negativeControl('the lock of both accounts of an observer link', ['observing never becomes a circle'], () => {
  rewriteStatements(/SELECT u\.id, u\.role FROM users u/, /FOR UPDATE/, '');
});

describe('observing under attack', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const codeOf = async (learner: Caller): Promise<string> =>
    expectStatus(await learner.put('/v1/me/pairing-code'), 200).code;
  const redeem = (observer: Caller, code: string): Promise<Answer> =>
    observer.post('/v1/me/observed-learners', { code });
  const pair = async (observer: Caller, learner: Caller): Promise<void> => {
    expectStatus(await redeem(observer, await codeOf(learner)), 201);
  };
  const usernameOf = async ({ id }: Caller): Promise<string> =>
    expectStatus(await administrator.get(`/v1/users/${id}`), 200).username;
  const erase = async (person: Caller): Promise<void> => {
    const dto = { username: await usernameOf(person) };
    const { id } = expectStatus(await administrator.post(`/v1/users/${person.id}/erasures`, dto), 202);
    await app.get(OperationRunner).settled(id);
    expect(expectStatus(await administrator.get(`/v1/operations/${id}`), 200).status).toBe('succeeded');
  };
  const urlsOf = ({ id }: Caller, courseId: string): string[] =>
    ['enrollments', 'progress', `courses/${courseId}/progress`, `courses/${courseId}/grades`].map(
      (rest) => `/v1/me/observed-learners/${id}/${rest}`,
    );
  const statusesOf = async (caller: Caller, urls: readonly string[]): Promise<number[]> => {
    const statuses: number[] = [];
    for (const url of urls) statuses.push((await caller.get(url)).status);
    return statuses;
  };
  const observersOf = async ({ id }: Caller): Promise<string[]> =>
    expectStatus(await administrator.get(`/v1/users/${id}/observers`), 200).data.map(
      (observer: Answer['body']) => observer.id,
    );

  it('observing links one of fifty who use a code at once', async () => {
    const learner = await app.person();
    const people: Caller[] = [];
    for (let count = 0; count < 50; count += 1) people.push(await app.person());
    const code = await codeOf(learner);
    const answers = await Promise.all(people.map((one) => redeem(one, code)));
    const linked = people.filter((_, index) => answers[index]?.status === 201);
    expect(linked).toHaveLength(1);
    expect(await observersOf(learner)).toEqual([linked[0]?.id]);
  });

  it('observing never becomes a circle, however many pairs link each other at once', async () => {
    const pairs: [Caller, Caller][] = [];
    for (let count = 0; count < 6; count += 1) pairs.push([await app.person(), await app.person()]);
    const both = pairs.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]);
    const names = new Map<string, string>();
    for (const [observer] of both) names.set(observer.id, await usernameOf(observer));
    const answers = await Promise.all(
      both.map(([observer, learner]) =>
        administrator.post(`/v1/users/${learner.id}/observers`, {
          observerUsername: names.get(observer.id),
        }),
      ),
    );
    for (const index of pairs.keys()) {
      const own = [answers[2 * index], answers[2 * index + 1]];
      expect(own.map((answer) => answer?.status).sort()).toEqual([201, 409]);
      expect(own.find((answer) => answer?.status === 409)?.body.code).toBe('identity.cannot_observe');
    }
  });

  it('shows no more than the learner sees once they are withdrawn, and of a course that is a draft', async () => {
    const [room, draft] = [await GradedCourse.open(app), await GradedCourse.open(app, { published: false })];
    const [learner, parent] = [await app.person(), await app.person('guardian')];
    const enrollmentId = await room.enroll(learner);
    await draft.join(learner);
    await pair(parent, learner);
    const compare = async (): Promise<number[]> => {
      const statuses: number[] = [];
      for (const { url, courseId } of [room, draft])
        for (const what of ['progress', 'grades']) {
          const own = await learner.get(`${url}/${what}/me`);
          const theirs = await parent.get(
            `/v1/me/observed-learners/${learner.id}/courses/${courseId}/${what}`,
          );
          expect([theirs.status, theirs.body.code]).toEqual([own.status, own.body.code]);
          statuses.push(theirs.status);
        }
      return statuses;
    };
    const before = await compare();
    expect(before.slice(0, 2)).toEqual([200, 200]);
    expect(before.slice(2).every((status) => [403, 404].includes(status))).toBe(true);
    expectStatus(await room.instructor.delete(`/v1/enrollments/${enrollmentId}`), 204);
    const after = await compare();
    expect(after).not.toEqual(before);
    for (const url of urlsOf(learner, room.courseId).slice(0, 2)) {
      const own = await learner.get(url.replace(`observed-learners/${learner.id}/`, ''));
      expect((await parent.get(url)).body).toEqual(own.body);
    }
  });

  it('gives no rights in the course: permissions, people and writing stay shut', async () => {
    const room = await GradedCourse.open(app);
    const quiz = await room.quiz('Quiz', 1);
    const [learner, parent, stranger] = [
      await room.learner(),
      await app.person('guardian'),
      await app.person('guardian'),
    ];
    await pair(parent, learner);
    const reads = [
      `${room.url}/permissions/me`,
      `${room.url}/outline`,
      `${room.url}/grades/me`,
      `${room.url}/progress/me`,
      `${room.url}/enrollments`,
      `/v1/quizzes/${quiz.activityId}/attempts`,
    ];
    for (const url of reads) {
      const [theirs, others] = [await parent.get(url), await stranger.get(url)];
      expect([url, theirs.status, theirs.body.code]).toEqual([url, others.status, others.body.code]);
    }
    for (const url of urlsOf(learner, room.courseId))
      for (const answer of [await parent.post(url, {}), await parent.put(url, {}), await parent.delete(url)])
        expect(answer.status).toBe(405);
    expect([403, 404]).toContain((await parent.post(`/v1/quizzes/${quiz.activityId}/attempts`)).status);
  });

  it('ends with the suspension or erasure of the observer, and with the erasure of the learner', async () => {
    const room = await GradedCourse.open(app);
    const [learner, sibling] = [await room.learner(), await room.learner()];
    const [mother, father] = [await app.person('guardian'), await app.person('guardian')];
    const urls = urlsOf(learner, room.courseId);
    for (const parent of [mother, father]) for (const child of [learner, sibling]) await pair(parent, child);
    expect(await statusesOf(mother, urls)).toEqual(urls.map(() => 200));
    expectStatus(await administrator.put(`/v1/users/${mother.id}/suspension`), 200);
    expect(await statusesOf(mother, urls)).toEqual(urls.map(() => 401));
    expect(await observersOf(learner)).toEqual([father.id]);
    expectStatus(await administrator.delete(`/v1/users/${mother.id}/suspension`), 200);
    await erase(mother);
    expect(await statusesOf(mother, urls)).toEqual(urls.map(() => 401));
    expect(await observersOf(learner)).toEqual([father.id]);
    await erase(learner);
    expect(await statusesOf(father, urls)).toEqual(urls.map(() => 404));
    expect(expectStatus(await father.get('/v1/me/observed-learners'), 200).data).toMatchObject([
      { id: sibling.id },
    ]);
    const [left] = await app.database.rows<{ count: number }>(
      'SELECT COUNT(*) AS count FROM observer_links WHERE observer_id = ? OR learner_id = ?',
      [toBinary(mother.id), toBinary(learner.id)],
    );
    expect(Number(left?.count)).toBe(0);
  });

  it('lists nobody who is a learner no more', async () => {
    const [learner, parent] = [await app.person(), await app.person('guardian')];
    await pair(parent, learner);
    await app.database.run("UPDATE users SET role = 'instructor' WHERE id = ?", [toBinary(learner.id)]);
    expect(expectStatus(await parent.get('/v1/me/observed-learners'), 200).data).toEqual([]);
    expect((await parent.get(`/v1/me/observed-learners/${learner.id}/progress`)).status).toBe(404);
  });
});
