import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import {
  type CursorQuery,
  decodeCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../shared/http/pagination';
import { CourseAccess, type CourseStanding, InstructorsOnlyError, requireGranted } from '../../courses';
import { KeyEntry } from '../keys/key-entry';
import {
  AlreadyAskedError,
  CourseFullError,
  EnrollmentRequestNotFoundError,
  OfferOverError,
  RequestDecidedError,
} from './admission.errors';
import { AdmissionRepository, type SettingsRecord } from './admission.repository';
import { admission, isOfferOver, OPEN_STATES } from './admission-rules';
import type { AskToEnrollDto, DecideRequestDto, EnrollmentRequestsQuery } from './dto/enrollment-request.dto';
import { type EnrollmentRequestResponse, toRequestResponse } from './dto/enrollment-request.response';
import { RequestMails } from './request-mails';
import {
  type FoundRequest,
  OWN_REQUESTS,
  type RequestRecord,
  RequestsRepository,
} from './requests.repository';
import { Seats } from './seats';
import { SelfEnrollment } from './self-enrollment';

/** Requests to be enrolled: people ask, staff decide, and whoever finds no seat waits for one. */
@Injectable()
export class EnrollmentRequestsService {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly settings: AdmissionRepository,
    private readonly self: SelfEnrollment,
    private readonly seats: Seats,
    private readonly mails: RequestMails,
    private readonly keys: KeyEntry,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Enrolls the caller where they need no approval and there is a seat. Throws what SelfEnrollment.admit throws,
   * AlreadyAskedError, CourseFullError, and what KeyEntry and EnrollmentStarts.start throw.
   *
   * @param network from which guesses of keys are counted
   */
  async ask(
    caller: Caller,
    { courseId, note, key: said }: AskToEnrollDto,
    network: string,
  ): Promise<EnrollmentRequestResponse> {
    const { settings: seen, standing } = await this.self.admit(caller, courseId);
    const { userId } = caller;
    const keyId = await this.keys.recognize(
      { userId, courseId, key: said, network },
      seen?.needsKey ?? false,
    );
    const id = newId();
    await this.transactions.run(async () => {
      const now = this.clock.now();
      const settings = await this.settings.holdOrMake(courseId, now);
      if (await this.requests.openOf(courseId, userId)) throw new AlreadyAskedError();
      const key = keyId === undefined ? undefined : await this.keys.hold(keyId, userId);
      const state = await this.outcome(settings, false);
      if (state === 'requested' || state === 'waitlisted') await this.self.refuseEnrolled(standing, userId);
      const by = { source: 'self', userId } as const;
      const enrolled =
        state === 'accepted' ? await this.seats.enroll(courseId, userId, settings, by) : undefined;
      await this.requests.insert(
        {
          ...{
            id,
            courseId,
            userId,
            state,
            note: note ?? null,
            keyId: keyId ?? null,
            enrollmentId: enrolled?.enrollment.id ?? null,
            askedAt: now,
          },
          ...{ decidedAt: enrolled ? now : null, decidedBy: null },
        },
        settings,
      );
      if (!key) return;
      await this.keys.count(key, userId);
      if (enrolled) await this.keys.enterGroup(key.key, userId, enrolled.today);
    });
    return toRequestResponse(await this.found(id));
  }

  /** The state of somebody who asks, or is approved. Throws CourseFullError. */
  private async outcome(
    settings: SettingsRecord,
    isApproved: boolean,
  ): Promise<'requested' | 'accepted' | 'waitlisted'> {
    const { capacity, hasWaitlist } = settings;
    const state = admission(settings, await this.settings.seats(settings), { isApproved });
    if (state === 'full') throw new CourseFullError(capacity ?? 0, { hasWaitlist, byStaff: isApproved });
    return state;
  }

  async read(caller: Caller, id: string): Promise<EnrollmentRequestResponse> {
    return toRequestResponse((await this.admitted(caller, id)).request);
  }

  /**
   * For instructors; and for whoever asked, who takes a seat that is offered. Throws OfferOverError, RequestDecidedError, CourseFullError, and what EnrollmentStarts.start throws.
   */
  async decide(
    caller: Caller,
    id: string,
    { state, reason, exceedsCapacity = false }: DecideRequestDto,
    version: ExpectedVersion,
  ): Promise<EnrollmentRequestResponse> {
    const { request, staff } = await this.admitted(caller, id);
    if (!staff && request.state === 'offered' && state === 'accepted')
      return this.takeOffer(caller, request, version);
    if (!staff && request.state === 'lapsed') throw new OfferOverError(request.offerUntil);
    if (!staff) throw new InstructorsOnlyError();
    requireGranted(may(caller, 'roster.change', staff));
    if (isStale(version, request.version)) throw new StaleVersionError('enrollment_request');
    if (state === undefined) return toRequestResponse(request);
    await this.changing(request, async (held, settings) => {
      if (isStale(version, held.version)) throw new StaleVersionError('enrollment_request');
      if (state === 'rejected') return this.reject(caller, held, { reason, settings });
      await this.approve(caller, held, { settings, exceedsCapacity });
    });
    return toRequestResponse(await this.found(id));
  }

  private async takeOffer(
    { userId }: Caller,
    request: FoundRequest,
    version: ExpectedVersion,
  ): Promise<EnrollmentRequestResponse> {
    await this.changing(request, async (held, settings) => {
      if (isStale(version, held.version)) throw new StaleVersionError('enrollment_request');
      if (held.state !== 'offered') throw new InstructorsOnlyError();
      if (isOfferOver(held, this.clock.now())) throw new OfferOverError(held.offerUntil);
      await this.seats.accept(held, settings, { source: 'self', userId });
    });
    return toRequestResponse(await this.found(request.id));
  }

  private async approve(
    { userId }: Caller,
    request: RequestRecord,
    { settings, exceedsCapacity }: { settings: SettingsRecord; exceedsCapacity: boolean },
  ): Promise<void> {
    // A seat that is offered is theirs.
    const hasSeat = exceedsCapacity || request.state === 'offered';
    const outcome = hasSeat ? 'accepted' : await this.outcome(settings, true);
    if (outcome === 'accepted') return this.seats.accept(request, settings, { source: 'staff', userId });
    // Whoever waits already cannot pass the others without the flag.
    if (request.state === 'waitlisted')
      throw new CourseFullError(settings.capacity ?? 0, { hasWaitlist: true, byStaff: true });
    const decidedAt = this.clock.now();
    await this.requests.decide(request.id, { state: 'waitlisted', decidedAt, decidedBy: userId });
  }

  private async reject(
    { userId }: Caller,
    { id, state }: RequestRecord,
    { reason, settings }: { reason: string | undefined; settings: SettingsRecord },
  ): Promise<void> {
    const decidedAt = this.clock.now();
    await this.requests.decide(id, { state: 'rejected', decidedAt, decidedBy: userId, reason });
    await this.mails.tell(id, 'rejected');
    if (state === 'offered') await this.seats.fill(settings);
  }

  /** By the person themself. Throws RequestDecidedError. */
  async withdraw(caller: Caller, id: string): Promise<void> {
    const request = await this.requests.find(id);
    if (request?.userId !== caller.userId) throw new EnrollmentRequestNotFoundError();
    await this.changing(request, async ({ state }, settings) => {
      const decidedAt = this.clock.now();
      await this.requests.decide(id, { state: 'withdrawn', decidedAt, decidedBy: caller.userId });
      if (state === 'offered') await this.seats.fill(settings);
    });
  }

  /** Of a course, in the order in which people asked, which is that of the waitlist. */
  async ofCourse(
    caller: Caller,
    courseId: string,
    query: EnrollmentRequestsQuery,
  ): Promise<Page<EnrollmentRequestResponse>> {
    await this.access.course(caller, courseId, 'roster.read');
    const { state, cursor, limit } = query;
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const rows = await this.requests.ofCourse(courseId, { state, after, limit });
    const page = toPage(rows, limit, ({ place }) => [String(place)], toRequestResponse);
    return withTotal(page, query, (most) => this.requests.countOfCourse(courseId, state, most));
  }

  async own(caller: Caller, query: CursorQuery): Promise<Page<EnrollmentRequestResponse>> {
    const { cursor, limit } = query;
    const rows = await this.requests.own(caller.userId, limit, OWN_REQUESTS.placeIn(cursor));
    const page = toPage(rows, limit, OWN_REQUESTS.keysOf, toRequestResponse);
    return withTotal(page, query, (most) => this.requests.countOwn(caller.userId, most));
  }

  /** Holds the settings, then the request, as it is then. */
  private async changing(
    { id, courseId }: RequestRecord,
    work: (held: RequestRecord, settings: SettingsRecord) => Promise<void>,
  ): Promise<void> {
    await this.transactions.run(async () => {
      const settings = await this.settings.holdOrMake(courseId, this.clock.now());
      const held = await this.requests.lock(id);
      if (!held) throw new EnrollmentRequestNotFoundError();
      if (held.state === 'lapsed') throw new OfferOverError(held.offerUntil);
      if (!OPEN_STATES.includes(held.state)) throw new RequestDecidedError(held.state);
      await work(held, settings);
    });
  }

  private async admitted(
    caller: Caller,
    id: string,
  ): Promise<{ request: FoundRequest; staff: CourseStanding | undefined }> {
    const request = await this.found(id);
    if (request.userId === caller.userId) return { request, staff: undefined };
    const hidden = (): Error => new EnrollmentRequestNotFoundError();
    const standing = await this.access.course(caller, request.courseId, 'course.see', hidden);
    if (!may(caller, 'roster.read', standing).granted) throw hidden();
    return { request, staff: standing };
  }

  private async found(id: string): Promise<FoundRequest> {
    const request = await this.requests.find(id);
    if (!request) throw new EnrollmentRequestNotFoundError();
    return request;
  }
}

function placeIn(cursor: string): number {
  const [place] = decodeCursor(cursor, 1, ([first]) => /^\d{1,9}$/.test(first ?? '')) as [string];
  return Number(place);
}
