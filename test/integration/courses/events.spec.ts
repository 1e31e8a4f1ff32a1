import {
  ActivityCreated,
  ActivityDeleted,
  ActivityRenamed,
  CourseCreated,
  CourseDeleted,
} from '../../../src/modules/courses';
import { ConflictError } from '../../../src/shared/errors/domain-error';
import { listen, refuseNext } from '../../support/listeners';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sentences } from '../../support/test-sentences';
import { TestApp } from '../../support/test-app';

/** What a module above might answer. */
class InUseError extends ConflictError {
  constructor() {
    super('test.in_use', sentences.inUse());
  }
}

describe('the events of courses', () => {
  let app: TestApp;
  let told: object[];
  beforeAll(async () => {
    app = await TestApp.start();
    told = listen<object>(
      app,
      CourseCreated,
      CourseDeleted,
      ActivityCreated,
      ActivityRenamed,
      ActivityDeleted,
    );
  });
  afterAll(() => app.stop());

  it('are published when courses and activities are created, renamed and deleted', async () => {
    const room = await CourseRoom.open(app, { published: false });
    expect(told).toContainEqual(new CourseCreated(room.courseId, room.instructor.id));
    const section = await room.section();
    const quiz = await room.activity(section, 'Check', { type: 'quiz' });
    expect(told).toContainEqual(new ActivityCreated(quiz, room.courseId, 'quiz', 'Check', false));

    told.length = 0;
    expectStatus(await room.instructor.patch(`/v1/activities/${quiz}`, { content: 'Take your time.' }), 200);
    expectStatus(await room.instructor.patch(`/v1/activities/${quiz}`, { title: 'Check' }), 200);
    expect(told).toEqual([]);
    expectStatus(await room.instructor.patch(`/v1/activities/${quiz}`, { title: 'Test' }), 200);
    expect(told).toEqual([new ActivityRenamed(quiz, 'Test')]);

    expectStatus(await room.instructor.delete(`/v1/activities/${quiz}`), 204);
    expect(told).toContainEqual(new ActivityDeleted(quiz, room.courseId));
    expectStatus(await room.instructor.delete(room.url), 204);
    expect(told).toContainEqual(new CourseDeleted(room.courseId));
  });

  it('keep an activity in its place when a consumer refuses that it is deleted', async () => {
    const room = await CourseRoom.open(app);
    const section = await room.section();
    const first = await room.activity(section, 'first');
    await room.activity(section, 'second');
    const { body: before } = await room.instructor.get(`${room.url}/outline`);
    refuseNext(app, ActivityDeleted, new InUseError());
    expect(await room.instructor.delete(`/v1/activities/${first}`)).toMatchObject({
      status: 409,
      body: { code: 'test.in_use' },
    });
    expect((await room.instructor.get(`${room.url}/outline`)).body).toEqual(before);
  });

  it('leave no activity and no course behind when a consumer refuses them', async () => {
    const room = await CourseRoom.open(app);
    const section = await room.section();
    refuseNext(app, ActivityCreated, new InUseError());
    const dto = { type: 'page', title: 'x' };
    expect((await room.instructor.post(`/v1/sections/${section}/activities`, dto)).status).toBe(409);
    expect(await room.titles()).toEqual([['A section', []]]);
    refuseNext(app, CourseCreated, new InUseError());
    const course = { code: 'NEVER', title: 'x' };
    expect((await room.instructor.post('/v1/courses', course)).status).toBe(409);
    expect((await (await app.person('administrator')).get('/v1/courses?search=NEVER')).body.data).toEqual([]);
  });
});
