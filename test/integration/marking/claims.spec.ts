import { MarkingRoom } from '../../support/marking-room';
import { expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { type Caller, TestApp } from '../../support/test-app';

negativeControl('the lock on the next script', ['never gives one script to two of 20 markers'], () => {
  withoutLocks(/SELECT s.id FROM scripts s FORCE INDEX/);
});

describe('claims of scripts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function markersOf({ room }: MarkingRoom, count: number): Promise<Caller[]> {
    const markers: Caller[] = [];
    for (let number = 0; number < count; number += 1) markers.push(await room.member('assistant'));
    return markers;
  }

  it('never gives one script to two of 20 markers who ask at once', async () => {
    const marking = await MarkingRoom.open(app);
    await marking.handInMany(25);
    const markers = await markersOf(marking, 20);
    const answers = await Promise.all(markers.map((marker) => marking.claimNext(marker)));
    const ids = answers.map((answer) => expectStatus(answer, 201).id);
    expect(new Set(ids).size).toBe(20);
    const claimed = (await marking.queue()).filter(({ claim }) => claim !== null);
    expect(claimed.map(({ id, claim }) => [id, claim.by.id]).sort()).toEqual(
      ids.map((id, index) => [id, markers[index]!.id]).sort(),
    );
  });

  it('lets one of 20 markers have a script that all of them name at once', async () => {
    const marking = await MarkingRoom.open(app);
    await marking.handInMany(1);
    const [script] = await marking.queue();
    const markers = await markersOf(marking, 20);
    const answers = await Promise.all(markers.map((marker) => marker.put(`/v1/scripts/${script.id}/claim`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers)
      if (status !== 200)
        expect({ status, code: body.code }).toEqual({ status: 409, code: 'marking.claimed' });
  });

  it('keeps one mark where two markers give theirs at once, and grades by it', async () => {
    const marking = await MarkingRoom.open(app);
    const [learner] = await marking.handInMany(1);
    const script = await marking.scriptOf(learner!);
    const markers = await markersOf(marking, 10);
    const etag = { 'if-match': `"v${script.version}"` };
    const answers = await Promise.all(
      markers.map((marker, index) =>
        marker.put(`/v1/scripts/${script.id}/mark`, { kind: 'given', points: `0.${index + 1}` }, etag),
      ),
    );
    const given = answers.filter(({ status }) => status === 200);
    expect(given).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
    const { mark } = await marking.scriptOf(learner!, 'marked');
    expect((await marking.result(learner!)).score).toBe(String(1 + Number(mark.points)));
  });

  it('refuses another marker until the claim is over, and says who has it and until when', async () => {
    const marking = await MarkingRoom.open(app);
    await marking.handInMany(1);
    const [one, other] = (await markersOf(marking, 2)) as [Caller, Caller];
    const { id, claim } = expectStatus(await marking.claimNext(one), 201);
    expect(claim.by.id).toBe(one.id);
    expect(await marking.claimNext(other)).toMatchObject({
      status: 404,
      body: { code: 'marking.nothing_left' },
    });
    for (const answer of [
      await other.put(`/v1/scripts/${id}/claim`),
      await marking.mark(other, id, '1'),
      await other.delete(`/v1/scripts/${id}/claim`),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'marking.claimed' } });
      expect(answer.body.detail).toContain(claim.until);
    }
    app.clock.set(new Date(new Date(claim.until).getTime() - 1).toISOString());
    expect(await other.put(`/v1/scripts/${id}/claim`)).toMatchObject({ status: 409 });
    app.clock.set(claim.until);
    const taken = expectStatus(await marking.claimNext(other), 201);
    expect(taken).toMatchObject({ id, claim: { by: { id: other.id } } });
    expect(await marking.mark(one, id, '1')).toMatchObject({ status: 409 });
  });

  it('goes on with a claim that is renewed or has a draft, and frees a script that is released or marked', async () => {
    const marking = await MarkingRoom.open(app);
    await marking.handInMany(2);
    const [one, other] = (await markersOf(marking, 2)) as [Caller, Caller];
    const { id, claim } = expectStatus(await marking.claimNext(one), 201);
    app.clock.advance(60_000);
    const renewed = expectStatus(await one.put(`/v1/scripts/${id}/claim`), 200);
    expect(Date.parse(renewed.claim.until)).toBe(Date.parse(claim.until) + 60_000);
    app.clock.advance(60_000);
    const draft = expectStatus(await marking.mark(one, id, null, { kind: 'draft' }), 200);
    expect(Date.parse(draft.claim.until)).toBe(Date.parse(claim.until) + 120_000);

    expectStatus(await one.delete(`/v1/scripts/${id}/claim`), 204);
    expectStatus(await one.delete(`/v1/scripts/${id}/claim`), 204);
    expectStatus(await other.put(`/v1/scripts/${id}/claim`), 200);
    expect(expectStatus(await marking.mark(other, id, '2'), 200)).toMatchObject({ claim: null });
    expectStatus(await one.put(`/v1/scripts/${id}/claim`), 200);
    const next = expectStatus(await marking.claimNext(one), 201);
    expect(next.id).not.toBe(id);
  });

  it('gives nobody their own work, from when they were a learner', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const learner = await app.person('learner');
    const enrollmentId = await room.enroll(learner);
    await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    expectStatus(await room.instructor.delete(`/v1/enrollments/${enrollmentId}`), 204);
    await room.enroll(learner, 'assistant');
    expect(await marking.claimNext(learner)).toMatchObject({
      status: 404,
      body: { code: 'marking.nothing_left' },
    });
    for (const answer of [
      await learner.put(`/v1/scripts/${script.id}/claim`),
      await marking.mark(learner, script.id, '4'),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'marking.own_work' } });
  });

  it('is refused to learners and to strangers, who learn nothing of what there is to mark', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const [learner] = await marking.handInMany(1);
    const script = await marking.scriptOf(learner!);
    const stranger = (await MarkingRoom.open(app)).room.instructor;
    for (const someone of [learner!, await room.learner(), stranger]) {
      const answers = [
        await someone.get(`${room.url}/marking-queue`),
        await marking.claimNext(someone),
        await someone.get(`/v1/scripts/${script.id}`),
        await someone.put(`/v1/scripts/${script.id}/claim`),
        await someone.delete(`/v1/scripts/${script.id}/claim`),
        await marking.mark(someone, script.id, '4'),
        await someone.get(`/v1/scripts/${script.id}/marks`),
      ];
      for (const { status, text } of answers) {
        expect([403, 404]).toContain(status);
        expect(text).not.toContain('Large values');
      }
    }
    expect(await marking.scriptOf(learner!)).toMatchObject({ version: script.version, claim: null });
  });

  it('is refused in an archived course, whose marks stay readable', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    await marking.handInMany(1);
    const [script] = await marking.queue();
    expectStatus(await room.instructor.put(`${room.url}/archive`), 200);
    expect(await marking.queue()).toHaveLength(1);
    for (const answer of [
      await marking.claimNext(room.instructor),
      await room.instructor.put(`/v1/scripts/${script.id}/claim`),
      await marking.mark(room.instructor, script.id, '1'),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: 'courses.archived' } });
  });
});
