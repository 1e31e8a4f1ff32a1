import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { CourseAction } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { AdmissionRepository } from '../admission/admission.repository';
import type { ChangeCourseKeyDto, NewCourseKeyDto } from './dto/course-key.dto';
import { type CourseKeyResponse, toCourseKeyResponse } from './dto/course-key.response';
import { keySaid, MOST_KEYS, newKeyText } from './key-rules';
import {
  KeyNotFoundError,
  KeyRevokedError,
  KeyTakenError,
  KeyWindowError,
  NoSuchGroupError,
  TooManyKeysError,
} from './keys.errors';
import { KEY_ORDER, type KeyRecord, KeysRepository } from './keys.repository';

/** The keys of a course, as its instructors make and revoke them. */
@Injectable()
export class KeysService {
  constructor(
    private readonly keys: KeysRepository,
    private readonly admission: AdmissionRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<CourseKeyResponse>> {
    await this.access.course(caller, courseId, 'enrollment_keys.read');
    const { cursor, limit } = query;
    const found = await this.keys.page(courseId, { after: KEY_ORDER.placeIn(cursor), limit });
    const page = toPage(found, limit, KEY_ORDER.keysOf, toCourseKeyResponse);
    return withTotal(page, query, (most) => this.keys.count(courseId, most));
  }

  async read(caller: Caller, id: string): Promise<CourseKeyResponse> {
    return toCourseKeyResponse(await this.find(caller, id, 'enrollment_keys.read'));
  }

  /** Throws KeyWindowError, NoSuchGroupError, KeyTakenError, TooManyKeysError. */
  async create(caller: Caller, courseId: string, dto: NewCourseKeyDto): Promise<CourseKeyResponse> {
    await this.access.course(caller, courseId, 'roster.change');
    const { label, key: keyText = newKeyText(), groupId = null } = dto;
    const { opensAt = null, closesAt = null, maxUses = null } = dto;
    refuseWindow({ opensAt, closesAt });
    const now = this.clock.now();
    const key: KeyRecord = {
      ...{ id: newId(), courseId, label, keyText, groupId, opensAt, closesAt, maxUses, uses: 0 },
      ...{ revokedAt: null, createdBy: caller.userId, createdAt: now, version: 1 },
    };
    await this.transactions.run(async () => {
      // Of two that make keys at once, the second finds that of the first.
      await this.admission.holdOrMake(courseId, now);
      const standing = await this.keys.standing(courseId);
      if (keySaid(standing, keyText)) throw new KeyTakenError();
      if (standing.length >= MOST_KEYS) throw new TooManyKeysError();
      if (groupId !== null && !(await this.keys.holdGroup(courseId, groupId))) throw new NoSuchGroupError();
      await this.keys.insert(key);
    });
    return toCourseKeyResponse(key);
  }

  /** Throws StaleVersionError, KeyWindowError, KeyRevokedError. */
  async change(
    caller: Caller,
    id: string,
    dto: ChangeCourseKeyDto,
    version: ExpectedVersion,
  ): Promise<CourseKeyResponse> {
    await this.find(caller, id, 'roster.change');
    const wanted = withoutMissing(dto);
    await this.transactions.run(async () => {
      const stored = await this.lock(id);
      if (isStale(version, stored.version)) throw new StaleVersionError('enrollment_key');
      if (isEmptyChange(wanted)) return;
      if (stored.revokedAt !== null) throw new KeyRevokedError();
      const changed = { ...stored, ...wanted };
      refuseWindow(changed);
      await this.keys.update(changed);
    });
    return this.read(caller, id);
  }

  /** Nobody comes in with it from now on. Whoever did stays. */
  async revoke(caller: Caller, id: string): Promise<void> {
    await this.find(caller, id, 'roster.change');
    await this.transactions.run(async () => {
      const stored = await this.lock(id);
      if (stored.revokedAt === null) await this.keys.update({ ...stored, revokedAt: this.clock.now() });
    });
  }

  private async lock(id: string): Promise<KeyRecord> {
    const stored = await this.keys.lock(id);
    if (!stored) throw new KeyNotFoundError();
    return stored;
  }

  /** Throws KeyNotFoundError also where the caller may not know of it. */
  private async find(caller: Caller, id: string, action: CourseAction): Promise<KeyRecord> {
    const key = await this.keys.find(id);
    const notFound = (): Error => new KeyNotFoundError();
    if (!key) throw notFound();
    await this.access.course(caller, key.courseId, action, notFound);
    return key;
  }
}

function refuseWindow({ opensAt, closesAt }: Pick<KeyRecord, 'opensAt' | 'closesAt'>): void {
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) throw new KeyWindowError();
}
