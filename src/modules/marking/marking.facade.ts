import { Injectable } from '@nestjs/common';
import { newId } from '../../shared/database/ids';
import type { FileResponse } from '../files';
import { FeedbackFiles, filesOf } from './feedback-files/feedback-files.service';
import { atWorth } from './marks/mark-rules';
import { type ShownRubricResponse, toShownRubric } from './rubrics/dto/shown-rubric.response';
import { placeOf } from './scripts/script-order';
import { ScriptsRepository } from './scripts/scripts.repository';

/** A piece of work of which a person marks parts. */
export interface HandedInWork {
  workId: string;
  courseId: string;
  activityId: string;
  userId: string;
  handedInAt: Date;
  /** What was drawn for it: the order of scripts depends on it. */
  seed: number;
  parts: {
    itemId: string;
    maxPoints: string;
    /** Which of the learner's answers it is. */
    answerNumber: number;
    /** Whether the mark that it has counts for this answer. */
    isMarked: boolean;
  }[];
}

/** What a marker said to the learner. */
export interface MarkSaying {
  /** Markdown. */
  comment: string | null;
  /** What the learner gets back with it, with links. */
  files: FileResponse[];
  /** What was chosen by a rubric that learners see; null: nothing. */
  rubric: ShownRubricResponse | null;
}

/** What the modules whose work is marked by people ask of marking. Call it inside the transaction that changes the work. */
@Injectable()
export class MarkingFacade {
  constructor(
    private readonly scripts: ScriptsRepository,
    private readonly files: FeedbackFiles,
  ) {}

  /** Puts the parts of a piece of work into the queue. Those that were there before keep their marks and their places. */
  async handIn(work: HandedInWork): Promise<void> {
    await this.handInAll([work]);
  }

  /** As `handIn`, for many pieces of work with one statement. */
  async handInAll(works: readonly HandedInWork[]): Promise<void> {
    await this.scripts.handIn(
      works.flatMap(({ parts, seed, ...work }) =>
        parts.map(({ itemId, maxPoints, answerNumber, isMarked }) => ({
          ...{ ...work, id: newId(), itemId, maxPoints, answerNumber },
          ...{ standing: isMarked ? 'marked' : 'waiting', seed, place: placeOf(seed, itemId) },
        })),
      ),
    );
  }

  /** Takes parts of pieces of work out of the queue, because nobody has to mark them any more. Their marks stay on record. */
  async takeBackParts(parts: readonly { workId: string; itemId: string }[]): Promise<void> {
    await this.scripts.takeBackParts(parts);
  }

  /** Takes the whole of a piece of work out of the queue, because it is not handed in any more. Its marks stay on record. */
  async takeBack(workId: string): Promise<void> {
    await this.scripts.takeBack(workId);
  }

  /** What markers said to the learner about a piece of work, by item. A statement more where they give files back. */
  async sayings(workId: string): Promise<Map<string, MarkSaying>> {
    const rows = await this.scripts.sayings(workId);
    const files = await this.files.describe(
      rows.flatMap(({ fileIds, markersFileIds }) => [{ fileIds }, { fileIds: markersFileIds }]),
    );
    const sayings = new Map<string, MarkSaying>();
    for (const row of rows) {
      const before = sayings.get(row.itemId);
      const comments = [before?.comment ?? row.comment, row.markersComment].filter(
        (comment) => comment !== null,
      );
      sayings.set(row.itemId, {
        comment: comments.join('\n\n') || null,
        files: [...(before?.files ?? filesOf(row.fileIds, files)), ...filesOf(row.markersFileIds, files)],
        rubric: toShownRubric(atWorth(row, row.maxPoints)),
      });
    }
    return sayings;
  }
}
