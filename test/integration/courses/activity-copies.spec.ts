import { expectStatus } from '../../support/course-room';
import { FullCourse } from '../../support/full-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('a copy of an activity', () => {
  let app: TestApp;
  let full: FullCourse;
  let instructor: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-08-03T09:00:00.000Z');
    full = await FullCourse.open(app);
    ({ instructor } = full.room);
  });
  afterAll(() => app.stop());

  const copy = (type: string, body: object = {}, caller = instructor): Promise<Answer> =>
    caller.post(`/v1/activities/${full.activities[type]}/copies`, body);
  const read = async (url: string): Promise<Answer['body']> => expectStatus(await instructor.get(url), 200);
  const without = ({ body, but }: { body: Record<string, unknown>; but: string[] }): object =>
    Object.fromEntries(Object.entries(body).filter(([name]) => !but.includes(name)));

  it.each(['page', 'label', 'video', 'file', 'folder', 'external_link', 'live_session', 'quiz'])(
    'is like it, at the end of its section: a %s',
    async (type) => {
      const made = expectStatus(await copy(type), 201);
      const source = await read(`/v1/activities/${full.activities[type]}`);
      const but = ['id', 'title', 'version', 'createdAt', 'updatedAt', 'media'];
      expect(without({ body: made, but })).toEqual(without({ body: source, but }));
      expect(made.title).toBe(`A ${type} (copy)`);
      expect(made.media.map(({ id }: { id: string }) => id)).toEqual(
        source.media.map(({ id }: { id: string }) => id),
      );
      const titles = await full.room.titles();
      expect(titles[0]![1].at(-1)).toBe(`A ${type} (copy)`);
    },
  );

  it('asks what the quiz asks, by its settings, rubrics and place in the gradebook, and none of its attempts', async () => {
    const quiz = full.activities['quiz']!;
    const { id } = expectStatus(await copy('quiz', { sectionId: full.sections[1] }), 201);
    const but = ['id', 'activityId', 'title', 'version', 'updatedAt'];
    const [settings, source] = [await read(`/v1/quizzes/${id}`), await read(`/v1/quizzes/${quiz}`)];
    expect(without({ body: settings, but })).toEqual(without({ body: source, but }));
    const slots = async (of: string): Promise<object[]> =>
      (await read(`/v1/quizzes/${of}/slots`)).data.map((slot: Record<string, unknown>) =>
        without({ body: slot, but: ['id'] }),
      );
    expect(await slots(id)).toEqual(await slots(quiz));
    const { data: items } = await read(`${full.url}/line-items?limit=100`);
    const itemOf = (of: string): object =>
      without({
        body: items.find(({ activityId }: { activityId: string }) => activityId === of),
        but: [...but, 'createdAt'],
      });
    expect(itemOf(id)).toEqual(itemOf(quiz));
    const { data: questions } = await read(`/v1/quizzes/${id}/questions`);
    const essay = questions.find(({ type }: { type: string }) => type === 'essay');
    expect(await read(`/v1/quizzes/${id}/rubrics/${essay.id}`)).toMatchObject({ shown: 'before' });
    // A change of the copy is none of the quiz.
    expectStatus(await instructor.patch(`/v1/quizzes/${id}`, { maxAttempts: 7 }), 200);
    expect((await read(`/v1/quizzes/${quiz}`)).maxAttempts).toBe(2);
  });

  it('has a title of 200 characters at most', async () => {
    const section = await full.room.section('Long');
    const page = await full.room.activity(section, 'x'.repeat(200));
    const { title } = expectStatus(await instructor.post(`/v1/activities/${page}/copies`, {}), 201);
    expect(title).toBe(`${'x'.repeat(193)} (copy)`);
  });

  it('is counted once, however often the same request is sent', async () => {
    const section = await full.room.section('Once');
    const page = await full.room.activity(section, 'Only');
    const send = (): Promise<Answer> =>
      instructor.post(`/v1/activities/${page}/copies`, {}, { 'idempotency-key': 'copy-activity' });
    const answers = [await send(), await send()];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await full.room.titles()).at(-1)).toEqual(['Once', ['Only', 'Only (copy)']]);
  });

  it('stands in the order of its section where many are made at once', async () => {
    const section = await full.room.section('Race');
    const page = await full.room.activity(section, 'First');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => instructor.post(`/v1/activities/${page}/copies`, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
    const positions = await app.database.rows<{ position: number }>(
      "SELECT a.position FROM activities a JOIN sections s ON s.id = a.section_id WHERE s.title = 'Race' ORDER BY a.position",
    );
    expect(positions.map(({ position }) => Number(position))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('is refused in a section of another course, and to all but instructors', async () => {
    const refused = await copy('page', { sectionId: '01990000-0000-7000-8000-0000000000ff' });
    expect([refused.status, refused.body.code]).toEqual([422, 'courses.no_such_section']);
    const assistant = await full.room.member('assistant');
    expect((await copy('page', {}, assistant)).status).toBe(403);
    const stranger = await app.person('instructor');
    expect((await copy('page', {}, stranger)).status).toBe(404);
  });
});
