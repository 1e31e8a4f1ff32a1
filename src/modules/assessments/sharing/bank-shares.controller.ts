import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { BankSharesService } from './bank-shares.service';
import { BankShareResponse, BankSharesResponse, ShareBankDto } from './dto/bank-share.dto';

@ApiTags('Quizzes')
@Controller('courses/:courseId/bank-shares')
export class BankSharesController {
  constructor(private readonly shares: BankSharesService) {}

  @Get()
  @Endpoint({
    summary: 'List with whom the bank of a course is shared, and what is shared with it',
    description:
      'For instructors and assistants. By title of the other course. The questions of a bank that is shared with the course are listed by `GET /v1/courses/{courseId}/questions?bankId=…`.',
    ...READS.course,
    response: BankSharesResponse,
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<BankSharesResponse> {
    return this.shares.list(caller, courseId);
  }

  @Put(':otherCourseId')
  @Endpoint({
    summary: 'Share the bank of a course with another course',
    description:
      'For instructors. Its staff may then ask the questions in their quizzes, one by one or drawn, and change them where the share is for editing. Learners notice nothing. Once more changes what they may do.',
    response: BankShareResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'assessments.too_many_shares'],
      422: ['request.invalid', 'assessments.share_with_itself'],
    },
  })
  share(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('otherCourseId', IdPipe) otherCourseId: string,
    @Body() { access }: ShareBankDto,
  ): Promise<BankShareResponse> {
    return this.shares.share(caller, courseId, otherCourseId, access);
  }

  @Delete(':otherCourseId')
  @Endpoint({
    summary: 'End a share of a bank',
    description:
      'For instructors. Quizzes of the other course that ask questions of the bank already go on. Its staff can no longer read the bank, nor ask more of it. It is no error where there is no share.',
    status: 204,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: 'courses.archived',
    },
  })
  end(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('otherCourseId', IdPipe) otherCourseId: string,
  ): Promise<void> {
    return this.shares.end(caller, courseId, otherCourseId);
  }
}
