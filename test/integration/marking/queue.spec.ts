import { MarkingRoom, essay } from '../../support/marking-room';
import { FIVE_QUESTIONS } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';

describe('the marking queue', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const idsOf = (scripts: Answer['body'][]): string[] => scripts.map(({ id }) => id);

  it('lists what waits, one question after another, and reads a script with what was asked and answered', async () => {
    const questions = [FIVE_QUESTIONS[2]!, essay('4', { markerNotes: 'One point *each*.' }), essay('2')];
    const marking = await MarkingRoom.open(app, { questions });
    const { room } = marking;
    const learners = await Promise.all([room.learner(), room.learner(), room.learner()]);
    for (const learner of learners)
      await marking.handIn(learner, [false, 'It is **pulled** up.', 'Small ones.']);
    await marking.handIn(await room.learner(), [false, 'Only this.', ' ']);
    const queue = await marking.queue();
    expect(queue).toHaveLength(7);
    const items = queue.map(({ itemId }) => itemId);
    expect(new Set(items).size).toBe(2);
    expect(items).toEqual([...items].sort());
    const script = queue.find(
      ({ itemId, learner }) => itemId === room.questionIds[1] && learner.id === learners[0].id,
    );
    expect(script).toMatchObject({
      ...{
        courseId: room.courseId,
        activityId: room.quizId,
        standing: 'waiting',
        maxPoints: '4',
        pseudonym: null,
      },
      ...{ claim: null, mark: null, draft: null, version: 1 },
    });
    expect(expectStatus(await room.instructor.get(`/v1/scripts/${script.id}`), 200)).toMatchObject({
      ...{ title: 'Quiz 1', promptHtml: '<p>Why does the <strong>mean</strong> mislead?</p>\n' },
      ...{ response: 'It is **pulled** up.', responseHtml: '<p>It is <strong>pulled</strong> up.</p>\n' },
      notesHtml: '<p>One point <em>each</em>.</p>\n',
    });
  });

  it('can be asked for a quiz, a question, a learner, or what is marked', async () => {
    const questions = [essay('4'), essay('2')];
    const marking = await MarkingRoom.open(app, { questions });
    const { room } = marking;
    const [one, other] = await Promise.all([room.learner(), room.learner()]);
    for (const learner of [one, other]) await marking.handIn(learner, ['Large values.', 'Small ones.']);
    const all = await marking.queue();
    const having = (test: (script: Answer['body']) => boolean): string[] => idsOf(all.filter(test));
    const [, second] = room.questionIds;
    expect(idsOf(await marking.queue(`?activityId=${room.quizId}`))).toEqual(idsOf(all));
    expect(await marking.queue(`?activityId=${second}`)).toEqual([]);
    expect(idsOf(await marking.queue(`?itemId=${second}`))).toEqual(
      having(({ itemId }) => itemId === second),
    );
    expect(idsOf(await marking.queue(`?userId=${one.id}`))).toEqual(
      having(({ learner }) => learner.id === one.id),
    );
    const marked = all[2];
    expectStatus(await marking.mark(room.instructor, marked.id, '1'), 200);
    expect(idsOf(await marking.queue('?standing=marked'))).toEqual([marked.id]);
    expect(idsOf(await marking.queue())).toEqual(idsOf(all).filter((id) => id !== marked.id));
  });

  it('has an order of its own for each question, which stays, and is not that of handing in', async () => {
    const marking = await MarkingRoom.open(app, { questions: [essay('4'), essay('2')] });
    const { room } = marking;
    const handedIn: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      const learner = await room.learner();
      handedIn.push(learner.id);
      await marking.handIn(learner, ['Large values.', 'Small ones.']);
    }
    const orderOf = async (itemId: string | undefined): Promise<string[]> =>
      (await marking.queue(`?itemId=${itemId}`)).map(({ learner }) => learner.id);
    const [first, second] = [await orderOf(room.questionIds[0]), await orderOf(room.questionIds[1])];
    expect(first.toSorted()).toEqual(handedIn.toSorted());
    for (const order of [first, second]) expect(order).not.toEqual(handedIn);
    expect(first).not.toEqual(second);
    expect(await orderOf(room.questionIds[0])).toEqual(first);
    // Who comes later takes a place among the others, and moves nobody.
    await marking.handIn(await room.learner(), ['Large values.', 'Small ones.']);
    expect((await orderOf(room.questionIds[0])).filter((id) => handedIn.includes(id))).toEqual(first);
    const claimed = expectStatus(
      await marking.claimNext(room.instructor, { itemId: room.questionIds[1] }),
      201,
    );
    expect(claimed.id).toBe((await marking.queue(`?itemId=${room.questionIds[1]}`))[0].id);
  });

  it('names nobody when it is anonymous, in no answer, and has one pseudonym for an attempt', async () => {
    const marking = await MarkingRoom.open(app, { questions: [essay('4'), essay('2')] });
    const { room } = marking;
    const learner = await room.learner();
    const { id: attemptId } = await marking.handIn(learner, ['Large values.', 'Small ones.']);
    await marking.handIn(await room.learner(), ['Large values.', 'Small ones.']);
    const anonymous = expectStatus(
      await room.instructor.get(`${room.url}/marking-queue?anonymous=true`),
      200,
    );
    const pseudonyms = anonymous.data.map(({ pseudonym }: { pseudonym: string }) => pseudonym);
    expect(new Set(pseudonyms).size).toBe(2);
    for (const pseudonym of pseudonyms) expect(pseudonym).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    const own = await marking.queue(`?userId=${learner.id}`);
    const { id } = own[0];
    const answers = [
      anonymous,
      expectStatus(await room.instructor.get(`/v1/scripts/${id}?anonymous=true`), 200),
      expectStatus(await marking.claimNext(room.instructor, { anonymous: true }), 201),
      expectStatus(await room.instructor.put(`/v1/scripts/${id}/claim?anonymous=true`), 200),
      expectStatus(
        await room.instructor.put(`/v1/scripts/${id}/mark?anonymous=true`, { kind: 'given', points: '1' }),
        200,
      ),
      expectStatus(await room.instructor.get(`/v1/scripts/${id}/marks`), 200),
    ];
    for (const answer of answers)
      for (const secret of [learner.id, attemptId]) expect(JSON.stringify(answer)).not.toContain(secret);
    expect(
      await room.instructor.get(`${room.url}/marking-queue?anonymous=true&userId=${learner.id}`),
    ).toMatchObject({
      ...{ status: 422, body: { code: 'marking.anonymous_filter', errors: [{ field: 'userId' }] } },
    });
  });

  it('leafs through without a gap while others mark, and costs two statements a page', async () => {
    const marking = await MarkingRoom.open(app, { questions: [essay('4')] });
    const { room } = marking;
    await marking.handInMany(7, ['Large values.']);
    const all = idsOf(await marking.queue());
    const seen: string[] = [];
    let cursor = '';
    do {
      const { data, page } = expectStatus(
        await room.instructor.get(`${room.url}/marking-queue?limit=3${cursor}`),
        200,
      );
      seen.push(...idsOf(data));
      cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
      expectStatus(await marking.mark(room.instructor, data[0].id, '1'), 200);
    } while (cursor !== '');
    expect(seen).toEqual(all);
    const statements = await sqlOf(() => room.instructor.get(`${room.url}/marking-queue`));
    await marking.handInMany(6, ['Large values.']);
    expect(await sqlOf(() => room.instructor.get(`${room.url}/marking-queue`))).toHaveLength(
      statements.length,
    );
    expect(statements).toHaveLength(2);
  });
});
