import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { AccommodationsService } from './accommodations.service';
import {
  ACCOMMODATION_CHANGE_EXAMPLES,
  ACCOMMODATION_EXAMPLES,
  CreateAccommodationDto,
  UpdateAccommodationDto,
} from './dto/accommodation.dto';
import { AccommodationChangeResponse, AccommodationResponse } from './dto/accommodation.response';

const NOT_APPROVER = 'auth.role_needed';

@ApiTags('Accommodations')
@RequirePermission('accommodations.approve')
@Controller()
export class AccommodationsController {
  constructor(private readonly accommodations: AccommodationsService) {}

  @Get('users/:userId/accommodations')
  @Endpoint({
    summary: "List a person's accommodations",
    description:
      'For those who approve them, with the reasons. The newest first; those that have ended are kept.',
    ...READS.page,
    response: PageOf(AccommodationResponse),
    errors: { 403: NOT_APPROVER, 404: 'enrollments.person_not_found' },
  })
  list(
    @Param('userId', IdPipe) userId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<AccommodationResponse>> {
    return this.accommodations.list(userId, query);
  }

  @Post('users/:userId/accommodations')
  @ApiBody({ type: CreateAccommodationDto, examples: ACCOMMODATION_EXAMPLES })
  @Endpoint({
    summary: 'Approve an accommodation for a person',
    description:
      'For all courses, or for one; for work that is open and for all to come. Where several are in force, the most generous value of each field counts. It holds from the next request on.',
    status: 201,
    location: '/v1/accommodations/{id}',
    response: AccommodationResponse,
    errors: {
      403: NOT_APPROVER,
      404: 'enrollments.person_not_found',
      409: 'enrollments.too_many_accommodations',
      422: ['request.invalid', 'enrollments.accommodation_period', 'enrollments.no_such_course'],
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: CreateAccommodationDto,
  ): Promise<AccommodationResponse> {
    return this.accommodations.create(caller, userId, dto);
  }

  @Get('accommodations/:accommodationId')
  @Endpoint({
    summary: 'Read an accommodation',
    description: 'For those who approve them.',
    response: AccommodationResponse,
    errors: { 403: NOT_APPROVER, 404: 'enrollments.accommodation_not_found' },
  })
  read(@Param('accommodationId', IdPipe) id: string): Promise<AccommodationResponse> {
    return this.accommodations.read(id);
  }

  @Patch('accommodations/:accommodationId')
  @ApiBody({ type: UpdateAccommodationDto, examples: ACCOMMODATION_CHANGE_EXAMPLES })
  @Endpoint({
    summary: 'Change an accommodation',
    description: 'Open attempts get their new terms at once. The history keeps what it said before.',
    response: AccommodationResponse,
    ifMatch: true,
    errors: {
      403: NOT_APPROVER,
      404: 'enrollments.accommodation_not_found',
      409: 'enrollments.accommodation_of_label',
      422: ['request.invalid', 'enrollments.accommodation_period'],
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('accommodationId', IdPipe) id: string,
    @Body() changes: UpdateAccommodationDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<AccommodationResponse> {
    return this.accommodations.change(caller, id, changes, version);
  }

  @Delete('accommodations/:accommodationId')
  @Endpoint({
    summary: 'End an accommodation',
    description:
      'From now on it is not in force. It is kept, with its history. Attempts that are open keep what it gave them.',
    status: 204,
    ifMatch: true,
    errors: {
      403: NOT_APPROVER,
      404: 'enrollments.accommodation_not_found',
      409: 'enrollments.accommodation_of_label',
    },
  })
  end(
    @CurrentCaller() caller: Caller,
    @Param('accommodationId', IdPipe) id: string,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<void> {
    return this.accommodations.end(caller, id, version);
  }

  @Get('accommodations/:accommodationId/history')
  @Endpoint({
    summary: 'How an accommodation changed',
    description: 'For those who approve them: who changed what, and when. The latest change first.',
    ...READS.page,
    response: PageOf(AccommodationChangeResponse),
    errors: { 403: NOT_APPROVER, 404: 'enrollments.accommodation_not_found' },
  })
  history(
    @Param('accommodationId', IdPipe) id: string,
    @Query() query: CursorQuery,
  ): Promise<Page<AccommodationChangeResponse>> {
    return this.accommodations.history(id, query);
  }
}
