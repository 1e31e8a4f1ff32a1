import { QuestionContents } from '../../../src/modules/assessments/questions/question-contents';
import { fromBinary, newId } from '../../../src/shared/database/ids';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';

describe('what questions say', () => {
  let app: TestApp;
  let room: Classroom;
  let contents: QuestionContents;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
    contents = app.get(QuestionContents);
  });
  afterAll(() => app.stop());

  const revisions = async (): Promise<string[]> => {
    const rows = await app.database.query<{ id: Buffer }>('SELECT id FROM key_revisions ORDER BY id');
    return rows.map(({ id }) => fromBinary(id));
  };

  it('is read with one statement, and only what is not known yet', async () => {
    const [first = '', ...others] = await revisions();
    expect(await sqlOf(() => contents.of([first]))).toHaveLength(1);
    const asked: string[] = [];
    const [read = ''] = await sqlOf(async () => {
      const of = await contents.of([first, ...others]);
      asked.push(...[first, ...others].map((id) => of(id).keyRevisionId));
    });
    expect(asked).toEqual([first, ...others]);
    expect(read).toContain('FROM key_revisions');
    expect(await sqlOf(() => contents.of([...others, first]))).toEqual([]);
    expect(await sqlOf(() => contents.of([]))).toEqual([]);
  });

  it('is another content once the key is corrected, while the one of before stays what it was', async () => {
    const before = await revisions();
    const of = await contents.of(before);
    const words = before.map((id) => JSON.stringify(of(id)));
    const version = expectStatus(
      await room.instructor.get(`/v1/questions/${room.questionIds[2]}/versions`),
      200,
    ).data[0];
    const path = `/v1/question-versions/${version.id}/key`;
    expectStatus(await room.instructor.patch(path, { definition: { key: true }, points: '7' }), 200);
    const [added = '', ...more] = (await revisions()).filter((id) => !before.includes(id));
    expect(more).toEqual([]);
    expect((await contents.of([added]))(added)).toMatchObject({ points: '7', definition: { key: true } });
    const again = await contents.of(before);
    expect(before.map((id) => JSON.stringify(again(id)))).toEqual(words);
  });

  it('cannot be changed by one of the requests that share it', async () => {
    const [first = ''] = await revisions();
    const content = (await contents.of([first]))(first);
    const change = (): void => {
      (content.definition as unknown as { options: { text: string }[] }).options[0]!.text = 'Another';
    };
    expect(change).toThrow(TypeError);
    expect(Object.isFrozen(content)).toBe(true);
  });

  it('a revision that is not there is an error', async () => {
    const id = newId();
    const of = await contents.of([id]);
    expect(() => of(id)).toThrow(id);
  });
});
