import { OperationFiles } from '../../src/modules/files/operation-files/operation-files';
import { replaceMethod } from './negative-control';

/** For a negative control: the input of an operation is stored in a transaction, which stays open until all of it has arrived. */
export function storeInTransactions(): void {
  replaceMethod(
    OperationFiles.prototype,
    'store',
    (store) =>
      function (this: OperationFiles, id, content) {
        const run = this['transactions'].run.bind(this['transactions']);
        const transactions = { outside: run, run };
        return store.call(
          Object.assign(Object.create(this) as OperationFiles, { transactions }),
          id,
          content,
        );
      },
  );
}
