import { ListOrder } from '../../../shared/http/list-order';
import type { Account } from './user.entity';

export const USER_SORTS = ['name', '-name', 'username', '-username', 'newest', 'oldest'] as const;
export type UserSort = (typeof USER_SORTS)[number];

const byName = ListOrder.by<Account>('ix_users_name', { familyName: 'text', givenName: 'text', id: 'id' });
const byUsername = ListOrder.by<Account>('uq_users_username', { username: 'text' });
/** Ids sort by the time they were made. */
const byAge = ListOrder.by<Account>('PRIMARY', { id: 'id' });

export const USER_ORDERS: Readonly<Record<UserSort, ListOrder<Account>>> = {
  name: byName,
  '-name': byName.reversed(),
  username: byUsername,
  '-username': byUsername.reversed(),
  newest: byAge.reversed(),
  oldest: byAge,
};
