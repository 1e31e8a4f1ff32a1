/**
 * These accounts have got another given or family name. Published while their rows are locked by the change, so that
 * a handler reads the new names and nobody can read old ones under a lock before it has ended.
 */
export class PeopleRenamed {
  constructor(readonly userIds: readonly string[]) {}
}

/** An administrator has linked this account to another row of the roster, or unlinked it. */
export class RosterLinkChanged {
  constructor(readonly userId: string) {}
}

/**
 * Courses and work have moved between these two accounts of one person, whether they were merged or that was reversed. Published in the
 * transaction that moved them, after it locked both accounts.
 */
export class AccountsMerged {
  constructor(
    readonly keptId: string,
    readonly duplicateId: string,
  ) {}
}

/** A person is being erased. Published in the transaction that begins it, after the account was suspended. */
export class PersonErasing {
  constructor(
    readonly userId: string,
    /** The administrator who asked for it; null for a command. */
    readonly by: string | null,
  ) {}
}
