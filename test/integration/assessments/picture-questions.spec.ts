import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture } from '../../support/files-room';
import type { Answer, Caller } from '../../support/test-app';

describe('a question about a picture', () => {
  let room: FilesRoom;
  let class_: Classroom;
  beforeAll(async () => {
    room = await FilesRoom.open();
  });
  beforeEach(async () => {
    class_ = await Classroom.open(room.app, { questions: [] });
  });
  afterAll(() => room.close());

  const add = (
    author: Caller,
    quizId: string,
    file: KnownFile,
    size = { width: 64, height: 32 },
  ): Promise<Answer> =>
    author.post(`/v1/quizzes/${quizId}/questions`, {
      ...{ type: 'hotspot', prompt: 'Where?', points: '2' },
      definition: {
        picture: { fileId: file.id, ...size, alternativeText: 'A field of one color' },
        ...{ find: 'one', key: [{ type: 'circle', x: 50, y: 16, radius: 4 }] },
      },
    });

  it('shows learners the picture and nothing of where it is right, takes where they point, and grades that', async () => {
    const file = await room.file(class_.instructor, picture(64, 32));
    const made = expectStatus(await add(class_.instructor, class_.quizId, file), 201);
    expect(made.media).toMatchObject([{ id: file.id }]);
    const learner = await class_.learner();
    expect((await learner.get(`/v1/files/${file.id}`)).status).toBe(404);
    const attempt = expectStatus(await class_.start(learner), 201);
    expect(attempt.media).toMatchObject([{ id: file.id, width: 64, height: 32 }]);
    expect((await room.fetch(attempt.media[0].url)).status).toBe(200);
    expect((await learner.get(`/v1/files/${file.id}`)).status).toBe(200);
    const [{ id, definition }] = attempt.questions;
    expect(definition).toEqual({
      ...{ type: 'hotspot', mostPoints: 1 },
      picture: { fileId: file.id, width: 64, height: 32, alternativeText: 'A field of one color' },
    });
    const beside = await learner.put(`/v1/attempts/${attempt.id}/answers/${id}`, {
      response: [{ x: 65, y: 0 }],
    });
    expect(beside).toMatchObject({ status: 422 });
    const result = expectStatus(await class_.submit(learner, attempt.id, { [id]: [{ x: 53, y: 14 }] }), 200);
    expect(result.questions[0]).toMatchObject({ pointsAwarded: '2', correct: true });
  });

  it('keeps the picture for as long as it is there', async () => {
    const file = await room.file(class_.instructor, picture(64, 32));
    expectStatus(await add(class_.instructor, class_.quizId, file), 201);
    room.app.clock.advanceDays(3);
    await room.collect();
    expect((await class_.instructor.get(`/v1/files/${file.id}`)).status).toBe(200);
  });

  it('is refused where the author may not read the file, and where it is no picture of that size', async () => {
    const file = await room.file(class_.instructor, picture(64, 32));
    expectStatus(await add(class_.instructor, class_.quizId, file), 201);
    const thief = await Classroom.open(room.app, { questions: [] });
    expect(await add(thief.instructor, thief.quizId, file)).toMatchObject({
      status: 422,
      body: { code: 'files.not_usable', errors: [{ field: 'definition.picture.fileId' }] },
    });
    const other = { width: 64, height: 64 };
    expect(await add(class_.instructor, class_.quizId, file, other)).toMatchObject({
      status: 422,
      body: { code: 'assessments.invalid_question', errors: [{ field: 'definition.picture.height' }] },
    });
    const cues = Buffer.from('WEBVTT\n\n00:00.000 --> 00:02.000\nMedian\n');
    const text = await room.file(class_.instructor, cues, 'a.vtt');
    expect(await add(class_.instructor, class_.quizId, text)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'definition.picture.fileId', rule: 'isPicture' }] },
    });
  });
});
