import { AssessmentsFacade } from '../../../src/modules/assessments';
import { CoursesFacade } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { finished, normalized } from '../../support/full-course';
import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';

const SECTIONS = 20;
const IN_SECTION = 25;
/** Of each section. */
const QUIZZES = 3;
const QUESTIONS = 5;

/** A course of so many sections, each with pages, quizzes with questions, and a session. */
async function courseOf(app: TestApp, sections: number): Promise<CourseRoom> {
  const room = await CourseRoom.open(app, {
    published: false,
    publishing: 'manual',
    startDate: '2026-09-07',
  });
  const createdAt = app.clock.now();
  const { courseId } = room;
  const ids = Array.from({ length: sections }, () => newId());
  const facade = app.get(CoursesFacade);
  await facade.createSections(
    ids.map((id, index) => ({
      ...{ id, courseId, title: `Week ${index + 1}`, summary: '', position: index + 1, createdAt },
    })),
  );
  const activities = ids.flatMap((sectionId) =>
    Array.from({ length: IN_SECTION }, (_, index) => ({
      ...{ id: newId(), courseId, sectionId, position: index + 1, title: `Activity ${index + 1}` },
      type:
        index < QUIZZES
          ? ('quiz' as const)
          : index === QUIZZES
            ? ('live_session' as const)
            : ('page' as const),
      ...{ content: `# About ${index}\n\n${'Words with *weight*. '.repeat(100)}`, createdAt },
    })),
  );
  await facade.createActivities(activities);
  const assessments = app.get(AssessmentsFacade);
  for (const { id, type } of activities)
    if (type === 'quiz') {
      await assessments.createQuestions(
        id,
        Array.from({ length: QUESTIONS }, (_, index) => ({
          ...{
            type: 'numeric',
            prompt: `What is ${index} of ${id}?`,
            points: '1',
            definition: { key: '1', tolerance: { type: 'absolute', value: '0' } },
          },
        })) as never,
      );
      await assessments.changeSettings(id, { dueAt: new Date('2026-10-05T21:59:59.000Z') });
    }
  return room;
}

describe('a large course', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-08-03T09:00:00.000Z');
  });
  afterAll(() => app.stop());

  const run = async (
    room: CourseRoom,
    path: string,
    body?: object,
  ): Promise<{ sent: number; ms: number }> => {
    const begin = performance.now();
    const sent = await sqlOf(async () => {
      const { id } = expectStatus(await room.instructor.post(`${room.url}/${path}`, body), 202);
      expect(await finished(app, room.instructor, id as string)).toMatchObject({ status: 'succeeded' });
    });
    return { sent: sent.length, ms: performance.now() - begin };
  };

  it('of 500 activities is copied and written in seconds, with some statements for each quiz and session', async () => {
    const [small, large] = [await courseOf(app, 2), await courseOf(app, SECTIONS)];
    await run(small, 'exports');
    const before = process.memoryUsage.rss();
    const figures = {
      copySmall: await run(small, 'copies', { title: 'Again', shiftDays: 7 }),
      copyLarge: await run(large, 'copies', { title: 'Again', shiftDays: 7 }),
      exportSmall: await run(small, 'exports'),
      exportLarge: await run(large, 'exports'),
    };
    const grown = Math.round((process.memoryUsage.rss() - before) / 2 ** 20);
    if (process.env['SHOW_FIGURES']) console.log(JSON.stringify({ ...figures, grownMegabytes: grown }));
    // Writing it reads each part once, whatever its size.
    expect(figures.exportLarge.sent).toBe(figures.exportSmall.sent);
    const [quizzes, sessions, questions] = [18 * QUIZZES, 18, 18 * QUIZZES * QUESTIONS];
    const most = 2 * quizzes + sessions + 12 * Math.ceil(questions / 50) + 20;
    expect(figures.copyLarge.sent - figures.copySmall.sent).toBeLessThanOrEqual(most);
    expect(figures.copyLarge.ms).toBeLessThan(30_000);
  });

  it('is the same in its copy', async () => {
    const room = await courseOf(app, 3);
    const { id } = expectStatus(await room.instructor.post(`${room.url}/copies`, { title: 'Again' }), 202);
    await finished(app, room.instructor, id as string);
    const { data } = expectStatus(await room.instructor.get('/v1/courses?mine=true&search=Again'), 200);
    const source = await normalized(app, room.courseId);
    expect(await normalized(app, data[0].id as string)).toEqual(source);
  });
});
