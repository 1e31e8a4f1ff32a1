import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import type { SearchTables } from '../../../shared/database/search-index';
import { User } from './user.entity';

/** What of an account is searched. Written by `SearchIndex` alone. */
@Entity('user_search')
export class UserSearch {
  @UuidColumn({ primary: true })
  rowId: string;

  @OneToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'row_id', foreignKeyConstraintName: 'fk_user_search_row' })
  row?: unknown;

  @Column({ type: 'varbinary', length: 2000 })
  text: Buffer;
}

/** The trigrams of `UserSearch.text`. */
@Entity('user_trigrams')
export class UserTrigram {
  @PrimaryColumn({ type: 'varbinary', length: 12 })
  trigram: Buffer;

  @UuidColumn({ primary: true })
  rowId: string;
}

/** Names and usernames. A username that is an email address is found whole only (decision 20). */
export const USER_SEARCH: SearchTables = {
  texts: 'user_search',
  trigrams: 'user_trigrams',
  of: 'users',
  columns: ['given_name', 'family_name', 'username'],
  textsOf: (values) => values.filter((value) => !value?.includes('@')),
};
