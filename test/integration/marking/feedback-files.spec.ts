import { randomBytes } from 'node:crypto';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture, sendForm, textOf } from '../../support/files-room';
import { MarkingRoom } from '../../support/marking-room';
import { sqlOf } from '../../support/query-counter';
import { SecondMarkingRoom } from '../../support/second-marking-room';
import type { Answer, Caller } from '../../support/test-app';

const HIDDEN = 'files.not_found';
const NOBODY = '01990000-0000-7000-8000-00000000dead';

describe('files that go back with a mark', () => {
  let room: FilesRoom;
  let marking: MarkingRoom;
  let assistant: Caller;
  let learner: Caller;
  let attemptId: string;
  let scriptId: string;
  beforeAll(async () => {
    room = await FilesRoom.open();
  });
  beforeEach(async () => {
    marking = await MarkingRoom.open(room.app);
    assistant = await marking.room.member('assistant');
    learner = await marking.room.learner();
    attemptId = (await marking.handIn(learner)).id;
    scriptId = (await marking.scriptOf(learner)).id;
  });
  afterAll(() => room.close());

  const upload = async (caller: Caller, purpose = 'feedback', name = 'notes.txt'): Promise<KnownFile> =>
    expectStatus(
      await room.send(caller, {
        purpose,
        file: { content: Buffer.from(randomBytes(16).toString('hex')), name },
      }),
      201,
    ) as KnownFile;
  const codeOf = async (caller: Caller, file: KnownFile): Promise<unknown> => {
    const { status, body } = await caller.get(`/v1/files/${file.id}`);
    return status === 200 ? 200 : body.code;
  };
  const mark = (caller: Caller, points: string | null, more: Record<string, unknown> = {}): Promise<Answer> =>
    marking.mark(caller, scriptId, points, more);
  const shown = async (reader: Caller = learner): Promise<Answer['body']> =>
    expectStatus(await reader.get(`/v1/attempts/${attemptId}`), 200).questions[1];
  const script = async (reader: Caller = assistant): Promise<Answer['body']> =>
    expectStatus(await reader.get(`/v1/scripts/${scriptId}`), 200);

  it('are shown where the mark is, to its learner with links and to staff, and to nobody else', async () => {
    const [one, two] = [await upload(assistant), await upload(assistant, 'feedback', 'more.txt')];
    expect((await shown()).markFiles).toBeUndefined();
    const given = expectStatus(
      await mark(assistant, '3', { comment: 'See my notes.', fileIds: [two.id, one.id] }),
      200,
    );
    // In the order in which the marker named them.
    const files = [
      { id: two.id, name: 'more.txt' },
      { id: one.id, name: 'notes.txt' },
    ];
    expect(given.mark).toMatchObject({ comment: 'See my notes.', files });
    expect((await script()).mark).toMatchObject({ files });
    const [marked] = await marking.queue('?standing=marked');
    expect(marked.mark).toMatchObject({ files });

    const answer = await shown();
    expect(answer).toMatchObject({ markCommentHtml: '<p>See my notes.</p>\n', markFiles: files });
    expect(await (await room.fetch(answer.markFiles[1].url as string)).text()).toHaveLength(32);

    const { instructor } = marking.room;
    expect([await codeOf(instructor, one), await codeOf(assistant, one)]).toEqual([200, 200]);
    const others = [
      ...[
        await marking.room.learner(),
        await room.app.person('learner'),
        await room.app.person('instructor'),
      ],
      (await MarkingRoom.open(room.app)).room.instructor,
    ];
    for (const person of others) {
      expect(await codeOf(person, one)).toBe(HIDDEN);
      expect((await person.get(`/v1/files/${one.id}/content`)).status).toBe(404);
    }
  });

  it('are kept from learners with the feedback, and in a draft', async () => {
    const file = await upload(assistant);
    expectStatus(await mark(assistant, '3', { kind: 'draft', fileIds: [file.id] }), 200);
    expect((await script()).draft).toMatchObject({ files: [{ id: file.id }] });
    expect((await shown()).markFiles).toBeUndefined();
    expectStatus(await mark(assistant, '3', { fileIds: [file.id] }), 200);
    expect((await shown()).markFiles).toMatchObject([{ id: file.id }]);

    const settings = expectStatus(
      await marking.room.instructor.get(`/v1/quizzes/${marking.room.quizId}`),
      200,
    );
    const hidden = Object.fromEntries(
      Object.entries(settings.review as Record<string, string[]>).map(([phase, facts]) => [
        phase,
        facts.filter((fact) => fact !== 'specificFeedback'),
      ]),
    );
    expectStatus(
      await marking.room.instructor.patch(`/v1/quizzes/${marking.room.quizId}`, { review: hidden }),
      200,
    );
    expect(JSON.stringify(expectStatus(await learner.get(`/v1/attempts/${attemptId}`), 200))).not.toContain(
      file.id,
    );
  });

  it('are the marker’s own, uploaded for this, or were given back with the script before', async () => {
    const own = await upload(assistant);
    const foreign = await upload(marking.room.instructor);
    const cases: [fileId: string, rule: string][] = [
      [foreign.id, 'isUsableFile'],
      [(await upload(assistant, 'answer')).id, 'isUsableFile'],
      [NOBODY, 'isUsableFile'],
      ['notes.pdf', 'isUuid'],
      [own.id, 'arrayUnique'],
    ];
    for (const [fileId, rule] of cases) {
      const { status, body } = await mark(assistant, '3', { fileIds: [own.id, fileId] });
      expect([status, body.errors[0].rule]).toEqual([422, rule]);
    }
    const many = Array.from({ length: 11 }, (_, at) => NOBODY.slice(0, -2) + String(at).padStart(2, '0'));
    expect((await mark(assistant, '3', { fileIds: many })).body.errors).toMatchObject([
      { field: 'fileIds', rule: 'arrayMaxSize' },
    ]);
    expect((await script()).mark).toBeNull();

    expectStatus(await mark(assistant, '3', { fileIds: [own.id] }), 200);
    // Somebody else corrects the points, and leaves what was given back.
    expectStatus(await mark(marking.room.instructor, '3.5', { fileIds: [own.id, foreign.id] }), 200);
    expect((await shown()).markFiles).toMatchObject([{ id: own.id }, { id: foreign.id }]);

    const other = await marking.room.learner();
    await marking.handIn(other);
    const theirs = (await marking.scriptOf(other)).id;
    expect(await marking.mark(marking.room.instructor, theirs, '1', { fileIds: [own.id] })).toMatchObject({
      ...{ status: 422, body: { code: 'files.not_usable', errors: [{ field: 'fileIds.0' }] } },
    });
  });

  it('cannot be put on a page by staff who can read them', async () => {
    const file = await upload(assistant);
    expectStatus(await mark(assistant, '3', { fileIds: [file.id] }), 200);
    const page = { type: 'page', title: 'Look at this', content: textOf([file]) };
    expect(
      await marking.room.instructor.post(`/v1/sections/${marking.room.sectionId}/activities`, page),
    ).toMatchObject({ status: 422, body: { code: 'files.not_usable' } });
  });

  it('make a mark of their own, stay in the history, and are never collected', async () => {
    const [first, second, unused] = [
      await upload(assistant),
      await upload(assistant),
      await upload(assistant),
    ];
    const one = expectStatus(await mark(assistant, '3', { fileIds: [first.id] }), 200);
    expect(expectStatus(await mark(assistant, '3.0', { fileIds: [first.id] }), 200).version).toBe(
      one.version,
    );
    const two = expectStatus(await mark(assistant, '3', { fileIds: [second.id] }), 200);
    expect(two.version).toBeGreaterThan(one.version as number);
    expectStatus(await mark(assistant, '3'), 200);
    expect((await shown()).markFiles).toBeUndefined();
    const { data } = expectStatus(await assistant.get(`/v1/scripts/${scriptId}/marks`), 200);
    expect(data).toMatchObject([
      { files: [] },
      { files: [{ id: second.id }] },
      { files: [{ id: first.id }] },
    ]);

    room.app.clock.advanceDays(3);
    await room.collect();
    const codes = [first, second, unused].map((file) => codeOf(marking.room.instructor, file));
    expect(await Promise.all(codes)).toEqual([200, 200, HIDDEN]);
    expectStatus(await mark(assistant, '2', { fileIds: [first.id] }), 200);
    expect((await shown()).markFiles).toMatchObject([{ id: first.id }]);
  });

  it('come with links that work, also for a reader who has a copy', async () => {
    const file = await upload(assistant);
    expectStatus(await mark(assistant, '3', { fileIds: [file.id] }), 200);
    const url = `/v1/scripts/${scriptId}`;
    const copy = await assistant.get(url);
    const etag = copy.headers.etag as string;
    expect((await assistant.get(url, { 'if-none-match': etag })).status).toBe(304);
    // Longer than a link holds.
    room.app.clock.advance(2 * 60 * 60_000);
    const again = await assistant.get(url, { 'if-none-match': etag });
    expect(again.status).toBe(200);
    expect((await room.fetch(again.body.mark.files[0].url as string)).status).toBe(200);
    const version = { 'if-match': again.headers.etag as string };
    expectStatus(
      await assistant.put(`${url}/mark`, { kind: 'given', points: '1', fileIds: [file.id] }, version),
      200,
    );
  });

  it('stay where a file of marks and a remark change the points', async () => {
    const file = await upload(assistant);
    const { version } = expectStatus(
      await mark(assistant, '2', { comment: 'See my notes.', fileIds: [file.id] }),
      200,
    );
    const { instructor, quizId, questionIds } = marking.room;
    const marks = {
      file: {
        content: Buffer.from(`script_id,points,version\n${scriptId},3,${version}\n`),
        name: 'marks.csv',
      },
    };
    const { id } = expectStatus(
      await sendForm(instructor, marks, {}, `/v1/quizzes/${quizId}/mark-imports`),
      202,
    );
    await room.app.get(OperationRunner).settled(id as string);
    expect(await shown()).toMatchObject({ pointsAwarded: '3', markFiles: [{ id: file.id }] });

    expectStatus(await instructor.put(`/v1/quizzes/${quizId}/remark-rule`, { days: 7 }), 200);
    const asked = await learner.post(
      `/v1/attempts/${attemptId}/questions/${questionIds[1]}/remark-requests`,
      { reason: 'My example is in the second paragraph.' },
    );
    expectStatus(
      await instructor.put(`/v1/remark-requests/${expectStatus(asked, 201).id}/decision`, {
        ...{ outcome: 'changed', points: '4', message: 'You are right.' },
      }),
      200,
    );
    expect(await shown()).toMatchObject({ pointsAwarded: '4', markFiles: [{ id: file.id }] });
  });

  describe('where two people mark the question', () => {
    it('are not shown to the other before they have marked, and both go to the learner', async () => {
      const second = await SecondMarkingRoom.open(room.app);
      const [one, other] = second.markers;
      const { learner: somebody, attemptId: attempt, scriptId: id } = await second.handIn();
      const [ofOne, ofOther] = [await upload(one), await upload(other)];
      expectStatus(await second.mark(one, id, '2', { comment: 'Short.', fileIds: [ofOne.id] }), 200);
      expect(JSON.stringify(await second.script(id, other))).not.toContain(ofOne.id);
      const stolen = await second.mark(other, id, '3', { fileIds: [NOBODY] });
      expect(stolen.status).toBe(422);
      expectStatus(await second.mark(other, id, '3', { comment: 'Clear.', fileIds: [ofOther.id] }), 200);
      const seen = await second.script(id, other);
      expect(seen.markersMarks).toMatchObject([
        { files: [{ id: ofOne.id }] },
        { files: [{ id: ofOther.id }] },
      ]);
      const markFiles = async (): Promise<unknown> =>
        expectStatus(await somebody.get(`/v1/attempts/${attempt}`), 200).questions[1].markFiles;
      expect(await markFiles()).toMatchObject([{ id: ofOne.id }, { id: ofOther.id }]);

      const { quizId } = second.marking.room;
      expectStatus(await second.instructor.put(`/v1/quizzes/${quizId}/remark-rule`, { days: 7 }), 200);
      const asked = await somebody.post(
        `/v1/attempts/${attempt}/questions/${second.questionId}/remark-requests`,
        { reason: 'It is long enough.' },
      );
      expectStatus(
        await second.instructor.put(`/v1/remark-requests/${expectStatus(asked, 201).id}/decision`, {
          ...{ outcome: 'changed', points: '3.5', message: 'You are right.' },
        }),
        200,
      );
      // What both markers said stays with the mark that was changed.
      expect(await markFiles()).toMatchObject([{ id: ofOne.id }, { id: ofOther.id }]);
      expect((await second.script(id)).mark).toMatchObject({ comment: 'Short.\n\nClear.' });

      const decided = await upload(second.instructor);
      expectStatus(await second.decide(id, '4', second.instructor, { fileIds: [decided.id] }), 200);
      expect(await markFiles()).toMatchObject([{ id: decided.id }]);
      expect(await markFiles()).toHaveLength(1);
    });
  });

  it('cost as many statements for ten as for one, and other marks none', async () => {
    const files: string[] = [];
    for (let number = 0; number < 10; number += 1) files.push((await upload(assistant)).id);
    const statements = async (fileIds: string[], points: string): Promise<number> =>
      (await sqlOf(async () => expectStatus(await mark(assistant, points, { fileIds }), 200))).length;
    await statements([], '1');
    const none = await statements([], '1.5');
    const one = await statements(files.slice(0, 1), '2');
    expect(await statements(files.slice(1), '2.5')).toBe(one);
    // Locked, looked at and held; and told with links.
    expect(one - none).toBe(4);
    const reads = async (): Promise<number> => (await sqlOf(() => shown())).length;
    const withFiles = await reads();
    await statements([], '3');
    expect(withFiles - (await reads())).toBe(1);
  });

  it('may be pictures, and are nothing that a browser would run', async () => {
    const sent = await room.send(assistant, {
      ...{ purpose: 'feedback', file: { content: picture(), name: 'page.png' } },
    });
    expect(expectStatus(sent, 201)).toMatchObject({ purpose: 'feedback', mediaType: 'image/png' });
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const refused = await room.send(assistant, {
      ...{ purpose: 'feedback', file: { content: page, name: 'page.html' } },
    });
    expect(refused.status).toBe(415);
  });
});
