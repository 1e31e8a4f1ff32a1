import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import {
  type CursorQuery,
  decodeCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../shared/http/pagination';
import { FeedbackFiles } from '../feedback-files/feedback-files.service';
import { CommentsService } from '../comments/comments.service';
import { withInserted } from '../comments/inserted-comments';
import { MarkedWorks } from '../marked-work';
import { MarkOutOfBoundsError, NotHandedInError, ScriptNotFoundError } from '../marking.errors';
import type { ScriptToMarkResponse } from '../scripts/dto/script.response';
import { toChoices } from '../rubrics/dto/rubric-mark.dto';
import { decided } from '../rubrics/marking-by-rubric';
import { QuestionRubricsRepository } from '../rubrics/question-rubrics.repository';
import { isClaimedByAnother } from '../scripts/script-standing';
import { ScriptsRepository } from '../scripts/scripts.repository';
import { refusalOf, refuseOwn, ScriptsService } from '../scripts/scripts.service';
import { type MarkRevisionResponse, toMarkRevisionResponse } from './dto/mark-revision.response';
import type { PutMarkDto } from './dto/put-mark.dto';
import { MarkGiving } from './mark-giving';
import { isWithinBounds } from './mark-rules';
import { MarksRepository } from './marks.repository';

/** Marks by hand. Each is a revision; the one that was given last counts. */
@Injectable()
export class MarksService {
  constructor(
    private readonly marks: MarksRepository,
    private readonly giving: MarkGiving,
    private readonly comments: CommentsService,
    private readonly files: FeedbackFiles,
    private readonly rubrics: QuestionRubricsRepository,
    private readonly scripts: ScriptsRepository,
    private readonly scriptsService: ScriptsService,
    private readonly works: MarkedWorks,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Saves a mark. One that is given ends the claim, and the grade follows in the same transaction; a draft goes on with the claim.
   * A mark that says what the present one says changes nothing.
   */
  async put(
    caller: Caller,
    scriptId: string,
    mark: PutMarkDto,
    version: ExpectedVersion,
    anonymous: boolean,
  ): Promise<ScriptToMarkResponse> {
    const { workId, maxPoints, courseId, ...script } = await this.scriptsService.find(
      caller,
      scriptId,
      'marks.give',
    );
    refuseOwn(caller, script);
    requireWithinBounds(mark.points ?? null, maxPoints);
    const inserted = await this.comments.textsOf(caller, courseId, mark.commentIds ?? []);
    const comment = withInserted(mark.comment ?? null, inserted);
    await this.transactions.run(async () => {
      const isHandedIn = await this.works.work.hold(workId);
      const locked = await this.scripts.lock(scriptId);
      if (!locked) throw new ScriptNotFoundError();
      if (!isHandedIn || locked.standing === 'taken_back') throw new NotHandedInError();
      if (isStale(version, locked.version)) throw new StaleVersionError('script');
      if (isClaimedByAnother(locked, caller.userId, this.clock.now()))
        throw refusalOf(await this.scriptsService.known(scriptId));
      const { kind, fileIds = [] } = mark;
      await this.files.hold(caller.userId, scriptId, fileIds);
      const rubric = mark.rubric && { revision: mark.rubric.revision, choices: toChoices(mark.rubric) };
      const sent = { kind, points: mark.points, rubric };
      const { points, ...by } = decided(await this.rubrics.hold(locked), sent, locked.maxPoints);
      requireWithinBounds(points, locked.maxPoints);
      await this.giving.save(locked, {
        ...{ kind, points, comment, fileIds, ...by, cause: 'marker' },
        ...{ markedBy: caller.userId, markedAt: this.clock.now() },
      });
    });
    return this.scriptsService.show(caller, await this.scriptsService.known(scriptId), anonymous);
  }

  async history(caller: Caller, scriptId: string, query: CursorQuery): Promise<Page<MarkRevisionResponse>> {
    const { limit, cursor } = query;
    const script = await this.scriptsService.find(caller, scriptId, 'marks.read');
    const { isBlind } = await this.scriptsService.viewOf(caller, script);
    const by = isBlind ? caller.userId : null;
    const before = cursor === undefined ? undefined : numberIn(cursor);
    const revisions = await this.marks.page(scriptId, { by, limit, before });
    const files = await this.files.describe(revisions);
    const page = toPage(
      revisions,
      limit,
      ({ number }) => [number],
      (revision) => toMarkRevisionResponse(revision, files),
    );
    return withTotal(page, query, (most) => this.marks.count(scriptId, by, most));
  }
}

export function requireWithinBounds(points: string | null, maxPoints: string): void {
  if (!isWithinBounds(points, maxPoints)) throw new MarkOutOfBoundsError(plainDecimal(maxPoints));
}

function numberIn(cursor: string): number {
  const [number] = decodeCursor(cursor, 1, ([text]) => /^[1-9]\d{0,8}$/.test(text ?? ''));
  return Number(number);
}
