import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { QuestionVersionResponse, WholeVersionResponse } from './dto/version.response';
import { VersionsService } from './versions.service';

@ApiTags('Quizzes')
@Controller()
export class VersionsController {
  constructor(private readonly versions: VersionsService) {}

  @Get('questions/:questionId/versions')
  @Endpoint({
    summary: 'List the versions of a question',
    description:
      'For instructors and assistants, the newest first. A question gets a new version with each change of what it asks. A change of key, points or feedback alone is a revision of the key instead: read the version.',
    ...READS.page,
    response: PageOf(QuestionVersionResponse),
    errors: { 403: 'courses.staff_only', 404: 'assessments.question_not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('questionId', IdPipe) questionId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<QuestionVersionResponse>> {
    return this.versions.list(caller, questionId, query);
  }

  @Get('question-versions/:versionId')
  @Endpoint({
    summary: 'Read a version of a question with its keys',
    description:
      'For instructors and assistants. All revisions of its key, also of a question that was removed.',
    response: WholeVersionResponse,
    errors: { 403: 'courses.staff_only', 404: 'assessments.question_version_not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('versionId', IdPipe) versionId: string,
  ): Promise<WholeVersionResponse> {
    return this.versions.read(caller, versionId);
  }
}
