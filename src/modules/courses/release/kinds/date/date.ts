import { type LearnerFacts, START } from '../../learner-facts';
import type { ReleaseReason } from '../../reasons';
import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind, type PreparedCondition, type RuleFrame, type Span } from '../condition-kind';
import { closedSince, NEVER_OPEN, opensAt, START_MISSING } from './date-reasons';
import { DateConditionDto } from './date.dto';
import { keptMoment, minutesOf, type Moment, momentFaults, movedMoment } from './moment';
import { InstantsOfStart } from './start-times';

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
  moved: ({ from, until, ...others }, move) => {
    const [begin, end] = [movedMoment(from, 'from', move), movedMoment(until, 'until', move)];
    return begin || end ? { ...others, from: begin, until: end } : null;
  },
  example: { kind: 'date', from: { at: '2040-09-10T06:00:00.000Z' } },
});

const fromOrUntil = (field: string) => sentences.fromOrUntil({ field });

function isRelative({ from, until }: DateCondition): boolean {
  return [from, until].some((moment) => moment !== null && 'time' in moment);
}

const MINUTES_A_DAY = 1440;

/** Where a moment lies among those of its sort. Days of a learner have an axis of their own, on which a clock that is set moves nothing. */
function placeOf(moment: Moment): { axis: string; at: number } {
  return 'at' in moment
    ? { axis: 'instants', at: Date.parse(moment.at) }
    : { axis: 'days', at: moment.daysAfterStart * MINUTES_A_DAY + minutesOf(moment.time) };
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
  if (moment && 'time' in moment) {
    const place = starts.placeOf(moment.daysAfterStart, minutesOf(moment.time));
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
