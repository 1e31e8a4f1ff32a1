/**
 * The same items in the same order. While one is in use, the next ones are being made: reading goes on while the store
 * works.
 *
 * @param count how many are made ahead, at least 1. So many are held in memory besides the one in use.
 */
export async function* readAhead<T>(items: AsyncIterable<T>, count = 1): AsyncGenerator<T, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const make = (): Promise<IteratorResult<T, unknown>> => {
    const item = iterator.next();
    // A failure is told to whoever waits for the item.
    item.catch(() => undefined);
    return item;
  };
  try {
    const ahead = Array.from({ length: count }, make);
    for (let next = ahead.shift(); next; next = ahead.shift()) {
      const item = await next;
      if (item.done) return;
      ahead.push(make());
      yield item.value;
    }
  } finally {
    await iterator.return?.();
  }
}
