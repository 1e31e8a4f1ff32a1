/**
 * Content whose parts give their memory back as soon as the next one is asked for. Otherwise it would come back with a garbage
 * collection, for which V8 waits until up to 64 MB of such parts are there. To be given only to readers that look at no part
 * after they have asked for the next (as those of `FileStorage.write`), and only content that nobody else has.
 */
export async function* givenBack(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const part of content) {
    yield part;
    // What is only a piece of a larger memory, such as of the pool of small buffers, is shared with others.
    if (part.length === part.buffer.byteLength) (part.buffer as ArrayBuffer).transfer(0);
  }
}
