/** The same items, each being made while its predecessor is in use: reading goes on while the store writes. */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    for (;;) {
      const item = await next;
      if (item.done) return;
      next = iterator.next();
      // If it fails, that is told when it is waited for, or nobody cares any more.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await iterator.return?.();
  }
}
