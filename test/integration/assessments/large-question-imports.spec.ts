import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { filesNamed, type WrittenFile } from '../../../src/modules/assessments/formats/embedded/written-file';
import type { StoredQuestion } from '../../../src/modules/assessments/formats/question-format';
import { findFormat } from '../../../src/modules/assessments/formats/registry';
import { ALL_QUESTION_TYPES } from '../../../src/modules/assessments/question-types/registry';
import { CourseRoom } from '../../support/course-room';
import { FilesRoom, picture } from '../../support/files-room';
import { sqlOf } from '../../support/query-counter';
import { importQuestions } from '../../support/question-exchange';
import { endWatches, watchStatements } from '../../support/statements';
import { wholeQuestionOf } from '../../unit/assessments/formats/whole-questions';

const QUESTIONS = 500;
/** That are added in one transaction. */
const AT_ONCE = 50;
/** So many share a picture. */
const SHARING = 10;
/** What the text of the file, its bytes and the questions of a transaction take, thrice. */
const MOST_GROWTH_MEGABYTES = 48;

interface LargeFile {
  xml: string;
  pictures: number;
}

/** Questions of all types with all that they may have, each of ten with a picture that no other has. */
function fileOf(count: number): LargeFile {
  const format = findFormat('moodle_xml');
  const each = Math.ceil(count / ALL_QUESTION_TYPES.length);
  const questions = ALL_QUESTION_TYPES.flatMap((type, index) =>
    fc.sample(wholeQuestionOf(type), { numRuns: each, seed: 7 + index }),
  ).slice(0, count);
  const pictures = new Set<Buffer>();
  let shared = picture(100, 100);
  const written = questions.map((question: StoredQuestion, index) => {
    if (index % SHARING === 0) shared = picture(100, 100);
    const named = filesNamed(question);
    if (named.length > 0) pictures.add(shared);
    const files = new Map(
      named.map((fileId, at): [string, WrittenFile] => [
        fileId,
        { fileId, name: `picture-${at}.png`, mediaType: 'image/png', content: shared },
      ]),
    );
    return format?.write?.(question, { files }).text ?? '';
  });
  return { xml: `${format?.head}${written.join('')}${format?.foot}`, pictures: pictures.size };
}

describe(`a file of ${QUESTIONS} questions of all types`, () => {
  let files: FilesRoom;
  beforeAll(async () => {
    files = await FilesRoom.open();
  });
  afterAll(() => files.close());

  async function imported(content: string): Promise<unknown> {
    const { courseId, instructor } = await CourseRoom.open(files.app);
    const { status, issues, summary } = await importQuestions(files.app, instructor, {
      ...{ courseId, format: 'moodle_xml', content },
    });
    return { status, issues, added: summary?.[0]?.added };
  }

  it('is imported with as many statements as it has transactions and pictures, and in bounded memory', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heapMegabytes = (): number => {
      collect();
      return process.memoryUsage().heapUsed / 1024 ** 2;
    };
    const small = fileOf(AT_ONCE);
    const first = await sqlOf(() => imported(small.xml));
    const large = fileOf(QUESTIONS);
    const before = heapMegabytes();
    const growths: number[] = [];
    watchStatements({
      having: /INSERT INTO `?question_versions`?/,
      before: () => void growths.push(heapMegabytes() - before),
    });
    let outcome: unknown;
    const all = await sqlOf(async () => {
      outcome = await imported(large.xml);
    });
    endWatches();
    expect(outcome).toEqual({ status: 'succeeded', issues: [], added: QUESTIONS });
    const [transactions, pictures] = [QUESTIONS / AT_ONCE, large.pictures];
    const told = { statements: all.length, first: first.length, pictures, growth: Math.max(...growths) };
    expect({ ...told, isBounded: all.length <= 60 + 40 * transactions + 12 * pictures }).toEqual({
      ...{ ...told, isBounded: true },
    });
    expect(growths.length).toBe(transactions);
    expect(Math.max(...growths)).toBeLessThan(MOST_GROWTH_MEGABYTES);
  }, 300_000);
});
