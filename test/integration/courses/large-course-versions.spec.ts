import { CoursesFacade } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sendForm } from '../../support/files-room';
import { changesOf, finished, normalized } from '../../support/full-course';
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

  /** Three learners read the outline again and again while the work is done. */
  async function readMeanwhile<T>(work: () => Promise<T>): Promise<{ seen: string[]; result: T }> {
    const learners = [await room.learner(), await room.learner(), await room.learner()];
    const seen: string[] = [];
    let isDone = false;
    const reading = learners.map(async (learner) => {
      while (!isDone) seen.push(orderSeenBy(expectStatus(await learner.get(`${room.url}/outline`), 200)));
    });
    try {
      return { seen, result: await work() };
    } finally {
      isDone = true;
      await Promise.all(reading);
    }
  }

  const madeBy = async (id: string): Promise<string> => {
    expect(await finished(app, room.instructor, id)).toMatchObject({ status: 'succeeded' });
    const changes = await changesOf(room.instructor, id);
    return changes.find(({ part }) => part === 'courses')!.rowId;
  };

  it('is published, compared and restored while learners read it, who never see half a state', async () => {
    const [one, other] = [JSON.stringify(forward), JSON.stringify(backward)];
    const { seen, result: times } = await readMeanwhile(publishAndRestore);
    expect(seen.filter((order) => order !== one && order !== other)).toEqual([]);
    expect([seen.includes(one), seen.includes(other)]).toEqual([true, true]);
    const learner = await room.learner();
    expect(orderSeenBy((await learner.get(`${room.url}/outline`)).body)).toBe(other);
    process.stderr.write(
      `500 activities published in ${Math.round(times.toSorted((a, b) => a - b)[ROUNDS >> 1]!)} ms at the median, read ${seen.length} times meanwhile\n`,
    );
  });

  it('is edited, copied, written into a file and read in again while learners read it', async () => {
    const before = orderSeenBy((await (await room.learner()).get(`${room.url}/outline`)).body);
    const [copied, imported] = await copyAndCarry(before);
    const source = await normalized(app, room.courseId);
    expect(await normalized(app, copied)).toEqual(source);
    expect(await normalized(app, imported)).toEqual(source);
  }, 120_000);

  async function copyAndCarry(before: string): Promise<[copied: string, imported: string]> {
    const begin = performance.now();
    const { seen, result } = await readMeanwhile(async (): Promise<[string, string]> => {
      const [first] = forward;
      const page = first!.activities[0]!;
      const terms = { completionRule: { conditions: [{ kind: 'viewed' }] }, isRequired: false };
      expectStatus(await room.instructor.patch(`/v1/activities/${page}`, { title: 'Edited', ...terms }), 200);
      const copy = await room.instructor.post(`${room.url}/copies`, { title: 'A copy' });
      const copied = await madeBy(expectStatus(copy, 202).id);
      const { id } = expectStatus(await room.instructor.post(`${room.url}/exports`), 202);
      expect(await finished(app, room.instructor, id)).toMatchObject({ status: 'succeeded' });
      const file = await room.instructor.get(`/v1/course-exports/${id}/course.zip`);
      expectStatus(file, 200);
      const form = { file: { content: file.bytes, name: 'course.zip' } };
      const sent = await sendForm(room.instructor, form, {}, '/v1/course-imports');
      return [copied, await madeBy(expectStatus(sent, 202).id)];
    });
    // Drafts are nobody's but their authors'.
    expect(new Set(seen)).toEqual(new Set([before]));
    process.stderr.write(
      `500 activities copied, written and read in within ${Math.round(performance.now() - begin)} ms, read ${seen.length} times meanwhile\n`,
    );
    return result;
  }

  async function publishAndRestore(): Promise<number[]> {
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
    return times;
  }
});
