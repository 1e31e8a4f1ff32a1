import { type LearnerFacts, START } from '../../learner-facts';
import type { ReleaseReason } from '../../reasons';
import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind, type PreparedCondition, type RuleFrame, type Span } from '../condition-kind';
import { closedSince, NEVER_OPEN, opensAt, START_MISSING } from './date-reasons';
import { DateConditionDto, type MomentDto } from './date.dto';
import { InstantsOfStart } from './start-times';

/** An instant (RFC 3339), or so many days after the learner's first one, at minutes from midnight. */
type Moment = { at: string } | { days: number; minutes: number };

interface DateCondition extends StoredCondition {
  kind: 'date';
  from: Moment | null;
  until: Moment | null;
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
  prepare: prepared,
  faults: ({ from, until }) => {
    if (!from || !until) return [];
    const [first, last] = [placeOf(from), placeOf(until)];
    const isEmpty = first.axis === last.axis && first.at >= last.at;
    return isEmpty ? [{ code: 'empty_dates', says: sentences.emptyDates }] : [];
  },
  span: ({ from, until }, isNegated) => spanOf(from, until, isNegated),
  sent: ({ from, until, ...others }) => ({ ...others, from: sentMoment(from), until: sentMoment(until) }),
  moved: ({ from, until, ...others }, move) => {
    const [begin, end] = [movedMoment(from, 'from', move), movedMoment(until, 'until', move)];
    return begin || end ? { ...others, from: begin, until: end } : null;
  },
  example: { kind: 'date', from: { at: '2040-09-10T06:00:00.000Z' } },
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

function sentMoment(moment: Moment | null): MomentDto | null {
  if (moment === null) return null;
  if ('at' in moment) return { at: new Date(moment.at) };
  const [hours, minutes] = [Math.floor(moment.minutes / 60), moment.minutes % 60];
  const time = [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
  return { daysAfterStart: moment.days, time };
}

function movedMoment(
  moment: Moment | null,
  field: string,
  move: (at: Date, field: string) => Date | null,
): Moment | null {
  if (moment === null || 'days' in moment) return moment;
  const at = move(new Date(moment.at), field);
  return at && { at: at.toISOString() };
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

/** One end of the interval, as a learner has it. */
interface End {
  /** In milliseconds since 1970. */
  at: (instants: InstantsOfStart) => number;
  opensAt: (instants: InstantsOfStart) => ReleaseReason;
  closedSince: (instants: InstantsOfStart) => ReleaseReason;
}

const NO_INSTANTS = new InstantsOfStart([]);

function endOf(moment: Moment | null, without: number, { starts }: RuleFrame): End {
  if (moment && 'days' in moment) {
    const place = starts.placeOf(moment.days, moment.minutes);
    return {
      at: ({ at }) => at[place] as number,
      opensAt: (instants) => instants.opensAt(place),
      closedSince: (instants) => instants.closedSince(place),
    };
  }
  if (!moment) return { at: () => without, opensAt: () => NEVER_OPEN, closedSince: () => NEVER_OPEN };
  const instant = Date.parse(moment.at);
  const [opens, closed] = [opensAt(instant), closedSince(instant)];
  return { at: () => instant, opensAt: () => opens, closedSince: () => closed };
}

function prepared(condition: DateCondition, frame: RuleFrame): PreparedCondition {
  const { starts } = frame;
  const from = endOf(condition.from, -Infinity, frame);
  const until = endOf(condition.until, Infinity, frame);
  const isForAll = !isRelative(condition);
  const instantsOf = ({ startDay }: LearnerFacts): InstantsOfStart | undefined =>
    isForAll ? NO_INSTANTS : starts.of(startDay);
  return {
    holds: (facts, now) => {
      const instants = instantsOf(facts);
      return instants && now >= from.at(instants) && now < until.at(instants);
    },
    nextChange: (facts, now) => {
      const instants = instantsOf(facts);
      if (!instants) return Infinity;
      const [first, last] = [from.at(instants), until.at(instants)];
      if (now < first) return first < last ? first : Infinity;
      return now < last ? last : Infinity;
    },
    reason: (facts, now, isNegated) => {
      const instants = instantsOf(facts);
      if (!instants) return START_MISSING;
      if (isNegated) return condition.until ? until.opensAt(instants) : from.closedSince(instants);
      const first = from.at(instants);
      if (first >= until.at(instants)) return NEVER_OPEN;
      return now < first ? from.opensAt(instants) : until.closedSince(instants);
    },
  };
}
