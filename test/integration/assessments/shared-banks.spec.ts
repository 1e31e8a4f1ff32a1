import { Classroom } from '../../support/classroom';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const QUESTION = { type: 'true_false', prompt: 'Is it shared?', points: '1', definition: { key: true } };

jest.setTimeout(120_000);

describe('a bank that is shared with another course', () => {
  let app: TestApp;
  /** Whose bank it is. */
  let owner: CourseRoom;
  /** With which it is shared. */
  let guest: Classroom;
  let questionId: string;
  let bankId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    owner = await CourseRoom.open(app, { title: 'The owner' });
    guest = await Classroom.open(app, { questions: [] });
    questionId = await add(owner);
  });

  async function add(room: CourseRoom, more: object = {}): Promise<string> {
    return expectStatus(await room.instructor.post(`${room.url}/questions`, { ...QUESTION, ...more }), 201)
      .id;
  }
  const shareUrl = (): string => `${owner.url}/bank-shares/${guest.courseId}`;
  async function share(access = 'use'): Promise<void> {
    ({ bankId } = expectStatus(await owner.instructor.put(shareUrl(), { access }), 200) as {
      bankId: string;
    });
  }
  const end = (): Promise<Answer> => owner.instructor.delete(shareUrl());
  const ask = (slots: object[]): Promise<Answer> =>
    guest.instructor.put(`/v1/quizzes/${guest.quizId}/slots`, { slots });
  const drawn = (of: string | null, count = 1): object => ({ draw: { count, points: '2', bankId: of } });

  it('is told both ways, and ends', async () => {
    await share();
    const { given } = (await owner.instructor.get(`${owner.url}/bank-shares`)).body;
    expect(given).toMatchObject([{ bankId, courseId: guest.courseId, access: 'use' }]);
    const { received } = (await guest.instructor.get(`${guest.url}/bank-shares`)).body;
    expect(received).toMatchObject([{ bankId, courseId: owner.courseId, title: 'The owner', access: 'use' }]);
    await share('edit');
    const changed = (await guest.instructor.get(`${guest.url}/bank-shares`)).body.received;
    expect(changed).toMatchObject([{ access: 'edit', sharedAt: received[0].sharedAt }]);
    expect((await end()).status).toBe(204);
    expect((await guest.instructor.get(`${guest.url}/bank-shares`)).body.received).toEqual([]);
    expect((await end()).status).toBe(204);
  });

  it('is listed with its folders and tags for the staff of the other course, and for nobody else', async () => {
    const folder = { title: 'Shared' };
    const made = await owner.instructor.post(`${owner.url}/question-folders`, folder);
    await owner.instructor.patch(`/v1/questions/${questionId}`, { folderId: made.body.id, tags: ['Common'] });
    const lists = ['questions', 'question-folders', 'question-tags'];
    const read = (caller: Caller, list: string): Promise<Answer> =>
      caller.get(`${guest.url}/${list}?bankId=${bankId}`);
    await share();
    const assistant = await guest.join(await app.person('learner'), 'assistant');
    for (const caller of [guest.instructor, assistant]) {
      expect((await read(caller, 'questions')).body.data).toMatchObject([
        { id: questionId, activityId: null, tags: ['Common'] },
      ]);
      expect((await read(caller, 'question-folders')).body.data).toMatchObject([{ title: 'Shared' }]);
      expect((await read(caller, 'question-tags')).body.data).toEqual([{ tag: 'Common' }]);
    }
    const learner = await guest.join(await app.person('learner'));
    for (const list of lists) expect((await read(learner, list)).status).toBe(403);
    expectStatus(await end(), 204);
    for (const list of lists)
      expect(await read(guest.instructor, list)).toMatchObject({
        ...{ status: 404, body: { code: 'assessments.bank_not_found' } },
      });
  });

  it('lets nobody of a course without a share read, ask, draw or change its questions', async () => {
    const { body: other } = await owner.instructor.get(`${owner.url}/bank-shares`);
    expect(other.given).toEqual([]);
    await share();
    expectStatus(await end(), 204);
    for (const url of ['usage', 'versions'])
      expect((await guest.instructor.get(`/v1/questions/${questionId}/${url}`)).status).toBe(403);
    expect((await guest.instructor.patch(`/v1/questions/${questionId}`, { prompt: 'Mine' })).status).toBe(
      403,
    );
    expect(await ask([{ questionId }])).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'slots[0].questionId', rule: 'isInBank' }] } },
    });
    expect(await ask([drawn(bankId)])).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'slots[0].draw.bankId', rule: 'isShared' }] } },
    });
    const assistant = await owner.join(await app.person('learner'), 'assistant');
    expect((await assistant.put(shareUrl(), { access: 'use' })).status).toBe(403);
    expect((await guest.instructor.put(shareUrl(), { access: 'use' })).status).toBe(403);
  });

  it('is shared with a course that the caller knows of alone, and not with itself', async () => {
    const hidden = await CourseRoom.open(app, { published: false });
    const to = (courseId: string): Promise<Answer> =>
      owner.instructor.put(`${owner.url}/bank-shares/${courseId}`, { access: 'use' });
    expect(await to(hidden.courseId)).toMatchObject({ status: 404, body: { code: 'courses.not_found' } });
    expect(await to(owner.courseId)).toMatchObject({
      ...{ status: 422, body: { code: 'assessments.share_with_itself' } },
    });
  });

  it('is asked and drawn from by quizzes of the other course, which learners do not notice, and which go on after its end', async () => {
    const [second] = [await add(owner, { prompt: 'Another one' }), await add(owner, { prompt: 'A third' })];
    await share();
    expectStatus(await ask([{ questionId }, drawn(bankId)]), 200);
    const first = (await guest.start(await guest.learner())).body;
    expect(first.questions.map(({ id }: { id: string }) => id)).toContain(questionId);
    expect(first.questions).toHaveLength(2);
    expect(JSON.stringify(first)).not.toContain(bankId);
    expectStatus(await end(), 204);
    expect((await guest.start(await guest.learner())).body.questions).toHaveLength(2);
    // What it asks already can be kept, and nothing be added.
    const slots = (await guest.instructor.get(`/v1/quizzes/${guest.quizId}/slots`)).body.data;
    expect(slots[1].draw).toMatchObject({ bankId });
    const quizId = await guest.addQuiz('A new one');
    const again = await guest.instructor.put(`/v1/quizzes/${quizId}/slots`, {
      slots: [{ questionId: second }],
    });
    expect(again.status).toBe(422);
    expectStatus(await ask([{ questionId }, drawn(bankId)]), 200);
  });

  it('draws from its own bank where a draw names none', async () => {
    await share();
    expect(await ask([drawn(null)])).toMatchObject({
      ...{ status: 422, body: { errors: [{ rule: 'areEnough' }] } },
    });
    const own = await add(guest);
    expectStatus(await ask([drawn(null)]), 200);
    expect((await guest.start(await guest.learner())).body.questions).toMatchObject([{ id: own }]);
  });

  it('is changed by instructors of the other course where it is shared for editing, and taken apart by none of them', async () => {
    await share();
    const change = (): Promise<Answer> =>
      guest.instructor.patch(`/v1/questions/${questionId}`, { prompt: 'Mended by a guest' });
    expect((await change()).status).toBe(403);
    await share('edit');
    expectStatus(await change(), 200);
    const assistant = await guest.join(await app.person('learner'), 'assistant');
    const patched = await assistant.patch(`/v1/questions/${questionId}`, { prompt: 'By an assistant' });
    expect(patched.status).toBe(403);
    expect((await guest.instructor.delete(`/v1/questions/${questionId}`)).status).toBe(403);
  });

  it('keeps a question that another course asks, and a course whose questions another one asks', async () => {
    await share();
    expectStatus(await ask([{ questionId }]), 200);
    expect(await owner.instructor.delete(`/v1/questions/${questionId}`)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.question_asked_elsewhere' } },
    });
    expectStatus(await owner.instructor.delete(`${owner.url}/publication`), 200);
    expect(await owner.instructor.delete(owner.url)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.bank_in_use' } },
    });
    expectStatus(await ask([]), 200);
    expectStatus(await owner.instructor.delete(owner.url), 204);
  });

  it('tells in the usage of a question of other courses what the caller may know, and how much else there is', async () => {
    await share();
    expectStatus(await ask([{ questionId }]), 200);
    const usage = async (caller: Caller): Promise<Answer['body']> =>
      expectStatus(await caller.get(`/v1/questions/${questionId}/usage`), 200);
    expect(await usage(owner.instructor)).toMatchObject({ places: [], elsewhere: 1 });
    expect(await usage(guest.instructor)).toMatchObject({
      ...{ places: [{ activityId: guest.quizId, kind: 'question' }], elsewhere: 0 },
    });
    expectStatus(await ask([drawn(bankId)]), 200);
    expect(await usage(owner.instructor)).toMatchObject({ places: [], elsewhere: 1 });
    expect(await usage(guest.instructor)).toMatchObject({ places: [{ kind: 'draw' }], elsewhere: 0 });
  });
});
