import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { ChangeTermDto, CreateTermDto } from './dto/term.dto';
import { NEW_TERMS } from './dto/term.examples';
import { TermResponse, toTermResponse } from './dto/term.response';
import { TermsQuery } from './dto/terms.query';
import { TermsService } from './terms.service';

const INVALID = ['request.invalid', 'courses.term_days', 'courses.term_parent'];

@ApiTags('Schools and terms')
@Controller('terms')
export class TermsController {
  constructor(private readonly terms: TermsService) {}

  @Get()
  @Endpoint({
    summary: 'List terms',
    description:
      'School years, semesters, terms and grading periods of the school, for everyone who is signed in.',
    ...READS.page,
    response: PageOf(TermResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
  })
  async list(@Query() query: TermsQuery): Promise<Page<TermResponse>> {
    const { data, page } = await this.terms.list(query);
    return { data: data.map(toTermResponse), page };
  }

  @Post()
  @RequirePermission('terms.manage')
  @Endpoint({
    summary: 'Add a term',
    description:
      'Its days lie within those of the term that it lies in, and its holidays within its own. Holidays do not overlap.',
    bodies: NEW_TERMS,
    status: 201,
    location: '/v1/terms/{id}',
    response: TermResponse,
    errors: { 403: 'auth.role_needed', 422: INVALID },
  })
  async create(@Body() dto: CreateTermDto): Promise<TermResponse> {
    return toTermResponse(await this.terms.create(dto));
  }

  @Get(':termId')
  @Endpoint({
    summary: 'Read a term',
    response: TermResponse,
    errors: { 400: 'request.invalid_id', 404: 'courses.term_not_found' },
  })
  async find(@Param('termId', IdPipe) termId: string): Promise<TermResponse> {
    return toTermResponse(await this.terms.find(termId));
  }

  @Patch(':termId')
  @RequirePermission('terms.manage')
  @Endpoint({
    summary: 'Change a term',
    description:
      'Fields that you leave out stay as they are. If the term comes from a roster, the next file with other values writes its title, type, days, school year and the term that it lies in again; holidays and deadlines are never changed by a roster. The days of courses stay as they are.',
    response: TermResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'auth.role_needed',
      404: 'courses.term_not_found',
      422: INVALID,
    },
  })
  async change(
    @Param('termId', IdPipe) termId: string,
    @Body() dto: ChangeTermDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<TermResponse> {
    return toTermResponse(await this.terms.change(termId, dto, version));
  }

  @Delete(':termId')
  @RequirePermission('terms.manage')
  @Endpoint({
    summary: 'Delete a term',
    description:
      'Only one that no course belongs to and in which no other term lies. A roster that still has it brings it again.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'auth.role_needed',
      404: 'courses.term_not_found',
      409: 'courses.term_in_use',
    },
  })
  delete(@Param('termId', IdPipe) termId: string, @IfMatch() version: ExpectedVersion): Promise<void> {
    return this.terms.delete(termId, version);
  }
}
