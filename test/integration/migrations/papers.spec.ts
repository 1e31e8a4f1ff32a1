import { AssessmentsPapers1790000051000 } from '../../../src/migrations/1790000051000-assessments-papers';
import { toBinary } from '../../../src/shared/database/ids';
import { Classroom, FIVE_QUESTIONS } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { migrateUp } from '../../support/migrate-up';
import { TestApp } from '../../support/test-app';

describe('the migration of papers', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const up = (): Promise<void> => migrateUp(app, AssessmentsPapers1790000051000);

  it('names the version of the start and the key of the submission, or the first where nobody wrote down any', async () => {
    const room = await Classroom.open(app, { settings: { maxAttempts: null } });
    const learner = await room.learner();
    const url = `/v1/questions/${room.questionIds[0]}`;
    const edit = async (changes: object) => expectStatus(await room.instructor.patch(url, changes), 200);
    const start = async (): Promise<string> => {
      app.clock.advance(60_000);
      const { id } = expectStatus(await room.start(learner), 201);
      app.clock.advance(60_000);
      return id;
    };
    const { definition } = FIVE_QUESTIONS[0]!;
    const first = await start();
    await edit({ definition: { ...definition, key: 'mean' } });
    app.clock.advance(60_000);
    await room.submit(learner, first);
    await edit({ prompt: 'The second version?' });
    const second = await start();
    await edit({ prompt: 'The third version?' });
    await room.submit(learner, second);
    await edit({ definition });
    const open = await start();
    // As if versions had been kept only since the second attempt.
    await app.database.run(
      "UPDATE question_versions SET created_at = '2039-01-01' WHERE question_id = ? AND number = 1",
      [toBinary(room.questionIds[4]!)],
    );
    const papers = () =>
      app.database.query<{ version: number | null; revision: number | null }>(
        `SELECT v.number AS version, k.number AS revision
         FROM attempts t JOIN attempt_questions p ON p.attempt_id = t.id
           LEFT JOIN question_versions v ON v.id = p.version_id LEFT JOIN key_revisions k ON k.id = p.key_revision_id
         WHERE t.id IN (?) AND p.position IN (1, 5) ORDER BY t.number, p.position`,
        [[first, second, open].map(toBinary)],
      );
    const expected = [
      { version: 1, revision: 2 },
      { version: 1, revision: 1 },
      { version: 2, revision: 1 },
      { version: 1, revision: 1 },
      { version: 3, revision: null },
      { version: 1, revision: null },
    ];
    expect(await papers()).toEqual(expected);
    await app.database.run('UPDATE attempt_questions SET version_id = NULL, key_revision_id = NULL', []);
    await up();
    expect(await papers()).toEqual(expected);
    await app.database.run('UPDATE attempt_questions SET version_id = NULL WHERE attempt_id = ?', [
      toBinary(second),
    ]);
    await up();
    expect(await papers()).toEqual(expected);
  });
});
