import { BoundedMap } from '../../../../../shared/collections/bounded-map';
import { atTimeOfDay, type Day } from '../../../../../shared/time/zoned-time';
import type { ReleaseReason } from '../../reasons';
import { closedSince, opensAt } from './date-reasons';

/** Learners who start on the same day have the same instants, so those of a few days are kept. */
const KEPT_STARTS = 200;

/**
 * The moments of a course's rules that are counted from the start of each learner. To find out what clocks show takes longer than
 * all else about a rule, and many rules are about the same moments, so each is found out once for all who start together.
 */
export class StartTimes {
  private readonly moments: { days: number; minutes: number }[] = [];
  private readonly kept = new BoundedMap<InstantsOfStart>(KEPT_STARTS);
  private lastDay: Day | null = null;
  private last: InstantsOfStart | undefined;

  /** @param timeZone IANA name */
  constructor(private readonly timeZone: string) {}

  /**
   * The place of a moment among the instants of a learner. To be asked while rules are prepared, before any of them is evaluated.
   *
   * @param minutes from midnight
   */
  placeOf(days: number, minutes: number): number {
    const known = this.moments.findIndex((moment) => moment.days === days && moment.minutes === minutes);
    return known >= 0 ? known : this.moments.push({ days, minutes }) - 1;
  }

  /** Undefined for somebody who has no start. */
  of(startDay: Day | null): InstantsOfStart | undefined {
    if (startDay === this.lastDay) return this.last;
    let instants = startDay === null ? undefined : this.kept.get(startDay);
    if (startDay !== null && !instants) {
      instants = new InstantsOfStart(
        this.moments.map(({ days, minutes }) =>
          atTimeOfDay(startDay, days, minutes, this.timeZone).getTime(),
        ),
      );
      this.kept.set(startDay, instants);
    }
    this.lastDay = startDay;
    this.last = instants;
    return instants;
  }
}

/** When the moments are for all who start on one day. */
export class InstantsOfStart {
  private readonly opens: ReleaseReason[] = [];
  private readonly closed: ReleaseReason[] = [];

  /** In milliseconds since 1970, by place. */
  constructor(readonly at: readonly number[]) {}

  opensAt(place: number): ReleaseReason {
    return (this.opens[place] ??= opensAt(this.at[place] as number));
  }

  closedSince(place: number): ReleaseReason {
    return (this.closed[place] ??= closedSince(this.at[place] as number));
  }
}
