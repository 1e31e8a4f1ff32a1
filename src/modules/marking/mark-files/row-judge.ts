import { Injectable } from '@nestjs/common';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { Sentence } from '../../../shared/sentences/sentence';
import { MarkGiving } from '../marks/mark-giving';
import { isWithinBounds } from '../marks/mark-rules';
import { QuestionRubricsRepository } from '../rubrics/question-rubrics.repository';
import type { LockedScript } from '../scripts/script-records';
import { isClaimedByAnother } from '../scripts/script-standing';
import { pseudonymOf } from '../scripts/script-order';
import { missingTurn } from '../second-marking/marking-rule';
import {
  type MarkingRuleRow,
  MarkingRulesRepository,
  ruleOf,
} from '../second-marking/marking-rules.repository';
import { turnMarksOf } from '../second-marking/turn-marks';
import { sentences } from './mark-files.sentences';
import { type MarkRow, type RowFault, SHEET_COLUMNS } from './mark-file';
import type { MarkImportInput } from './mark-import-input';

/** A row with its script, or with what is wrong with it now. */
export interface JudgedRow {
  row: MarkRow;
  script: LockedScript | undefined;
  fault: RowFault | undefined;
}

type Fault = [column: string, code: string, message: Sentence];

/** Whether the mark of a row can be given as things are. */
@Injectable()
export class RowJudge {
  constructor(
    private readonly giving: MarkGiving,
    private readonly rubrics: QuestionRubricsRepository,
    private readonly rules: MarkingRulesRepository,
  ) {}

  /**
   * Two statements for all rows, and one for each script of a question that two people mark.
   *
   * @param scripts those of the rows that are there and whose work is handed in
   */
  async judge(
    rows: readonly MarkRow[],
    scripts: readonly LockedScript[],
    { input, now }: { input: MarkImportInput; now: Date },
  ): Promise<JudgedRow[]> {
    const byId = new Map(scripts.map((script) => [script.id, script]));
    const byRubric = await this.rubrics.itemsOnlyByRubric(input.activityId);
    const rules = await this.rules.ofActivity(input.activityId);
    const judged: JudgedRow[] = [];
    for (const row of rows) {
      const script = byId.get(row.scriptId);
      const fault =
        faultOf(row, script, { input, now, byRubric }) ?? (await this.faultOfTurn(script, rules, input));
      judged.push({ row, script, fault: fault && faultIn(row, fault) });
    }
    return judged;
  }

  private async faultOfTurn(
    script: LockedScript | undefined,
    rules: readonly MarkingRuleRow[],
    { requestedBy }: MarkImportInput,
  ): Promise<Fault | undefined> {
    const rule = ruleOf(rules.find(({ itemId }) => itemId === script?.itemId));
    if (!script || !rule) return undefined;
    if (script.decisionRevision !== null) return [SHEET_COLUMNS.script, 'decided', sentences.decided()];
    const given = await this.giving.turnMarks(script);
    if ([...given.values()].some(({ markedBy }) => markedBy === requestedBy)) return undefined;
    if (missingTurn(rule, turnMarksOf(given), script.maxPoints)) return undefined;
    return [SHEET_COLUMNS.script, 'marks_complete', sentences.marksComplete()];
  }
}

function faultOf(
  row: MarkRow,
  script: LockedScript | undefined,
  { input, now, byRubric }: { input: MarkImportInput; now: Date; byRubric: ReadonlySet<string> },
): Fault | undefined {
  const { script: scriptColumn, points, learner, pseudonym, version } = SHEET_COLUMNS;
  if (script?.activityId !== input.activityId)
    return [scriptColumn, 'unknown_script', sentences.unknownScript()];
  if (script.standing === 'taken_back') return [scriptColumn, 'not_handed_in', sentences.notHandedIn()];
  if (row.learnerId !== null && row.learnerId !== script.userId)
    return [learner, 'other_learner', sentences.otherLearner()];
  if (row.pseudonym !== null && row.pseudonym !== pseudonymOf(script.seed, script.workId))
    return [pseudonym, 'other_learner', sentences.otherLearner()];
  if (script.userId === input.requestedBy) return [scriptColumn, 'own_work', sentences.ownWork()];
  if (!isWithinBounds(row.points, script.maxPoints)) {
    const max = plainDecimal(script.maxPoints);
    return [points, 'points_out_of_bounds', sentences.outOfBounds({ max })];
  }
  if (byRubric.has(script.itemId)) return [points, 'rubric_needed', sentences.rubricNeeded()];
  if (isClaimedByAnother(script, input.requestedBy, now))
    return [scriptColumn, 'claimed', sentences.claimed()];
  if (input.overwrite) return undefined;
  if (row.version !== null && row.version !== script.version)
    return [version, 'changed_since', sentences.changedSince()];
  if (row.version === null && script.standing === 'marked')
    return [version, 'is_marked', sentences.isMarked()];
  return undefined;
}

function faultIn(row: MarkRow, [column, code, message]: Fault): RowFault {
  const values: Record<string, string | null> = {
    [SHEET_COLUMNS.points]: row.points,
    [SHEET_COLUMNS.learner]: row.learnerId,
    [SHEET_COLUMNS.pseudonym]: row.pseudonym,
    [SHEET_COLUMNS.version]: row.version === null ? null : String(row.version),
  };
  return { line: row.line, column, code, message, value: values[column] ?? row.scriptId };
}
