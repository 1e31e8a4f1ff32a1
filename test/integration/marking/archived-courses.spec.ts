import { expectStatus } from '../../support/course-room';
import { SecondMarkingRoom } from '../../support/second-marking-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('marks in a course that is archived meanwhile', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const expectArchived = (answer: Answer): void =>
    expect([answer.status, answer.body.code]).toEqual([409, 'courses.archived']);
  async function withArchived(room: SecondMarkingRoom, work: () => Promise<void>): Promise<void> {
    const { url } = room.marking.room;
    expectStatus(await room.instructor.put(`${url}/archive`), 200);
    await work();
    expectStatus(await room.instructor.delete(`${url}/archive`), 200);
  }

  it('are not given by a third marker, nor decided, nor their rule changed, until it is open again', async () => {
    const room = await SecondMarkingRoom.open(app, { method: 'average', thirdAbove: '1' });
    const { learner, scriptId } = await room.marked('1', '4');
    const [, , third] = room.markers;
    await withArchived(room, async () => {
      for (const answer of [
        await room.marking.claimNext(third),
        await third.put(`/v1/scripts/${scriptId}/claim`),
        await room.mark(third, scriptId, '2'),
        await room.decide(scriptId, '3'),
        await room.rule({ method: 'average', thirdAbove: '1' }),
        await room.instructor.delete(room.url),
        await room.change({ method: 'average', dryRun: true }),
      ])
        expectArchived(answer);
      expect(await room.script(scriptId, third)).toMatchObject({ standing: 'waiting', awaits: 'third' });
      expectStatus(await room.instructor.get(`${room.url}/agreement`), 200);
    });
    expectStatus(await room.mark(third, scriptId, '2.5'), 200);
    expect(await room.score(learner)).toBe('3.5');
  });

  it('are not asked about, talked about, decided or withdrawn, and stay readable for both sides', async () => {
    const room = await SecondMarkingRoom.open(app, null);
    const { instructor } = room;
    const { quizId, url } = room.marking.room;
    const rule = `/v1/quizzes/${quizId}/remark-rule`;
    expectStatus(await instructor.put(rule, { days: 7 }), 200);
    const asking = async (): Promise<{ learner: Caller; ask: () => Promise<Answer> }> => {
      const { learner, attemptId } = await room.marked('2');
      const address = `/v1/attempts/${attemptId}/questions/${room.questionId}/remark-requests`;
      return { learner, ask: () => learner.post(address, { reason: 'There is an example.' }) };
    };
    const [one, other] = [await asking(), await asking()];
    const { id, version } = expectStatus(await one.ask(), 201);
    const request = `/v1/remark-requests/${id}`;
    await withArchived(room, async () => {
      for (const answer of [
        await other.ask(),
        await one.learner.post(`${request}/messages`, { text: 'Please.' }),
        await instructor.post(`${request}/messages`, { text: 'Where?' }),
        await one.learner.put(`${request}/withdrawal`),
        await instructor.put(`${request}/decision`, { outcome: 'kept', message: 'No.' }),
        await instructor.put(`${request}/decision`, { outcome: 'changed', points: '3', message: 'Yes.' }),
        await instructor.put(rule, { days: 14 }),
      ])
        expectArchived(answer);
      for (const reader of [one.learner, instructor])
        expect(expectStatus(await reader.get(request), 200)).toMatchObject({ state: 'open', version });
      expect(expectStatus(await instructor.get(`${url}/remark-requests`), 200).data).toHaveLength(1);
      expect((await one.learner.get('/v1/me/remark-requests')).body.data).toHaveLength(1);
    });
    // Nobody was refused for good: what waited is decided when the course is open again.
    expectStatus(await instructor.put(`${request}/decision`, { outcome: 'kept', message: 'No.' }), 200);
    expectStatus(await other.ask(), 201);
  });
});
