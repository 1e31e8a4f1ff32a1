import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource, QueryRunner } from 'typeorm';
import { allowWrites, refuseWrites } from '../../../src/shared/database/schema-steps';
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
});
