import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { CourseAction } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import {
  MOST_SAVED_COMMENTS,
  SavedCommentNotFoundError,
  TooManySavedCommentsError,
  UnknownCommentError,
} from './comments.errors';
import { CommentsRepository, NEWEST_COMMENT_FIRST, type SavedCommentRecord } from './comments.repository';
import type { CreateSavedCommentDto, UpdateSavedCommentDto } from './dto/saved-comment.dto';
import { type SavedCommentResponse, toSavedCommentResponse } from './dto/saved-comment.response';

/** The comments that markers keep: each their own, and those that they share with the staff of the course. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<SavedCommentResponse>> {
    const { limit, cursor } = query;
    const { userId } = caller;
    await this.access.course(caller, courseId, 'rubrics.read');
    const rows = await this.comments.page(courseId, userId, limit, NEWEST_COMMENT_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, NEWEST_COMMENT_FIRST.keysOf, toSavedCommentResponse);
    return withTotal(page, query, (most) => this.comments.count(courseId, userId, most));
  }

  /** Throws TooManySavedCommentsError. */
  async create(
    caller: Caller,
    courseId: string,
    { text, shared: isShared = false }: CreateSavedCommentDto,
  ): Promise<SavedCommentResponse> {
    await this.access.course(caller, courseId, 'comments.write');
    const [id, authorId] = [newId(), caller.userId];
    await this.transactions.run(async () => {
      const kept = await this.comments.countOfAuthor(courseId, authorId, MOST_SAVED_COMMENTS);
      if (kept >= MOST_SAVED_COMMENTS) throw new TooManySavedCommentsError();
      await this.comments.insert({ id, courseId, authorId, text, isShared }, this.clock.now());
    });
    return toSavedCommentResponse(await this.known(id));
  }

  async read(caller: Caller, commentId: string): Promise<SavedCommentResponse> {
    return toSavedCommentResponse(await this.find(caller, commentId, 'rubrics.read'));
  }

  /** For its author; instructors change those of others that are shared. */
  async change(
    caller: Caller,
    commentId: string,
    changes: UpdateSavedCommentDto,
    version: ExpectedVersion,
  ): Promise<SavedCommentResponse> {
    const comment = await this.find(caller, commentId, 'comments.write');
    const { text = comment.text, shared = comment.isShared } = changes;
    await this.transactions.run(async () => {
      await this.hold(commentId, version);
      if (!isEmptyChange(changes)) await this.comments.update(commentId, text, shared, this.clock.now());
    });
    return toSavedCommentResponse(await this.known(commentId));
  }

  async remove(caller: Caller, commentId: string, version: ExpectedVersion): Promise<void> {
    await this.find(caller, commentId, 'comments.write');
    await this.transactions.run(async () => {
      await this.hold(commentId, version);
      await this.comments.delete(commentId);
    });
  }

  /** The texts of comments that a marker inserts into a mark, in their order. Throws UnknownCommentError. */
  async textsOf(caller: Caller, courseId: string, ids: readonly string[]): Promise<string[]> {
    const texts = await this.comments.texts(courseId, caller.userId, ids);
    return ids.map((id, at) => {
      const text = texts.get(id);
      if (text === undefined) throw new UnknownCommentError(at);
      return text;
    });
  }

  private async hold(commentId: string, version: ExpectedVersion): Promise<void> {
    const present = await this.comments.lock(commentId);
    if (present === undefined) throw new SavedCommentNotFoundError();
    if (isStale(version, present)) throw new StaleVersionError('comment');
  }

  /** A comment with which the caller may do this: to others than those who use it, it does not exist. */
  private async find(caller: Caller, commentId: string, action: CourseAction): Promise<SavedCommentRecord> {
    const comment = await this.known(commentId);
    const notFound = (): Error => new SavedCommentNotFoundError();
    await this.access.course(caller, comment.courseId, action, notFound);
    if (comment.authorId === caller.userId) return comment;
    if (!comment.isShared) throw notFound();
    if (action !== 'rubrics.read')
      await this.access.course(caller, comment.courseId, 'rubrics.change', notFound);
    return comment;
  }

  private async known(commentId: string): Promise<SavedCommentRecord> {
    const comment = await this.comments.find(commentId);
    if (!comment) throw new SavedCommentNotFoundError();
    return comment;
  }
}
