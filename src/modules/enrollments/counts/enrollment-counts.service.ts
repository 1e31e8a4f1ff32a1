import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { ChartPainter } from '../../../shared/charts/chart-painter';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { invalidRequest } from '../../../shared/http/validation';
import { languageOf } from '../../../shared/sentences/languages';
import { addDays, daysBetween } from '../../../shared/time/zoned-time';
import { CourseAccess, type CourseStanding } from '../../courses';
import { countsByDay, type DayCounts, lastOfWeeks } from './counts-by-day';
import { countsPicture } from './counts-chart';
import { sentences } from './counts.sentences';
import type { CountStep, EnrollmentCountsQuery } from './dto/enrollment-counts.query';
import type { EnrollmentCountsResponse } from './dto/enrollment-counts.response';
import { StoriesRepository } from './stories.repository';

const USUAL_DAYS = 90;
const MOST_DAYS = 1500;

/** The days that are asked for, both included. */
interface Range {
  from: string;
  until: string;
  by: CountStep;
}

/** How many learners of a course were in which state, day by day. For its staff. */
@Injectable()
export class EnrollmentCounts {
  constructor(
    private readonly stories: StoriesRepository,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly painter: ChartPainter,
  ) {}

  async read(
    caller: Caller,
    courseId: string,
    query: EnrollmentCountsQuery,
    request: HeavyRequest,
  ): Promise<EnrollmentCountsResponse> {
    const standing = await this.access.course(caller, courseId, 'reports.read');
    const range = rangeOf(standing, query);
    return this.heavyReads.share(request, keyOf('counts', standing, range), async () => ({
      ...{ timeZone: standing.timeZone, by: range.by },
      data: (await this.counted(standing, range)).map(({ day, counts }) => ({ day, ...counts })),
    }));
  }

  /** An SVG document in the language of the caller's profile. */
  async chart(
    caller: Caller,
    courseId: string,
    query: EnrollmentCountsQuery,
    request: HeavyRequest,
  ): Promise<string> {
    const standing = await this.access.course(caller, courseId, 'reports.read');
    const range = rangeOf(standing, query);
    const language = languageOf(caller.locale) ?? 'en';
    return this.heavyReads.share(request, keyOf(`counts-${language}`, standing, range), async () => {
      const days = await this.counted(standing, range);
      return this.painter.paint(countsPicture(standing.title, days, { by: range.by, language }));
    });
  }

  private async counted({ courseId, timeZone, endDate }: CourseStanding, range: Range): Promise<DayCounts[]> {
    if (range.until < range.from) return [];
    const days = countsByDay(await this.stories.ofLearners(courseId, timeZone), { endDate }, range);
    return range.by === 'week' ? lastOfWeeks(days) : days;
  }
}

function rangeOf({ today }: CourseStanding, { from, until, by = 'day' }: EnrollmentCountsQuery): Range {
  const last = until === undefined || until > today ? today : until;
  const first = from ?? addDays(last, 1 - USUAL_DAYS);
  if (until !== undefined && from !== undefined && until < from)
    throw invalidRequest([
      { field: 'until', rule: 'isAfter', message: sentences.untilBeforeFrom({ field: 'until' }) },
    ]);
  if (daysBetween(first, last) >= MOST_DAYS)
    throw invalidRequest([
      { field: 'from', rule: 'max', message: sentences.tooManyDays({ field: 'from', most: MOST_DAYS }) },
    ]);
  return { from: first, until: last, by };
}

function keyOf(what: string, { courseId, today }: CourseStanding, { from, until, by }: Range): string {
  return `${what} ${courseId} ${today} ${from} ${until} ${by}`;
}
