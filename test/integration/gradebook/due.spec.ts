import {
  dueIn,
  IS_HANDED_IN,
  IS_LATE,
  isHandedIn,
  isLate,
} from '../../../src/modules/gradebook/line-items/due';
import { SCORE_STATUSES } from '../../../src/modules/gradebook/results/result-value';
import { TestApp } from '../../support/test-app';
import { seededRandom } from '../../unit/seeded-random';

describe('the due date in SQL', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('calls the same instants late as the code does, with the date of the quiz before that of the line item', async () => {
    const { below } = seededRandom(9);
    const noon = Date.UTC(2026, 2, 27, 12);
    const anyDate = (): Date | null => (below(4) === 0 ? null : new Date(noon + below(5) - 2));
    for (let round = 0; round < 200; round += 1) {
      const [quiz, item, now] = [anyDate(), anyDate(), new Date(noon)];
      const [row] = await app.database.rows<{ late: number }>(
        `SELECT CASE WHEN ${IS_LATE} THEN 1 ELSE 0 END AS late
         FROM (SELECT CAST(? AS DATETIME(3)) AS due_at) q JOIN (SELECT CAST(? AS DATETIME(3)) AS due_at) li`,
        [now, quiz, item],
      );
      expect(row?.late === 1).toBe(isLate(now, dueIn('UTC', { dueAt: quiz ?? item, dueTimeZone: null })));
    }
  });

  it('calls the same results handed in as the code does', async () => {
    for (const scoreStatus of SCORE_STATUSES) {
      const [row] = await app.database.rows<{ handedIn: number }>(
        `SELECT ${IS_HANDED_IN} AS handedIn FROM (SELECT ? AS score_status) r`,
        [scoreStatus],
      );
      expect(row?.handedIn === 1).toBe(isHandedIn({ scoreStatus }));
    }
  });
});
