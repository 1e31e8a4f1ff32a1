import { draw, type Pot } from '../../../src/modules/assessments/slots/drawing';
import { seededRandom } from '../seeded-random';

const SEEDS = 6000;
const NONE = new Set<string>();
const NEVER = new Map<string, number>();

const pot = (slotId: string, count: number, candidates: string): Pot => ({
  ...{ slotId, count, candidates: [...candidates] },
});
const drawn = (pots: Pot[], seed: number, taken = NONE, asked = NEVER): string[] =>
  [...draw(pots, taken, asked, seed).bySlot.values()].flat();

/** All orders of the items. */
function ordersOf(items: string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

/** Whether all of the questions fit into the places of the pots together, by trying every way. */
function fit(questions: string[], pots: Pot[], used: number[] = pots.map(() => 0)): boolean {
  const [first, ...rest] = questions;
  if (first === undefined) return true;
  return pots.some(
    ({ count, candidates }, at) =>
      candidates.includes(first) && used[at]! < count && fit(rest, pots, used.with(at, used[at]! + 1)),
  );
}

/** Chi-square of counts that should all be the same. */
const unevenness = (counts: number[]): number => {
  const expected = SEEDS / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};

describe('the draw of an attempt', () => {
  it('is the same for the same seed, whatever order the filter found the questions in', () => {
    const one = draw([pot('s', 3, 'abcdef')], NONE, NEVER, 7);
    expect(draw([pot('s', 3, 'fedcba')], NONE, NEVER, 7)).toEqual(one);
    expect(one.lacking).toBeUndefined();
  });

  it('gives each two of five questions, in each order, equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const pair = drawn([pot('s', 2, 'abcde')], seed).join('');
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    expect(counts.size).toBe(20);
    // The seeds are the same at every run. With 19 degrees of freedom, chance exceeds 43.8 once in a thousand runs.
    expect(unevenness([...counts.values()])).toBeLessThan(43.8);
  });

  it('gives two draws with the same filter each question equally often, and none to both', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const pair = drawn([pot('s', 1, 'abcd'), pot('t', 1, 'abcd')], seed);
      expect(new Set(pair).size).toBe(2);
      counts.set(pair.join(''), (counts.get(pair.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    // 11 degrees of freedom.
    expect(unevenness([...counts.values()])).toBeLessThan(31.3);
  });

  it.each([
    ['one inside another', [pot('s', 1, 'abcd'), pot('t', 1, 'ab')]],
    ['that overlap', [pot('s', 2, 'abc'), pot('t', 1, 'cd')]],
    ['in a row', [pot('s', 1, 'ab'), pot('t', 1, 'bc'), pot('u', 1, 'cd')]],
    ['of which one leaves no choice', [pot('s', 2, 'ab'), pot('t', 2, 'abcde')]],
  ])(
    'gives draws %s the questions as often as all orders of them together do, by trying every way',
    (_how, pots) => {
      const all = [...new Set(pots.flatMap(({ candidates }) => candidates))];
      const wanted = new Map(all.map((id) => [id, 0]));
      const orders = ordersOf(all);
      for (const order of orders) {
        const taken: string[] = [];
        for (const id of order) if (fit([...taken, id], pots)) taken.push(id);
        for (const id of taken) wanted.set(id, wanted.get(id)! + 1);
      }
      const counts = new Map(all.map((id) => [id, 0]));
      for (let seed = 0; seed < SEEDS; seed += 1)
        for (const id of drawn(pots, seed)) counts.set(id, counts.get(id)! + 1);
      for (const id of all) {
        const share = wanted.get(id)! / orders.length;
        const deviation = Math.sqrt(SEEDS * share * (1 - share));
        // Five standard deviations; exactly, where it must always or never be drawn.
        expect(Math.abs(counts.get(id)! - SEEDS * share)).toBeLessThanOrEqual(5 * deviation + 1e-6);
      }
    },
  );

  it('takes what the learner was asked least often: first all that are new, then those of one attempt', () => {
    const asked = new Map([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]);
    for (let seed = 0; seed < 200; seed += 1) {
      expect(drawn([pot('s', 2, 'abcde')], seed, NONE, asked).toSorted()).toEqual(['d', 'e']);
      expect(drawn([pot('s', 4, 'abcde')], seed, NONE, asked).toSorted()).toEqual(['b', 'c', 'd', 'e']);
    }
  });

  it('leaves out what the quiz asks at another place, and says which draw lacks how many', () => {
    const pots = [pot('s', 1, 'ab'), pot('t', 2, 'abc')];
    expect(draw(pots, new Set('a'), NEVER, 1).lacking).toEqual({ slotId: 't', found: 1 });
    expect(draw([pot('s', 1, '')], NONE, NEVER, 1).lacking).toEqual({ slotId: 's', found: 0 });
  });

  it('finds questions for all draws whenever there is a way, asks none twice, and repeats as few as can be, by trying every way', () => {
    const { below, pick } = seededRandom(61);
    const letters = [...'abcdefg'];
    let lacking = 0;
    for (let round = 0; round < 1500; round += 1) {
      const pots = Array.from({ length: 1 + below(3) }, (_, index) =>
        pot(`s${index}`, 1 + below(2), letters.filter(() => below(2) === 0).join('')),
      );
      const taken = new Set(below(3) === 0 ? [pick(letters)] : []);
      const asked = new Map(letters.filter(() => below(3) === 0).map((id) => [id, 1]));
      const drawing = draw(pots, taken, asked, round);
      const ids = [...drawing.bySlot.values()].flat();
      const free = pots.map((each) => ({
        ...each,
        candidates: each.candidates.filter((id) => !taken.has(id)),
      }));
      for (const { slotId, candidates, count } of free) {
        const own = drawing.bySlot.get(slotId)!;
        expect(own.every((id) => candidates.includes(id)) && own.length <= count).toBe(true);
      }
      expect(new Set(ids).size).toBe(ids.length);
      const total = pots.reduce((sum, { count }) => sum + count, 0);
      const sets = subsetsOf(letters).filter((set) => fit(set, free));
      const most = Math.max(...sets.map(({ length }) => length));
      expect(ids.length).toBe(most);
      expect(drawing.lacking === undefined).toBe(most === total);
      if (most < total) lacking += 1;
      const repeated = (set: string[]): number => set.filter((id) => asked.has(id)).length;
      expect(repeated(ids)).toBe(Math.min(...sets.filter(({ length }) => length === most).map(repeated)));
    }
    expect(lacking).toBeGreaterThan(100);
  });

  it('draws from twenty pots of five thousand questions within a moment', () => {
    const candidates = Array.from({ length: 5000 }, (_, index) => `q${index}`);
    const pots = Array.from({ length: 20 }, (_, index) => ({ slotId: `s${index}`, count: 10, candidates }));
    expect(new Set(drawn(pots, 5)).size).toBe(200);
  });
});

function subsetsOf(items: string[]): string[][] {
  return items.reduce<string[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}
