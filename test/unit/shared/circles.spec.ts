import fc from 'fast-check';
import { wouldCircle } from '../../../src/shared/collections/circles';

const NODES = ['a', 'b', 'c', 'd', 'e'];
const node = fc.constantFrom(...NODES);

describe('a circle of parents', () => {
  it('would be made exactly where some number of steps up from the node leads back to it', () => {
    fc.assert(
      fc.property(fc.tuple(...NODES.map(() => fc.option(node))), node, node, (parents, moved, parent) => {
        const before = new Map(NODES.map((name, place) => [name, parents[place] ?? null]));
        const after = new Map(before).set(moved, parent);
        let up: string | null = moved;
        let returns = false;
        for (let steps = 0; steps < NODES.length && up !== null; steps += 1) {
          up = after.get(up) ?? null;
          returns ||= up === moved;
        }
        expect(wouldCircle(before, moved, parent)).toBe(returns);
      }),
      { numRuns: 2000 },
    );
  });
});
