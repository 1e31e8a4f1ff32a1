import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { ChangeSchoolDto, CreateSchoolDto } from './dto/school.dto';
import { SchoolResponse, toSchoolResponse } from './dto/school.response';
import { SchoolsQuery } from './dto/schools.query';
import { SchoolsService } from './schools.service';

const INVALID = ['request.invalid', 'identity.school_parent'];

@ApiTags('Schools and terms')
@Controller('schools')
export class SchoolsController {
  constructor(private readonly schools: SchoolsService) {}

  @Get()
  @Endpoint({
    summary: 'List schools',
    description:
      'With the departments, districts and other organizations around them, for everyone who is signed in.',
    ...READS.page,
    response: PageOf(SchoolResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
  })
  async list(@Query() query: SchoolsQuery): Promise<Page<SchoolResponse>> {
    const { data, page } = await this.schools.list(query);
    return { data: data.map(toSchoolResponse), page };
  }

  @Post()
  @RequirePermission('schools.manage')
  @Endpoint({
    summary: 'Add a school',
    status: 201,
    location: '/v1/schools/{id}',
    response: SchoolResponse,
    errors: { 403: 'auth.role_needed', 422: INVALID },
  })
  async create(@Body() dto: CreateSchoolDto): Promise<SchoolResponse> {
    return toSchoolResponse(await this.schools.create(dto));
  }

  @Get(':schoolId')
  @Endpoint({
    summary: 'Read a school',
    response: SchoolResponse,
    errors: { 400: 'request.invalid_id', 404: 'identity.school_not_found' },
  })
  async find(@Param('schoolId', IdPipe) schoolId: string): Promise<SchoolResponse> {
    return toSchoolResponse(await this.schools.find(schoolId));
  }

  @Patch(':schoolId')
  @RequirePermission('schools.manage')
  @Endpoint({
    summary: 'Change a school',
    description:
      'Fields that you leave out stay as they are. If the school comes from a roster, the next file with other values writes its title, type, identifier and the school that it belongs to again; no roster changes the rest. Courses keep the time zone that they have.',
    response: SchoolResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'auth.role_needed',
      404: 'identity.school_not_found',
      422: INVALID,
    },
  })
  async change(
    @Param('schoolId', IdPipe) schoolId: string,
    @Body() dto: ChangeSchoolDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<SchoolResponse> {
    return toSchoolResponse(await this.schools.change(schoolId, dto, version));
  }

  @Delete(':schoolId')
  @RequirePermission('schools.manage')
  @Endpoint({
    summary: 'Delete a school',
    description:
      'Only one to which nobody and nothing belongs: no people, courses or other schools. A roster that still has it brings it again.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'auth.role_needed',
      404: 'identity.school_not_found',
      409: 'identity.school_in_use',
    },
  })
  delete(@Param('schoolId', IdPipe) schoolId: string, @IfMatch() version: ExpectedVersion): Promise<void> {
    return this.schools.delete(schoolId, version);
  }
}
