import { BoundedMap } from '../../../../../shared/collections/bounded-map';
import { atTimeOfDay, type Day } from '../../../../../shared/time/zoned-time';
import { type LearnerFacts, START } from '../../learner-facts';
import type { ReleaseReason } from '../../reasons';
import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind, type PreparedCondition, type RuleFrame, type Span } from '../condition-kind';
import { DateConditionDto, type MomentDto } from './date.dto';

/** An instant (RFC 3339), or so many days after the learner's first one, at minutes from midnight. */
type Moment = { at: string } | { days: number; minutes: number };

interface DateCondition extends StoredCondition {
  kind: 'date';
  from: Moment | null;
  until: Moment | null;
}

/** The ends of the interval of a learner; infinite where it has none. Undefined for one who has not started. */
type EndsOf = (facts: LearnerFacts) => Ends | undefined;

interface Ends {
  from: number;
  until: number;
  /** Why it is closed before, and after. */
  before: ReleaseReason;
  after: ReleaseReason;
  /** Why its opposite is closed meanwhile. */
  meanwhile: ReleaseReason;
}

export const date = conditionKind<DateConditionDto, DateCondition>({
  name: 'date',
  Condition: DateConditionDto,
  shapeFaults: ({ from, until }) => [
    ...(from || until ? [] : [{ field: '', rule: 'isInterval', says: fromOrUntil }]),
    ...momentFaults('from', from),
    ...momentFaults('until', until),
  ],
  kept: ({ from, until }) => ({ kind: 'date', from: keptMoment(from), until: keptMoment(until) }),
  asks: (condition) => (isRelative(condition) ? [START] : []),
  targets: () => [],
  prepare: (condition, frame) =>
    isRelative(condition)
      ? prepared(endsOfEach(condition, frame))
      : preparedForAll(endsOf(condition, null, frame)),
  faults: ({ from, until }) => {
    if (!from || !until) return [];
    const [first, last] = [placeOf(from), placeOf(until)];
    const isEmpty = first.axis === last.axis && first.at >= last.at;
    return isEmpty ? [{ code: 'empty_dates', says: sentences.emptyDates }] : [];
  },
  span: ({ from, until }, isNegated) => spanOf(from, until, isNegated),
  example: { kind: 'date', from: { at: '2026-09-07T06:00:00.000Z' } },
});

const fromOrUntil = (field: string) => sentences.fromOrUntil({ field });

function momentFaults(field: string, moment: MomentDto | null | undefined) {
  if (!moment) return [];
  const { at = null, daysAfterStart = null, time = null } = moment;
  if ((at === null) === (daysAfterStart === null))
    return [{ field, rule: 'isMoment', says: (place: string) => sentences.oneMoment({ field: place }) }];
  if (time === null || daysAfterStart !== null) return [];
  return [
    {
      field: `${field}.time`,
      rule: 'isMoment',
      says: (place: string) => sentences.timeWithDays({ field: place }),
    },
  ];
}

function keptMoment(moment: MomentDto | null | undefined): Moment | null {
  if (!moment) return null;
  const { at, daysAfterStart, time } = moment;
  if (at) return { at: at.toISOString() };
  const [hours = 0, minutes = 0] = (time ?? '00:00').split(':').map(Number);
  return { days: daysAfterStart ?? 0, minutes: hours * 60 + minutes };
}

function isRelative({ from, until }: DateCondition): boolean {
  return [from, until].some((moment) => moment !== null && 'days' in moment);
}

const MINUTES_A_DAY = 1440;

/** Where a moment lies among those of its sort. Days of a learner have an axis of their own, on which a clock that is set moves nothing. */
function placeOf(moment: Moment): { axis: string; at: number } {
  return 'at' in moment
    ? { axis: 'instants', at: Date.parse(moment.at) }
    : { axis: 'days', at: moment.days * MINUTES_A_DAY + moment.minutes };
}

/** Undefined where the times are no single interval of one axis. */
function spanOf(from: Moment | null, until: Moment | null, isNegated: boolean): Span | undefined {
  const [first, last] = [from && placeOf(from), until && placeOf(until)];
  const axis = (first ?? last)?.axis;
  if (axis === undefined || (first && last && (first.axis !== last.axis || isNegated))) return undefined;
  const [low, high] = [first?.at ?? -Infinity, last?.at ?? Infinity];
  if (!isNegated) return { axis, from: low, until: high };
  return first ? { axis, from: -Infinity, until: low } : { axis, from: high, until: Infinity };
}

