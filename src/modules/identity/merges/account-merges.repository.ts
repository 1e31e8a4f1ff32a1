import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { NEXT_VERSION } from '../../../shared/database/columns';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { User } from '../users/user.entity';
import { AccountMerge } from './account-merge.entity';
import type { MergePair } from './merge-parts';

const MERGEABLE = columnsOf(User, 'u', [
  ...(['id', 'username', 'role', 'disabledAt', 'sourcedId', 'email', 'identifier', 'phone'] as const),
]);

/** An account as far as merging goes by it. */
export type Mergeable = RowOf<typeof MERGEABLE>;

/** What an account takes over from its duplicate where it has none. Two of them are unique. */
export const TAKEN_OVER = ['sourcedId', 'email', 'identifier', 'phone'] as const;
export type TakenOver = Partial<Pick<Mergeable, (typeof TAKEN_OVER)[number]>>;

/** Of the merges of an account, so many are listed. */
export const MOST_LISTED = 100;

@Injectable()
export class AccountMergesRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(AccountMerge) private readonly merges: Repository<AccountMerge>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /** Both accounts, as far as they are there, locked until the transaction ends; in the order of their ids, so that two merges do not block each other. */
  async lock({ keptId, duplicateId }: MergePair): Promise<{ kept?: Mergeable; duplicate?: Mergeable }> {
    const found = await this.database.query(
      `SELECT ${MERGEABLE.sql} FROM users u WHERE u.id IN (?) ORDER BY u.id FOR UPDATE`,
      [[keptId, duplicateId].map(toBinary)],
      MERGEABLE,
    );
    const [kept, duplicate] = [keptId, duplicateId].map((id) => found.find((each) => each.id === id));
    return { ...(kept && { kept }), ...(duplicate && { duplicate }) };
  }

  /** Whether one of them is erased. */
  async hasErased({ keptId, duplicateId }: MergePair): Promise<boolean> {
    const found = await this.database.query('SELECT 1 FROM erased_people WHERE user_id IN (?) LIMIT 1', [
      [keptId, duplicateId].map(toBinary),
    ]);
    return found.length > 0;
  }

  /** Whether one of them is or was a guardian or observer of the other. */
  async areRelated({ keptId, duplicateId }: MergePair): Promise<boolean> {
    const both = [keptId, duplicateId].map(toBinary);
    const found = await this.database.query(
      `SELECT 1 FROM person_links WHERE learner_id IN (?) AND guardian_id IN (?)
       UNION ALL SELECT 1 FROM observer_links WHERE learner_id IN (?) AND observer_id IN (?) LIMIT 1`,
      [both, both, both, both],
    );
    return found.length > 0;
  }

  async insert(merge: Omit<AccountMerge, 'kept' | 'duplicate'>): Promise<void> {
    await this.merges.insert(merge);
  }

  /** The account into which this one is merged now. */
  async into(duplicateId: string): Promise<string | undefined> {
    const merge = await this.merges.findOneBy({ duplicateId, reversedAt: IsNull() });
    return merge?.keptId;
  }

  async find(id: string): Promise<AccountMerge | null> {
    return this.merges.findOneBy({ id });
  }

  async markReversed(id: string, reversedBy: string | null, reversedAt: Date): Promise<void> {
    await this.merges.update({ id }, { reversedBy, reversedAt });
  }

  /** In which the account is one of the two, newest first. */
  async of(userId: string): Promise<AccountMerge[]> {
    return this.merges.find({
      where: [{ keptId: userId }, { duplicateId: userId }],
      order: { id: 'DESC' },
      take: MOST_LISTED,
    });
  }

  /** Changes an account that is locked. */
  async change(id: string, changes: TakenOver & { disabledAt?: Date | null }, now: Date): Promise<void> {
    await this.users.update({ id }, { ...changes, version: NEXT_VERSION, updatedAt: now });
  }
}
