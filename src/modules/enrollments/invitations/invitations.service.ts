import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { invalidRequest } from '../../../shared/http/validation';
import { CourseAccess, requireGranted } from '../../courses';
import { CourseFullError } from '../admission/admission.errors';
import { AdmissionRepository, type SettingsRecord } from '../admission/admission.repository';
import { hasSeat } from '../admission/admission-rules';
import { Seats } from '../admission/seats';
import { EnrollmentStarts } from '../enrollment-starts';
import type { InvitationsQuery, InviteDto } from './dto/enrollment-invitation.dto';
import {
  type EnrollmentInvitationResponse,
  toInvitationResponse,
} from './dto/enrollment-invitation.response';
import { InvitationMails } from './invitation-mails';
import {
  addressForm,
  expiryOf,
  INVITATION_DAYS,
  invitationState,
  isFor,
  prolonged,
  MOST_MAILS,
  MOST_PENDING,
} from './invitation-rules';
import {
  AlreadyInvitedError,
  InvitationNotFoundError,
  InvitationOverError,
  TooManyInvitationMailsError,
  TooManyInvitationsError,
} from './invitations.errors';
import {
  type FoundInvitation,
  INVITATION_ORDER,
  type InvitationRecord,
  InvitationsRepository,
} from './invitations.repository';
import { sentences } from './invitations.sentences';

