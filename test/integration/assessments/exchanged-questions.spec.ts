import type { QuestionResponse } from '../../../src/modules/assessments/questions/dto/question.response';
import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import { ALL_QUESTION_TYPES } from '../../../src/modules/assessments/question-types/registry';
import { fromBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { exampleFile, FilesRoom, type KnownFile, picture, textOf } from '../../support/files-room';
import { importQuestions } from '../../support/question-exchange';
import { sqlOf } from '../../support/query-counter';

/** What an author sees of a question but for when and where it was made. */
type Told = Pick<
  QuestionResponse,
  'type' | 'prompt' | 'points' | 'definition' | 'feedback' | 'scoreFeedback' | 'hints' | 'penalty' | 'tags'
>;

const FORMATS = ['moodle_xml', 'qti'];

describe('questions of every type that are taken to another course', () => {
  let files: FilesRoom;
  let from: CourseRoom;
  let own: KnownFile[];
  beforeAll(async () => {
    files = await FilesRoom.open();
    from = await CourseRoom.open(files.app);
    await exampleFile(files.app, from.instructor);
    own = await Promise.all(
      [8, 16, 24, 32].map((width) =>
        files.file(from.instructor, picture(width, 8), `picture (${width}).png`),
      ),
    );
    const section = await from.section();
    const quiz = await from.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    for (const { value } of Object.values(QUESTION_EXAMPLES)) {
      const [asked, said, hinted, scored] = own.map((file) => textOf([file]));
      const question = {
        ...value,
        prompt: `${value.prompt}\n\n${asked}`,
        feedback: `${value.feedback}\n\n${said}`,
        hints: [
          { text: `Look at *this*: ${hinted}`, clearWrong: true },
          { text: 'Again.', showRightCount: true },
        ],
        scoreFeedback: { right: `So. ${scored}`, wrong: 'Not so.' },
        ...{ penalty: '0.25', tags: ['Plots', value.type] },
      };
      const added = await from.instructor.post(`/v1/quizzes/${quiz}/questions`, question);
      expectStatus(added, 201);
    }
  });
  afterAll(() => files.close());

  /** The bank, the oldest question first, with names of the contents of files in place of their ids. */
  async function bank(room: CourseRoom): Promise<Told[]> {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/questions?limit=100`), 200);
    const told: Told[] = [];
    for (const question of (data as QuestionResponse[]).toReversed()) {
      const { type, prompt, points, definition, feedback, scoreFeedback, hints, penalty, tags } = question;
      let json = JSON.stringify({
        ...{ type, prompt, points, definition, feedback, scoreFeedback, hints, penalty, tags },
      });
      for (const { id: fileId, url } of question.media) {
        const content = Buffer.from(await (await files.fetch(url)).arrayBuffer()).toString('base64');
        json = json.replaceAll(fileId, content);
      }
      told.push(JSON.parse(json) as Told);
    }
    return told;
  }

  async function exported(room: CourseRoom, format: string): Promise<Buffer> {
    const { status, bytes } = await room.instructor.get(`${room.url}/questions/export?format=${format}`);
    expect(status).toBe(200);
    return bytes;
  }

  it.each(FORMATS)(
    'are the same there by %s, with all that they show, whose bytes are equal',
    async (format) => {
      const before = await bank(from);
      expect(before.map(({ type }) => type).sort()).toEqual(
        ALL_QUESTION_TYPES.map(({ name }) => name).sort(),
      );
      const to = await CourseRoom.open(files.app);
      const content = await exported(from, format);
      const { courseId, instructor } = to;
      const operation = await importQuestions(files.app, instructor, { courseId, format, content });
      expect(operation).toMatchObject({ status: 'succeeded', issues: [], summary: [{ refused: 0 }] });
      const after = await bank(to);
      expect(after).toEqual(before);
      // No file of the one course is left in the other.
      expect(JSON.stringify(after)).not.toMatch(/[\da-f]{8}-[\da-f]{4}-7/);
    },
  );

  it('are written without what the course does not hold', async () => {
    const stranger = await CourseRoom.open(files.app);
    const secret = await files.file(stranger.instructor, picture(40, 8), 'secret.png');
    const to = await CourseRoom.open(files.app);
    const content = `[markdown]Is this it? ![It](${secret.address}) {T}`;
    const { courseId, instructor } = to;
    await importQuestions(files.app, instructor, { courseId, format: 'gift', content });
    for (const format of FORMATS) {
      const bytes = await exported(to, format);
      expect(bytes.includes(picture(40, 8)) || bytes.includes(picture(40, 8).toString('base64'))).toBe(false);
    }
  });

  it.each(FORMATS)(
    'break off in the middle where bytes are gone, and the server serves on: %s',
    async (format) => {
      const room = await CourseRoom.open(files.app);
      const file = await files.file(room.instructor, picture(48, 8));
      const section = await room.section();
      const quiz = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
      const question = { ...QUESTION_EXAMPLES.true_false.value, prompt: textOf([file]) };
      expectStatus(await room.instructor.post(`/v1/quizzes/${quiz}/questions`, question), 201);
      const [row] = await files.app.database.rows<{ key: Buffer }>(
        'SELECT f.content_id AS `key` FROM files f ORDER BY f.uploaded_at DESC, f.id DESC LIMIT 1',
      );
      await files.storage.remove(fromBinary(row!.key));
      const address = `http://localhost${room.url}/questions/export?format=${format}`;
      const answer = files.fetch(address, room.instructor).then((response) => response.arrayBuffer());
      await expect(answer).rejects.toThrow();
      expect((await room.instructor.get(room.url)).status).toBe(200);
    },
  );

  it('leave out what is larger than a question may be, and say so', async () => {
    const room = await CourseRoom.open(files.app);
    const large = Buffer.concat([picture(56, 8), Buffer.alloc(5 * 2 ** 20)]);
    const file = await files.file(room.instructor, large);
    const section = await room.section();
    const quiz = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    // Two texts name it, and each would have it.
    const question = {
      ...QUESTION_EXAMPLES.true_false.value,
      ...{ prompt: `Is it? ${textOf([file])}`, feedback: textOf([file]) },
    };
    expectStatus(await room.instructor.post(`/v1/quizzes/${quiz}/questions`, question), 201);
    const { text } = await room.instructor.get(`${room.url}/questions/export?format=moodle_xml`);
    expect(text).toContain('A file that the question names is not in the file: it is too large, or gone.');
    expect(text.length).toBeLessThan(10_000);
    const { bytes } = await room.instructor.get(`${room.url}/questions/export?format=qti`);
    expect(bytes.length).toBeGreaterThan(5 * 2 ** 20);
  });

  it('cost as many statements to write as there are pages of questions', async () => {
    const costs: number[] = [];
    for (const format of FORMATS) costs.push((await sqlOf(() => exported(from, format))).length);
    expect(new Set(costs).size).toBe(1);
  });
});
