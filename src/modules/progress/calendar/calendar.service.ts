import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../../shared/auth/permissions';
import { type CalendarItem, iCalendar } from '../../../shared/calendar/icalendar';
import { Clock } from '../../../shared/clock/clock';
import { TooManyRequestsError } from '../../../shared/errors/domain-error';
import { RateWindows } from '../../../shared/http/rate-windows';
import { languageOf } from '../../../shared/sentences/languages';
import { say } from '../../../shared/sentences/say';
import { daysOnEarth } from '../../../shared/time/days-on-earth';
import { dayIn } from '../../../shared/time/zoned-time';
import { actingRole, courseWindow, ReleaseGate, strongestActive } from '../../courses';
import { hashOfToken } from '../../identity';
import { CalendarAddressInvalidError } from './calendar.errors';
import { sentences } from './calendar.sentences';
import { CalendarCoursesRepository, type EnrolledInCourse } from './calendar-courses.repository';
import { CalendarFeedsRepository, type ReadFeed } from './calendar-feeds.repository';
import type { CalendarCourse } from './calendar-kind';
import { CalendarKinds } from './calendar-kinds';

/** Reads of one address in a minute, by this process. */
const MOST_READS = 30;
const HOUR = 3_600_000;
const REFRESH_HOURS = 1;

/** A calendar as programs read it. */
export interface CalendarFile {
  text: string;
  /** As the header has it: the same as long as the text is. */
  etag: string;
}

/** People's calendars: the dates of their courses, as they may see them now. */
@Injectable()
export class CalendarService {
  private readonly reads = new RateWindows();

  constructor(
    private readonly feeds: CalendarFeedsRepository,
    private readonly courses: CalendarCoursesRepository,
    private readonly kinds: CalendarKinds,
    private readonly gate: ReleaseGate,
    private readonly clock: Clock,
  ) {}

  /**
   * The calendar behind an address. Statements do not grow with the number of courses, but for those whose rules hide something, which ask
   * about the learner. Throws CalendarAddressInvalidError and TooManyRequestsError.
   */
  async read(token: string): Promise<CalendarFile> {
    const now = this.clock.now();
    const hash = hashOfToken(token);
    const { isRefused, seconds } = this.reads.hit(hash.toString('base64'), MOST_READS, now.getTime());
    if (isRefused)
      throw new TooManyRequestsError('request.too_many', sentences.tooOften({ seconds }), seconds);
    const feed = await this.feeds.byToken(hash);
    if (!feed) throw new CalendarAddressInvalidError();
    if (feed.lastReadAt === null || now.getTime() - feed.lastReadAt.getTime() >= HOUR)
      await this.feeds.noteRead(feed.id, now);
    const language = languageOf(feed.locale) ?? 'en';
    const items = await this.itemsOf(feed, language, now);
    const calendar = { name: say(sentences.calendarName(), language), refreshHours: REFRESH_HOURS };
    const text = iCalendar(items, calendar);
    return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
  }

  private async itemsOf(feed: ReadFeed, language: 'en' | 'de', now: Date): Promise<CalendarItem[]> {
    const enrolled = await this.courses.of(feed.userId, daysOnEarth(now).first);
    const courses: CalendarCourse[] = [];
    for (const course of enrolled) {
      const seen = await this.seenBy(feed, course, now);
      if (seen) courses.push(seen);
    }
    const items: CalendarItem[] = [];
    for (const kind of this.kinds.all)
      items.push(...(await kind.itemsOf({ userId: feed.userId, language }, courses)));
    // Always the same text for the same dates.
    return items.toSorted((one, other) => (one.uid < other.uid ? -1 : 1));
  }

  /** Undefined where they may not read it now. */
  private async seenBy(
    { userId, role: platformRole }: ReadFeed,
    course: EnrolledInCourse,
    now: Date,
  ): Promise<CalendarCourse | undefined> {
    const { status, visibility, timeZone, enrollments, ...facts } = course;
    const today = dayIn(now, timeZone);
    const role = actingRole(platformRole, strongestActive(enrollments, today));
    const acting = { status, visibility, role, window: courseWindow(course, today) };
    const person = { role: platformRole };
    const answer = may(person, 'content.read', acting);
    // Of a course that has not begun, or is over, its days alone are told to those who may not read it yet, or no more.
    const isReadable = answer.granted;
    if (!answer.granted && answer.because !== 'not_begun' && answer.because !== 'over') return undefined;
    const isLearner = !may(person, 'content.read_source', acting).granted;
    const isHidden =
      isLearner && isReadable
        ? await this.gate.hiddenFrom({ ...facts, timeZone }, userId)
        : (): boolean => false;
    return { ...facts, timeZone, isLearner, isReadable, isHidden };
  }
}
