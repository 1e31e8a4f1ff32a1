import { newId, toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'one recording of a learner’s signals at a time',
  ['credit five tabs together no more than the time that has passed allows'],
  () => withoutLocks(/FROM signal_meters m/),
);

const NINE = Date.parse('2026-03-04T09:00:00.000Z');

describe('what learners view and watch', () => {
  let app: TestApp;
  let course: CourseRoom;
  let learner: Caller;
  let sectionId: string;
  let videoId: string;
  let pageId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    at(0);
    course = await CourseRoom.open(app);
    sectionId = await course.section();
    videoId = await video('Box plots', 100);
    pageId = await course.activity(sectionId);
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  /** Sets the clock to so many seconds after nine. */
  function at(seconds: number): void {
    app.clock.set(new Date(NINE + seconds * 1000).toISOString());
  }
  const instant = (seconds = 0): string => new Date(NINE + seconds * 1000).toISOString();
  const video = (title: string, durationSeconds: number | null): Promise<string> =>
    course.activity(sectionId, title, {
      ...{ type: 'video', videoUrl: 'https://videos.example/1', durationSeconds },
    });
  const view = (activityId: string, more: object = {}): object => ({
    ...{ id: newId(), activityId, occurredAt: instant() },
    ...more,
  });
  const beat = (from: number, to: number, more: object = {}): object => ({
    ...{ id: newId(), activityId: videoId, occurredAt: instant(to) },
    ...{ watchSessionId: '01990000-0000-7000-8000-00000000a0f0', from, to },
    ...more,
  });
  const url = (): string => `${course.url}/activity-signals`;
  const send = (body: object, caller = learner): Promise<Answer> => caller.post(url(), body);
  const watched = async (): Promise<Answer['body']> =>
    expectStatus(await learner.get(`/v1/videos/${videoId}/watched`), 200);
  const ruled = async (activityId: string, kind: string, more = {}): Promise<void> => {
    const completionRule = { conditions: [{ kind, ...more }] };
    expectStatus(await course.instructor.patch(`/v1/activities/${activityId}`, { completionRule }), 200);
  };
  const completedAt = async (activityId: string): Promise<string | null> =>
    expectStatus(await learner.get(`/v1/activities/${activityId}/completion`), 200).completedAt;

  it('tell how far a video is covered, and where to go on', async () => {
    expectStatus(await send({ watched: [beat(0, 0)] }), 200);
    at(15);
    const answer = expectStatus(await send({ watched: [beat(0, 14.2), beat(50, 60)] }), 200);
    expect(answer).toMatchObject({
      ...{
        recorded: 2,
        known: 0,
        videos: [{ activityId: videoId, coveredSeconds: 25, durationSeconds: 100 }],
      },
      watched: [
        { isNew: true, acceptedSeconds: 15, refusedSeconds: 0 },
        { isNew: true, acceptedSeconds: 10, refusedSeconds: 0 },
      ],
    });
    expect(await watched()).toEqual({
      ...{ activityId: videoId, durationSeconds: 100, coveredSeconds: 25, coveredPercentage: '25' },
      ...{ position: 60, lastWatchedAt: instant(15) },
      segments: [
        { from: 0, to: 15 },
        { from: 50, to: 60 },
      ],
    });
  });

  it('count once, whatever is sent again, late and in any order', async () => {
    const [first, second, third] = [beat(0, 15), beat(15, 30), beat(10, 20)];
    at(30);
    expectStatus(await send({ watched: [second] }), 200);
    at(45);
    expectStatus(await send({ watched: [third, first] }), 200);
    const again = expectStatus(await send({ watched: [first, second, third] }), 200);
    expect(again).toMatchObject({ recorded: 0, known: 3, videos: [{ coveredSeconds: 30 }] });
    expect(again.watched.map(({ isNew }: { isNew: boolean }) => isNew)).toEqual([false, false, false]);
    expect(again.watched[1]).toMatchObject({ acceptedSeconds: 15, refusedSeconds: 0 });
    expect((await watched()).segments).toEqual([{ from: 0, to: 30 }]);
    // What was said last is where to go on, not what came last.
    expect((await watched()).position).toBe(30);
  });

  it('refuse another signal with the id of one that was recorded, and record nothing of its request', async () => {
    const first = beat(0, 15);
    const seen = view(pageId);
    expectStatus(await send({ watched: [first], views: [seen] }), 200);
    for (const [list, changed] of [
      ['watched', { ...first, to: 16 }],
      ['watched', { ...first, playbackRate: 2 }],
      ['watched', { ...first, occurredAt: instant(99) }],
      ['views', { ...seen, activityId: videoId }],
      ['views', view(pageId, { id: (first as { id: string }).id })],
    ] as const)
      expect(
        await send({
          views: [],
          watched: [],
          [list]: [list === 'views' ? view(videoId) : beat(40, 41), changed],
        }),
      ).toMatchObject({
        ...{ status: 409, body: { code: 'progress.signal_id_taken' } },
        body: { errors: [{ field: `${list}[1].id`, rule: 'isNew' }] },
      });
    expect(await watched()).toMatchObject({ coveredSeconds: 15 });
    // Ids are each learner's own.
    const other = await course.learner();
    expectStatus(await send({ watched: [{ ...first, to: 10 }] }, other), 200);
  });

  it('credit no more than there was time for, and say how much of it does not count', async () => {
    expectStatus(await send({ watched: [beat(0, 0)] }), 200);
    at(10);
    const forged = expectStatus(await send({ watched: [beat(0, 100)] }), 200);
    expect(forged.watched).toMatchObject([{ acceptedSeconds: 23, refusedSeconds: 77 }]);
    // Nor does it help to ask often, to begin new sessions, or to have a clock that is ahead.
    for (let round = 0; round < 5; round += 1) {
      const more = { watchSessionId: newId(), occurredAt: '2099-01-01T00:00:00Z' };
      const { watched: again } = expectStatus(await send({ watched: [beat(0, 100, more)] }), 200);
      expect(again).toMatchObject([{ acceptedSeconds: 0, refusedSeconds: 77 }]);
    }
    expect((await watched()).coveredSeconds).toBe(23);
    // A video ends where its author says.
    at(100);
    expect(expectStatus(await send({ watched: [beat(90, 5000)] }), 200).watched).toMatchObject([
      { acceptedSeconds: 10, refusedSeconds: 0 },
    ]);
    expect((await watched()).position).toBe(100);
  });

  it('credit five tabs together no more than the time that has passed allows', async () => {
    const tabs = Array.from({ length: 5 }, () => newId());
    const begin = tabs.map((watchSessionId) => beat(0, 0, { watchSessionId }));
    expectStatus(await send({ watched: begin }), 200);
    at(10);
    const answers = await Promise.all(
      tabs.map((watchSessionId, index) =>
        send({ watched: [beat(index * 20, index * 20 + 20, { watchSessionId })] }),
      ),
    );
    const accepted = answers.map((answer) => expectStatus(answer, 200).watched[0].acceptedSeconds as number);
    const sum = accepted.reduce((one, other) => one + other, 0);
    expect(sum).toBe(23);
    expect((await watched()).coveredSeconds).toBe(sum);
    const [stored] = await app.database.rows<{ accepted: string; count: number }>(
      `SELECT SUM(accepted_seconds) AS accepted, COUNT(*) AS count FROM activity_signals WHERE user_id = ?`,
      [toBinary(learner.id)],
    );
    expect([Number(stored!.accepted), stored!.count]).toEqual([23, 10]);
  });

  it('record the same signal once that arrives many times at the same moment', async () => {
    const same = { views: [view(pageId)], watched: [beat(0, 10)] };
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(same)));
    const recorded = answers.map((answer) => expectStatus(answer, 200).recorded as number);
    expect(recorded.toSorted()).toEqual([0, 0, 0, 0, 0, 2]);
  });

  it('let views within half an hour be one visit, by the clock of the server', async () => {
    const visits = async (): Promise<unknown> =>
      app.database.row(
        'SELECT visits, first_viewed_at AS first, last_viewed_at AS last FROM activity_uses WHERE user_id = ? AND activity_id = ?',
        [toBinary(learner.id), toBinary(pageId)],
      );
    const views = [view(pageId), view(pageId, { occurredAt: '1999-01-01T00:00:00Z' })];
    expectStatus(await send({ views }), 200);
    at(1800);
    expectStatus(await send({ views: [view(pageId)] }), 200);
    expect(await visits()).toEqual({ visits: 1, first: new Date(NINE), last: new Date(NINE + 1_800_000) });
    at(3601);
    expectStatus(await send({ views: [view(pageId)] }), 200);
    expect(await visits()).toMatchObject({ visits: 2, first: new Date(NINE) });
  });

  it('are refused by name for what is not there, not open, hidden, elsewhere or no video', async () => {
    const later = { kind: 'date', from: { at: '2026-03-05T09:00:00Z' } };
    const closed = await course.activity(sectionId, 'Later');
    const hidden = await course.activity(sectionId, 'Secret');
    for (const [id, isHidden] of [
      [closed, false],
      [hidden, true],
    ] as const)
      expectStatus(
        await course.instructor.patch(`/v1/activities/${id}`, {
          releaseRule: { ...later, ...(isHidden ? { shown: false } : {}) },
        }),
        200,
      );
    const elsewhere = await CourseRoom.open(app);
    const foreign = await elsewhere.activity(await elsewhere.section());
    const views = [closed, hidden, foreign, newId(), pageId].map((id) => view(id));
    const answer = await send({ views, watched: [beat(0, 5, { activityId: pageId }), beat(9, 5)] });
    expect(answer.status).toBe(422);
    expect(
      answer.body.errors.map(({ field, rule }: { field: string; rule: string }) => [field, rule]),
    ).toEqual([
      ['views[0].activityId', 'isOpen'],
      ['views[1].activityId', 'exists'],
      ['views[2].activityId', 'exists'],
      ['views[3].activityId', 'exists'],
      ['watched[0].activityId', 'isVideo'],
      ['watched[1].to', 'notBefore'],
    ]);
    const twice = view(pageId);
    expect(
      (await send({ views: [twice], watched: [beat(0, 5, { id: (twice as { id: string }).id })] })).body,
    ).toMatchObject({
      errors: [{ field: 'watched[0].id', rule: 'isUnique' }],
    });
    for (const wrong of [{ from: -1 }, { to: 86_401 }, { to: '5' }, { playbackRate: 0 }, { from: null }])
      expect((await send({ watched: [{ ...beat(0, 5), ...wrong }] })).status).toBe(422);
  });

  it('stay recorded where the activity has closed since', async () => {
    const seen = view(pageId);
    expectStatus(await send({ views: [seen] }), 200);
    const releaseRule = { kind: 'date', until: { at: '2026-03-04T10:00:00Z' } };
    expectStatus(await course.instructor.patch(`/v1/activities/${pageId}`, { releaseRule }), 200);
    at(7200);
    expect(expectStatus(await send({ views: [seen] }), 200)).toMatchObject({ recorded: 0, known: 1 });
    expect((await send({ views: [view(pageId)] })).status).toBe(422);
  });

  it('are taken of the learners of the course only, as long as they take part and it is not archived', async () => {
    const body = { views: [view(pageId)] };
    expect((await send(body, course.instructor)).body.code).toBe('courses.learners_only');
    expect((await send(body, await app.person())).status).toBe(403);
    expect((await send(body, await course.formerLearner())).status).toBe(403);
    expectStatus(await course.instructor.put(`${course.url}/archive`), 200);
    expect((await send(body)).body.code).toBe('courses.archived');
    expect((await learner.get(`/v1/videos/${videoId}/watched`)).status).toBe(200);
  });

  it('show staff which parts are watched, without telling of fewer than ten', async () => {
    const heat = async (): Promise<Answer['body']> =>
      expectStatus(await course.instructor.get(`/v1/videos/${videoId}/heat`), 200);
    const learners = [learner];
    while (learners.length < 10) learners.push(await course.learner());
    for (const each of learners.slice(1)) expectStatus(await send({ watched: [beat(0, 20)] }, each), 200);
    expect(await heat()).toMatchObject({
      learners: null,
      parts: Array(20).fill({ learners: null, plays: null }),
    });
    at(60);
    expectStatus(await send({ watched: [beat(0, 20), beat(0, 5)] }), 200);
    const { learners: all, parts } = await heat();
    expect(all).toBe(10);
    expect(parts.slice(0, 5)).toEqual([
      { from: 0, to: 5, learners: 10, plays: 11 },
      { from: 5, to: 10, learners: 10, plays: 10 },
      { from: 10, to: 15, learners: 10, plays: 10 },
      { from: 15, to: 20, learners: 10, plays: 10 },
      { from: 20, to: 25, learners: 0, plays: 0 },
    ]);
    expect((await learner.get(`/v1/videos/${videoId}/heat`)).body.code).toBe('courses.staff_only');
    expect((await learner.get(`/v1/videos/${pageId}/watched`)).body.code).toBe('progress.not_a_video');
    expect((await course.instructor.get(`/v1/videos/${videoId}/watched`)).status).toBe(403);
  });

  it('are known as far as is known how long a video is', async () => {
    videoId = await video('Of unknown length', null);
    at(3600);
    expectStatus(await send({ watched: [beat(0, 30)] }), 200);
    expect(await watched()).toMatchObject({
      ...{ durationSeconds: null, coveredSeconds: 30, coveredPercentage: null, position: 30 },
    });
  });

  it('complete a page that is to be opened, and a video of which enough is covered', async () => {
    await ruled(pageId, 'viewed');
    await ruled(videoId, 'covered', { minPercent: '25' });
    expectStatus(await send({ views: [view(pageId)], watched: [beat(0, 0)] }), 200);
    expect(await completedAt(pageId)).toBe(instant());
    at(24);
    expectStatus(await send({ watched: [beat(0, 24)] }), 200);
    expect(await completedAt(videoId)).toBeNull();
    at(26);
    expectStatus(await send({ watched: [beat(24, 26)] }), 200);
    expect(await completedAt(videoId)).toBe(instant(26));
    // Seconds that are watched again complete nothing, and take nothing back.
    at(60);
    expectStatus(await send({ watched: [beat(0, 20)] }), 200);
    expect(await completedAt(videoId)).toBe(instant(26));
  });

  it('complete again what staff have lifted, once the learner comes back', async () => {
    await ruled(pageId, 'viewed');
    expectStatus(await send({ views: [view(pageId)] }), 200);
    at(60);
    const lifted = await course.instructor.put(`/v1/activities/${pageId}/learners/${learner.id}/completion`, {
      ...{ isCompleted: false, reason: 'It was somebody else.' },
    });
    expectStatus(lifted, 200);
    expect(await completedAt(pageId)).toBeNull();
    at(120);
    expectStatus(await send({ views: [view(pageId)] }), 200);
    expect(await completedAt(pageId)).toBe(instant(120));
  });

  it('cost as many statements for a hundred as for one, and fewer where all are known', async () => {
    const pages = await Promise.all(Array.from({ length: 5 }, () => course.activity(sectionId)));
    const videos = [videoId, await video('Another', 300)];
    const many = {
      views: Array.from({ length: 100 }, (_, index) => view(pages[index % 5]!)),
      watched: Array.from({ length: 100 }, (_, index) =>
        beat(index, index + 1, { activityId: videos[index % 2], watchSessionId: newId() }),
      ),
    };
    const one = { views: [view(pageId)], watched: [beat(0, 1)] };
    // The first of a day also notes that the learner was there.
    expectStatus(await send({ views: [view(pageId)] }), 200);
    const cost = (body: object): Promise<string[]> => sqlOf(async () => expectStatus(await send(body), 200));
    expect(await cost(one)).toHaveLength(12);
    expect(await cost(many)).toHaveLength(12);
    expect(await cost(many)).toHaveLength(6);
    expect((await send({ views: [...many.views, view(pageId)] })).status).toBe(422);
  });
});
