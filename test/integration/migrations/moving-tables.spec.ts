import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource, QueryRunner } from 'typeorm';
import { allowWrites, refuseWrites } from '../../../src/shared/database/schema-steps';
import { toBinary } from '../../../src/shared/database/ids';
import { Classroom } from '../../support/classroom';
import { CourseRoom } from '../../support/course-room';
import { TestApp } from '../../support/test-app';

describe('a table that a migration moves', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function step(work: (runner: QueryRunner, table: string) => Promise<void>): Promise<void> {
    const runner = app.nest.get<DataSource>(getDataSourceToken()).createQueryRunner();
    await work(runner, 'sections');
    await runner.release();
  }

  it('a table that a migration moves can be read, and only writes to it get 503 with Retry-After', async () => {
    const room = await CourseRoom.open(app);
    const sectionId = await room.section('Before');
    const newSection = { title: 'Meanwhile' };
    // Twice, as after a kill.
    await step(refuseWrites);
    await step(refuseWrites);

    const add = await room.instructor.post(`${room.url}/sections`, newSection);
    expect(add).toMatchObject({ status: 503, body: { code: 'server.read_only' } });
    expect(Number(add.headers['retry-after'])).toBeGreaterThan(0);
    const change = await room.instructor.patch(`/v1/sections/${sectionId}`, { title: 'After' });
    expect(change.status).toBe(503);
    expect(await room.titles()).toEqual([['Before', []]]);
    expect(
      (await room.instructor.post('/v1/courses', { code: 'B', title: 'B', timeZone: 'UTC' })).status,
    ).toBe(201);

    await step(allowWrites);
    await step(allowWrites);
    expect((await room.instructor.post(`${room.url}/sections`, newSection)).status).toBe(201);
  });

  it('a table that the new build goes on writing takes only its writes, those of the build before get the error of a moved table', async () => {
    const room = await Classroom.open(app);
    const id = room.questionIds[0]!;
    const old = [
      'UPDATE questions SET position = 7 WHERE id = ?',
      'UPDATE questions SET points = 7, version = version + 1 WHERE id = ?',
      'DELETE FROM questions WHERE id = ?',
      `INSERT INTO questions (id, activity_id, position, type, prompt, prompt_html, points, definition, created_at, updated_at)
       SELECT REVERSE(id), activity_id, 9, type, prompt, prompt_html, points, definition, created_at, updated_at
       FROM questions WHERE id = ?`,
    ];
    for (const statement of old)
      await expect(app.database.run(statement, [toBinary(id)])).rejects.toMatchObject({ errno: 1644 });
    expect((await room.instructor.patch(`/v1/questions/${id}`, { points: '7' })).status).toBe(200);
  });
});
