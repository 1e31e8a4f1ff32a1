import { frontDoorsOf, seedDemoSchool } from '../../../src/demo';
import {
  demoLearners,
  EVERY_KIND,
  ownerOfExampleFiles,
  practiceAuditor,
  practiceCourse,
  practiceLearners,
  practiceQuizzes,
  practiceSittings,
  practiceTutor,
} from '../../../src/demo/content';
import { BEHAVIORS } from '../../../src/modules/assessments/behaviors/registry';
import { ALL_QUESTION_TYPES, QUESTION_TYPES } from '../../../src/modules/assessments/question-types/registry';
import { expectStatus } from '../../support/course-room';
import { operationsIn } from '../../support/default-bodies';
import { demoSignIn } from '../../support/demo-sign-in';
import { committedOpenApi } from '../../support/described-answers';
import { type Caller, TestApp } from '../../support/test-app';

const SEEDING_DAY = '2026-03-02';

interface Shown {
  id: string;
  type: string;
  response: unknown;
}

jest.setTimeout(120_000);

describe('the practice room of the demo school', () => {
  let app: TestApp;
  let instructor: Caller;
  let learner: Caller;
  /** By the title in the course. */
  let quizIds: Map<string, string>;

  beforeAll(async () => {
    app = await TestApp.start();
    const clock = { set: (instant: Date) => app.clock.set(instant.toISOString()) };
    await seedDemoSchool(frontDoorsOf(app.nest), { clock, seedingDay: SEEDING_DAY });
    app.clock.set(`${SEEDING_DAY}T09:00:00.000Z`);
    instructor = await demoSignIn(app, practiceCourse.instructor);
    learner = await demoSignIn(app, ownerOfExampleFiles);
    const { data } = (await learner.get('/v1/courses?mine=true')).body;
    const { id } = data.find(({ code }: { code: string }) => code === practiceCourse.code);
    const { sections } = (await learner.get(`/v1/courses/${id}/outline`)).body;
    const activities: { id: string; title: string }[] = sections.flatMap(
      (section: { activities: object[] }) => section.activities,
    );
    quizIds = new Map(activities.map((activity) => [activity.title, activity.id]));
  });
  afterAll(() => app.stop());

  const idOf = (quiz: string): string => {
    const activities = practiceCourse.sections.flatMap((section) => section.activities);
    return quizIds.get(activities.find(({ key }) => key === quiz)!.title)!;
  };

  /** The bodies that Swagger UI offers for an operation, by their names. */
  const offered = (method: string, path: string): Map<string, unknown> => {
    const operation = operationsIn(committedOpenApi()).find(
      (one) => one.method === method && one.path === path,
    )!;
    return new Map(operation.bodies.map(({ name, value }) => [name, value]));
  };

  async function started(quiz: string): Promise<{ id: string; questions: Shown[] }> {
    return expectStatus(await learner.post(`/v1/quizzes/${idOf(quiz)}/attempts`), 201) as never;
  }

  it('opens materials by a rule of each kind, and keeps one from all but a few', async () => {
    const { data } = (await instructor.get('/v1/courses?mine=true')).body;
    const { id } = data.find(({ code }: { code: string }) => code === practiceCourse.code);
    const toldTo = async (
      reader: Caller,
    ): Promise<Map<string, { open: boolean; reasons: object[] } | undefined>> => {
      const { sections } = expectStatus(await reader.get(`/v1/courses/${id}/outline`), 200);
      return new Map(
        sections.flatMap(({ activities }: { activities: { title: string; release?: never }[] }) =>
          activities.map(({ title, release }) => [title, release]),
        ),
      );
    };
    const [some, others] = [practiceLearners.slice(0, 3), practiceLearners.slice(3)];
    const folder = 'Pictures and captions of the videos';
    for (const username of some)
      expect((await toldTo(await demoSignIn(app, username))).has(folder)).toBe(true);
    for (const username of others)
      expect((await toldTo(await demoSignIn(app, username))).has(folder)).toBe(false);
    const told = await toldTo(learner);
    expect(told.get('From an old handbook')).toMatchObject({
      open: false,
      reasons: [{ code: 'complete_first' }],
    });
    expect(told.get('Histograms in a library of examples')).toMatchObject({ open: true });
    const kinds = JSON.stringify(
      expectStatus(await instructor.get(`/v1/courses/${id}/activities?limit=100`), 200).data.map(
        ({ releaseRule }: { releaseRule: unknown }) => releaseRule,
      ),
    );
    for (const kind of ['date', 'completion', 'score', 'person', 'all', 'any', 'not'])
      expect(kinds).toContain(`"kind":"${kind}"`);
  });

  it('has two sets of groups, one of which learners join by themselves, and two tags', async () => {
    const { data } = (await instructor.get('/v1/courses?mine=true')).body;
    const { id } = data.find(({ code }: { code: string }) => code === practiceCourse.code);
    const sets = expectStatus(await learner.get(`/v1/courses/${id}/group-sets`), 200).data;
    expect(sets).toMatchObject([
      { title: 'Lab groups', joining: 'by_staff', myGroupId: expect.any(String) as unknown },
      { title: 'Study partners', joining: 'by_self', state: 'open', groupSize: 4 },
    ]);
    const tags = expectStatus(await instructor.get(`/v1/courses/${id}/learner-tags`), 200).data;
    expect(tags).toMatchObject([
      { title: 'Part-time', learnerCount: 2 },
      { title: 'Repeats the course', learnerCount: 3 },
    ]);
  });

  it('has an assistant who sees the learners of one group only, and an auditor', async () => {
    const { data } = (await instructor.get('/v1/courses?mine=true')).body;
    const { id } = data.find(({ code }: { code: string }) => code === practiceCourse.code);
    const [tutor, auditor] = [await demoSignIn(app, practiceTutor), await demoSignIn(app, practiceAuditor)];
    const seenBy = async (person: Caller): Promise<number> =>
      expectStatus(await person.get(`/v1/courses/${id}/gradebook`), 200).data.length;
    expect(await seenBy(tutor)).toBeGreaterThan(0);
    expect(await seenBy(tutor)).toBeLessThan(await seenBy(instructor));
    expect((await auditor.get(`/v1/courses/${id}`)).body.role).toBe('auditor');
  });

  it('asks a question of every type, and has a quiz of every behavior', async () => {
    const { data } = (await instructor.get(`/v1/quizzes/${idOf(EVERY_KIND)}/questions`)).body;
    expect(data.map(({ type }: Shown) => type)).toEqual(QUESTION_TYPES);
    const behaviors = await Promise.all(
      practiceQuizzes.map(async ({ key }) => (await learner.get(`/v1/quizzes/${idOf(key)}`)).body.behavior),
    );
    expect(behaviors.toSorted()).toEqual(BEHAVIORS.map(({ name }) => name).toSorted());
  });

  it('takes the example of every type as it stands, reads it, and keeps it as it was sent', async () => {
    const bodies = offered('PUT', '/v1/attempts/{attemptId}/answers/{questionId}');
    const { id, questions } = await started(EVERY_KIND);
    expect(questions.map(({ type }) => type)).toEqual(QUESTION_TYPES);
    for (const question of questions) {
      const body = bodies.get(question.type) as { response: unknown };
      const answer = await learner.put(`/v1/attempts/${id}/answers/${question.id}`, body);
      expect([question.type, answer.status, answer.body.remarks ?? []]).toEqual([question.type, 200, []]);
    }
    const { body: read } = await learner.get(`/v1/attempts/${id}`);
    for (const { type, response } of read.questions as Shown[])
      expect([type, response]).toEqual([type, (bodies.get(type) as { response: unknown }).response]);
    expect((await learner.put(`/v1/attempts/${id}/submission`, {})).status).toBe(200);
  });

  it('judges the examples in every quiz that judges answers at once, whatever the behavior', async () => {
    const bodies = offered('POST', '/v1/attempts/{attemptId}/questions/{questionId}/tries');
    const byHand = ALL_QUESTION_TYPES.filter((type) => !type.grade).map(({ name }) => name as string);
    const judged = new Set<string>();
    for (const { key, behavior } of practiceQuizzes) {
      if (!BEHAVIORS.find(({ name }) => name === behavior)!.takesChecks) continue;
      const { id, questions } = await started(key);
      for (const question of questions.filter(({ type }) => !byHand.includes(type))) {
        const url = `/v1/attempts/${id}/questions/${question.id}/tries`;
        const { status, body } = await learner.post(url, bodies.get(question.type));
        expect([key, question.type, status]).toEqual([key, question.type, 200]);
        expect([key, question.type, body.check]).toEqual([key, question.type, 'judged']);
        judged.add(question.type);
      }
    }
    const unscored = ALL_QUESTION_TYPES.filter(({ isUnscored }) => isUnscored).map(({ name }) => name);
    const judgeable = QUESTION_TYPES.filter((type) => !byHand.includes(type) && !unscored.includes(type));
    expect([...judged].toSorted()).toEqual(judgeable.toSorted());
  });

  it('has attempts of the past at every quiz, in which every type is answered', async () => {
    const answered = new Map<string, number>();
    for (const { key } of practiceQuizzes) {
      const { data } = (await instructor.get(`/v1/quizzes/${idOf(key)}/attempts?limit=100`)).body;
      const taken = practiceSittings.filter(({ quiz }) => quiz === key);
      const learners = demoLearners.filter(({ username }) =>
        taken.some(({ learner: one }) => one === username),
      );
      const past = data.filter(({ startedAt }: { startedAt: string }) => startedAt < SEEDING_DAY);
      expect([key, past.length]).toEqual([key, taken.length]);
      expect(learners.length).toBeGreaterThan(1);
      for (const { id, submittedAt } of past) {
        const { questions } = (await instructor.get(`/v1/attempts/${id}`)).body;
        for (const { type, response } of questions as Shown[])
          if (response !== null) answered.set(type, (answered.get(type) ?? 0) + 1);
        if (submittedAt !== null)
          expect((questions as Shown[]).every(({ response }) => response !== null)).toBe(true);
      }
    }
    expect([...answered.keys()].toSorted()).toEqual(QUESTION_TYPES.toSorted());
    expect(Math.min(...answered.values())).toBeGreaterThan(2);
  });

  it('has answers that earn all, a part and nothing, tries that were not right, and work that waits for a mark', async () => {
    const states = new Set<string>();
    const marks = new Set<string>();
    for (const { key } of practiceQuizzes) {
      const { data } = (await instructor.get(`/v1/quizzes/${idOf(key)}/attempts?limit=100`)).body;
      for (const { id, submittedAt } of data) {
        if (submittedAt === null) continue;
        const { questions } = (await instructor.get(`/v1/attempts/${id}`)).body;
        for (const { pointsAwarded, points, tries } of questions) {
          marks.add(pointsAwarded === null ? 'waits' : markOf(Number(pointsAwarded), Number(points)));
          if (tries?.tries > 1) states.add(tries.state);
        }
      }
    }
    expect([...marks].toSorted()).toEqual(['all', 'below', 'nothing', 'part', 'waits']);
    expect(states).toContain('right');
  });
});

function markOf(awarded: number, points: number): string {
  if (awarded < 0) return 'below';
  if (awarded === 0) return 'nothing';
  return awarded === points ? 'all' : 'part';
}
