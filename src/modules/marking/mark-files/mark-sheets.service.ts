import type { Scope } from '../../../shared/auth/permissions';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { csvLines, type NumberCell } from '../../../shared/text/csv-lines';
import { CourseAccess } from '../../courses';
import { atWorth } from '../marks/mark-rules';
import { MarkedWorks } from '../marked-work';
import { pseudonymOf } from '../scripts/script-order';
import type { ScriptWithHead } from '../scripts/script-records';
import { QUEUE_ORDER, ScriptsRepository } from '../scripts/scripts.repository';
import { SHEET_COLUMNS } from './mark-file';
import type { MarkSheetQuery } from './mark-import.dto';

/** How many scripts are read at once. */
const AT_ONCE = 100;
const BYTE_ORDER_MARK = '\uFEFF';

interface Sheet {
  courseId: string;
  activityId: string;
  scope: Scope;
  marker: string;
  query: MarkSheetQuery;
}

interface Piece {
  lines: string;
  next: ScriptWithHead | undefined;
}

/** Scripts to be marked in a spreadsheet. */
@Injectable()
export class MarkSheets {
  constructor(
    private readonly scripts: ScriptsRepository,
    private readonly works: MarkedWorks,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
  ) {}

  /** The sheet in pieces, so that memory does not grow with the course. */
  async lines(
    caller: Caller,
    activityId: string,
    query: MarkSheetQuery,
    request: HeavyRequest,
  ): Promise<AsyncIterable<string>> {
    const { courseId, scope } = await this.access.activityWithin(caller, activityId, 'marks.read');
    const sheet: Sheet = { courseId, activityId, scope, marker: caller.userId, query };
    // Before the answer begins, so that a busy server can still say 503.
    const first = await this.heavyReads.piece(request, () => this.piece(sheet), false);
    return this.pieces(sheet, first, request);
  }

  private async *pieces(sheet: Sheet, first: Piece, request: HeavyRequest): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLines([headsOf(sheet.query)]) + first.lines;
    for (let { next } = first; next;) {
      const after = next;
      const piece = await this.heavyReads.piece(request, () => this.piece(sheet, after), true);
      yield piece.lines;
      ({ next } = piece);
    }
  }

  private async piece(
    { courseId, activityId, scope, marker, query: { standing, itemId, anonymous } }: Sheet,
    after?: ScriptWithHead,
  ): Promise<Piece> {
    const filter = { courseId, activityId, itemId, standing, scope };
    const place = after && QUEUE_ORDER.placeOf(after);
    const found = await this.scripts.page(
      standing === 'waiting' ? { ...filter, waitingFor: marker } : filter,
      AT_ONCE,
      place,
    );
    const scripts = found.slice(0, AT_ONCE);
    const texts = await this.works.work.textsOf(scripts);
    const lines = scripts.map((script): (string | NumberCell)[] => {
      const { id, userId, workId, seed, learnerFamilyName, learnerGivenName, maxPoints, version } = script;
      const { title = '', prompt = '', answer = '' } = texts.get(`${workId}/${script.itemId}`) ?? {};
      const who = anonymous
        ? [pseudonymOf(seed, workId)]
        : [userId, learnerFamilyName ?? '', learnerGivenName ?? ''];
      const given = { points: script.givenPoints, rubricPoints: null, share: script.givenShare };
      const { points } = atWorth(given, maxPoints);
      const mark = standing === 'marked' ? nullablePlainDecimal(points) : null;
      return [
        ...[id, ...who, title, prompt, answer, { number: plainDecimal(maxPoints) }],
        ...[{ number: mark }, standing === 'marked' ? (script.givenComment ?? '') : ''],
        { number: String(version) },
      ];
    });
    return { lines: csvLines(lines), next: found.length > AT_ONCE ? scripts.at(-1) : undefined };
  }
}

function headsOf({ anonymous }: MarkSheetQuery): string[] {
  const { script, learner, pseudonym, points, comment, version } = SHEET_COLUMNS;
  const who = anonymous ? [pseudonym] : [learner, 'family_name', 'given_name'];
  return [script, ...who, 'quiz', 'question', 'answer', 'max_points', points, comment, version];
}
