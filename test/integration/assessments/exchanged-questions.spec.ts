import type { QuestionResponse } from '../../../src/modules/assessments/questions/dto/question.response';
import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import { ALL_QUESTION_TYPES } from '../../../src/modules/assessments/question-types/registry';
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

  it('cost as many statements to write as there are pages of questions', async () => {
    const costs: number[] = [];
    for (const format of FORMATS) costs.push((await sqlOf(() => exported(from, format))).length);
    expect(new Set(costs).size).toBe(1);
  });
});
