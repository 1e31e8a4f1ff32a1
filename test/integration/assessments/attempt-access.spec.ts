import { TestApp } from '../../support/test-app';
import { Classroom } from '../../support/classroom';
describe('who may take part in an attempt', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  it('hides an attempt from other learners, who can neither read, answer nor submit it', async () => {
    const [owner, other] = [await room.learner(), await room.learner()];
    const { body } = await room.start(owner);
    const attempts = [
      await other.get(`/v1/attempts/${body.id}`),
      await room.save(other, body.id, 0, 'median'),
      await room.submit(other, body.id),
    ];
    for (const answer of attempts)
      expect(answer).toMatchObject({ status: 404, body: { code: 'assessments.attempt_not_found' } });
    expect((await owner.get(`/v1/attempts/${body.id}`)).body).toEqual(body);
  });

  it('lets staff read an attempt but not answer or submit it', async () => {
    const { body } = await room.start(await room.learner());
    expect((await room.instructor.get(`/v1/attempts/${body.id}`)).status).toBe(200);
    const refused = { status: 403, body: { code: 'assessments.not_your_attempt' } };
    expect(await room.save(room.instructor, body.id, 0, 'median')).toMatchObject(refused);
    expect(await room.submit(room.instructor, body.id)).toMatchObject(refused);
  });

  it('answers the same for an unknown attempt as for a hidden one', async () => {
    const learner = await room.learner();
    const unknown = '01990000-0000-7000-8000-000000000000';
    for (const answer of [
      await learner.get(`/v1/attempts/${unknown}`),
      await room.save(learner, unknown, 0, 'median'),
      await room.submit(learner, unknown),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'assessments.attempt_not_found' } });
  });

  it('lists a learner only their own attempts, whichever learner they filter for', async () => {
    const [learner, other] = [await room.learner(), await room.learner()];
    await room.start(other);
    const { body } = await learner.get(`/v1/quizzes/${room.quizId}/attempts?userId=${other.id}`);
    expect(body.data).toEqual([]);
  });

  it('lets a learner who was withdrawn neither answer, submit, read nor start an attempt', async () => {
    const learner = await app.person();
    const enrollmentId = await room.enroll(learner);
    const { body } = await room.start(learner);
    expect((await room.instructor.delete(`/v1/enrollments/${enrollmentId}`)).status).toBe(204);
    const ended = { status: 409, body: { code: 'assessments.answering_ended' } };
    expect(await room.save(learner, body.id, 0, 'median')).toMatchObject(ended);
    expect(await room.submit(learner, body.id)).toMatchObject(ended);
    expect((await learner.get(`/v1/attempts/${body.id}`)).status).toBe(403);
    expect((await room.start(learner)).status).toBe(403);
    await room.enroll(learner, 'learner', { endDate: '2026-03-03' });
    expect((await learner.get(`/v1/attempts/${body.id}`)).body).toMatchObject({
      status: 'submitted',
      score: '0',
    });
  });

  it('ends access to an attempt at midnight in the time zone of the course', async () => {
    // London leaves winter time at 01:00 UTC on 29 March 2026; midnight on 1 April is 23:00 UTC on 31 March.
    const learner = await room.learner({ endDate: '2026-04-01' });
    app.clock.set('2026-03-31T22:59:59.999Z');
    const { body } = await room.start(learner);
    expect((await room.save(learner, body.id, 0, 'median')).status).toBe(200);
    app.clock.set('2026-03-31T23:00:00.000Z');
    for (const answer of [await room.save(learner, body.id, 0, 'mean'), await room.submit(learner, body.id)])
      expect(answer).toMatchObject({ status: 409, body: { code: 'assessments.answering_ended' } });
    expect((await learner.get(`/v1/attempts/${body.id}`)).status).toBe(403);
  });

  it('changes no attempt once its course has been archived', async () => {
    const closing = await Classroom.open(app);
    const learner = await closing.learner();
    const { body } = await closing.start(learner);
    await app.database.execute("UPDATE courses SET status = 'archived' WHERE code = ? AND id = ?", [
      'STAT-101',
      Buffer.from(closing.courseId.replaceAll('-', ''), 'hex'),
    ]);
    expect((await closing.save(learner, body.id, 0, 'median')).body.code).toBe('courses.archived');
    expect((await closing.submit(learner, body.id)).body.code).toBe('courses.archived');
    expect((await learner.get(`/v1/attempts/${body.id}`)).status).toBe(200);
  });
});
