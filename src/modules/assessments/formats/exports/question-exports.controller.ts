import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import type { Caller } from '../../../../shared/auth/caller';
import { Endpoint } from '../../../../shared/http/endpoint';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { READS } from '../../../../shared/http/what-is-read';
import { MEDIA_TYPES, WRITTEN_FORMATS } from '../registry';
import { QuestionExportsService } from './question-exports.service';

const TEXT_TYPES = Object.fromEntries(
  MEDIA_TYPES.map((type) => [
    type,
    { schema: { type: 'string' as const, ...(!isText(type) && { format: 'binary' }) } },
  ]),
);
namedEnum('QuestionExportFormat', WRITTEN_FORMATS);

/** All that is not an archive. */
function isText(mediaType: string): boolean {
  return mediaType !== 'application/zip';
}

export class QuestionExportQuery {
  @ApiPropertyOptional({ enum: WRITTEN_FORMATS, default: 'gift' })
  @MayBeLeftOut()
  @IsIn(WRITTEN_FORMATS)
  format: string = 'gift';
}

@ApiTags('Quizzes')
@Controller('courses/:courseId/questions')
export class QuestionExportsController {
  constructor(private readonly exports: QuestionExportsService) {}

  @Get('export')
  @ApiResponse({ status: 200, content: TEXT_TYPES })
  @Endpoint({
    summary: 'The questions of a course as a file',
    description:
      'For instructors and assistants: all questions of the bank with their keys, the oldest first. Moodle XML and QTI 3 hold every question, so that importing the file gives the same ones, with the files that they show: of each question up to 8 MB. What other programs do not read of it, and what GIFT cannot hold, is said in comments of the file, question by question; an archive has a file with these notes.',
    ...READS.course,
    responseDescription: 'The file, in UTF-8; for QTI 3 a zip archive.',
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found', 422: 'request.invalid' },
  })
  async read(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() { format }: QuestionExportQuery,
  ): Promise<StreamableFile> {
    const { mediaType, fileName, pieces } = await this.exports.open(caller, courseId, format);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      type: isText(mediaType) ? `${mediaType}; charset=utf-8` : mediaType,
      disposition: `attachment; filename="${fileName}"`,
    });
  }
}
