import type { Sourced } from '../../../../shared/database/sourced-table';
import type { RosterUser } from '../../../identity';
import { sentences } from '../../rostering.sentences';
import type { RowRemark } from '../roster-kind';
import { isSamePerson } from './same-person';
import type { PendingUser } from './settle-names';

/**
 * Schools' systems renew their ids. A row with a new sourcedId takes over the account of the same person if the roster no
 * longer has the old sourcedId. Accounts that were made in Stoa and those of administrators are never taken over: that
 * would hand them to whoever writes the file. An administrator of Stoa can link them instead.
 *
 * @param candidates stored accounts with the username or identifier of a new row.
 * @param gone the sourcedIds of those that the roster no longer has.
 */
export function takeOverAccounts(
  pendingRows: readonly PendingUser[],
  candidates: readonly Sourced<RosterUser>[],
  gone: ReadonlySet<string>,
): void {
  const left = new Map(
    candidates
      .filter(({ sourcedId, role }) => sourcedId !== null && gone.has(sourcedId) && role !== 'administrator')
      .map((account) => [account.id, account]),
  );
  if (left.size === 0) return;
  const ownerOf = new Map(
    pendingRows.flatMap((pending) => (pending.stored ? [[pending.stored.id, pending]] : [])),
  );
  for (const pending of pendingRows) {
    if (!pending.isOpen || pending.stored || !pending.wanted) continue;
    const { wanted } = pending;
    const same = [...left.values()].filter((account) => isSamePerson(wanted, account));
    const account =
      same.find(({ identifier }) => identifier !== null && identifier === wanted.identifier) ?? same[0];
    if (!account) continue;
    left.delete(account.id);
    // The row that was about to end the account has nothing left to do.
    const owner = ownerOf.get(account.id);
    if (owner) owner.isSuperseded = true;
    pending.stored = account;
    pending.wanted = { ...wanted, id: account.id, disabledAt: account.disabledAt };
    pending.warnings.push(takenOver(account));
  }
}

function takenOver({ sourcedId }: Sourced<RosterUser>): RowRemark {
  return {
    column: 'sourcedId',
    code: 'account_taken_over',
    message: sentences.accountTakenOver(),
    value: sourcedId,
  };
}
