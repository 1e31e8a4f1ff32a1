import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../shared/auth/decorators';
import { Endpoint } from '../../shared/http/endpoint';
import { IdPipe } from '../../shared/http/id.pipe';
import { type Page, PageOf } from '../../shared/http/pagination';
import { READS } from '../../shared/http/what-is-read';
import { MyEnrollmentResponse } from './dto/enrollment.response';
import { MyEnrollmentsQuery } from './dto/enrollments.query';
import { MyEnrollmentsService } from './my-enrollments.service';

@ApiTags('Enrollments')
@RequirePermission('accounts.manage')
@Controller('users/:userId/enrollments')
export class PersonEnrollmentsController {
  constructor(private readonly enrollments: MyEnrollmentsService) {}

  @Get()
  @Endpoint({
    summary: "List a person's courses",
    description: 'For administrators: every course that the person takes or took part in, latest first.',
    ...READS.filteredPage,
    response: PageOf(MyEnrollmentResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: 'auth.role_needed',
      404: 'enrollments.person_not_found',
      422: 'request.invalid',
    },
  })
  list(
    @Param('userId', IdPipe) userId: string,
    @Query() query: MyEnrollmentsQuery,
  ): Promise<Page<MyEnrollmentResponse>> {
    return this.enrollments.ofPerson(userId, query);
  }
}
