import { CoursesFacade } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { TestApp } from '../../support/test-app';

const SECTIONS = 20;
const IN_SECTION = 25;
const ROUNDS = 6;

interface Order {
  id: string;
  activities: string[];
}

describe('a course of 500 activities', () => {
  let app: TestApp;
  let room: CourseRoom;
  let forward: Order[];
  let backward: Order[];
  beforeAll(async () => {
    app = await TestApp.start();
    room = await CourseRoom.open(app, { published: false, publishing: 'manual' });
    const createdAt = app.clock.now();
    const { courseId } = room;
    forward = Array.from({ length: SECTIONS }, () => ({
      id: newId(),
      activities: Array.from({ length: IN_SECTION }, () => newId()),
    }));
    backward = forward
      .toReversed()
      .map(({ id, activities }) => ({ id, activities: activities.toReversed() }));
    const facade = app.get(CoursesFacade);
    await facade.createSections(
      forward.map(({ id }, index) => ({
        ...{ id, courseId, title: `Week ${index + 1}`, summary: '', position: index + 1, createdAt },
      })),
    );
    await facade.createActivities(
      forward.flatMap(({ id: sectionId, activities }) =>
        activities.map((id, index) => ({
          ...{
            id,
            courseId,
            sectionId,
            type: 'page' as const,
            title: `Page ${index + 1}`,
            position: index + 1,
          },
          ...{ content: `About *${id}*.\n\n${'Words. '.repeat(200)}`, createdAt },
        })),
      ),
    );
    expectStatus(await room.instructor.put(`${room.url}/publication`), 200);
  });
  afterAll(() => app.stop());

  const orderSeenBy = (body: { sections: { id: string; activities: { id: string }[] }[] }): string =>
    JSON.stringify(
      body.sections.map(({ id, activities }) => ({ id, activities: activities.map((one) => one.id) })),
    );

  it('is published, compared and restored while learners read it, who never see half a state', async () => {
    const learners = [await room.learner(), await room.learner(), await room.learner()];
    const [one, other] = [JSON.stringify(forward), JSON.stringify(backward)];
    const seen: string[] = [];
    let isDone = false;
    const reading = learners.map(async (learner) => {
      while (!isDone) seen.push(orderSeenBy(expectStatus(await learner.get(`${room.url}/outline`), 200)));
    });
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const sections = round % 2 === 0 ? backward : forward;
      expectStatus(await room.instructor.put(`${room.url}/outline/order`, { sections }), 200);
      const begin = performance.now();
      const { number } = expectStatus(await room.instructor.post(`${room.url}/versions`, {}), 201);
      times.push(performance.now() - begin);
      expect(number).toBe(round + 2);
    }
    const { data } = expectStatus(await room.instructor.get(`${room.url}/versions`), 200);
    const { changes } = expectStatus(
      await room.instructor.get(`${room.url}/content-changes?from=1&to=2`),
      200,
    );
    // All but one of the sections, and of the activities of each section.
    expect(changes).toHaveLength(SECTIONS - 1 + SECTIONS * (IN_SECTION - 1));
    const second = data.find(({ number }: { number: number }) => number === 2).id;
    const restored = await room.instructor.post(`/v1/course-versions/${second}/restorations`, {});
    expect(expectStatus(restored, 201)).toMatchObject({ number: ROUNDS + 2, restoredNumber: 2 });
    isDone = true;
    await Promise.all(reading);
    expect(seen.filter((order) => order !== one && order !== other)).toEqual([]);
    expect([seen.includes(one), seen.includes(other)]).toEqual([true, true]);
    const [learner] = learners;
    expect(orderSeenBy((await learner!.get(`${room.url}/outline`)).body)).toBe(other);
    process.stderr.write(
      `500 activities published in ${Math.round(times.toSorted((a, b) => a - b)[ROUNDS >> 1]!)} ms at the median, read ${seen.length} times meanwhile\n`,
    );
  });
});
