import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../shared/auth/decorators';
import type { Caller } from '../../shared/auth/caller';
import { Endpoint } from '../../shared/http/endpoint';
import { IdPipe } from '../../shared/http/id.pipe';
import { type Page, PageOf } from '../../shared/http/pagination';
import { READS } from '../../shared/http/what-is-read';
import { Observing } from '../identity';
import { MyEnrollmentResponse } from './dto/enrollment.response';
import { MyEnrollmentsQuery } from './dto/enrollments.query';
import { MyEnrollmentsService } from './my-enrollments.service';

@ApiTags('Observers')
@Controller('me/observed-learners/:learnerId/enrollments')
export class ObservedEnrollmentsController {
  constructor(
    private readonly enrollments: MyEnrollmentsService,
    private readonly observing: Observing,
  ) {}

  @Get()
  @Endpoint({
    summary: 'List the courses of a learner whom you observe',
    description: 'As they see them themselves: every course they take or took part in, latest first.',
    ...READS.filteredPage,
    response: PageOf(MyEnrollmentResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      404: 'identity.learner_not_observed',
      422: 'request.invalid',
    },
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('learnerId', IdPipe) learnerId: string,
    @Query() query: MyEnrollmentsQuery,
  ): Promise<Page<MyEnrollmentResponse>> {
    return this.enrollments.list(await this.observing.asLearner(caller, learnerId), query);
  }
}
