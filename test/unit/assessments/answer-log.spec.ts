import fc from 'fast-check';
import {
  headOf,
  judge,
  type LogEntry,
  type SentAnswer,
} from '../../../src/modules/assessments/attempts/answer-log';

const NINE = Date.UTC(2026, 2, 2, 9);
const at = (seconds: number): Date => new Date(NINE + seconds * 1000);

/** What a client sends, and when it arrives. */
interface Arrival {
  sent: SentAnswer;
  second: number;
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  second: fc.integer({ min: 0, max: 60 }),
  sent: fc.record({
    response: fc.constantFrom('a', 'b', null, ['c', 1]),
    certainty: fc.constantFrom(null, 'high' as const),
    sequence: fc.option(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(2 ** 52)), { nil: undefined }),
    idempotencyKey: fc.option(fc.constantFrom('k', 'l'), { nil: undefined }),
    writtenAt: fc.option(fc.integer({ min: -100, max: 100 }).map(at), { nil: undefined }),
  }),
});

/** The log of a question that ends at a second, as `judge` makes it of what arrives. */
function logOf(arrivals: readonly Arrival[], end: number): { log: LogEntry[]; verdicts: string[] } {
  const log: LogEntry[] = [];
  const verdicts = arrivals.map(({ sent, second }) => {
    const verdict = judge(sent, {
      now: at(second),
      end:
        second >= end
          ? { at: at(end), isPause: false, isHandedIn: true, because: null, offlineCounts: false }
          : null,
      highest: Math.max(0, ...log.map(({ sequence }) => sequence)),
      head: headOf(log) ?? null,
      known: log.filter(
        ({ sequence, idempotencyKey }) =>
          sequence === sent.sequence ||
          (sent.idempotencyKey !== undefined && idempotencyKey === sent.idempotencyKey),
      ),
    });
    if (verdict.kind === 'append') log.push(verdict.entry);
    return verdict.kind;
  });
  return { log, verdicts };
}

const inTime = fc.array(arrival, { maxLength: 12 }).map((all) => all.toSorted((a, b) => a.second - b.second));

describe('the log of answers to a question', () => {
  it('counts the answer with the highest client sequence that came before the end, in whatever order answers arrive', () => {
    const numbered = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 52 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(numbered, fc.integer({ min: 0, max: 10 }), (sequences, end) => {
        const arrivals = sequences.map((sequence, second) => ({
          second,
          sent: {
            response: String(sequence),
            certainty: null,
            sequence,
            idempotencyKey: undefined,
            writtenAt: at(-1),
          },
        }));
        const { log, verdicts } = logOf(arrivals, end);
        expect(verdicts.every((verdict) => verdict === 'append')).toBe(true);
        // Computed without the log: the largest number among those that came before the end.
        const before = sequences.slice(0, end);
        expect(headOf(log)?.response).toBe(before.length === 0 ? undefined : String(Math.max(...before)));
      }),
    );
  });

  it('adds nothing twice, and gives no sequence and no key to two answers', () => {
    fc.assert(
      fc.property(inTime, fc.integer({ min: 0, max: 61 }), (arrivals, end) => {
        const { log } = logOf(arrivals, end);
        expect(new Set(log.map(({ sequence }) => sequence)).size).toBe(log.length);
        const keys = log.flatMap(({ idempotencyKey }) => idempotencyKey ?? []);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('answers what is sent again as before, and adds nothing for it', () => {
    fc.assert(
      fc.property(inTime, fc.integer({ min: 0, max: 61 }), (arrivals, end) => {
        const known = arrivals.filter(
          ({ sent: { sequence, idempotencyKey } }) => sequence !== undefined || idempotencyKey !== undefined,
        );
        const once = logOf(known, end);
        const twice = logOf(
          known.flatMap((one) => [one, one]),
          end,
        );
        expect(twice.log).toEqual(once.log);
        expect(twice.verdicts.filter((_verdict, index) => index % 2 === 0)).toEqual(once.verdicts);
      }),
    );
  });

  it('counts nothing that comes after the end, whatever the clock of the client says', () => {
    fc.assert(
      fc.property(inTime, fc.integer({ min: 0, max: 61 }), (arrivals, end) => {
        const { log } = logOf(arrivals, end);
        const early = logOf(
          arrivals.filter(({ second }) => second < end),
          end,
        );
        expect(headOf(log)).toEqual(headOf(early.log));
        for (const { standing, savedAt, writtenAt } of log) {
          expect(standing === 'late').toBe(savedAt >= at(end));
          if (standing === 'late') expect(writtenAt! <= at(end)).toBe(true);
        }
      }),
    );
  });

  it('keeps the answer of a stale tab that has nothing, and counts the later one', () => {
    const send = (sequence: number, response: unknown): Arrival => ({
      second: sequence,
      sent: { response, certainty: null, sequence, idempotencyKey: undefined, writtenAt: undefined },
    });
    const { log, verdicts } = logOf([send(7, 'typed'), send(6, null), send(7, null)], 60);
    expect(verdicts).toEqual(['append', 'append', 'taken']);
    expect(headOf(log)?.response).toBe('typed');
  });
});
