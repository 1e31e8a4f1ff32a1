import fc from 'fast-check';
import type { ActivityUse } from '../../../src/modules/progress/signals/activity-use.entity';
import type { WatchedSignal } from '../../../src/modules/progress/signals/learner-signal';
import { type SignalState, sumSignals } from '../../../src/modules/progress/signals/summed-signals';
import { VISIT_GAP_MS, viewedAgain } from '../../../src/modules/progress/signals/view-rules';
import { allowanceMs, afterBeat } from '../../../src/modules/progress/signals/watch-meter';

const LEARNER = { courseId: 'course', userId: 'learner' };
const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');
const NOTHING: SignalState = { uses: new Map(), sessions: new Map(), meter: undefined, playMeter: undefined };

let made = 0;
function watched(more: Partial<WatchedSignal>): WatchedSignal {
  made += 1;
  return {
    ...{ id: `signal ${made}`, activityId: 'video', kind: 'watched', path: 'watched[0]' },
    ...{ occurredAt: new Date(BEGIN), watchSessionId: 'tab', fromMs: 0, toMs: 0, playbackRate: '1.00' },
    ...more,
  };
}

function coveredIn({ uses }: { uses: ReadonlyMap<string, ActivityUse> }): number {
  return [...uses.values()].reduce((sum, { coveredSeconds }) => sum + coveredSeconds, 0);
}

describe('the meter of what may count', () => {
  it('gives a first beat the time between two beats, and then what has passed, twice as fast, and three seconds once', () => {
    const now = new Date(BEGIN);
    expect(allowanceMs(undefined, now)).toBe(33_000);
    const later = (seconds: number): Date => new Date(BEGIN + seconds * 1000);
    const used = afterBeat(undefined, now, 33_000);
    expect(used).toEqual({ lastBeatAt: now, spareMs: 0 });
    expect(allowanceMs(used, later(15))).toBe(30_000);
    const idle = afterBeat(used, later(60), 0);
    expect(allowanceMs(idle, later(60))).toBe(3000);
    // Two hours later the session begins anew.
    expect(allowanceMs(idle, later(60 + 7200))).toBe(14_403_000);
    expect(allowanceMs(idle, later(61 + 7200))).toBe(33_000);
    // A clock that goes back gives and takes nothing.
    expect(allowanceMs(idle, later(0))).toBe(3000);
    expect(afterBeat(idle, later(0), 1000)).toEqual({ lastBeatAt: later(60), spareMs: 2000 });
  });

  it('never lets more count than the time that has passed allows, whatever is sent from however many players', () => {
    const beat = fc.record({
      waits: fc.integer({ min: 0, max: 40_000 }),
      segments: fc.array(
        fc.record({
          tab: fc.constantFrom('a', 'b', 'c'),
          video: fc.constantFrom('one', 'other'),
          from: fc.nat(3000),
          length: fc.nat(3000),
          // As clients claim it.
          at: fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
        }),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(fc.array(beat, { maxLength: 10 }), (beats) => {
        let state: SignalState = NOTHING;
        let now = BEGIN;
        let first: number | undefined;
        let before = 0;
        for (const { waits, segments } of beats) {
          now += waits;
          const signals = segments.map(({ tab, video, from, length, at }) =>
            watched({
              ...{ activityId: video, watchSessionId: tab, occurredAt: new Date(BEGIN + at) },
              ...{ fromMs: from * 1000, toMs: (from + length) * 1000 },
            }),
          );
          const summed = sumSignals(LEARNER, state, signals, new Map(), new Date(now));
          const credits = [...summed.credits.values()];
          const covered = coveredIn(summed);
          expect(covered - before).toBe(credits.reduce((sum, { accepted }) => sum + accepted, 0));
          if (signals.length > 0) {
            first ??= now;
            expect(covered).toBeLessThanOrEqual(33 + ((now - first) * 2) / 1000);
          }
          before = covered;
          state = summed;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('credits a batch that is over the allowance up to it, in the order in which it was played', () => {
    const early = watched({ fromMs: 20_000, toMs: 40_000, occurredAt: new Date(BEGIN - 2000) });
    const late = watched({ fromMs: 0, toMs: 20_000, occurredAt: new Date(BEGIN - 1000) });
    const { credits } = sumSignals(LEARNER, NOTHING, [late, early], new Map(), new Date(BEGIN));
    expect(credits.get(early.id)).toEqual({ accepted: 20, refused: 0 });
    expect(credits.get(late.id)).toEqual({ accepted: 13, refused: 7 });
  });

  it('lets somebody who watches at double speed keep all of it, also where beats come late and all at once', () => {
    let state: SignalState = NOTHING;
    let now = BEGIN;
    state = sumSignals(LEARNER, state, [watched({})], new Map(), new Date(now));
    const beats = Array.from({ length: 40 }, (_, index) =>
      watched({ fromMs: index * 30_000, toMs: (index + 1) * 30_000 }),
    );
    for (const beat of beats.slice(0, 20)) {
      now += 15_000;
      state = sumSignals(LEARNER, state, [beat], new Map(), new Date(now));
    }
    now += 20 * 15_000;
    state = sumSignals(LEARNER, state, beats.slice(20), new Map(), new Date(now));
    expect(coveredIn(state)).toBe(1200);
  });

  it('counts plays no faster than they can be played', () => {
    let state: SignalState = NOTHING;
    for (let round = 0; round < 50; round += 1)
      state = sumSignals(
        LEARNER,
        state,
        [watched({ fromMs: 0, toMs: 30_000 })],
        new Map([['video', 30]]),
        new Date(BEGIN + round),
      );
    const plays = [...state.uses.get('video')!.plays!].reduce((sum, count) => sum + count, 0);
    expect(plays).toBeLessThanOrEqual(8);
    expect(coveredIn(state)).toBe(30);
  });

  it('remembers where to go on by what was played last, and takes no clock that is ahead for it', () => {
    const at = (ms: number): Date => new Date(BEGIN + ms);
    const ahead = sumSignals(
      LEARNER,
      NOTHING,
      [watched({ toMs: 20_000, occurredAt: new Date('2099-01-01T00:00:00Z') })],
      new Map([['video', 100]]),
      at(0),
    );
    const next = sumSignals(
      LEARNER,
      ahead,
      [
        watched({ fromMs: 50_000, toMs: 500_000, occurredAt: at(15_000) }),
        watched({ fromMs: 0, toMs: 1000, occurredAt: at(-5000) }),
      ],
      new Map([['video', 100]]),
      at(15_000),
    );
    expect(ahead.uses.get('video')).toMatchObject({ positionMs: 20_000, positionAt: at(0) });
    expect(next.uses.get('video')).toMatchObject({ positionMs: 100_000, positionAt: at(15_000) });
  });
});

describe('a visit', () => {
  it('is made of the views that come within half an hour of one another', () => {
    const at = (ms: number): Date => new Date(BEGIN + ms);
    let views = { firstViewedAt: null, lastViewedAt: null, visits: 0 } as Parameters<typeof viewedAgain>[0];
    for (const ms of [0, VISIT_GAP_MS, 2 * VISIT_GAP_MS, 3 * VISIT_GAP_MS + 1])
      views = viewedAgain(views, at(ms));
    expect(views).toEqual({
      ...{ firstViewedAt: at(0), lastViewedAt: at(3 * VISIT_GAP_MS + 1), visits: 2 },
    });
  });
});
