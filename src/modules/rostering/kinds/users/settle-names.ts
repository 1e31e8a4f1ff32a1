import type { Sourced } from '../../../../shared/database/sourced-table';
import { formerUsername, type RosterUser } from '../../../identity';
import { sentences } from '../../rostering.sentences';
import { isRemoved, type PendingRow, type RowRemark } from '../roster-kind';
import { foldedName } from './same-person';

/** What is asked of a row of users.csv here. */
interface PersonRecord {
  sourcedId: string;
  status: string;
  enabledUser: boolean;
}

export type PendingUser = PendingRow<PersonRecord, RosterUser>;
export type NameField = 'username' | 'email';

/** What is known about a name that one account at a time can have. */
export interface NameFacts {
  /** The stored account with the name. */
  holderOf(name: string): Sourced<RosterUser> | undefined;
  /** True if imports have ended the account, or the roster no longer has it: its name is free. */
  isFree(account: Sourced<RosterUser>): boolean;
  /** True if the file has an active row of the account, which may be in another batch. */
  isListed(account: Sourced<RosterUser>): boolean;
  /** In a dry run, which sees no rows of earlier batches, the first line of the file with the name; otherwise undefined. */
  firstLineOf(name: string): number | undefined;
}

export const USERNAME_TAKEN = {
  index: 'uq_users_username',
  column: 'username' as const,
  code: 'username_taken',
  message: sentences.usernameTaken({ route: 'PUT /v1/users/{userId}/roster-link' }),
};
export const EMAIL_TAKEN = {
  index: 'uq_users_email',
  column: 'email' as const,
  code: 'email_taken',
  message: sentences.emailTaken(),
};

/** How a name stands that a row wants: free, for another account to give up first, taken, or not known before its row comes. */
type Verdict = 'free' | 'displaces' | 'taken' | 'unknown';

/**
 * Gives each row of a batch its username, although other accounts may have it still: two people swap theirs, a row gives
 * up a name that another one gets, an account has left the roster. A row whose name belongs to an account with a row in
 * another batch waits for that row, as long as rows may wait. A name that is taken refuses the row; of two rows with one
 * name, the first one has it.
 */
export function settleUsernames(
  pendingRows: readonly PendingUser[],
  facts: NameFacts,
  mostWaiting: number,
): void {
  const batch = new NamesOfBatch('username', pendingRows, facts);
  const blocked = new Map<PendingUser, 'taken' | 'unknown'>();
  // A row that cannot have its new name keeps its old one, which another row may have counted on.
  for (let before = -1; before < blocked.size;) {
    before = blocked.size;
    for (const pending of batch.claimants) {
      if (blocked.has(pending)) continue;
      const verdict = batch.verdictOn(pending, blocked);
      if (verdict === 'taken' || verdict === 'unknown') blocked.set(pending, verdict);
    }
  }
  let waiting = 0;
  for (const pending of batch.claimants) {
    const reason = blocked.get(pending);
    if (reason === undefined) batch.give(pending, blocked);
    else if (reason === 'unknown' && waiting < mostWaiting) {
      pending.mustWait = true;
      waiting += 1;
    } else pending.refusal = { ...remarkOf(USERNAME_TAKEN), value: pending.wanted?.username ?? null };
  }
  batch.giveRestToLeavers();
}

/** As `settleUsernames`, but an email address never decides over a person: without it, they are imported all the same. */
export function settleEmails(pendingRows: readonly PendingUser[], facts: NameFacts): void {
  const batch = new NamesOfBatch('email', pendingRows, facts);
  const blocked = new Map<PendingUser, 'taken'>();
  for (const pending of batch.claimants) {
    const verdict = batch.verdictOn(pending, blocked);
    if (verdict === 'taken' || verdict === 'unknown') withoutEmail(pending);
    else batch.give(pending, blocked);
  }
  batch.giveRestToLeavers();
}

/** Drops the email address of a row, with a warning. */
export function withoutEmail(pending: PendingUser): void {
  const { wanted, warnings } = pending;
  if (!wanted || wanted.email === null) return;
  warnings.push({ ...remarkOf(EMAIL_TAKEN), value: wanted.email });
  pending.wanted = { ...wanted, email: null };
}

/** True if the account of the row is to end, so that it needs its names no longer. */
export function isLeaving({ record }: PendingUser): boolean {
  return isRemoved(record) || !record.enabledUser;
}

