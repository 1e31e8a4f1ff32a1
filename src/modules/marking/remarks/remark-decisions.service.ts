import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { Rational } from '../../../shared/decimals/rational';
import type { ExpectedVersion } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import { MarkedWorks } from '../marked-work';
import { MarkGiving } from '../marks/mark-giving';
import { requireWithinBounds } from '../marks/marks.service';
import { type MarkContent, MarksRepository } from '../marks/marks.repository';
import type { LockedScript } from '../scripts/script-records';
import { ScriptsRepository } from '../scripts/scripts.repository';
import { refuseOwn } from '../scripts/scripts.service';
import type { RemarkDecisionDto } from './dto/remark.dto';
import type { RemarkThreadResponse } from './dto/remark.response';
import { RemarkMails } from './remark-mails';
import { InvalidDecisionError } from './remarks.errors';
import { RemarksRepository } from './remarks.repository';
import { sentences } from './remarks.sentences';
import { RemarksService, requireHandedIn, requireMove } from './remarks.service';

/** What instructors decide on requests for another mark. */
@Injectable()
export class RemarkDecisionsService {
  constructor(
    private readonly remarks: RemarksRepository,
    private readonly service: RemarksService,
    private readonly scripts: ScriptsRepository,
    private readonly marks: MarksRepository,
    private readonly giving: MarkGiving,
    private readonly mails: RemarkMails,
    private readonly works: MarkedWorks,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** A changed mark counts at once, whoever marked before. Throws InvalidDecisionError, RemarkRequestOverError and NotHandedInError. */
  async decide(
    caller: Caller,
    id: string,
    { outcome, points, comment = null, message }: RemarkDecisionDto,
    version: ExpectedVersion,
  ): Promise<RemarkThreadResponse> {
    const { request } = await this.service.find(caller, id);
    await this.access.course(caller, request.courseId, 'remarks.decide');
    refuseOwn(caller, request);
    requireFitting(outcome, points);
    await this.transactions.run(async () => {
      const isHandedIn = await this.works.work.hold(request.workId);
      const script = await this.scripts.lock(request.scriptId);
      const { state } = await this.service.lock(id, version);
      const next = requireMove(state, outcome === 'changed' ? 'change' : 'keep', 'staff');
      const now = this.clock.now();
      if (points !== undefined) {
        requireHandedIn(isHandedIn, script);
        await this.change(script, { points, comment, markedBy: caller.userId, markedAt: now });
      }
      const decided = { decidedBy: caller.userId, decidedAt: now };
      await this.remarks.move(id, { state: next, pointsAfter: points ?? request.pointsBefore, ...decided });
      await this.service.addMessage(id, { caller, side: 'staff', text: message, now });
      await this.mails.enqueue({ requestId: id, what: 'decided' });
    });
    return this.service.show(id);
  }

  private async change(
    script: LockedScript,
    mark: { points: string; comment: string | null; markedBy: string; markedAt: Date },
  ): Promise<void> {
    requireWithinBounds(mark.points, script.maxPoints);
    const { id, givenRevision } = script;
    const present = givenRevision === null ? undefined : await this.marks.find(id, givenRevision);
    if (
      present?.points !== undefined &&
      present.points !== null &&
      Rational.of(present.points).equals(mark.points)
    )
      throw new InvalidDecisionError({
        ...{ field: 'points', rule: 'other', message: sentences.samePointsField({ field: 'points' }) },
      });
    const said = present?.cause === 'rule' ? await this.saidByMarkers(script) : present;
    const { comment = null, fileIds = null } = said ?? {};
    await this.giving.save(script, {
      ...{ ...mark, comment: mark.comment ?? comment, fileIds },
      ...{ kind: 'given', cause: 'remark', rubric: null },
    });
  }

  /** What the learner reads where several people mark the question: what each of them said. */
  private async saidByMarkers(script: LockedScript): Promise<Pick<MarkContent, 'comment' | 'fileIds'>> {
    const marks = [...(await this.giving.turnMarks(script)).values()];
    const comment = marks.flatMap(({ comment: said }) => said ?? []).join('\n\n') || null;
    return { comment, fileIds: [...new Set(marks.flatMap(({ fileIds }) => fileIds ?? []))] };
  }
}

function requireFitting(outcome: RemarkDecisionDto['outcome'], points: string | undefined): void {
  const field = 'points';
  if (outcome === 'changed' && points === undefined)
    throw new InvalidDecisionError({ field, rule: 'needed', message: sentences.pointsNeeded({ field }) });
  if (outcome === 'kept' && points !== undefined)
    throw new InvalidDecisionError({ field, rule: 'absent', message: sentences.noPoints({ field }) });
}
