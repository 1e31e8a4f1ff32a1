import { PORTION } from '../../../../src/modules/enrollments/bulk/bulk-change-run';
import { BULK_ACTIONS } from '../../../../src/modules/enrollments/bulk/bulk-rows';
import { BulkRoom } from '../../../support/bulk-room';
import { TestApp } from '../../../support/test-app';
import { seededRandom } from '../../../unit/seeded-random';

const WHOLE = PORTION.rows;
const PEOPLE = 10;
const ROWS = 60;

describe('what becomes of rows', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-03-04T09:00:00.000Z');
  });
  afterEach(() => {
    PORTION.rows = WHOLE;
  });
  afterAll(() => app.stop());

  it.each([1, 2, 3, 4])(
    'is the same done or tried, together or one by one, and nothing is done twice (seed %i)',
    async (seed) => {
      const { below, pick } = seededRandom(seed);
      const people = await Promise.all(Array.from({ length: PEOPLE }, () => app.person()));
      const rooms = await Promise.all([BulkRoom.open(app), BulkRoom.open(app)]);
      const [one, other] = rooms;
      for (const room of rooms) {
        await room.set('Teams', 'One', 'Two');
        await room.tag('Late');
        await room.change(
          people.slice(0, 7).map(({ id: userId }) => ({ userId, action: 'enroll', beginDate: '2026-03-01' })),
        );
        await room.change([
          { userId: people[0]?.id, action: 'suspend' },
          { userId: people[1]?.id, action: 'withdraw' },
          { userId: people[2]?.id, action: 'complete' },
          { userId: people[3]?.id, action: 'put_into_group', group: 'One' },
          { userId: people[4]?.id, action: 'tag', tag: 'Late' },
        ]);
      }
      const rows = Array.from({ length: ROWS }, () => {
        const action = pick([...BULK_ACTIONS]);
        const hasDays = (action === 'enroll' || action === 'reactivate') && below(3) === 0;
        return {
          ...{ userId: people[below(PEOPLE)]?.id, action },
          ...(hasDays && { beginDate: '2026-03-02', endDate: pick(['2026-03-03', '2026-06-01']) }),
          ...(action.includes('group') && { groupSet: 'Teams', group: pick(['One', 'Two']) }),
          ...(action.includes('tag') && { tag: 'Late' }),
        };
      });
      const carriedOut = async (room: BulkRoom, atOnce: number, more: object = {}): Promise<string[]> => {
        PORTION.rows = atOnce;
        return room.outcomes(await room.change(rows, more));
      };

      const triedOneByOne = await carriedOut(one, 1, { dryRun: true });
      const triedTogether = await carriedOut(one, WHOLE, { dryRun: true });
      const oneByOne = await carriedOut(one, 1);
      const together = await carriedOut(other, WHOLE);
      expect([triedOneByOne, triedTogether, together]).toEqual([oneByOne, oneByOne, oneByOne]);
      expect(oneByOne).toContain('done');
      const statesOf = (room: BulkRoom): Promise<unknown[]> =>
        Promise.all(people.map((person) => room.stateOf(person)));
      expect(await statesOf(one)).toEqual(await statesOf(other));

      // What was refused is tried again, and may be done now; what was done is not done twice.
      const again = await carriedOut(one, WHOLE);
      expect(again.filter((outcome, index) => outcome === 'done' && oneByOne[index] !== outcome)).toEqual(
        again.filter((outcome) => outcome === 'done'),
      );
    },
  );
});
