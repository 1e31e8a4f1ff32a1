import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../../shared/http/etag';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../../shared/http/pagination';
import { Post } from '../../../../shared/http/post';
import { READS } from '../../../../shared/http/what-is-read';
import { AccommodationChangeResponse } from '../dto/accommodation.response';
import {
  CreateLabelAccommodationDto,
  LABEL_ACCOMMODATION_CHANGES,
  LABEL_ACCOMMODATIONS,
  UpdateLabelAccommodationDto,
} from './dto/label-accommodation.dto';
import { LabelAccommodationResponse, LabelAccommodationsResponse } from './dto/label-accommodation.response';
import { LabelAccommodationsService } from './label-accommodations.service';

const NOT_APPROVER = 'auth.role_needed';
const UNKNOWN = { 403: NOT_APPROVER, 404: 'enrollments.accommodation_not_found' } as const;

@ApiTags('Accommodations')
@RequirePermission('accommodations.approve')
@Controller()
export class LabelAccommodationsController {
  constructor(private readonly accommodations: LabelAccommodationsService) {}

  @Get('courses/:courseId/label-accommodations')
  @Endpoint({
    summary: 'List the accommodations of groups and tags of a course',
    description:
      'For those who approve them, with the reasons. The newest first; those that have ended are kept. At most 50.',
    response: LabelAccommodationsResponse,
    errors: { 403: NOT_APPROVER, 404: 'courses.not_found' },
  })
  async list(@Param('courseId', IdPipe) courseId: string): Promise<LabelAccommodationsResponse> {
    return { data: await this.accommodations.list(courseId) };
  }

  @Post('courses/:courseId/label-accommodations')
  @ApiBody({ type: CreateLabelAccommodationDto, examples: LABEL_ACCOMMODATIONS })
  @Endpoint({
    summary: 'Approve an accommodation for a group or a tag',
    description: `Whoever is in the group or has the tag gets it in this course, and whoever comes into it later gets it then; open attempts get their new
terms at once. It ends for whoever leaves, and an attempt that is open keeps what it gave. With what a learner has otherwise, the most generous value
of each field counts.`,
    status: 201,
    location: '/v1/label-accommodations/{id}',
    response: LabelAccommodationResponse,
    errors: {
      403: NOT_APPROVER,
      404: 'courses.not_found',
      409: ['enrollments.joined_by_themselves', 'enrollments.too_many_accommodations'],
      422: ['request.invalid', 'enrollments.accommodation_period'],
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: CreateLabelAccommodationDto,
  ): Promise<LabelAccommodationResponse> {
    return this.accommodations.create(caller, courseId, dto);
  }

  @Get('label-accommodations/:labelAccommodationId')
  @Endpoint({
    summary: 'Read the accommodation of a group or a tag',
    description: 'For those who approve them.',
    response: LabelAccommodationResponse,
    errors: UNKNOWN,
  })
  read(@Param('labelAccommodationId', IdPipe) id: string): Promise<LabelAccommodationResponse> {
    return this.accommodations.read(id);
  }

  @Patch('label-accommodations/:labelAccommodationId')
  @ApiBody({ type: UpdateLabelAccommodationDto, examples: LABEL_ACCOMMODATION_CHANGES })
  @Endpoint({
    summary: 'Change the accommodation of a group or a tag',
    description:
      'For all who have it. Open attempts get their new terms at once. The history keeps what it said before.',
    response: LabelAccommodationResponse,
    ifMatch: true,
    errors: { ...UNKNOWN, 422: ['request.invalid', 'enrollments.accommodation_period'] },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('labelAccommodationId', IdPipe) id: string,
    @Body() changes: UpdateLabelAccommodationDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<LabelAccommodationResponse> {
    return this.accommodations.change(caller, id, changes, version);
  }

  @Delete('label-accommodations/:labelAccommodationId')
  @Endpoint({
    summary: 'End the accommodation of a group or a tag',
    description:
      'From now on it is in force for nobody. It is kept, with its history. Attempts that are open keep what it gave them.',
    status: 204,
    ifMatch: true,
    errors: UNKNOWN,
  })
  end(
    @CurrentCaller() caller: Caller,
    @Param('labelAccommodationId', IdPipe) id: string,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<void> {
    return this.accommodations.end(caller, id, version);
  }

  @Get('label-accommodations/:labelAccommodationId/history')
  @Endpoint({
    summary: 'How the accommodation of a group or a tag changed',
    description: 'For those who approve them: who changed what, and when. The latest change first.',
    ...READS.page,
    response: PageOf(AccommodationChangeResponse),
    errors: UNKNOWN,
  })
  history(
    @Param('labelAccommodationId', IdPipe) id: string,
    @Query() query: CursorQuery,
  ): Promise<Page<AccommodationChangeResponse>> {
    return this.accommodations.history(id, query);
  }
}
