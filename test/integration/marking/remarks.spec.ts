import type { SettingsChange } from '../../../src/modules/assessments';
import { expectStatus } from '../../support/course-room';
import { MarkingRoom } from '../../support/marking-room';
import { receiveMail } from '../../support/mailbox';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { SecondMarkingRoom } from '../../support/second-marking-room';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const REASON = { reason: 'My second paragraph names an example.' };
const DAY = 86_400_000;

// Either of the two locks is enough, so both are taken away.
negativeControl('the locks on what a learner asks about', ['takes one request of twenty'], () => {
  withoutLocks(/FROM attempts t WHERE t.id IN/);
  withoutLocks(/FROM scripts s WHERE s.id = \? FOR UPDATE/);
});

negativeControl('the lock on a request for another mark', ['takes one decision of several'], () => {
  withoutLocks(/FROM attempts t WHERE t.id IN/);
  withoutLocks(/FROM scripts s WHERE s.id = \? FOR UPDATE/);
  withoutLocks(/FROM remark_requests r WHERE r.id = \? FOR UPDATE/);
});

describe('requests for another mark', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  interface Marked {
    marking: MarkingRoom;
    learner: Caller;
    scriptId: string;
    attemptId: string;
    ask: (caller?: Caller) => Promise<Answer>;
  }
  async function marked({
    days = 7,
    settings = {},
    points = '2',
  }: { days?: number | null; settings?: SettingsChange; points?: string } = {}): Promise<Marked> {
    const marking = await MarkingRoom.open(app, { settings });
    const { instructor, quizId, questionIds } = marking.room;
    if (days !== null) expectStatus(await instructor.put(`/v1/quizzes/${quizId}/remark-rule`, { days }), 200);
    const learner = await marking.room.learner();
    const { id: attemptId } = await marking.handIn(learner);
    const { id: scriptId } = await marking.scriptOf(learner);
    expectStatus(await marking.mark(instructor, scriptId, points, { comment: 'No example.' }), 200);
    const url = `/v1/attempts/${attemptId}/questions/${questionIds[1]}/remark-requests`;
    return { marking, learner, scriptId, attemptId, ask: (caller = learner) => caller.post(url, REASON) };
  }
  const decide = (caller: Caller, id: string, body: object): Promise<Answer> =>
    caller.put(`/v1/remark-requests/${id}/decision`, { message: 'We looked again.', ...body });
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];

  it('are talked about and decided, and gradebook, history and learner follow', async () => {
    const { marking, learner, scriptId, ask } = await marked();
    const { instructor, url } = marking.room;
    const request = expectStatus(await ask(), 201);
    expect(request).toMatchObject({
      ...{ state: 'open', pointsBefore: '2', pointsAfter: null, scriptId, learner: { id: learner.id } },
      messages: [{ text: REASON.reason, fromStaff: false }],
    });
    const queue = expectStatus(await instructor.get(`${url}/remark-requests`), 200).data;
    expect(queue).toMatchObject([{ id: request.id }]);
    const address = `/v1/remark-requests/${request.id}`;
    expectStatus(await instructor.post(`${address}/messages`, { text: 'Which one?' }), 200);
    const [mail, ...others] = await receiveMail(app);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: 'About your request in Quiz 1' });
    expect(mail?.text).not.toContain('Which one?');
    expectStatus(await learner.post(`${address}/messages`, { text: 'The wage of the boss.' }), 200);
    const decided = expectStatus(
      await decide(instructor, request.id, { outcome: 'changed', points: '3.5' }),
      200,
    );
    expect(decided).toMatchObject({ state: 'changed', pointsBefore: '2', pointsAfter: '3.5' });
    expect(decided.messages).toHaveLength(4);
    expect((await marking.result(learner)).score).toBe('4.5');
    const [latest] = expectStatus(await instructor.get(`/v1/scripts/${scriptId}/marks`), 200).data;
    expect(latest).toMatchObject({ cause: 'remark', points: '3.5', comment: 'No example.' });
    const [news] = await marking.resultHistory(learner);
    expect(news).toMatchObject({ to: { score: '4.5' }, changedBy: { userId: instructor.id } });
    expect((await learner.get('/v1/me/remark-requests')).body.data).toMatchObject([{ state: 'changed' }]);
    expect(expectStatus(await instructor.get(`${url}/remark-requests`), 200).data).toEqual([]);
    for (const answer of [
      await learner.post(`${address}/messages`, { text: 'Thank you.' }),
      await decide(instructor, request.id, { outcome: 'kept' }),
      await learner.put(`${address}/withdrawal`),
    ])
      expect(refusal(answer)).toEqual([409, 'marking.remark_request_over']);
    expect(refusal(await ask())).toEqual([409, 'marking.remark_decided']);
  });

  it('can be kept, or withdrawn and made again', async () => {
    const { marking, learner, ask } = await marked();
    const first = expectStatus(await ask(), 201);
    expect(refusal(await ask())).toEqual([409, 'marking.remark_request_open']);
    expectStatus(await learner.put(`/v1/remark-requests/${first.id}/withdrawal`), 200);
    expectStatus(await learner.put(`/v1/remark-requests/${first.id}/withdrawal`), 200);
    const second = expectStatus(await ask(), 201);
    expectStatus(await decide(marking.room.instructor, second.id, { outcome: 'kept' }), 200);
    expect((await marking.result(learner)).score).toBe('3');
  });

  it('are taken while the window is open, which begins when the learner can see the mark', async () => {
    const none = await marked({ days: null });
    expect(refusal(await none.ask())).toEqual([409, 'marking.remarks_not_offered']);
    const open = await marked({ days: 2 });
    app.clock.advance(2 * DAY - 1);
    const request = expectStatus(await open.ask(), 201);
    expectStatus(await open.learner.put(`/v1/remark-requests/${request.id}/withdrawal`), 200);
    app.clock.advance(1);
    const closed = await open.ask();
    expect(refusal(closed)).toEqual([409, 'marking.remark_window_closed']);
    expect(closed.body.detail).toContain(app.clock.now().toISOString());

    const held = await marked({ days: 2, settings: { posting: 'by_hand' } });
    app.clock.advance(5 * DAY);
    expect(refusal(await held.ask())).toEqual([409, 'marking.no_mark_to_see']);
    const { instructor, quizId } = held.marking.room;
    expectStatus(await instructor.patch(`/v1/quizzes/${quizId}`, { posting: 'at_once' }), 200);
    app.clock.advance(2 * DAY - 1);
    expectStatus(await held.ask(), 201);
  });

  it('are refused for what has no mark, or not the learner as its author', async () => {
    const { marking, attemptId, scriptId, learner, ask } = await marked();
    const { room } = marking;
    const stranger = (await MarkingRoom.open(app)).room;
    for (const caller of [
      await room.learner(),
      room.instructor,
      stranger.instructor,
      await stranger.learner(),
    ])
      expect(refusal(await ask(caller))).toEqual([404, 'marking.script_not_found']);
    const other = `/v1/attempts/${attemptId}/questions/${room.questionIds[0]}/remark-requests`;
    expect(refusal(await learner.post(other, REASON))).toEqual([404, 'marking.script_not_found']);
    expect((await learner.post(other, { reason: ' ' })).status).toBe(422);
    expectStatus(await marking.mark(room.instructor, scriptId, null), 200);
    expect(refusal(await ask())).toEqual([409, 'marking.no_mark_to_see']);
  });

  it('are seen by their learner and by staff alone, and decided by instructors alone', async () => {
    const { marking, learner, ask } = await marked();
    const { room } = marking;
    const { id } = expectStatus(await ask(), 201);
    const stranger = (await MarkingRoom.open(app)).room;
    for (const caller of [await room.learner(), stranger.instructor, await stranger.learner()]) {
      for (const answer of [
        await caller.get(`/v1/remark-requests/${id}`),
        await caller.post(`/v1/remark-requests/${id}/messages`, { text: 'Me, too.' }),
        await decide(caller, id, { outcome: 'kept' }),
        await caller.put(`/v1/remark-requests/${id}/withdrawal`),
      ])
        expect(refusal(answer)).toEqual([404, 'marking.remark_request_not_found']);
      expect(expectStatus(await caller.get('/v1/me/remark-requests'), 200).data).toEqual([]);
    }
    const assistant = await room.member('assistant');
    expectStatus(await assistant.get(`/v1/remark-requests/${id}`), 200);
    for (const caller of [assistant, learner])
      expect(refusal(await decide(caller, id, { outcome: 'kept' }))).toEqual([
        403,
        'courses.instructors_only',
      ]);
    expect((await learner.get(`${room.url}/remark-requests`)).status).toBe(403);
    expect((await assistant.put(`/v1/quizzes/${room.quizId}/remark-rule`, { days: 1 })).status).toBe(403);
  });

  it('are decided only by points that are others, and within bounds', async () => {
    const { marking, ask } = await marked();
    const { instructor } = marking.room;
    const { id } = expectStatus(await ask(), 201);
    const tried: [object, string][] = [
      [{ outcome: 'changed' }, 'marking.invalid_decision'],
      [{ outcome: 'kept', points: '3' }, 'marking.invalid_decision'],
      [{ outcome: 'changed', points: '2.00' }, 'marking.invalid_decision'],
      [{ outcome: 'changed', points: '4.5' }, 'marking.points_out_of_bounds'],
      [{ outcome: 'changed', points: '1.23456' }, 'request.invalid'],
      [{ outcome: 'perhaps' }, 'request.invalid'],
    ];
    for (const [body, code] of tried)
      expect(refusal(await decide(instructor, id, body))).toEqual([422, code]);
    expect((await instructor.get(`/v1/remark-requests/${id}`)).body).toMatchObject({ state: 'open' });
  });

  it('takes one request of twenty that a learner makes at once', async () => {
    const { marking, learner, ask } = await marked();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    const refused = Array.from({ length: 19 }, () => [409, 'marking.remark_request_open']);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 201).map(refusal)).toEqual(refused);
    expect((await learner.get('/v1/me/remark-requests')).body.data).toHaveLength(1);
    const { instructor, url } = marking.room;
    expect((await instructor.get(`${url}/remark-requests`)).body.data).toHaveLength(1);
  });

  it('takes one decision of several that are made at once', async () => {
    const { marking, learner, ask } = await marked();
    const { id, version } = expectStatus(await ask(), 201);
    const { instructor } = marking.room;
    const etag = { 'if-match': `"v${version}"` };
    const decisions = await Promise.all(
      ['1', '3', '4'].map((points) =>
        instructor.put(
          `/v1/remark-requests/${id}/decision`,
          { outcome: 'changed', points, message: 'So.' },
          etag,
        ),
      ),
    );
    expect(decisions.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    const { pointsAfter } = (await instructor.get(`/v1/remark-requests/${id}`)).body;
    expect((await marking.result(learner)).score).toBe(String(1 + Number(pointsAfter)));
  });

  it('stand over the marks of two markers, who change theirs no more', async () => {
    const room = await SecondMarkingRoom.open(app);
    const { quizId, questionIds } = room.marking.room;
    expectStatus(await room.instructor.put(`/v1/quizzes/${quizId}/remark-rule`, { days: 7 }), 200);
    const { learner, attemptId, scriptId } = await room.marked('1', '2');
    const url = `/v1/attempts/${attemptId}/questions/${questionIds[1]}/remark-requests`;
    const { id } = expectStatus(await learner.post(url, REASON), 201);
    expectStatus(await decide(room.instructor, id, { outcome: 'changed', points: '3' }), 200);
    expect(await room.score(learner)).toBe('4');
    expect(refusal(await room.mark(room.markers[0], scriptId, '4'))).toEqual([409, 'marking.decided']);
  });

  it('cost staff the same statements, however many wait', async () => {
    const { marking, ask } = await marked();
    expectStatus(await ask(), 201);
    const cost = async (): Promise<number> =>
      (await sqlOf(() => marking.room.instructor.get(`${marking.room.url}/remark-requests`))).length;
    const before = await cost();
    const { questionIds, instructor } = marking.room;
    for (let number = 0; number < 3; number += 1) {
      const learner = await marking.room.learner();
      const { id } = await marking.handIn(learner);
      const script = await marking.scriptOf(learner);
      expectStatus(await marking.mark(instructor, script.id, '1'), 200);
      expectStatus(
        await learner.post(`/v1/attempts/${id}/questions/${questionIds[1]}/remark-requests`, REASON),
        201,
      );
    }
    expect(await cost()).toBe(before);
  });
});
