import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildBundle } from '../../support/oneroster-bundle';
import { TestApp } from '../../support/test-app';
import { endWatches, watchStatements } from '../../support/statements';
import { countsOf, PROGRESS_REPORT, RosterRoom } from './roster-room';

const ROWS = 200_000;
const MOST_GROWTH_MEGABYTES = 25;

describe('the memory of an import', () => {
  it(`the memory of an import does not grow with the file: ${ROWS} rows`, async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heapMegabytes = (): number => {
      collect();
      return process.memoryUsage().heapUsed / 1024 ** 2;
    };
    const app = await TestApp.start();
    const room = await RosterRoom.open(app);
    const lines = Array.from(
      { length: ROWS },
      (_, index) => `category-${index},active,,Category ${index}\r\n`,
    );
    const bundle = await buildBundle({
      categories: `sourcedId,status,dateLastModified,title\r\n${lines.join('')}`,
    });
    lines.length = 0;
    await room.import(await buildBundle({ categories: [{ sourcedId: 'warm', title: 'Up' }] }));

    const before = heapMegabytes();
    const growths: number[] = [];
    let reports = 0;
    watchStatements({
      having: PROGRESS_REPORT,
      before: () => {
        if ((reports += 1) % 50 === 0) growths.push(heapMegabytes() - before);
      },
    });
    const operation = await room.import(bundle);
    endWatches();
    expect(operation).toMatchObject({ status: 'succeeded' });
    // The first table in use, so that what the file holds is noted, looked up and compared too.
    expect(countsOf(operation)['categories.csv']).toEqual({ added: ROWS });
    expect(growths.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...growths)).toBeLessThan(MOST_GROWTH_MEGABYTES);
    await app.stop();
  }, 180_000);
});
