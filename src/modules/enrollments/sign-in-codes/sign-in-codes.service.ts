import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { inEnglish } from '../../../shared/sentences/say';
import { csvLines } from '../../../shared/text/csv-lines';
import { CourseAccess } from '../../courses';
import {
  CODE_HOURS,
  type CodeRefusal,
  type IssuedCode,
  MOST_CODES_AT_ONCE,
  SignInCodes,
} from '../../identity';
import { type CodeLearner, CodeLearnersRepository } from './code-learners.repository';
import type { IssueCodeDto, IssueCodesDto } from './dto/sign-in-code.dto';
import type { IssuedCodeResponse, IssuedCodesResponse } from './dto/sign-in-code.response';
import { NoCodeForThemError, TooManyCodesError } from './sign-in-codes.errors';
import { sentences } from './sign-in-codes.sentences';

/** What spreadsheets need to read UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** The codes that instructors give to learners of their courses who have no email address. */
@Injectable()
export class CourseSignInCodes {
  constructor(
    private readonly learners: CodeLearnersRepository,
    private readonly codes: SignInCodes,
    private readonly access: CourseAccess,
  ) {}

  /** Throws NoCodeForThemError, and what CourseAccess.course throws. */
  async issueOne(
    caller: Caller,
    { courseId, userId }: { courseId: string; userId: string },
    { hours = CODE_HOURS.usual }: IssueCodeDto,
    network: string,
  ): Promise<IssuedCodeResponse> {
    const { today } = await this.access.course(caller, courseId, 'sign_in_codes.issue');
    const by = { today, issuedBy: caller.userId };
    const [learner] = await this.learners.find(courseId, by, { userIds: [userId], limit: 1 });
    if (!learner || learner.isStaff) throw new NoCodeForThemError('not_a_learner');
    if (!learner.isOfSchool) throw new NoCodeForThemError('other_school');
    const [issued] = await this.codes.issue({
      ...{ userIds: [userId], courseId, issuedBy: caller.userId, network, hours },
    });
    if (!issued) throw new NoCodeForThemError('not_a_learner');
    if (issued.refusal) throw new NoCodeForThemError(issued.refusal);
    return toIssued(learner, issued);
  }

  /** For those of the class, or of the people named, who may have one. Throws TooManyCodesError, and what CourseAccess.course throws. */
  async issueAll(
    caller: Caller,
    courseId: string,
    { userIds, hours = CODE_HOURS.usual }: IssueCodesDto,
    network: string,
  ): Promise<IssuedCodesResponse> {
    const { today } = await this.access.course(caller, courseId, 'sign_in_codes.issue');
    const limit = MOST_CODES_AT_ONCE + 1;
    const by = { today, issuedBy: caller.userId };
    const found = await this.learners.find(courseId, by, { userIds, limit });
    if (found.length > MOST_CODES_AT_ONCE) throw new TooManyCodesError(found.length, MOST_CODES_AT_ONCE);
    const asked = found.filter(({ isStaff, isOfSchool }) => !isStaff && isOfSchool);
    const issued =
      asked.length === 0
        ? []
        : await this.codes.issue({
            ...{ userIds: asked.map((one) => one.userId), courseId, issuedBy: caller.userId, network, hours },
          });
    const byUser = new Map(issued.map((one) => [one.userId, one]));
    const response: IssuedCodesResponse = { data: [], refused: [] };
    for (const learner of found) {
      const one = byUser.get(learner.userId);
      if (one && one.refusal === undefined) response.data.push(toIssued(learner, one));
      else response.refused.push({ ...toNamed(learner), because: one?.refusal ?? whyNotAsked(learner) });
    }
    return response;
  }

  /** As `issueAll`, to be printed and cut: a line a learner. */
  async sheet(caller: Caller, courseId: string, dto: IssueCodesDto, network: string): Promise<string> {
    const { data } = await this.issueAll(caller, courseId, dto, network);
    const heads = [
      sentences.headName(),
      sentences.headUsername(),
      sentences.headCode(),
      sentences.headExpires(),
    ].map(inEnglish);
    const lines = data.map(({ givenName, familyName, username, code, expiresAt }) => [
      ...[
        `${givenName} ${familyName}`,
        username,
        code,
        expiresAt.toISOString().slice(0, 16).replace('T', ' '),
      ],
    ]);
    return BYTE_ORDER_MARK + csvLines([heads, ...lines]);
  }

  /** Where there is none, it changes nothing. Throws NoCodeForThemError, and what CourseAccess.course throws. */
  async revoke(caller: Caller, courseId: string, userId: string): Promise<void> {
    const { today } = await this.access.course(caller, courseId, 'sign_in_codes.issue');
    const by = { today, issuedBy: caller.userId };
    const [learner] = await this.learners.find(courseId, by, { userIds: [userId], limit: 1 });
    if (!learner) throw new NoCodeForThemError('not_a_learner');
    await this.codes.revoke(userId);
  }
}

function whyNotAsked({ isStaff }: CodeLearner): CodeRefusal {
  return isStaff ? 'not_a_learner' : 'other_school';
}

function toNamed({ userId, givenName, familyName }: CodeLearner): {
  userId: string;
  givenName: string;
  familyName: string;
} {
  return { userId, givenName, familyName };
}

function toIssued(
  learner: CodeLearner,
  { code, expiresAt }: Extract<IssuedCode, { code: string }>,
): IssuedCodeResponse {
  return { ...toNamed(learner), username: learner.username, code, expiresAt };
}
