import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { CourseOverviewResponse } from './dto/overview.response';
import { OverviewService } from './overview.service';

@ApiTags('Progress')
@Controller('me/progress')
export class OverviewController {
  constructor(private readonly overview: OverviewService) {}

  @Get()
  @Endpoint({
    summary: 'My courses at a glance',
    description:
      'The courses in which you are an active learner, by title: how far you are, what is next, what is due.',
    ...READS.ownCourses,
    response: PageOf(CourseOverviewResponse),
  })
  own(@CurrentCaller() caller: Caller, @Query() query: CursorQuery): Promise<Page<CourseOverviewResponse>> {
    return this.overview.own(caller, query);
  }
}
