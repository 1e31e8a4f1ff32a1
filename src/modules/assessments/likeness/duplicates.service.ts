import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import {
  type CursorQuery,
  decodeIdCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { BanksRepository } from '../banks/banks.repository';
import { type DuplicateGroupResponse, toDuplicateGroupResponse } from './dto/duplicates.response';
import { LikenessesRepository } from './likenesses.repository';

/** Questions of a bank that ask nearly the same, for staff who clear it up. */
@Injectable()
export class DuplicatesService {
  constructor(
    private readonly likenesses: LikenessesRepository,
    private readonly banks: BanksRepository,
    private readonly access: CourseAccess,
  ) {}

  /** Each question stands in the group of the oldest one that it is like. */
  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<DuplicateGroupResponse>> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const { limit, cursor } = query;
    const after = cursor === undefined ? undefined : decodeIdCursor(cursor)[0];
    const bankId = await this.banks.find(courseId);
    const found = bankId === undefined ? [] : await this.likenesses.groups(bankId, after, limit);
    const page = toPage(
      found,
      limit,
      (id) => [id],
      (id) => id,
    );
    const data = bankId === undefined ? [] : await this.groupsOf(bankId, page.data);
    return withTotal({ ...page, data }, query, (most) =>
      bankId === undefined ? 0 : this.likenesses.countGroups(bankId, most),
    );
  }

  private async groupsOf(bankId: string, olderIds: readonly string[]): Promise<DuplicateGroupResponse[]> {
    const members = await this.likenesses.members(bankId, olderIds);
    const listed = await this.likenesses.listed([...olderIds, ...members.map(({ newerId }) => newerId)]);
    const under = Map.groupBy(members, ({ olderId }) => olderId);
    return olderIds.flatMap((id) => {
      const question = listed.get(id);
      return question ? [toDuplicateGroupResponse(question, under.get(id) ?? [], listed)] : [];
    });
  }
}
