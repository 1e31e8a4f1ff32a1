import fc from 'fast-check';
import { Coverage, secondsOf, type Segment } from '../../../src/modules/progress/signals/coverage';
import { addPlays, partsOf } from '../../../src/modules/progress/signals/plays';

const LONGEST = 60;
const segment = fc
  .tuple(fc.nat(LONGEST * 1000 + 5000), fc.nat(LONGEST * 1000 + 5000))
  .map(([one, other]): Segment => ({ fromMs: Math.min(one, other), toMs: Math.max(one, other) }));
const duration = fc.integer({ min: 1, max: LONGEST });

/** Millisecond by millisecond: a second is touched if anything of it was played. */
function touched({ fromMs, toMs }: Segment, seconds: number): Set<number> {
  const found = new Set<number>();
  for (let ms = fromMs; ms < toMs; ms += 1) if (ms < seconds * 1000) found.add(Math.floor(ms / 1000));
  return found;
}

describe('the coverage of a video', () => {
  it('is every second that a segment touches and the video has', () => {
    fc.assert(
      fc.property(segment, duration, (played, seconds) => {
        const { from, to } = secondsOf(played, seconds);
        const found = Array.from({ length: to - from }, (_, index) => from + index);
        expect(found).toEqual([...touched(played, seconds)]);
      }),
      { numRuns: 60 },
    );
  });

  it('is the union of what was watched, up to what is allowed, as a list of seconds counts it', () => {
    const beats = fc.array(fc.tuple(segment, fc.integer({ min: -1, max: 40 })), { maxLength: 12 });
    fc.assert(
      fc.property(beats, duration, (sent, seconds) => {
        let coverage = Coverage.of(null);
        const slow = Array<boolean>(LONGEST + 10).fill(false);
        for (const [played, most] of sent) {
          let left = most;
          const expected = { accepted: 0, refused: 0 };
          for (const second of touched(played, seconds)) {
            if (slow[second]) continue;
            if (left >= 1) {
              slow[second] = true;
              left -= 1;
              expected.accepted += 1;
            } else expected.refused += 1;
          }
          // As it is stored and read again.
          coverage = Coverage.of(coverage.bits);
          expect(coverage.add(secondsOf(played, seconds), most)).toEqual(expected);
        }
        expect(slow.map((_, second) => coverage.has(second))).toEqual(slow);
        expect(coverage.count(LONGEST)).toBe(slow.filter(Boolean).length);
        const inRuns = coverage
          .runs(LONGEST)
          .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index));
        expect(inRuns).toEqual(slow.flatMap((isCovered, second) => (isCovered ? [second] : [])));
      }),
      { numRuns: 100 },
    );
  });

  it('has runs that are as long as they can be', () => {
    const coverage = Coverage.of(null);
    for (const [from, to] of [
      [0, 3],
      [3, 9],
      [12, 13],
    ] as const)
      coverage.add({ from, to }, 100);
    expect(coverage.runs(100)).toEqual([
      { from: 0, to: 9 },
      { from: 12, to: 13 },
    ]);
    expect(coverage.runs(5)).toEqual([{ from: 0, to: 5 }]);
  });
});

describe('the plays of a video', () => {
  it('count each part once, however playback is cut into segments', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(LONGEST * 1000), { minLength: 2, maxLength: 12 }),
        duration,
        (instants, seconds) => {
          const cuts = instants.toSorted((one, other) => one - other);
          const whole = { fromMs: cuts[0]!, toMs: cuts.at(-1)! };
          const once = addPlays(Buffer.alloc(0), whole, seconds, 1000).plays;
          let pieces: Buffer = Buffer.alloc(0);
          for (const [index, fromMs] of cuts.slice(0, -1).entries())
            pieces = addPlays(pieces, { fromMs, toMs: cuts[index + 1]! }, seconds, 1000).plays;
          expect([...pieces]).toEqual([...once]);
          expect([...once].every((count) => count <= 1)).toBe(true);
        },
      ),
    );
  });

  it('count no part beyond the video, and no more than is allowed', () => {
    expect(partsOf({ fromMs: 0, toMs: 60_000 }, 12)).toEqual({ first: 0, end: 2 });
    expect(partsOf({ fromMs: 0, toMs: 60_000 }, 13)).toEqual({ first: 0, end: 3 });
    expect(addPlays(Buffer.alloc(0), { fromMs: 0, toMs: 60_000 }, 60, 2.9)).toEqual({
      ...{ plays: Buffer.from([1, 1]), added: 2 },
    });
    expect(addPlays(Buffer.from([255]), { fromMs: 0, toMs: 5000 }, 60, 5).plays).toEqual(Buffer.from([255]));
  });
});
