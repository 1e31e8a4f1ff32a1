import { Body, Controller, Get, Param, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { ACCEPT_BODIES, AcceptResponseDto, CORRECTION_BODIES, CorrectKeyDto } from './dto/correct-key.dto';
import { QuestionKeyResponse } from './dto/question-key.response';
import { KeyCorrections } from './key-corrections.service';

const THEN =
  'Answers that are submitted from then on, also in open attempts, are graded by the new revision of the key. Those that are graded already stay as they are until you grade the quiz again (`POST /v1/quizzes/{activityId}/regrades`).';
const REFUSED = {
  403: 'courses.instructors_only',
  404: 'assessments.question_version_not_found',
  409: 'courses.archived',
};

@ApiTags('Quizzes')
@Controller('question-versions/:versionId')
export class KeyCorrectionsController {
  constructor(private readonly corrections: KeyCorrections) {}

  @Get('key')
  @Endpoint({
    summary: 'Read the newest key of a version of a question',
    description: 'For instructors and assistants. Its ETag is what a correction names in `If-Match`.',
    response: QuestionKeyResponse,
    errors: { 403: 'courses.staff_only', 404: 'assessments.question_version_not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('versionId', IdPipe) versionId: string,
  ): Promise<QuestionKeyResponse> {
    return this.corrections.read(caller, versionId);
  }

  @Patch('key')
  @Endpoint({
    summary: 'Correct the key of a version of a question',
    description: `For instructors, also once learners have answered, and for a version that is asked no more. What was asked stays. ${THEN}`,
    bodies: CORRECTION_BODIES,
    response: QuestionKeyResponse,
    ifMatch: true,
    errors: {
      ...REFUSED,
      413: 'files.course_limit',
      422: [
        ...['request.invalid', 'assessments.invalid_question', 'assessments.not_a_correction'],
        'files.not_usable',
      ],
    },
  })
  correct(
    @CurrentCaller() caller: Caller,
    @Param('versionId', IdPipe) versionId: string,
    @Body() changes: CorrectKeyDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<QuestionKeyResponse> {
    return this.corrections.correct(caller, versionId, changes, version);
  }

  @Put('accepted-response')
  @Endpoint({
    summary: 'Accept a response, too',
    description: `For instructors. The response, as the list of responses shows it, earns all points, and what was right stays right. For single choice, short texts and numbers; a key of another type has room for one right answer only: correct it, or void the question. ${THEN}`,
    bodies: ACCEPT_BODIES,
    response: QuestionKeyResponse,
    ifMatch: true,
    errors: {
      ...REFUSED,
      422: ['request.invalid', 'assessments.cannot_accept', 'assessments.invalid_question'],
    },
  })
  accept(
    @CurrentCaller() caller: Caller,
    @Param('versionId', IdPipe) versionId: string,
    @Body() { response }: AcceptResponseDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<QuestionKeyResponse> {
    return this.corrections.accept(caller, versionId, response, version);
  }
}
