import { IS_EXEMPT, isExempt } from '../../../src/modules/gradebook/line-items/due';
import { SCORE_STATUSES } from '../../../src/modules/gradebook/results/result-value';
import { TestApp } from '../../support/test-app';

describe('the rule of exemptions in SQL', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it.each([undefined, ...SCORE_STATUSES])(
    'the rule of exemptions in SQL says the same as the code about a result that is %s',
    async (scoreStatus) => {
      const row = await app.database.row<{ said: number }>(
        `SELECT ${IS_EXEMPT} AS said FROM (SELECT ? AS score_status) r`,
        [scoreStatus ?? null],
      );
      expect(row?.said === 1).toBe(isExempt(scoreStatus && { scoreStatus }));
    },
  );
});