/** Invitations into a course, as its staff send and revoke them. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly admission: AdmissionRepository,
    private readonly seats: Seats,
    private readonly starts: EnrollmentStarts,
    private readonly mails: InvitationMails,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async list(
    caller: Caller,
    courseId: string,
    query: InvitationsQuery,
  ): Promise<Page<EnrollmentInvitationResponse>> {
    await this.access.course(caller, courseId, 'roster.read');
    const { state, cursor, limit } = query;
    const now = this.clock.now();
    const filter = { courseId, state, now };
    const after = INVITATION_ORDER.placeIn(cursor);
    const found = await this.invitations.ofCourse(filter, { after, limit });
    const page = toPage(found, limit, INVITATION_ORDER.keysOf, (each) => toInvitationResponse(each, now));
    return withTotal(page, query, (most) => this.invitations.countOfCourse(filter, most));
  }

  /** For the staff of the course, and whoever is invited. */
  async read(caller: Caller, id: string): Promise<EnrollmentInvitationResponse> {
    const found = await this.invitations.find(id);
    const hidden = (): Error => new InvitationNotFoundError();
    if (!found) throw hidden();
    if (!isFor(found, caller)) {
      const standing = await this.access.course(caller, found.courseId, 'course.see', hidden);
      if (!may(caller, 'roster.read', standing).granted) throw hidden();
    }
    return toInvitationResponse(found, this.clock.now());
  }

  /**
   * For instructors. Throws AlreadyInvitedError, TooManyInvitationsError, CourseFullError, and for an account what
   * EnrollmentStarts.start throws.
   */
  async invite(caller: Caller, courseId: string, dto: InviteDto): Promise<EnrollmentInvitationResponse> {
    await this.access.course(caller, courseId, 'roster.change');
    const { role, days = INVITATION_DAYS, exceedsCapacity = false } = dto;
    const invited = await this.invitedBy(dto, courseId);
    const id = newId();
    await this.transactions.run(async () => {
      const now = this.clock.now();
      const settings = await this.admission.holdOrMake(courseId, now);
      await this.refuseTwice(courseId, invited, now);
      if ((await this.invitations.countPending(courseId, MOST_PENDING)) >= MOST_PENDING)
        throw new TooManyInvitationsError();
      if (role === 'learner' && settings.invitationsHoldSeats && !exceedsCapacity)
        await this.refuseFull(settings);
      await this.invitations.insert({
        ...{ id, courseId, role, ...invited, state: 'pending', expiresAt: expiryOf(now, days), mails: 1 },
        ...{ invitedBy: caller.userId, invitedAt: now, decidedAt: null, decidedBy: null, enrollmentId: null },
        version: 1,
      });
      await this.mails.send(id);
    });
    return this.response(id);
  }

  /** For instructors: mails it once more, with a new token and as much time. Throws InvitationOverError, TooManyInvitationMailsError. */
  async sendAgain(caller: Caller, id: string): Promise<EnrollmentInvitationResponse> {
    const found = await this.find(caller, id);
    await this.changing(found, async ({ mails, invitedAt, expiresAt }) => {
      if (mails >= MOST_MAILS) throw new TooManyInvitationMailsError();
      await this.invitations.prolong(id, prolonged({ invitedAt, expiresAt }, this.clock.now()));
      await this.mails.send(id);
    });
    return this.response(id);
  }

  /** For instructors. Its seat goes to whoever waits. Throws InvitationOverError. */
  async revoke(caller: Caller, id: string): Promise<void> {
    const found = await this.find(caller, id);
    await this.changing(found, async (_held, settings) => {
      const decidedAt = this.clock.now();
      await this.invitations.decide(id, { state: 'revoked', decidedAt, decidedBy: caller.userId });
      await this.seats.fill(settings);
    });
  }

  /** Holds the settings, then the invitation, which is pending then. Throws InvitationOverError. */
  async changing(
    { id, courseId }: Pick<InvitationRecord, 'id' | 'courseId'>,
    work: (held: InvitationRecord, settings: SettingsRecord) => Promise<void>,
  ): Promise<void> {
    await this.transactions.run(async () => {
      const now = this.clock.now();
      const settings = await this.admission.holdOrMake(courseId, now);
      const held = await this.invitations.lock(id);
      if (!held) throw new InvitationNotFoundError();
      const state = invitationState(held, now);
      if (state !== 'pending') throw new InvitationOverError(state, held.expiresAt);
      await work(held, settings);
    });
  }

  async response(id: string): Promise<EnrollmentInvitationResponse> {
    const found = await this.invitations.find(id);
    if (!found) throw new InvitationNotFoundError();
    return toInvitationResponse(found, this.clock.now());
  }

  /** Whom the request names. An account that could not be enrolled is not invited either. */
  private async invitedBy(
    { userId, username, email, role }: InviteDto,
    courseId: string,
  ): Promise<Pick<InvitationRecord, 'userId' | 'email'>> {
    const named = [userId, username, email].filter((each) => each !== undefined);
    if (named.length !== 1)
      throw invalidRequest([{ field: 'email', rule: 'exactlyOne', message: sentences.whom() }]);
    if (email !== undefined) return { userId: null, email: addressForm(email) };
    const who = userId === undefined ? { username: username ?? '' } : { userId };
    const by = { source: 'staff', userId: null } as const;
    return { userId: await this.starts.candidate(who, { courseId, role, by }), email: null };
  }

  private async refuseTwice(
    courseId: string,
    invited: Pick<InvitationRecord, 'userId' | 'email'>,
    now: Date,
  ): Promise<void> {
    const pending = await this.invitations.pendingFor(courseId, invited);
    if (!pending) return;
    if (invitationState(pending, now) === 'pending') throw new AlreadyInvitedError();
    // It is over, and the sweep has not stored that yet.
    await this.invitations.decide(pending.id, { state: 'expired', decidedAt: now, decidedBy: null });
  }

  private async refuseFull(settings: SettingsRecord): Promise<void> {
    const { capacity, hasWaitlist } = settings;
    if (capacity === null || hasSeat(await this.admission.seats(settings))) return;
    throw new CourseFullError(capacity, { hasWaitlist, byStaff: true });
  }

  /** For instructors. Throws InvitationNotFoundError also where the caller may not know of it. */
  private async find(caller: Caller, id: string): Promise<FoundInvitation> {
    const found = await this.invitations.find(id);
    const hidden = (): Error => new InvitationNotFoundError();
    if (!found) throw hidden();
    const standing = await this.access.course(caller, found.courseId, 'course.see', hidden);
    if (!may(caller, 'roster.read', standing).granted) throw hidden();
    requireGranted(may(caller, 'roster.change', standing));
    return found;
  }
}
