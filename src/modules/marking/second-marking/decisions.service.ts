import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { FeedbackFiles } from '../feedback-files/feedback-files.service';
import { MarkedWorks } from '../marked-work';
import { NotHandedInError, ScriptNotFoundError } from '../marking.errors';
import { MarkGiving } from '../marks/mark-giving';
import { requireWithinBounds } from '../marks/marks.service';
import type { ScriptToMarkResponse } from '../scripts/dto/script.response';
import { ScriptsRepository } from '../scripts/scripts.repository';
import { refuseOwn, ScriptsService } from '../scripts/scripts.service';
import type { DecisionDto } from './dto/marking-rule.dto';
import { MarkingRulesRepository } from './marking-rules.repository';
import { NothingToDecideError } from './second-marking.errors';

/** The decisions of instructors on what several people have marked. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly scripts: ScriptsRepository,
    private readonly scriptsService: ScriptsService,
    private readonly giving: MarkGiving,
    private readonly files: FeedbackFiles,
    private readonly rules: MarkingRulesRepository,
    private readonly works: MarkedWorks,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Throws NothingToDecideError while there are not two marks. */
  async decide(
    caller: Caller,
    scriptId: string,
    { points, comment = null, fileIds = [] }: DecisionDto,
    { version, anonymous }: { version: ExpectedVersion; anonymous: boolean },
  ): Promise<ScriptToMarkResponse> {
    const { workId, ...known } = await this.scriptsService.find(caller, scriptId, 'rubrics.change');
    refuseOwn(caller, known);
    if (points !== null) requireWithinBounds(points, known.maxPoints);
    await this.transactions.run(async () => {
      const isHandedIn = await this.works.work.hold(workId);
      const script = await this.scripts.lock(scriptId);
      if (!script) throw new ScriptNotFoundError();
      if (!isHandedIn || script.standing === 'taken_back') throw new NotHandedInError();
      if (isStale(version, script.version)) throw new StaleVersionError('script');
      const rule = await this.rules.hold(script);
      if (!rule || (await this.giving.turnMarks(script)).size < 2) throw new NothingToDecideError();
      const by = { markedBy: caller.userId, markedAt: this.clock.now() };
      if (points === null) {
        const next = { ...script, decisionRevision: null, version: script.version + 1 };
        if (script.decisionRevision !== null) await this.giving.follow(next, rule, by);
        return;
      }
      requireWithinBounds(points, script.maxPoints);
      await this.files.hold(caller.userId, scriptId, fileIds);
      const mark = { kind: 'given', points, comment, fileIds, cause: 'decision', rubric: null } as const;
      await this.giving.save(script, { ...mark, ...by });
    });
    return this.scriptsService.show(caller, await this.scriptsService.known(scriptId), anonymous);
  }
}
