import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, textOf } from '../../support/files-room';
import { essay } from '../../support/marking-room';
import { sqlOf } from '../../support/query-counter';
import type { Answer, Caller } from '../../support/test-app';

describe('the files of what is asked', () => {
  let room: FilesRoom;
  beforeAll(async () => {
    room = await FilesRoom.open();
  });
  afterAll(() => room.close());

  const open = (settings = {}): Promise<Classroom> => Classroom.open(room.app, { questions: [], settings });
  const add = async (class_: Classroom, prompt: string, feedback: string | null = null): Promise<Answer> =>
    class_.instructor.post(`/v1/quizzes/${class_.quizId}/questions`, {
      ...{ type: 'true_false', prompt, points: '1', definition: { key: true }, feedback },
    });
  const idsOf = ({ media }: { media: KnownFile[] }): string[] => media.map(({ id }) => id);
  const costOf = async (work: () => Promise<unknown>): Promise<number> => (await sqlOf(work)).length;

  it('are told with a paper: those of the questions that it shows, each once, with links that need no token', async () => {
    const class_ = await open({ navigation: 'sequential' });
    const [first, second] = [await room.file(class_.instructor), await room.file(class_.instructor)];
    expectStatus(await add(class_, textOf([first])), 201);
    expectStatus(await add(class_, textOf([second, first])), 201);
    const learner = await class_.learner();
    const attempt = expectStatus(await class_.start(learner), 201);
    expect(attempt.media).toMatchObject([
      { ...{ id: first.id, name: first.name, mediaType: 'image/png' }, width: 8, height: 8, variants: [] },
    ]);
    const picture = await room.fetch(attempt.media[0].url);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(new Date(attempt.media[0].urlExpiresAt).getTime()).toBeGreaterThan(
      room.app.clock.now().getTime() + 59 * 60_000,
    );
    const on = await learner.put(`/v1/attempts/${attempt.id}/position`, { position: 2 });
    expect(idsOf(expectStatus(on, 200))).toEqual([first.id, second.id]);
    expect(idsOf(expectStatus(await learner.get(`/v1/attempts/${attempt.id}`), 200))).toEqual([
      ...[first.id, second.id],
    ]);
  });

  it('are told with the feedback when that is shown', async () => {
    const class_ = await open();
    const [asked, told] = [await room.file(class_.instructor), await room.file(class_.instructor)];
    expectStatus(await add(class_, textOf([asked]), textOf([told])), 201);
    const learner = await class_.learner();
    const attempt = expectStatus(await class_.start(learner), 201);
    expect(idsOf(attempt)).toEqual([asked.id]);
    const staff = expectStatus(await class_.instructor.get(`/v1/attempts/${attempt.id}`), 200);
    expect(idsOf(staff)).toEqual([asked.id, told.id]);
    const result = expectStatus(await class_.submit(learner, attempt.id), 200);
    expect(idsOf(result)).toEqual([asked.id, told.id]);
  });

  describe('of what is said to answers', () => {
    const BEHAVIOR = { behavior: 'interactive' };

    async function choice(class_: Classroom, said: { hint: KnownFile; right: KnownFile; wrong: KnownFile }) {
      const question = {
        ...{ type: 'single_choice', prompt: 'Which?', points: '1' },
        definition: {
          options: [
            { id: 'right', text: 'This' },
            { id: 'wrong', text: 'That' },
          ],
          ...{ key: 'right', optionFeedback: { right: textOf([said.right]), wrong: textOf([said.wrong]) } },
        },
        hints: [{ text: textOf([said.hint]) }, { text: 'Again.' }],
      };
      return expectStatus(
        await class_.instructor.post(`/v1/quizzes/${class_.quizId}/questions`, question),
        201,
      );
    }

    it('are told with the hint and the feedback that a try has led to, and with nothing before', async () => {
      const class_ = await open(BEHAVIOR);
      const [hint, right, wrong] = await Promise.all([1, 2, 3].map(() => room.file(class_.instructor)));
      const said = { hint: hint!, right: right!, wrong: wrong! };
      const made = await choice(class_, said);
      expect(idsOf(made).sort()).toEqual([hint!.id, right!.id, wrong!.id].sort());
      const learner = await class_.learner();
      const attempt = expectStatus(await class_.start(learner), 201);
      expect(idsOf(attempt)).toEqual([]);
      const statusOf = async (file: KnownFile | undefined): Promise<number> =>
        (await learner.get(`/v1/files/${file?.id}`)).status;
      for (const file of [hint, right, wrong]) expect(await statusOf(file)).toBe(404);
      const [{ id }] = attempt.questions;
      const check = await learner.post(`/v1/attempts/${attempt.id}/questions/${id}/tries`, {
        response: 'wrong',
      });
      const judged = expectStatus(check, 200);
      expect(judged.standing.hint.html).toContain(`src="${hint!.address}"`);
      expect(idsOf(judged).sort()).toEqual([hint!.id, wrong!.id].sort());
      expect((await room.fetch(judged.media[0].url)).status).toBe(200);
      const again = expectStatus(await learner.get(`/v1/attempts/${attempt.id}`), 200);
      expect(idsOf(again).sort()).toEqual([hint!.id, wrong!.id].sort());
      expect(await statusOf(right)).toBe(404);
      // Not even once the feedback to all is shown.
      expectStatus(await class_.submit(learner, attempt.id), 200);
      expect(await statusOf(right)).toBe(404);
    });

    it('stay for as long as the question does, and are refused where the author may not read them', async () => {
      const class_ = await open(BEHAVIOR);
      const [hint, right, wrong] = await Promise.all([1, 2, 3].map(() => room.file(class_.instructor)));
      const said = { hint: hint!, right: right!, wrong: wrong! };
      await choice(class_, said);
      room.app.clock.advanceDays(3);
      await room.collect();
      for (const { id } of Object.values(said))
        expect((await class_.instructor.get(`/v1/files/${id}`)).status).toBe(200);
      const thief = await open(BEHAVIOR);
      const question = {
        ...{ type: 'true_false', prompt: 'Right?', points: '1', definition: { key: true } },
        hints: [{ text: textOf([said.hint]) }],
        scoreFeedback: { wrong: textOf([said.wrong]) },
      };
      const refused = await thief.instructor.post(`/v1/quizzes/${thief.quizId}/questions`, question);
      expect(refused).toMatchObject({ status: 422, body: { code: 'files.not_usable' } });
      expect(refused.body.errors.map(({ field }: { field: string }) => field)).toEqual([
        ...['scoreFeedback.wrong', 'hints[0].text'],
      ]);
    });
  });

  it('are told to authors with the question, in lists and in a preview', async () => {
    const class_ = await open();
    const [one, other] = [await room.file(class_.instructor), await room.file(class_.instructor)];
    const made = expectStatus(await add(class_, textOf([one]), textOf([other])), 201);
    expect(idsOf(made)).toEqual([one.id, other.id]);
    expectStatus(await add(class_, 'Right?'), 201);
    const { data } = expectStatus(await class_.instructor.get(`/v1/quizzes/${class_.quizId}/questions`), 200);
    expect(data.map(idsOf)).toEqual([[one.id, other.id], []]);
    const bank = expectStatus(await class_.instructor.get(`/v1/courses/${class_.courseId}/questions`), 200);
    expect(bank.data.map(idsOf)).toEqual([[], [one.id, other.id]]);
    const preview = await class_.instructor.post(`/v1/quizzes/${class_.quizId}/preview`);
    expect(idsOf(expectStatus(preview, 201))).toEqual([one.id]);
  });

  it('do not make the version that was read stale when their links change', async () => {
    const class_ = await open();
    const file = await room.file(class_.instructor);
    const made = await add(class_, textOf([file]));
    const match = { 'if-match': String(made.headers['etag']) };
    const changed = await class_.instructor.patch(
      `/v1/questions/${expectStatus(made, 201).id}`,
      { points: '2' },
      match,
    );
    expectStatus(changed, 200);
    expect(changed.headers['etag']).not.toBe(made.headers['etag']);
  });

  it('cost two statements, whatever their number, and none where there are none', async () => {
    const costs: number[] = [];
    for (const count of [0, 1, 6]) {
      const class_ = await open();
      const files = await Promise.all(Array.from({ length: count }, () => room.file(class_.instructor)));
      for (let question = 0; question < 4; question += 1)
        expectStatus(await add(class_, `Right? ${textOf(files)}`), 201);
      const learner = await class_.learner();
      const attempt = expectStatus(await class_.start(learner), 201);
      costs.push(await costOf(() => learner.get(`/v1/attempts/${attempt.id}`)));
    }
    expect(costs).toEqual([costs[0], costs[0]! + 2, costs[0]! + 2]);
  });

  it('are told to those who mark', async () => {
    const class_ = await open();
    const file = await room.file(class_.instructor);
    const question = { ...essay('4'), prompt: textOf([file]) };
    expectStatus(await class_.instructor.post(`/v1/quizzes/${class_.quizId}/questions`, question), 201);
    const learner = await class_.learner();
    const attempt = expectStatus(await class_.start(learner), 201);
    const answers = { [attempt.questions[0].id]: 'Large values.' };
    expectStatus(await class_.submit(learner, attempt.id, answers), 200);
    const queue = await class_.instructor.get(`/v1/courses/${class_.courseId}/marking-queue`);
    const [{ id }] = expectStatus(queue, 200).data;
    expect(idsOf(expectStatus(await class_.instructor.get(`/v1/scripts/${id}`), 200))).toEqual([file.id]);
  });

  it('that say nothing to those who do not see them are warned of', async () => {
    const class_ = await open();
    const file = await room.file(class_.instructor);
    const mute = `![ ](${file.address})`;
    const made = expectStatus(await add(class_, `${textOf([file])} ${mute}`, mute), 201);
    const code = 'picture_without_alternative_text';
    expect(made.warnings).toEqual([
      { code, field: 'prompt', address: file.address },
      { code, field: 'feedback', address: file.address },
    ]);
    const changes = {
      prompt: textOf([file]),
      feedback: null,
      hints: [{ text: '![](https://a.example/b.png)' }],
    };
    const changed = await class_.instructor.patch(`/v1/questions/${made.id}`, changes);
    expect(expectStatus(changed, 200).warnings).toEqual([
      { code, field: 'hints[0].text', address: 'https://a.example/b.png' },
    ]);
    const learner: Caller = await class_.learner();
    expect(expectStatus(await class_.start(learner), 201).questions[0]).not.toHaveProperty('warnings');
  });
});
