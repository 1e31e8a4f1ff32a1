import { addDays, type Day, daysBetween, daysLater } from '../../../../shared/time/zoned-time';
import type { MovedDate } from '../../zone-moves';

/*
 * What becomes of the dates of a course in its copy. They move by whole days of the course's calendar, so that what is due on a Monday
 * at 23:59:59 is due on a Monday at 23:59:59, also where the clocks are set between the two.
 */

/** Ten years. */
export const MOST_SHIFTED_DAYS = 3660;
const FIRST_DAY = '1000-01-01';
const LAST_DAY = '9999-12-31';

/** `keep`: each stays the very instant or day that it is. `shift`: by so many whole days, to earlier ones where negative. */
export type DateChange = { kind: 'keep' } | { kind: 'shift'; days: number } | { kind: 'remove' };

/** What has a date. */
export interface DatedThing {
  /** The part of the course that it belongs to, such as `quizzes`. */
  of: string;
  id: string;
  /** Its title. */
  title: string;
}

/** A date that is another one in the copy. `id` and `title` are those of what has it in the course that was copied. */
export interface MovedCourseDate extends Omit<MovedDate, 'to'> {
  of: string;
  /** Null where it was removed. */
  to: string | null;
}

/** The change that gives a course another first day. */
export function changeToStart(startDate: Day, newStart: Day): DateChange {
  return changeByDays(daysBetween(startDate, newStart));
}

export function changeByDays(days: number): DateChange {
  return days === 0 ? { kind: 'keep' } : { kind: 'shift', days };
}

/** Some instants of one thing, by their fields. */
export type Instants<Field extends string> = Readonly<Record<Field, Date | null>>;

/** Moves dates one by one, and notes each that has become another. */
export class DateMoves {
  readonly moved: MovedCourseDate[] = [];

  /** @param zone of the course, an IANA name */
  constructor(
    readonly change: DateChange,
    private readonly zone: string,
  ) {}

  /** A calendar day. One that is beyond what can be stored becomes the last that can. */
  day(day: Day | null, field: string, thing: DatedThing): Day | null {
    if (day === null || this.change.kind === 'keep') return day;
    const to = this.change.kind === 'remove' ? null : shiftedDay(day, this.change.days);
    return this.noted({ from: day, to }, field, thing);
  }

  instant(instant: Date | null, field: string, thing: DatedThing): Date | null {
    if (instant === null) return null;
    const to = this.to(instant);
    this.noted({ from: instant.toISOString(), to: to && to.toISOString() }, field, thing);
    return to;
  }

  /**
   * Instants that stand in an order. Where the clocks are set in between so that they would no longer be in order, all keep their
   * distance from the first.
   *
   * @param isOrdered whether instants stand as they should
   */
  ordered<Field extends string>(
    instants: Instants<Field>,
    fields: readonly Field[],
    thing: DatedThing,
    isOrdered: (moved: Instants<Field>) => boolean,
  ): Instants<Field> {
    const moved = this.each(instants, fields, (instant) => this.to(instant));
    return isOrdered(moved)
      ? this.allNoted(instants, moved, fields, thing)
      : this.together(instants, fields, thing);
  }

  /** Instants of which the first is moved, and the others keep their distance from it: what takes an hour still does. */
  together<Field extends string>(
    instants: Instants<Field>,
    fields: readonly Field[],
    thing: DatedThing,
  ): Instants<Field> {
    const first = Math.min(...fields.flatMap((field) => instants[field]?.getTime() ?? []));
    const to = Number.isFinite(first) ? this.to(new Date(first)) : null;
    const moved = this.each(
      instants,
      fields,
      (instant) => to && new Date(to.getTime() + instant.getTime() - first),
    );
    return this.allNoted(instants, moved, fields, thing);
  }

  private to(instant: Date): Date | null {
    if (this.change.kind === 'keep') return instant;
    return this.change.kind === 'remove' ? null : daysLater(instant, this.change.days, this.zone);
  }

  private each<Field extends string>(
    instants: Instants<Field>,
    fields: readonly Field[],
    to: (instant: Date) => Date | null,
  ): Instants<Field> {
    const moved = fields.map((field) => [field, instants[field] && to(instants[field])] as const);
    return Object.fromEntries(moved) as Instants<Field>;
  }

  private allNoted<Field extends string>(
    instants: Instants<Field>,
    moved: Instants<Field>,
    fields: readonly Field[],
    thing: DatedThing,
  ): Instants<Field> {
    for (const field of fields) {
      const [from, to] = [instants[field], moved[field]];
      if (from) this.noted({ from: from.toISOString(), to: to && to.toISOString() }, field, thing);
    }
    return moved;
  }

  private noted<To extends string | null>(
    { from, to }: { from: string; to: To },
    field: string,
    { of, id, title }: DatedThing,
  ): To {
    if (from !== to) this.moved.push({ of, id, title, field, from, to });
    return to;
  }
}

function shiftedDay(day: Day, days: number): Day {
  const most = daysBetween(day, LAST_DAY);
  const least = daysBetween(day, FIRST_DAY);
  if (days >= most) return LAST_DAY;
  return days <= least ? FIRST_DAY : addDays(day, days);
}
