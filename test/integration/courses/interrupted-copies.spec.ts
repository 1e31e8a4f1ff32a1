import { OperationTask } from '../../../src/shared/operations/operation-task';
import { silentMilliseconds } from '../../../src/shared/operations/heartbeat';
import { OperationPoller } from '../../../src/shared/operations/operation-poller';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import type { OperationResponse } from '../../../src/shared/operations/dto/operation.response';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { changesOf } from '../../support/full-course';
import { negativeControl } from '../../support/negative-control';
import { endWatches, watchStatements } from '../../support/statements';
import { TestApp } from '../../support/test-app';

negativeControl('the note of a copy', ['is made once where its process ends'], () => {
  OperationTask.prototype.save = () => Promise.resolve();
});

/** The statement with which an operation ends. */
const ENDED = /^UPDATE `operations` SET .*`finished_at`/;

describe('a copy of a course', () => {
  let app: TestApp;
  let replica: TestApp;
  let room: CourseRoom;

  beforeEach(async () => {
    app = await TestApp.start();
    replica = await TestApp.start({}, app.target);
    room = await CourseRoom.open(app, { title: 'Botany', published: false });
    await room.activity(await room.section(), 'A page');
  });
  afterEach(async () => {
    endWatches();
    await replica.stop();
    await app.stop();
  });

  const start = async (): Promise<string> =>
    expectStatus(await room.instructor.post(`${room.url}/copies`, { title: 'Again' }), 202).id as string;
  const copies = async (): Promise<number> =>
    (await app.database.rows("SELECT 1 FROM courses WHERE title = 'Again'")).length;
  /** Another process finds out that nobody runs the operation any more, and runs it. */
  const takeOver = async (id: string): Promise<OperationResponse> => {
    const poller = replica.get(OperationPoller);
    await poller.look();
    replica.clock.advance(silentMilliseconds());
    await poller.look();
    await replica.get(OperationRunner).settled(id);
    return expectStatus(await room.instructor.get(`/v1/operations/${id}`), 200) as OperationResponse;
  };

  /** From now on the process of the first application sends no statement any more that has the pattern. */
  const diesAt = (having: RegExp, reached: () => void = () => undefined): void =>
    void watchStatements({
      ...{ of: app, having },
      before: () => {
        reached();
        return Promise.reject(new Error('The process is gone.'));
      },
    });

  it('is made by another process where the first ends in the middle of it, and leaves nothing', async () => {
    let isReached = false;
    diesAt(/^INSERT INTO activities/, () => (isReached = true));
    diesAt(ENDED);
    const id = await start();
    await app.get(OperationRunner).settled(id);
    expect([isReached, await copies()]).toEqual([true, 0]);
    expect(await takeOver(id)).toMatchObject({ status: 'succeeded', error: null });
    expect(await copies()).toBe(1);
  });

  it('is made once where its process ends after it has made it, and before it could say so', async () => {
    diesAt(ENDED);
    const id = await start();
    await app.get(OperationRunner).settled(id);
    expect(await copies()).toBe(1);
    const operation = await takeOver(id);
    expect(operation).toMatchObject({ status: 'succeeded', error: null });
    expect(operation.summary).toContainEqual(expect.objectContaining({ part: 'activities', added: 1 }));
    expect(await copies()).toBe(1);
    const changes = await changesOf(room.instructor, id);
    expect(changes.filter(({ action }) => action === 'added')).toHaveLength(1);
  });
});
