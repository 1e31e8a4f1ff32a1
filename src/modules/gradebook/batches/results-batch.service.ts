import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Transactions } from '../../../shared/database/transactions';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { languageOf } from '../../../shared/sentences/languages';
import { say } from '../../../shared/sentences/say';
import type { Language } from '../../../shared/sentences/sentence';
import { CourseAccess } from '../../courses';
import type { StoredResult } from '../results/results.repository';
import { BatchRefusedError } from './batches.errors';
import { CellRecorder } from './cell-recorder';
import type { BatchCellDto, ResultsBatchDto } from './dto/results-batch.dto';
import type { BatchCellResponse, ResultsBatchResponse } from './dto/results-batch.response';
import { judgedCells, type JudgedCells, keyOf } from './judged-cells';

/** Cells of the gradebook that an instructor changes at once. */
@Injectable()
export class ResultsBatchService {
  constructor(
    private readonly cells: CellRecorder,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Records the cells, each by the rules for a single result. All or nothing, unless the good ones are asked for.
   *
   * Throws GradesClosedError and BatchRefusedError.
   */
  async record(
    caller: Caller,
    courseId: string,
    { cells, onRefused = 'nothing' }: ResultsBatchDto,
  ): Promise<ResultsBatchResponse> {
    const { today, scope } = await this.access.courseWithin(caller, courseId, 'grades.record');
    await this.access.requireWithin(scope, ...new Set(cells.map(({ userId }) => userId)));
    const language = languageOf(caller.locale) ?? 'en';
    if (cells.length === 0)
      return toResponse(courseId, cells, { good: [], refused: [] }, new Map(), language);
    return this.transactions.run(async () => {
      const by = caller.userId;
      const { items, ...judged } = await this.cells.record(courseId, cells, by, (held) => {
        const found = judgedCells(cells, { ...held, by, today });
        if (found.refused.length > 0 && onRefused === 'nothing') throw new BatchRefusedError(found.refused);
        return found;
      });
      const ofCourse = cells.filter(({ lineItemId }) => items.has(lineItemId));
      return toResponse(courseId, cells, judged, await this.cells.storedOf(ofCourse), language);
    });
  }
}

function toResponse(
  courseId: string,
  cells: readonly BatchCellDto[],
  { good, refused }: JudgedCells,
  stored: ReadonlyMap<string, StoredResult>,
  language: Language,
): ResultsBatchResponse {
  const recorded = new Set(good.map(({ place }) => place));
  const errors = new Map(refused.map(({ place, error }) => [place, error]));
  return {
    courseId,
    recorded: good.length,
    unchanged: cells.length - good.length - refused.length,
    refused: refused.length,
    cells: cells.map((cell, place): BatchCellResponse => {
      const { lineItemId, userId } = cell;
      const error = errors.get(place);
      const present = stored.get(keyOf(cell));
      return {
        ...{ lineItemId, userId },
        outcome: error ? 'refused' : recorded.has(place) ? 'recorded' : 'unchanged',
        version: present?.value ? present.version : null,
        score: nullablePlainDecimal(present?.value?.score ?? null),
        refusal: error ? { code: error.code, detail: say(error.detail, language) } : null,
      };
    }),
  };
}
