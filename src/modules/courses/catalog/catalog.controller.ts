import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { CatalogService } from './catalog.service';
import { CatalogQuery } from './dto/catalog.query';
import { CatalogCourseResponse, DescribedCatalogCourseResponse } from './dto/catalog-course.response';

@ApiTags('Courses')
@Controller('catalog')
export class CatalogController {
  constructor(private readonly catalog: CatalogService) {}

  @Get()
  @Endpoint({
    summary: 'List the open catalog',
    description:
      'Needs no token. Published courses whose visibility is `public`, of schools with an open catalog, and of them what everybody may know.',
    reads: `${READS.searchedPage.reads} Courses with a filter are found by it where they are at most 1,000.`,
    response: PageOf(CatalogCourseResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
    isPublic: true,
  })
  list(@Query() query: CatalogQuery): Promise<Page<CatalogCourseResponse>> {
    return this.catalog.list(query);
  }

  @Get(':courseId')
  @Endpoint({
    summary: 'Read a course of the open catalog',
    description: 'Needs no token. What is not in the open catalog does not exist here, whoever asks.',
    response: DescribedCatalogCourseResponse,
    errors: { 400: 'request.invalid_id', 404: 'courses.not_found' },
    isPublic: true,
  })
  find(@Param('courseId', IdPipe) courseId: string): Promise<DescribedCatalogCourseResponse> {
    return this.catalog.find(courseId);
  }
}
