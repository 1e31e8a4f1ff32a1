import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sourced } from '../../../shared/database/sourced-table';
import { Transactions } from '../../../shared/database/transactions';
import type { LoggedChange } from '../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../shared/operations/operation-reversals.service';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../shared/operations/reversal';
import { dayIn } from '../../../shared/time/zoned-time';
import type { RunFacts } from '../kinds/roster-kind';
import { type AnyKind, RosterKinds } from '../kinds/roster-kinds';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { ROSTER_IMPORT } from '../roster-imports.service';
import { fileOf } from './import-run';
import { RosterEndsRepository } from './roster-ends.repository';
import { changeOf, type EndedRow, isInState, withState } from './row-states';

/** All changes of one row in a page of the log. */
interface RowChanges {
  rowId: string;
  /** What the row must be like still. */
  newest: LoggedChange;
  /** What the row becomes. */
  oldest: LoggedChange;
}

/** What is to be done about a row. */
interface Verdict {
  result: ReversedChange;
  write?: { stored: EndedRow; wanted: EndedRow };
}

/**
 * Puts back the rows that a roster import has changed. Rows that it has added end, as they would by `tobedeleted`: what
 * people have done with them since is kept, and a later import of them makes them active again.
 */
@Injectable()
export class RosterReversal implements Reverter, OnModuleInit {
  readonly permission = 'imports.run';
  readonly exclusiveWith = ROSTER_IMPORT;

  constructor(
    private readonly kinds: RosterKinds,
    private readonly ends: RosterEndsRepository,
    private readonly reversals: OperationReversals,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.reversals.register(ROSTER_IMPORT, this);
  }

  async finish(facts: ReversalFacts): Promise<void> {
    if (facts.isDryRun) return;
    const run = runOf(facts);
    for (const kind of this.kinds.byName.values()) {
      if (!kind.afterFile) continue;
      for (let after: string | undefined, isMore = true; isMore;) {
        after = await this.transactions.run(() => kind.afterFile?.(after, run) ?? Promise.resolve(undefined));
        isMore = after !== undefined;
      }
    }
  }

  async reverse(changes: readonly LoggedChange[], facts: ReversalFacts): Promise<ReversedChange[]> {
    const run = runOf(facts);
    const results = new Map<LoggedChange, ReversedChange>();
    const told = new Set<string>();
    for (const [part, own] of Map.groupBy(changes, (change) => change.part)) {
      const kind = [...this.kinds.byName.values()].find(({ kind: name }) => fileOf(name) === part);
      if (!kind) throw new Error(`No kind of row has the file ${part}`);
      const verdicts = await this.reverseOf(kind, own, run);
      for (const change of own) {
        const { result } = verdicts.get(change.rowId) ?? { result: { outcome: 'left' as const } };
        // Of several changes of a row, only the last one has the remark and the entry in the log.
        results.set(change, told.has(change.rowId) ? { outcome: result.outcome } : result);
        told.add(change.rowId);
      }
    }
    return changes.map((change) => results.get(change) ?? { outcome: 'left' });
  }

  private async reverseOf(
    kind: AnyKind,
    changes: readonly LoggedChange[],
    run: RunFacts,
  ): Promise<Map<string, Verdict>> {
    const rows = rowsOf(changes);
    const ids = rows.map(({ rowId }) => rowId);
    const current = new Map((await kind.rows.lock(ids)).map((row) => [row.id, row]));
    const ends = await this.ends.find(kind.kind, ids);
    const verdicts = new Map(
      rows.map((row) => {
        const stored = current.get(row.rowId);
        const end = ends.get(row.rowId) ?? null;
        return [row.rowId, verdictOn(kind, row, stored && { row: stored, end }, run)];
      }),
    );
    if (!run.isDryRun) await this.write(kind, [...verdicts.values()], run);
    return verdicts;
  }

  private async write(kind: AnyKind, verdicts: readonly Verdict[], run: RunFacts): Promise<void> {
    const writes = verdicts.flatMap(({ write }) => write ?? []);
    if (writes.length === 0) return;
    // Rows of the page may have swapped names.
    const displaced = writes.flatMap(({ stored, wanted }) =>
      (kind.displacedFields ?? [])
        .filter((field) => valueOf(stored.row, field) !== valueOf(wanted.row, field))
        .map((field) => ({ row: stored.row, field })),
    );
    if (displaced.length > 0) await kind.displace?.(displaced, run.now);
    await kind.rows.update(
      writes.map(({ stored, wanted }) => ({ stored: stored.row, wanted: wanted.row })),
      run.now,
    );
    await this.ends.write(
      kind.kind,
      writes.flatMap(({ stored, wanted }) =>
        wanted.end === undefined || wanted.end === stored.end
          ? []
          : [{ rowId: wanted.row.id, ended: wanted.end }],
      ),
    );
  }
}

function verdictOn(
  kind: AnyKind,
  { newest, oldest }: RowChanges,
  stored: EndedRow | undefined,
  run: RunFacts,
): Verdict {
  if (!stored) return left(newest, 'row_gone', sentences.rowGone());
  const wanted = oldest.before ? withState(stored.row, oldest.before) : endedRow(kind, stored, run);
  if (oldest.before && isInState(stored, oldest.before)) return { result: { outcome: 'unchanged' } };
  if (!isInState(stored, newest.after)) return left(newest, 'changed_since', sentences.changedSince());
  if (!wanted) return left(newest, 'kept', sentences.addedRowKept());
  const row = writtenBy(wanted.row, run.operationId);
  const change = changeOf(kind, stored, { ...wanted, row }, run);
  const outcome = oldest.before ? 'restored' : 'ended';
  return { result: { outcome, change }, write: { stored, wanted: { ...wanted, row } } };
}

/** The row as the import would end it; undefined for kinds of rows that never end. */
function endedRow(kind: AnyKind, { row }: EndedRow, run: RunFacts): EndedRow | undefined {
  const { endPolicy } = kind;
  if (!endPolicy || endPolicy.protection?.(row)) return undefined;
  const end = endPolicy.endNow(row, run);
  // The row whose sourcedId it took may get it back.
  const free = 'release' in kind ? { ...row, sourcedId: null } : row;
  return { row: endPolicy.withEnd(free, end, run), end };
}

function writtenBy(row: Sourced<object>, operationId: string): Sourced<object> {
  return 'operationId' in row ? Object.assign({ ...row }, { operationId }) : row;
}

function left({ after }: LoggedChange, code: string, message: Sentence): Verdict {
  const { sourcedId } = after;
  return {
    result: {
      outcome: 'left',
      remark: { code, message, value: typeof sourcedId === 'string' ? sourcedId : null },
    },
  };
}

function runOf(facts: ReversalFacts): RunFacts {
  return { ...facts, today: (timeZone) => dayIn(facts.now, timeZone) };
}

/** The changes are in backward order. */
function rowsOf(changes: readonly LoggedChange[]): RowChanges[] {
  const rows = new Map<string, RowChanges>();
  for (const change of changes) {
    const { rowId } = change;
    const own = rows.get(rowId);
    if (own) own.oldest = change;
    else rows.set(rowId, { rowId, newest: change, oldest: change });
  }
  return [...rows.values()];
}

function valueOf(row: object, field: string): unknown {
  return (row as Record<string, unknown>)[field];
}
