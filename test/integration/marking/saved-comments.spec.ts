import { MarkingRoom } from '../../support/marking-room';
import { expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('comments that markers use again', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function keep(
    { room }: MarkingRoom,
    by: Caller,
    text: string,
    shared = false,
  ): Promise<Answer['body']> {
    return expectStatus(await by.post(`${room.url}/saved-comments`, { text, shared }), 201);
  }
  async function listed({ room }: MarkingRoom, reader: Caller): Promise<string[]> {
    const { data } = expectStatus(await reader.get(`${room.url}/saved-comments`), 200);
    return data.map(({ text }: { text: string }) => text);
  }

  it('are each marker’s own, and those that are shared everybody’s', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const [one, other] = [await room.member('assistant'), await room.member('assistant')];
    const own = await keep(marking, one, 'Say *why*.');
    expect(own).toMatchObject({
      ...{ text: 'Say *why*.', textHtml: '<p>Say <em>why</em>.</p>\n', shared: false, version: 1 },
      author: { id: one.id },
    });
    const shared = await keep(marking, one, 'An example is missing.', true);
    expect(await listed(marking, one)).toEqual(['An example is missing.', 'Say *why*.']);
    for (const reader of [other, room.instructor])
      expect(await listed(marking, reader)).toEqual(['An example is missing.']);
    for (const reader of [other, room.instructor])
      for (const answer of [
        await reader.get(`/v1/saved-comments/${own.id}`),
        await reader.patch(`/v1/saved-comments/${own.id}`, { shared: true }),
        await reader.delete(`/v1/saved-comments/${own.id}`),
      ])
        expect(answer).toMatchObject({ status: 404, body: { code: 'marking.comment_not_found' } });

    expectStatus(await other.get(`/v1/saved-comments/${shared.id}`), 200);
    expect(await other.patch(`/v1/saved-comments/${shared.id}`, { text: 'Mine.' })).toMatchObject({
      status: 403,
    });
    const url = `/v1/saved-comments/${shared.id}`;
    const changed = await room.instructor.patch(url, { text: 'Give an example.' }, { 'if-match': '"v1"' });
    expect(expectStatus(changed, 200)).toMatchObject({ text: 'Give an example.', shared: true, version: 2 });
    expect(await one.patch(url, { shared: false }, { 'if-match': '"v1"' })).toMatchObject({ status: 412 });
    expectStatus(await one.patch(url, { shared: false }), 200);
    expect(await listed(marking, other)).toEqual([]);
    expectStatus(await one.delete(url), 204);
    expect(await listed(marking, one)).toEqual(['Say *why*.']);
  });

  it('are copied into a mark, whose words stay when the comment changes', async () => {
    const marking = await MarkingRoom.open(app);
    const { instructor } = marking.room;
    const learner = await marking.room.learner();
    const { id: attemptId } = await marking.handIn(learner);
    const { id } = await marking.scriptOf(learner);
    const [first, second] = [
      await keep(marking, instructor, 'Say *why*.'),
      await keep(marking, instructor, 'Good.'),
    ];
    const mark = (more: object): Promise<Answer> => marking.mark(instructor, id, '3', { ...more });
    const { mark: given } = expectStatus(
      await mark({ comment: 'Nearly.', commentIds: [second.id, first.id] }),
      200,
    );
    expect(given.comment).toBe('Nearly.\n\nGood.\n\nSay *why*.');
    expectStatus(await instructor.patch(`/v1/saved-comments/${first.id}`, { text: 'Other.' }), 200);
    expectStatus(await instructor.delete(`/v1/saved-comments/${second.id}`), 204);
    const [, question] = expectStatus(await learner.get(`/v1/attempts/${attemptId}`), 200).questions;
    expect(question.markCommentHtml).toBe('<p>Nearly.</p>\n<p>Good.</p>\n<p>Say <em>why</em>.</p>\n');
    expect(expectStatus(await mark({ commentIds: [first.id] }), 200).mark.comment).toBe('Other.');
  });

  it('are refused in a mark where they are another’s, of another course, or too long together', async () => {
    const marking = await MarkingRoom.open(app);
    const elsewhere = await MarkingRoom.open(app);
    const { room } = marking;
    const assistant = await room.member('assistant');
    await marking.handInMany(1);
    const [script] = await marking.queue();
    const foreign = await keep(elsewhere, elsewhere.room.instructor, 'Elsewhere.', true);
    const others = await keep(marking, assistant, 'Mine alone.');
    const own = await keep(marking, room.instructor, 'Good.');
    for (const id of [foreign.id, others.id])
      expect(await marking.mark(room.instructor, script.id, '1', { commentIds: [own.id, id] })).toMatchObject(
        {
          ...{ status: 422, body: { code: 'marking.unknown_comment', errors: [{ field: 'commentIds[1]' }] } },
        },
      );
    const comment = 'x'.repeat(9_994);
    expect(
      await marking.mark(room.instructor, script.id, '1', { comment, commentIds: [own.id] }),
    ).toMatchObject({
      status: 422,
      body: { code: 'marking.comment_too_long', errors: [{ field: 'comment' }] },
    });
    expect(
      await marking.mark(room.instructor, script.id, '1', { commentIds: [own.id, own.id] }),
    ).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect((await marking.queue())[0]).toMatchObject({ id: script.id, version: 1 });
    const fits = { comment: 'x'.repeat(9_993), commentIds: [own.id] };
    expectStatus(await marking.mark(room.instructor, script.id, '1', fits), 200);
  });

  it('are refused where they say nothing or too much, and to learners', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    for (const text of ['', ' \n ', 'x'.repeat(2_001), 5])
      expect(await room.instructor.post(`${room.url}/saved-comments`, { text })).toMatchObject({
        ...{ status: 422, body: { errors: [{ field: 'text' }] } },
      });
    const learner = await room.learner();
    const { id } = await keep(marking, room.instructor, 'Good.', true);
    for (const answer of [
      await learner.get(`${room.url}/saved-comments`),
      await learner.post(`${room.url}/saved-comments`, { text: 'Good.' }),
      await learner.get(`/v1/saved-comments/${id}`),
      await learner.delete(`/v1/saved-comments/${id}`),
    ])
      expect(answer).toMatchObject({ status: 403 });
  });
});
