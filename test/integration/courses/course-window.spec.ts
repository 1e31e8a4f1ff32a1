import { CourseRoom, expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { type KnownFile, picture, sendForm, textOf } from '../../support/files-room';
import { newId } from '../../../src/shared/database/ids';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

/** What a learner gets of a course. */
interface Got {
  sections: number;
  hasDates: boolean;
  page: number | string;
  list: number | string;
  file: number;
  complete: number | string;
  signals: number | string;
  attempt: number | string;
  grades: number;
}

const READ: Got = {
  ...{
    sections: 1,
    hasDates: true,
    page: 200,
    list: 200,
    file: 200,
    complete: 204,
    signals: 200,
    attempt: 201,
  },
  grades: 200,
};
const nothingWith = (code: string): Got => ({
  ...{ sections: 0, hasDates: false, page: code, list: code, file: 404, complete: code, signals: code },
  ...{ attempt: code, grades: 200 },
});
const titlesWith = (code: string): Got => ({ ...nothingWith(code), sections: 1 });
const contentWith = (code: string): Got => ({ ...READ, complete: code, signals: code, attempt: code });

describe('a course before its first day and after its last', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  let page: string;
  let quiz: SimpleQuiz;
  let file: KnownFile;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-02-20T12:00:00.000Z');
    course = await GradedCourse.open(app, {
      ...{ timeZone: 'America/New_York', startDate: '2026-03-02', endDate: '2026-03-08' },
    });
    quiz = await course.quiz('Quiz', 1, { maxAttempts: null });
    page = await course.activity(course.sectionId, 'Read me');
    const parts = { purpose: 'activity', file: { content: picture(20, 10), name: 'a.png' } };
    file = expectStatus(await sendForm(course.instructor, parts), 201) as KnownFile;
    expectStatus(await course.instructor.patch(`/v1/activities/${page}`, { content: textOf([file]) }), 200);
    learner = await course.learner({ beginDate: '2026-02-01' });
  });
  afterAll(() => app.stop());

  const set = async (changes: object): Promise<void> =>
    void expectStatus(await course.instructor.patch(course.url, changes), 200);
  const told = ({ status, body }: Answer): number | string =>
    status === 403 ? (body.code as string) : status;
  const got = async (reader: Caller): Promise<Got> => {
    const { sections } = expectStatus(await reader.get(`${course.url}/outline`), 200);
    const activities = sections.flatMap((section: { activities: object[] }) => section.activities);
    const attempt = await reader.post(`/v1/quizzes/${quiz.activityId}/attempts`);
    if (attempt.status === 201)
      expectStatus(await reader.put(`/v1/attempts/${attempt.body.id}/submission`, { answers: {} }), 200);
    return {
      sections: sections.length,
      hasDates: activities.some(
        (activity: { myAttempts?: unknown }) => (activity.myAttempts ?? null) !== null,
      ),
      page: told(await reader.get(`/v1/activities/${page}`)),
      list: told(await reader.get(`${course.url}/activities`)),
      file: (await reader.get(file.address)).status,
      complete: told(await reader.put(`/v1/activities/${page}/completion`)),
      signals: told(
        await reader.post(`${course.url}/activity-signals`, {
          views: [{ id: newId(), activityId: page, occurredAt: app.clock.now().toISOString() }],
        }),
      ),
      attempt: told(attempt),
      grades: (await reader.get(`${course.url}/grades/me`)).status,
    };
  };

  it('shows learners what its settings say, to the very instant', async () => {
    // Midnight in New York, and in the second case on the day on which the clocks go forward there.
    const edges = [
      {
        code: 'courses.not_begun',
        field: 'beforeStart',
        outside: '2026-03-02T04:59:59.999Z',
        inside: '2026-03-02T05:00:00.000Z',
      },
      {
        code: 'courses.over',
        field: 'afterEnd',
        outside: '2026-03-09T04:00:00.000Z',
        inside: '2026-03-09T03:59:59.999Z',
      },
    ];
    for (const { code, field, outside, inside } of edges)
      for (const [reach, expected] of [
        ['nothing', nothingWith(code)],
        ['titles', titlesWith(code)],
        ['content', contentWith(code)],
        ['everything', READ],
      ] as const) {
        await set({ [field]: reach });
        app.clock.set(outside);
        expect([field, reach, await got(learner)]).toEqual([field, reach, expected]);
        app.clock.set(inside);
        expect([field, reach, await got(learner)]).toEqual([field, reach, READ]);
      }
  }, 60_000);

  it('keeps nothing from staff, and tells visitors no more than learners', async () => {
    await set({ beforeStart: 'nothing' });
    const assistant = await course.member('assistant');
    for (const staff of [course.instructor, assistant, await app.person('administrator')]) {
      expect(expectStatus(await staff.get(`${course.url}/outline`), 200).sections).toHaveLength(1);
      expectStatus(await staff.get(`/v1/activities/${page}`), 200);
    }
    const visitor = await app.person();
    expect(expectStatus(await visitor.get(`${course.url}/outline`), 200).sections).toEqual([]);
    expect(expectStatus(await visitor.get(course.url), 200).beforeStart).toBe('nothing');
    expect((await visitor.get(`/v1/activities/${page}`)).body.code).toBe('courses.not_enrolled');
  });

  it('names nothing of a course of which nothing is to be seen yet, wherever a learner looks', async () => {
    await set({ beforeStart: 'nothing' });
    const own = async (): Promise<unknown[]> => {
      const { activities, nextActivity } = expectStatus(await learner.get(`${course.url}/progress/me`), 200);
      const { lineItems } = expectStatus(await learner.get(`${course.url}/grades/me`), 200);
      return [activities.length, nextActivity !== null, lineItems.length];
    };
    expect(await own()).toEqual([0, false, 0]);
    await set({ beforeStart: 'titles' });
    expect(await own()).toEqual([2, true, 1]);
  });

  it('gives nobody the copy of an outline that is not theirs any more', async () => {
    await set({ beforeStart: 'titles', afterEnd: 'nothing' });
    const etag = async (): Promise<string> =>
      String((await learner.get(`${course.url}/outline`)).headers['etag']);
    const known = new Set([await etag()]);
    app.clock.set('2026-03-03T12:00:00.000Z');
    known.add(await etag());
    app.clock.set('2026-03-10T12:00:00.000Z');
    known.add(await etag());
    expect(known.size).toBe(3);
  });

  it('lets an attempt that is open go on, and keeps what was done', async () => {
    await set({ afterEnd: 'nothing' });
    app.clock.set('2026-03-08T12:00:00.000Z');
    const url = `/v1/quizzes/${quiz.activityId}/attempts`;
    const { id } = expectStatus(await learner.post(url), 201);
    app.clock.set('2026-03-09T12:00:00.000Z');
    expect(expectStatus(await learner.post(url), 201).id).toBe(id);
    const answers = { [quiz.questionIds[0]!]: true };
    expectStatus(await learner.put(`/v1/attempts/${id}/submission`, { answers }), 200);
    expect((await learner.post(url)).body.code).toBe('courses.over');
    expect((await learner.get(`/v1/attempts/${id}`)).status).toBe(200);
    expect((await learner.get(`${course.url}/progress/me`)).status).toBe(200);
    await set({ afterEnd: 'content' });
    expect((await learner.post(url)).body.code).toBe('courses.over');
  });

  it('ends earlier for whoever leaves earlier', async () => {
    await set({ afterEnd: 'content' });
    const leaver = await course.learner({ beginDate: '2026-02-01', endDate: '2026-03-05' });
    app.clock.set('2026-03-05T04:59:59.999Z');
    expect((await leaver.get(`/v1/activities/${page}`)).status).toBe(200);
    app.clock.set('2026-03-05T05:00:00.000Z');
    expect((await leaver.get(`/v1/activities/${page}`)).body.code).toBe('courses.not_enrolled');
    expect((await learner.get(`/v1/activities/${page}`)).status).toBe(200);
  });

  it('is as open as ever where nobody has set anything, or it has no days', async () => {
    const open = await CourseRoom.open(app);
    const read = await open.activity(await open.section());
    const member = await open.learner();
    expectStatus(await open.instructor.patch(open.url, { beforeStart: 'nothing', afterEnd: 'nothing' }), 200);
    expectStatus(await member.get(`/v1/activities/${read}`), 200);
    for (const beforeStart of ['all', null, true])
      expect((await open.instructor.patch(open.url, { beforeStart })).status).toBe(422);
    expect(await got(learner)).toEqual(READ);
  });
});
