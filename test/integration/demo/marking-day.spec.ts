import { frontDoorsOf, seedDemoSchool } from '../../../src/demo';
import {
  practiceCorrection,
  practiceCourse,
  practiceMarkers,
  practiceRemark,
  practiceRubric,
  practiceRule,
} from '../../../src/demo/content';
import { expectStatus } from '../../support/course-room';
import { demoSignIn } from '../../support/demo-sign-in';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const SEEDING_DAY = '2026-03-02';

jest.setTimeout(120_000);

describe('what there is to mark in the demo school', () => {
  let app: TestApp;
  let instructor: Caller;
  let courseUrl: string;
  /** By the keys of the content. */
  let quizIds: Map<string, string>;

  beforeAll(async () => {
    app = await TestApp.start();
    const clock = { set: (instant: Date) => app.clock.set(instant.toISOString()) };
    await seedDemoSchool(frontDoorsOf(app.nest), { clock, seedingDay: SEEDING_DAY });
    app.clock.set(`${SEEDING_DAY}T09:00:00.000Z`);
    instructor = await demoSignIn(app, practiceCourse.instructor);
    const { data } = await read('/v1/courses?mine=true');
    const { id } = data.find(({ code }: { code: string }) => code === practiceCourse.code);
    courseUrl = `/v1/courses/${id}`;
    const { sections } = await read(`${courseUrl}/outline`);
    const byTitle = new Map<string, string>(
      sections.flatMap(({ activities }: { activities: { id: string; title: string }[] }) =>
        activities.map((activity) => [activity.title, activity.id]),
      ),
    );
    quizIds = new Map(
      practiceCourse.sections.flatMap(({ activities }) =>
        activities.map(({ key, title }) => [key, byTitle.get(title)!]),
      ),
    );
  });
  afterAll(() => app.stop());

  async function read(url: string, caller = instructor): Promise<Answer['body']> {
    return expectStatus(await caller.get(url), 200);
  }

  async function questionOf({ quiz, type }: { quiz: string; type: string }): Promise<string> {
    const { data } = await read(`/v1/quizzes/${quizIds.get(quiz)}/questions`);
    return data.find((question: { type: string }) => question.type === type).id;
  }

  async function scripts(quiz: string, query = 'standing=waiting'): Promise<Answer['body'][]> {
    return (await read(`${courseUrl}/marking-queue?${query}&limit=100&activityId=${quizIds.get(quiz)}`)).data;
  }

  it('are essays, files and recordings that wait, of which a marker takes the next', async () => {
    const waiting = await scripts(practiceRubric.quiz);
    expect(new Set(waiting.map(({ itemId }) => itemId)).size).toBe(3);
    expect(waiting.length).toBeGreaterThan(8);
    const marker = await demoSignIn(app, practiceMarkers[0]!);
    const next = expectStatus(await marker.post(`${courseUrl}/marking-claims`, {}), 201);
    expect(next.claim.by.familyName).toBe('Achterberg');
    expectStatus(await marker.delete(`/v1/scripts/${next.id}/claim`), 204);
  });

  it('is one script that was marked by a rubric, which learners have read before', async () => {
    const itemId = await questionOf(practiceRubric);
    const learner = await demoSignIn(app, 'dalia.benamar');
    const url = `/v1/quizzes/${quizIds.get(practiceRubric.quiz)}/rubrics/${itemId}`;
    expect(await read(url, learner)).toMatchObject({ title: 'Explaining a measure', revision: 1 });
    const marked = await scripts(practiceRubric.quiz, 'standing=marked');
    expect(marked).toHaveLength(1);
    const { mark } = await read(`/v1/scripts/${marked[0].id}`);
    // One of four points of the rubric, of five that the question is worth.
    expect(mark).toMatchObject({ points: '1.25', rubric: { revision: 1, overridden: false } });
    const [file] = mark.files;
    expect(file).toMatchObject({ name: 'notes-on-your-essay.txt', purpose: 'feedback' });
    const owner = await demoSignIn(app, practiceRemark.learner);
    const { questions } = await read(`/v1/attempts/${marked[0].workId}`, owner);
    const returned = questions.filter(({ markFiles }: { markFiles?: unknown }) => markFiles);
    expect(returned).toMatchObject([{ type: 'essay', markFiles: [{ id: file.id }] }]);
  });

  it('is a double marking that disagrees, for which a third marker is awaited, and a figure of agreement', async () => {
    const itemId = await questionOf(practiceRule);
    const waiting = await scripts(practiceRule.quiz);
    expect(waiting.map(({ awaits }) => awaits).toSorted()).toEqual(['second', 'third']);
    const url = `/v1/quizzes/${quizIds.get(practiceRule.quiz)}/marking-rules/${itemId}`;
    expect(await read(url)).toMatchObject(practiceRule.rule);
    const agreement = await read(`${url}/agreement`);
    expect(agreement).toMatchObject({ scripts: 3, largestDifference: '2.5' });
    expect(agreement.weightedKappa).not.toBeNull();
    const third = await demoSignIn(app, practiceMarkers[1]!);
    const { id } = waiting.find(({ awaits }) => awaits === 'third');
    // They do not see what the others gave.
    expect(JSON.stringify(await read(`/v1/scripts/${id}`, third))).not.toMatch(/"points":"(4|1\.5)"/);
  });

  it('is a key that was corrected, and a regrade that was looked at first and is finished', async () => {
    const { data } = await read('/v1/operations');
    const regrades = data.filter(({ kind }: { kind: string }) => kind === 'regrade');
    expect(regrades).toMatchObject([
      { status: 'succeeded', dryRun: false },
      { status: 'succeeded', dryRun: true },
    ]);
    const listed = await Promise.all(
      regrades.map(({ id }: { id: string }) => read(`/v1/regrades/${id}/attempts`)),
    );
    const changes = listed.map(({ data: attempts }) =>
      attempts.map(({ attemptId, difference }: Answer['body']) => ({ attemptId, difference })),
    );
    expect(changes[0].length).toBeGreaterThan(1);
    expect(changes[0].every(({ difference }: { difference: string }) => difference === '1')).toBe(true);
    expect(changes[1]).toEqual(changes[0]);
    const { attemptId } = changes[0][0];
    const { questions } = await read(`/v1/attempts/${attemptId}`);
    const corrected = questions.find(({ type }: { type: string }) => type === practiceCorrection.type);
    expect(corrected.pointsAwarded).toBe('1');
  });

  it('is a request for another mark that waits, with its reason', async () => {
    const [request, ...others] = (await read(`${courseUrl}/remark-requests`)).data;
    expect(others).toEqual([]);
    const { messages } = await read(`/v1/remark-requests/${request.id}`);
    expect(messages).toMatchObject([{ text: practiceRemark.reason, fromStaff: false }]);
    const learner = await demoSignIn(app, practiceRemark.learner);
    expect((await read('/v1/me/remark-requests', learner)).data).toMatchObject([{ state: 'open' }]);
  });
});
