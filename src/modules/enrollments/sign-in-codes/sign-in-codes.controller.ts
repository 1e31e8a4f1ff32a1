import { Body, Controller, Delete, Param, Put, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Client, FromClient } from '../../identity';
import { CLASS_CODES, ONE_CODE } from './dto/sign-in-code.examples';
import { IssueCodeDto, IssueCodesDto } from './dto/sign-in-code.dto';
import { IssuedCodeResponse, IssuedCodesResponse } from './dto/sign-in-code.response';
import { CourseSignInCodes } from './sign-in-codes.service';

const OF_COURSE = { 400: 'request.invalid_id', 403: 'courses.instructors_only', 404: 'courses.not_found' };
const WHOM = `For instructors, and for learners who take part in the course now, have no email address, and neither teach nor administer anywhere. A code is
good for one sign-in at \`POST /v1/auth/sign-in-code\` and takes the place of an open one of the person. It is told in this answer only. The learner sees
in their list of sessions who issued the code of a session.`;

@ApiTags('Enrollments')
@Controller('courses/:courseId')
export class SignInCodesController {
  constructor(private readonly codes: CourseSignInCodes) {}

  @Put('learners/:userId/sign-in-code')
  @Endpoint({
    summary: 'Issue a sign-in code to a learner',
    description: WHOM,
    bodies: ONE_CODE,
    response: IssuedCodeResponse,
    errors: {
      ...OF_COURSE,
      409: [
        ...['enrollments.learner_has_email', 'enrollments.no_code_for_them', 'enrollments.learner_suspended'],
        'enrollments.learner_of_other_school',
        'courses.archived',
      ],
      422: 'request.invalid',
      503: 'identity.busy',
    },
  })
  issue(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: IssueCodeDto,
    @FromClient() { network }: Client,
  ): Promise<IssuedCodeResponse> {
    return this.codes.issueOne(caller, { courseId, userId }, dto, network);
  }

  @Delete('learners/:userId/sign-in-code')
  @Endpoint({
    summary: 'Revoke the sign-in code of a learner',
    description:
      'For instructors. A session that the code has opened stays. Where there is no open code, nothing changes.',
    status: 204,
    errors: {
      ...OF_COURSE,
      409: ['enrollments.no_code_for_them', 'courses.archived'],
    },
  })
  revoke(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<void> {
    return this.codes.revoke(caller, courseId, userId);
  }

  @Put('sign-in-codes')
  @Endpoint({
    summary: 'Issue sign-in codes to a class',
    description: `${WHOM} At most 100 at once.`,
    bodies: CLASS_CODES,
    response: IssuedCodesResponse,
    errors: {
      ...OF_COURSE,
      409: ['enrollments.too_many_codes', 'courses.archived'],
      422: 'request.invalid',
      503: 'identity.busy',
    },
  })
  issueAll(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: IssueCodesDto,
    @FromClient() { network }: Client,
  ): Promise<IssuedCodesResponse> {
    return this.codes.issueAll(caller, courseId, dto, network);
  }

  @Put('sign-in-codes/sheet.csv')
  @ApiResponse({ status: 200, content: { 'text/csv': { schema: { type: 'string' } } } })
  @Endpoint({
    summary: 'Issue sign-in codes to a class, as a sheet to print',
    description: `As \`PUT /v1/courses/{courseId}/sign-in-codes\`, as CSV in UTF-8: a line a learner with name, username and code. Text that a spreadsheet would run as a
formula has an apostrophe before it. Whoever may have no code is not in it.`,
    bodies: CLASS_CODES,
    responseDescription: 'A line a learner, in the order of their names.',
    errors: {
      ...OF_COURSE,
      409: ['enrollments.too_many_codes', 'courses.archived'],
      422: 'request.invalid',
      503: 'identity.busy',
    },
  })
  async sheet(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: IssueCodesDto,
    @FromClient() { network }: Client,
  ): Promise<StreamableFile> {
    const lines = await this.codes.sheet(caller, courseId, dto, network);
    return new StreamableFile(Buffer.from(lines), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="sign-in-codes.csv"',
    });
  }
}
