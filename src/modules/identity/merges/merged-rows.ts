import { Injectable } from '@nestjs/common';
import type { PartCounts } from '../../../shared/operations/operation';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import { PersonalDataMap } from '../../../shared/personal-data/personal-data-map';
import type { PersonalRows } from '../../../shared/personal-data/personal-rows';
import type { MovedUnits } from './merge-log';
import type { MergePair } from './merge-parts';
import { mergePlan, type RowUnits } from './merge-plan';
import { MergeRowsRepository, type Moving } from './merge-rows.repository';
import { sentences } from './merges.sentences';

/** What was moved, or would be. */
export interface RowsMerged {
  moved: MovedUnits;
  /** One part for each table: `changed` rows moved, `unchanged` ones stay. */
  summary: PartCounts[];
  /** Work in which both accounts have something. */
  issues: NewIssue[];
}

/** Moves the rows of the map of personal data from one account to another, and back. */
@Injectable()
export class MergedRows {
  constructor(
    private readonly map: PersonalDataMap,
    private readonly rows: MergeRowsRepository,
  ) {}

  /** From the duplicate to the account that is kept. Call it in a transaction in which both are locked. */
  async merge({ keptId, duplicateId }: MergePair, isDryRun: boolean): Promise<RowsMerged> {
    const moving = this.moving();
    const units: RowUnits[] = [];
    for (const rows of moving) {
      if (rows.atMerge.unit === 'person') continue;
      const duplicate = await this.rows.unitsOf(rows, duplicateId);
      const kept = duplicate.length === 0 ? [] : await this.rows.unitsOf(rows, keptId);
      units.push({ rows, duplicate, kept });
    }
    const { courses, works, sharedWorks } = mergePlan(units);
    const moved: MovedUnits = { courses, works, rows: {} };
    const counts = new Map<string, PartCounts>();
    for (const rows of moving) {
      if (rows.atMerge.unit === 'person') moved.rows[nameOf(rows)] = await this.rows.idsOf(rows, duplicateId);
      const present = await this.rows.count(rows, duplicateId);
      if (present === 0) continue;
      const direction = { from: duplicateId, into: keptId };
      const ids = idsFor(rows, moved);
      const count = isDryRun
        ? await this.rows.countMoving(rows, direction, ids)
        : await this.rows.move(rows, direction, ids);
      tally(counts, rows.table, present, count);
    }
    return { moved, summary: [...counts.values()], issues: await this.issues(sharedWorks) };
  }

  /** Back to the duplicate, with what was done there since. */
  async reverse({ keptId, duplicateId }: MergePair, moved: MovedUnits): Promise<void> {
    for (const rows of this.moving())
      await this.rows.move(rows, { from: keptId, into: duplicateId }, idsFor(rows, moved));
  }

  private moving(): Moving[] {
    return this.map.rows().filter(isMoving);
  }

  private async issues(works: readonly string[]): Promise<NewIssue[]> {
    if (works.length === 0) return [];
    const titles = new Map<string, string>();
    for (const called of this.map.called().values())
      for (const [id, title] of await this.rows.titles(called, works)) titles.set(id, title);
    return works.map((id) => ({
      ...{ severity: 'warning', file: null, line: null, column: null, code: 'merge.work_stays', value: id },
      message: sentences.workStays({ title: titles.get(id) ?? id }),
    }));
  }
}

function isMoving(rows: PersonalRows): rows is Moving {
  return rows.atMerge.kind === 'moves';
}

function idsFor(rows: Moving, moved: MovedUnits): readonly string[] {
  if (rows.atMerge.unit === 'course') return moved.courses;
  return rows.atMerge.unit === 'work' ? moved.works : (moved.rows[nameOf(rows)] ?? []);
}

/** Tells apart rows of one table in which different columns name the person, or that differ in what they are. */
function nameOf({ table, of, only }: Moving): string {
  return [table, of.column, ...(only?.in ?? [])].join('.');
}

function tally(counts: Map<string, PartCounts>, table: string, present: number, moved: number): void {
  const part = counts.get(table) ?? {
    ...{ part: table, read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, refused: 0 },
  };
  part.read += present;
  part.changed += moved;
  part.unchanged += present - moved;
  counts.set(table, part);
}