class NamesOfBatch {
  /** Rows that want a new name, in the order of the file. */
  readonly claimants: readonly PendingUser[];
  private readonly leavers: readonly PendingUser[];
  private readonly rowOf: ReadonlyMap<string, PendingUser>;
  /** By name, the row that keeps it or is the first to claim it. */
  private readonly firstOf = new Map<string, PendingUser>();

  constructor(
    private readonly field: NameField,
    pendingRows: readonly PendingUser[],
    private readonly facts: NameFacts,
  ) {
    const rows = pendingRows.filter((pending) => pending.isOpen && !pending.mustWait);
    this.rowOf = new Map(
      pendingRows.flatMap((pending) =>
        pending.stored && !pending.isSuperseded ? [[pending.stored.id, pending]] : [],
      ),
    );
    this.leavers = rows.filter(isLeaving);
    const staying = rows.filter((pending) => !isLeaving(pending) && this.wanted(pending) !== null);
    this.claimants = staying.filter((pending) => !this.keeps(pending));
    for (const pending of [...staying.filter((row) => this.keeps(row)), ...this.claimants]) {
      const name = this.wanted(pending) ?? '';
      if (!this.firstOf.has(name)) this.firstOf.set(name, pending);
    }
  }

  verdictOn(pending: PendingUser, blocked: ReadonlyMap<PendingUser, unknown>): Verdict {
    const name = this.wanted(pending) ?? '';
    if (this.firstOf.get(name) !== pending) return 'taken';
    const firstLine = this.facts.firstLineOf(name);
    if (firstLine !== undefined && firstLine < pending.line) return 'taken';
    const holder = this.facts.holderOf(name);
    if (!holder || holder.id === pending.wanted?.id) return 'free';
    const row = this.rowOf.get(holder.id);
    if (row?.refusal) return 'taken';
    if (row?.mustWait || (row && blocked.get(row) === 'unknown')) return 'unknown';
    if (row) return blocked.has(row) || this.keeps(row) ? 'taken' : 'displaces';
    if (this.facts.isFree(holder)) return 'displaces';
    return holder.sourcedId !== null && this.facts.isListed(holder) ? 'unknown' : 'taken';
  }

  /** Notes which account must give up the name before the row is written. */
  give(pending: PendingUser, blocked: ReadonlyMap<PendingUser, unknown>): void {
    if (this.verdictOn(pending, blocked) !== 'displaces') return;
    const holder = this.facts.holderOf(this.wanted(pending) ?? '');
    if (!holder) return;
    pending.displaced.push({ row: holder, field: this.field });
    if (!this.rowOf.has(holder.id) && this.field === 'username') pending.warnings.push(freed(holder));
  }

  /** Leavers keep a name that nobody else wants. A file may list them for years. */
  giveRestToLeavers(): void {
    for (const pending of this.leavers) {
      const { wanted, stored } = pending;
      const name = this.wanted(pending);
      if (!wanted || name === null) continue;
      const holder = this.facts.holderOf(name);
      const isTaken = this.firstOf.has(name) || (holder !== undefined && holder.id !== wanted.id);
      if (!isTaken) this.firstOf.set(name, pending);
      else if (this.field === 'email') pending.wanted = { ...wanted, email: null };
      else {
        const own = stored && !this.firstOf.has(foldedName(stored.username)) ? stored.username : undefined;
        pending.wanted = { ...wanted, username: own ?? formerUsername(wanted) };
      }
    }
  }

  private keeps(pending: PendingUser): boolean {
    const { stored } = pending;
    return stored !== undefined && !isLeaving(pending) && this.wanted(pending) === folded(stored[this.field]);
  }

  private wanted({ wanted }: PendingUser): string | null {
    return folded(wanted?.[this.field] ?? null);
  }
}

function folded(name: string | null): string | null {
  return name === null ? null : foldedName(name);
}

function remarkOf({
  column,
  code,
  message,
}: typeof USERNAME_TAKEN | typeof EMAIL_TAKEN): Omit<RowRemark, 'value'> {
  return { column, code, message };
}

function freed({ username, id }: Sourced<RosterUser>): RowRemark {
  return {
    column: 'username',
    code: 'username_freed',
    message: sentences.usernameFreed({ username: formerUsername({ id, username }) }),
    value: username,
  };
}
