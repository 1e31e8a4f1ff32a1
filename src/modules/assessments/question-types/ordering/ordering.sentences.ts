import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('ordering', {
  orderNeeded: '{field} must be the list of the ids of all items, in the right order',
  sendOrder: '{field} must be the list of the ids of all {count} items, in an order',
  isNoItem: '{field} is not the id of one of the items',
  itemTwice: '{field} is in the list already',
});
