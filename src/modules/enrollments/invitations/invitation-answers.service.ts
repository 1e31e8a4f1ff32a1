import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseArchivedError } from '../../courses';
import { hashOfToken, IdentityFacade } from '../../identity';
import { CourseFullError } from '../admission/admission.errors';
import { AdmissionRepository, type SettingsRecord } from '../admission/admission.repository';
import { hasSeat } from '../admission/admission-rules';
import { Seats } from '../admission/seats';
import { EnrollmentStarts } from '../enrollment-starts';
import type { AnswerWithTokenDto, InvitationAnswer } from './dto/enrollment-invitation.dto';
import {
  type EnrollmentInvitationResponse,
  toInvitationResponse,
} from './dto/enrollment-invitation.response';
import { isFor, opensWithToken } from './invitation-rules';
import {
  InvitationForAnotherError,
  InvitationNotFoundError,
  UnknownInvitationTokenError,
} from './invitations.errors';
import {
  type FoundInvitation,
  INVITATION_ORDER,
  type InvitationRecord,
  InvitationsRepository,
} from './invitations.repository';
import { InvitationsService } from './invitations.service';

/** Invitations as the invited people see and answer them. */
@Injectable()
export class InvitationAnswers {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly service: InvitationsService,
    private readonly admission: AdmissionRepository,
    private readonly seats: Seats,
    private readonly starts: EnrollmentStarts,
    private readonly identity: IdentityFacade,
    private readonly clock: Clock,
  ) {}

  /** Those to the caller's account and to its address, the latest first. */
  async own(caller: Caller, query: CursorQuery): Promise<Page<EnrollmentInvitationResponse>> {
    const { cursor, limit } = query;
    const now = this.clock.now();
    const found = await this.invitations.own(caller, { after: INVITATION_ORDER.placeIn(cursor), limit });
    const page = toPage(found, limit, INVITATION_ORDER.keysOf, (each) => toInvitationResponse(each, now));
    return withTotal(page, query, (most) => this.invitations.countOwn(caller, most));
  }

  /** Throws InvitationOverError, CourseFullError, CourseArchivedError, and what EnrollmentStarts.start throws. */
  async answer(
    caller: Caller,
    id: string,
    answer: InvitationAnswer | undefined,
  ): Promise<EnrollmentInvitationResponse> {
    const found = await this.invitations.find(id);
    if (!found || !isFor(found, caller)) throw new InvitationNotFoundError();
    if (answer === undefined) return toInvitationResponse(found, this.clock.now());
    return this.decide(caller, found, answer);
  }

  /**
   * As `answer`. Throws UnknownInvitationTokenError and InvitationForAnotherError too.
   *
   * @param network from which unknown tokens are counted
   */
  async answerWithToken(
    caller: Caller,
    { token, state }: AnswerWithTokenDto,
    network: string,
  ): Promise<EnrollmentInvitationResponse> {
    const found = await this.invitations.findByToken(hashOfToken(token));
    if (!found) {
      await this.identity.countUnknownToken(network);
      throw new UnknownInvitationTokenError();
    }
    if (!opensWithToken(found, caller)) throw new InvitationForAnotherError(found.userId === null);
    return this.decide(caller, found, state);
  }

  private async decide(
    { userId }: Caller,
    found: FoundInvitation,
    answer: InvitationAnswer,
  ): Promise<EnrollmentInvitationResponse> {
    if (found.courseStatus === 'archived') throw new CourseArchivedError();
    await this.service.changing(found, async (held, settings) => {
      const enrollmentId = answer === 'accepted' ? await this.enroll(userId, held, settings) : null;
      const decidedAt = this.clock.now();
      await this.invitations.decide(found.id, {
        state: answer,
        decidedAt,
        decidedBy: userId,
        enrollmentId,
      });
      // Whoever declines gives the seat back; one who accepts takes the one that the invitation held.
      await this.seats.fill(settings);
    });
    return this.service.response(found.id);
  }

  private async enroll(
    userId: string,
    { courseId, role, invitedBy }: InvitationRecord,
    settings: SettingsRecord,
  ): Promise<string> {
    const { capacity, hasWaitlist, invitationsHoldSeats } = settings;
    const needsSeat = role === 'learner' && capacity !== null && !invitationsHoldSeats;
    if (needsSeat && !hasSeat(await this.admission.seats(settings)))
      throw new CourseFullError(capacity, { hasWaitlist });
    const by = { source: 'staff', userId: invitedBy } as const;
    const started = await this.starts.startHeld({ userId }, { courseId, role, by, endOf: () => null });
    return started.enrollment.id;
  }
}
