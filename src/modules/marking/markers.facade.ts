import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { CommentsService } from './comments/comments.service';
import type { CreateSavedCommentDto } from './comments/dto/saved-comment.dto';
import type { PutMarkDto } from './marks/dto/put-mark.dto';
import { MarksService } from './marks/marks.service';
import { RemarkRulesService } from './remarks/remark-rules.service';
import { RemarksService } from './remarks/remarks.service';
import type { RubricDto } from './rubrics/dto/rubric.dto';
import { QuestionRubricsService } from './rubrics/question-rubrics.service';
import { RubricsService } from './rubrics/rubrics.service';
import type { RubricShowing } from './rubrics/rubric-rules';
import { ScriptsRepository } from './scripts/scripts.repository';
import type { MarkingRuleDto } from './second-marking/dto/marking-rule.dto';
import { MarkingRulesService } from './second-marking/marking-rules.service';

/** A question in the quiz that asks it. */
export interface MarkedQuestion {
  activityId: string;
  itemId: string;
}

/** A mark of somebody that counts for them at once, by what was chosen of a rubric or as points, with the files that go back. */
export type GivenMark = Pick<PutMarkDto, 'points' | 'comment' | 'fileIds' | 'rubric'>;

/**
 * What markers, and learners with a mark, do, for commands that fill a school. Each is as the route that does the same, with its
 * rights and errors.
 */
@Injectable()
export class MarkersFacade {
  constructor(
    private readonly scripts: ScriptsRepository,
    private readonly marks: MarksService,
    private readonly comments: CommentsService,
    private readonly rubrics: RubricsService,
    private readonly questionRubrics: QuestionRubricsService,
    private readonly rules: MarkingRulesService,
    private readonly remarkRules: RemarkRulesService,
    private readonly remarks: RemarksService,
  ) {}

  async saveComment(caller: Caller, courseId: string, comment: CreateSavedCommentDto): Promise<void> {
    await this.comments.create(caller, courseId, comment);
  }

  /** Adds a rubric to a course, and returns its id. */
  async addRubric(caller: Caller, courseId: string, rubric: RubricDto): Promise<string> {
    return (await this.rubrics.create(caller, courseId, rubric)).id;
  }

  /** Has a question marked by a copy of a rubric of its course. */
  async useRubric(
    caller: Caller,
    question: MarkedQuestion,
    rubricId: string,
    shown: RubricShowing,
  ): Promise<void> {
    await this.questionRubrics.use(caller, question, { rubricId, shown }, undefined);
  }

  /** Has two people mark each answer to a question. */
  async markTwice(caller: Caller, question: MarkedQuestion, rule: MarkingRuleDto): Promise<void> {
    await this.rules.use(caller, question, rule, undefined);
  }

  /** Marks one answer of a piece of work that was handed in. Throws ScriptNotFoundError where nobody marks it. */
  async mark(caller: Caller, workId: string, itemId: string, mark: GivenMark): Promise<void> {
    const scriptId = (await this.scripts.ofWork(workId, itemId))?.id ?? '';
    await this.marks.put(caller, scriptId, { ...mark, kind: 'given' }, undefined, false);
  }

  /** For so many days after learners can see a mark, they may ask for another. */
  async offerRemarks(caller: Caller, activityId: string, days: number): Promise<void> {
    await this.remarkRules.put(caller, activityId, days, undefined);
  }

  async askForRemark(learner: Caller, workId: string, itemId: string, reason: string): Promise<void> {
    await this.remarks.ask(learner, { attemptId: workId, questionId: itemId }, reason);
  }
}