const MILLISECONDS_A_DAY = 86_400_000;
/** To find out what clocks show takes longer than all else here, and many conditions are about the same days. */
const KNOWN_INSTANTS = new BoundedMap<number>(10_000);

/** Learners who start together have the same days, so each condition remembers those of a few. */
const KNOWN_STARTS = 100;

function endsOf({ from, until }: DateCondition, startDay: Day | null, { timeZone }: RuleFrame): Ends {
  return endsBetween(
    from ? instantOf(from, startDay, timeZone) : -Infinity,
    until ? instantOf(until, startDay, timeZone) : Infinity,
  );
}

function endsOfEach(condition: DateCondition, frame: RuleFrame): EndsOf {
  const known = new BoundedMap<Ends>(KNOWN_STARTS);
  let lastDay: Day | null = null;
  let lastEnds: Ends | undefined;
  return ({ startDay }) => {
    if (startDay === lastDay) return lastEnds;
    let ends = startDay === null ? undefined : known.get(startDay);
    if (startDay !== null && !ends) known.set(startDay, (ends = endsOf(condition, startDay, frame)));
    lastDay = startDay;
    lastEnds = ends;
    return ends;
  };
}

function endsBetween(from: number, until: number): Ends {
  const isEver = from < until;
  return {
    ...{ from, until },
    before: isEver && from !== -Infinity ? opensAt(from) : NEVER_OPEN,
    after: isEver && until !== Infinity ? closedSince(until) : NEVER_OPEN,
    meanwhile: until !== Infinity ? opensAt(until) : from !== -Infinity ? closedSince(from) : NEVER_OPEN,
  };
}

function instantOf(moment: Moment, startDay: Day | null, timeZone: string): number {
  if ('at' in moment) return Date.parse(moment.at);
  const day = Date.parse(startDay as Day) + moment.days * MILLISECONDS_A_DAY;
  const key = `${timeZone} ${day} ${moment.minutes}`;
  let instant = KNOWN_INSTANTS.get(key);
  if (instant === undefined) {
    instant = atTimeOfDay(startDay as Day, moment.days, moment.minutes, timeZone).getTime();
    KNOWN_INSTANTS.set(key, instant);
  }
  return instant;
}

function prepared(endsOfLearner: EndsOf): PreparedCondition {
  return {
    holds: (facts, now) => {
      const ends = endsOfLearner(facts);
      return ends && now >= ends.from && now < ends.until;
    },
    nextChange: (facts, now) => {
      const ends = endsOfLearner(facts);
      return ends ? changeAfter(ends, now) : Infinity;
    },
    reason: (facts, now, isNegated) => {
      const ends = endsOfLearner(facts);
      return ends ? reasonAt(ends, now, isNegated) : START_MISSING;
    },
  };
}

function changeAfter({ from, until }: Ends, now: number): number {
  if (now < from) return from < until ? from : Infinity;
  return now < until ? until : Infinity;
}

function reasonAt(ends: Ends, now: number, isNegated: boolean): ReleaseReason {
  if (isNegated) return ends.meanwhile;
  return now < ends.from ? ends.before : ends.after;
}

/** The same for everybody, so nothing is looked up. */
function preparedForAll(ends: Ends): PreparedCondition {
  const { from, until } = ends;
  return {
    holds: (_facts, now) => now >= from && now < until,
    nextChange: (_facts, now) => changeAfter(ends, now),
    reason: (_facts, now, isNegated) => reasonAt(ends, now, isNegated),
  };
}

const START_MISSING: ReleaseReason = {
  code: 'start_missing',
  values: {},
  sentence: sentences.startMissing(),
};

/** Dates of two sorts may leave some learners no time at all. */
const NEVER_OPEN: ReleaseReason = { code: 'never_open', values: {}, sentence: sentences.neverOpen() };

function opensAt(instant: number): ReleaseReason {
  const at = new Date(instant).toISOString();
  return { code: 'opens_at', values: { at }, sentence: sentences.opensAt({ at }) };
}

function closedSince(instant: number): ReleaseReason {
  const at = new Date(instant).toISOString();
  return { code: 'closed_since', values: { at }, sentence: sentences.closedSince({ at }) };
}
