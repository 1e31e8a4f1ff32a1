import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { CourseAction } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { asView, viewIn as stateOf } from '../../../shared/http/etag';
import { type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { mediaState } from '../../files';
import { MarkedWorks } from '../marked-work';
import {
  AnonymousFilterError,
  NothingLeftError,
  NotHandedInError,
  OwnWorkError,
  ScriptClaimedError,
  ScriptNotFoundError,
} from '../marking.errors';
import { type FilesById, FeedbackFiles } from '../feedback-files/feedback-files.service';
import { QuestionRubricsRepository } from '../rubrics/question-rubrics.repository';
import { MarksRepository } from '../marks/marks.repository';
import { turnsOf } from '../second-marking/turn-marks';
import { MARKED_ONCE, type TurnsView, turnsView } from '../second-marking/turns-view';
import type { ClaimNextDto } from './dto/claim.dto';
import type { MarkingQueueQuery } from './dto/script.query';
import {
  type ScriptResponse,
  type ScriptToMarkResponse,
  toScriptResponse,
  toScriptToMarkResponse,
} from './dto/script.response';
import type { ScriptWithHead } from './script-records';
import { claimEnd } from './script-standing';
import { QUEUE_ORDER, ScriptsRepository } from './scripts.repository';

/** What there is to mark, and who is marking it. */
@Injectable()
export class ScriptsService {
  constructor(
    private readonly scripts: ScriptsRepository,
    private readonly rubrics: QuestionRubricsRepository,
    private readonly marks: MarksRepository,
    private readonly files: FeedbackFiles,
    private readonly works: MarkedWorks,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async queue(caller: Caller, courseId: string, query: MarkingQueueQuery): Promise<Page<ScriptResponse>> {
    const { limit, cursor, standing, awaits, activityId, itemId, userId, anonymous } = query;
    const { scope } = await this.access.courseWithin(caller, courseId, 'marks.read');
    if (anonymous && userId !== undefined) throw new AnonymousFilterError();
    const filter = { courseId, standing, awaits, activityId, itemId, userId, scope };
    const rows = await this.scripts.page(filter, limit, QUEUE_ORDER.placeIn(cursor));
    const views = await this.viewsOf(caller, rows);
    const files = await this.filesOf(rows, [...views.values()]);
    const now = this.clock.now();
    const page = toPage(rows, limit, QUEUE_ORDER.keysOf, (script) =>
      toScriptResponse(script, { anonymous, now, files, view: viewIn(views, script) }),
    );
    return withTotal(page, query, (most) => this.scripts.count(filter, most));
  }

  /** Claims the first script in the order of the queue that nobody has claimed. Throws NothingLeftError. */
  async claimNext(
    caller: Caller,
    courseId: string,
    { activityId, itemId, anonymous = false }: ClaimNextDto,
  ): Promise<ScriptToMarkResponse> {
    const { scope } = await this.access.courseWithin(caller, courseId, 'marks.give');
    const filter = { courseId, standing: 'waiting', activityId, itemId, scope } as const;
    const scriptId = await this.transactions.run(async () => {
      const now = this.clock.now();
      const next = await this.scripts.lockNext(filter, caller.userId, now);
      if (next === undefined) throw new NothingLeftError();
      await this.scripts.claim(next, caller.userId, now, claimEnd(now));
      return next;
    });
    return this.show(caller, await this.known(scriptId), anonymous);
  }

  /** Claims a script, or goes on with a claim. Throws ScriptClaimedError for another's. */
  async claim(caller: Caller, scriptId: string, anonymous: boolean): Promise<ScriptToMarkResponse> {
    refuseOwn(caller, await this.find(caller, scriptId, 'marks.give'));
    const now = this.clock.now();
    const isClaimed = await this.scripts.claim(scriptId, caller.userId, now, claimEnd(now));
    const script = await this.known(scriptId);
    if (!isClaimed) throw refusalOf(script);
    return this.show(caller, script, anonymous);
  }

  /** Gives a claim up. Does nothing where there is none. Throws ScriptClaimedError for another's. */
  async release(caller: Caller, scriptId: string): Promise<void> {
    const script = await this.find(caller, scriptId, 'marks.give');
    const { claimedBy, claimedUntil } = script;
    if (claimedBy === caller.userId) await this.scripts.release(scriptId, caller.userId);
    else if (claimedUntil !== null && this.clock.now() < claimedUntil) throw refusalOf(script);
  }

  async read(caller: Caller, scriptId: string, anonymous: boolean): Promise<ScriptToMarkResponse> {
    return this.show(caller, await this.find(caller, scriptId, 'marks.read'), anonymous);
  }

  /** A script in whose course the caller may do this. */
  async find(caller: Caller, scriptId: string, action: CourseAction): Promise<ScriptWithHead> {
    const script = await this.known(scriptId);
    const { courseId, userId: learnerId } = script;
    await this.access.learner(caller, { courseId, learnerId }, action, () => new ScriptNotFoundError());
    return script;
  }

  async show(caller: Caller, script: ScriptWithHead, anonymous: boolean): Promise<ScriptToMarkResponse> {
    const content = await this.works.work.contentOf(script.workId, script.itemId);
    const present = await this.rubrics.find(script);
    const view = await this.viewOf(caller, script);
    const number = view.isBlind ? null : script.givenRubricRevision;
    const isEarlier = number !== null && number !== present?.number;
    const ofMark = isEarlier ? await this.rubrics.revision(script, number) : undefined;
    const files = await this.filesOf([script], [view]);
    const shown = { anonymous, now: this.clock.now(), view, files };
    const response = toScriptToMarkResponse(script, content, { present, ofMark }, shown);
    const name = view.isBlind ? 'blind' : 'open';
    const links = [...response.media, ...files.values()];
    if (links.length > 0) return asView(response, stateOf(name, mediaState(links)));
    return view.isBlind ? asView(response, name) : response;
  }

  /** Of all marks that these scripts may show. No statement where none has files, else one. */
  private filesOf(scripts: readonly ScriptWithHead[], views: readonly TurnsView[]): Promise<FilesById> {
    return this.files.describe([
      ...scripts.flatMap(({ givenFileIds, draftFileIds }) => [
        ...[{ fileIds: givenFileIds }, { fileIds: draftFileIds }],
      ]),
      ...views.flatMap(({ turns }) => turns.map(({ mark }) => mark)),
    ]);
  }

  /** What somebody sees of the marks of a script. */
  async viewOf(caller: Caller, script: ScriptWithHead): Promise<TurnsView> {
    return viewIn(await this.viewsOf(caller, [script]), script);
  }

  /** No statement where no question of the scripts is marked twice, else one. */
  private async viewsOf(caller: Caller, scripts: readonly ScriptWithHead[]): Promise<Map<string, TurnsView>> {
    const twice = scripts.filter(({ ruleMethod }) => ruleMethod !== null);
    const revisions = await this.marks.revisions(
      twice.flatMap((script) => turnsOf(script).map(({ number }) => ({ scriptId: script.id, number }))),
    );
    const byScript = Map.groupBy(revisions, ({ scriptId }) => scriptId);
    return new Map(
      twice.map((script) => [script.id, turnsView(script, byScript.get(script.id) ?? [], caller.userId)]),
    );
  }

  async known(scriptId: string): Promise<ScriptWithHead> {
    const script = await this.scripts.find(scriptId);
    if (!script) throw new ScriptNotFoundError();
    return script;
  }
}

/** Nobody marks what they handed in themselves, as somebody can who was a learner before they became staff. */
export function refuseOwn(caller: Caller, { userId }: Pick<ScriptWithHead, 'userId'>): void {
  if (userId === caller.userId) throw new OwnWorkError();
}

/** Why nobody else may mark the script now. */
export function refusalOf(script: ScriptWithHead): NotHandedInError | ScriptClaimedError {
  const { standing, claimerGivenName, claimerFamilyName, claimedUntil } = script;
  if (standing === 'taken_back' || claimedUntil === null) return new NotHandedInError();
  return new ScriptClaimedError(`${claimerGivenName ?? ''} ${claimerFamilyName ?? ''}`.trim(), claimedUntil);
}

function viewIn(views: ReadonlyMap<string, TurnsView>, { id }: ScriptWithHead): TurnsView {
  return views.get(id) ?? MARKED_ONCE;
}
