import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BulkRoom, somePeople } from '../../../support/bulk-room';
import { watchStatements } from '../../../support/statements';
import { TestApp } from '../../../support/test-app';

const ROWS = 100_000;
const PEOPLE = 5_000;
const MOST_GROWTH_MEGABYTES = 30;
/** Some rows of each chunk. */
const NOTED = /INSERT INTO enrollment_change_rows/;
/** What is sent for the work, and not for the sake of the operation, which heartbeats belong to. */
const OF_WORK = /enrollment|users|courses|group|tag|accommodations/;

jest.setTimeout(240_000);

describe('a change of many enrollments in a large file', () => {
  let app: TestApp;
  let room: BulkRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-03-04T09:00:00.000Z');
  });
  beforeEach(async () => {
    room = await BulkRoom.open(app);
  });
  afterAll(() => app.stop());

  const statementsOf = async (rows: readonly string[]): Promise<number> => {
    let count = 0;
    const end = watchStatements({ having: OF_WORK, before: () => void (count += 1) });
    try {
      const operation = await room.import(`userId,action,group,tag\n${rows.join('\n')}`);
      expect(operation).toMatchObject({ status: 'succeeded' });
    } finally {
      end();
    }
    return count;
  };

  it('costs as many statements for four hundred rows as for twenty, whatever the rows ask for', async () => {
    await room.set('Teams', 'One', 'Two');
    await room.tag('Late');
    const counts: number[] = [];
    for (const size of [20, 400]) {
      const ids = await somePeople(app, size / 4);
      const all = (action: string): string[] => ids.map((id) => `${id},${action}`);
      const first = await statementsOf([
        ...[...all('enroll,,'), ...all('put_into_group,One,'), ...all('tag,,Late')],
      ]);
      const second = await statementsOf([...all('suspend,,')]);
      const third = await statementsOf([...all('withdraw,,')]);
      const fourth = await statementsOf([...all('enroll,,')]);
      counts.push(first, second, third, fourth);
    }
    expect(counts.slice(4)).toEqual(counts.slice(0, 4));
    expect(Math.max(...counts)).toBeLessThan(60);
  });

  it(`needs no more memory the longer the file is: ${ROWS} rows`, async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heapMegabytes = (): number => {
      collect();
      return process.memoryUsage().heapUsed / 1024 ** 2;
    };
    const people = await somePeople(app, PEOPLE);
    await room.change([{ userId: people[0], action: 'enroll' }]);
    const others = Array.from({ length: ROWS - PEOPLE }, (_, index) => `,nobody-${index},enroll`);
    const content = `userId,username,action\n${[...people.map((id) => `${id},,enroll`), ...others].join('\n')}`;
    const file = new Blob([content]);
    const before = heapMegabytes();
    const growths: number[] = [];
    let chunks = 0;
    const end = watchStatements({
      having: NOTED,
      before: () => {
        if ((chunks += 1) % 20 === 0) growths.push(heapMegabytes() - before);
      },
    });
    const operation = await room.import(file);
    end();
    expect(operation).toMatchObject({ status: 'partly_succeeded', progress: { done: ROWS, total: ROWS } });
    expect(operation.summary[0]).toMatchObject({
      ...{ read: ROWS, added: PEOPLE - 1, unchanged: 1, refused: ROWS - PEOPLE },
    });
    expect(growths.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...growths)).toBeLessThan(MOST_GROWTH_MEGABYTES);
  });
});
