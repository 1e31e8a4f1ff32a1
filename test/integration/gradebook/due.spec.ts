import {
  dueIn,
  IS_ASKED,
  IS_EXEMPT,
  IS_HANDED_IN,
  IS_HANDED_IN_LATE,
  IS_OVERDUE,
  isAskedOf,
  isExempt,
  isHandedIn,
  isHandedInLate,
  isLate,
  isOverdue,
  LACKS_SCORE,
  lacksScore,
} from '../../../src/modules/gradebook/line-items/due';
import { SCORE_STATUSES } from '../../../src/modules/gradebook/results/result-value';
import { addDays } from '../../../src/shared/time/zoned-time';
import { TestApp } from '../../support/test-app';
import { seededRandom } from '../../unit/seeded-random';

const CONDITIONS = { IS_EXEMPT, IS_HANDED_IN, IS_HANDED_IN_LATE, IS_ASKED, IS_OVERDUE, LACKS_SCORE };

describe('the rules of due work in SQL', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('the rules of due work in SQL say the same as the code about every kind of result, due date and enrollment', async () => {
    const { below, pick } = seededRandom(9);
    const noon = Date.UTC(2026, 2, 27, 12);
    const now = new Date(noon);
    const anyDay = (): string => addDays('2026-03-25', below(5));
    for (let round = 0; round < 400; round += 1) {
      const dueAt = below(4) === 0 ? null : new Date(noon + (below(5) - 2) * pick([1, 86_400_000]));
      const due = dueIn('UTC', { dueAt, dueTimeZone: null });
      const beginDate = anyDay();
      const result =
        below(4) === 0
          ? undefined
          : { score: pick([null, '5']), scoreStatus: pick(SCORE_STATUSES), scoreDate: anyDay() };
      const expressions = Object.entries(CONDITIONS).map(([name, sql]) => `${sql} AS ${name}`);
      const [row] = await app.database.rows<Record<keyof typeof CONDITIONS, number>>(
        `SELECT ${expressions.join(', ')}
         FROM (SELECT CAST(? AS DATE) AS day, CAST(? AS SIGNED) AS is_due) d JOIN (SELECT CAST(? AS DATE) AS begin_date) e
         LEFT JOIN (SELECT ? AS score, ? AS score_status, CAST(? AS DATE) AS score_date) r ON r.score_status IS NOT NULL`,
        [
          ...[due?.day ?? null, isLate(now, due) ? 1 : 0, beginDate],
          ...(result ? [result.score, result.scoreStatus, result.scoreDate] : [null, null, null]),
        ],
      );
      const work = { beginDate, due, result };
      const said = Object.entries(row ?? {}).map(([name, value]) => [name, value === 1]);
      expect(Object.fromEntries(said)).toEqual({
        IS_EXEMPT: isExempt(result),
        IS_HANDED_IN: isHandedIn(result),
        IS_HANDED_IN_LATE: isHandedInLate(result, due),
        IS_ASKED: isAskedOf(beginDate, due),
        IS_OVERDUE: isOverdue(work, now),
        LACKS_SCORE: lacksScore(work),
      });
    }
  });
});
