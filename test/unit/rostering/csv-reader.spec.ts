import { BundleError } from '../../../src/modules/rostering/bundle/bundle-error';
import { said } from '../../support/bundle-rows';
import { type CsvItem, readCsv } from '../../../src/modules/rostering/bundle/csv-reader';
import { DEFAULT_LIMITS } from '../../../src/modules/rostering/bundle/limits';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, undefined> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(
  content: string | Buffer,
  { chunkSize = 16_384, maxRecordBytes = DEFAULT_LIMITS.maxRecordBytes } = {},
): Promise<CsvItem[]> {
  const items: CsvItem[] = [];
  for await (const some of readCsv(inChunks(Buffer.from(content), chunkSize), 'users.csv', {
    maxRecordBytes,
  })) {
    items.push(...some);
  }
  return items;
}

async function encodingFault(content: Buffer, chunkSize?: number): Promise<unknown> {
  const error: unknown = await read(content, { chunkSize }).catch((reason: unknown) => reason);
  return error instanceof BundleError ? said(error.faults[0]) : error;
}

/** Wherever the stream happens to be cut, the records must come out the same. */
describe.each([1, 2, 3, 7, 64, 16_384])('a CSV file read in chunks of %d bytes', (chunkSize) => {
  it('a CSV reader yields each record with the line on which it starts', async () => {
    expect(await read('a,b\r\n1,2\r\n3,4', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', '2'] },
      { line: 3, fields: ['3', '4'] },
    ]);
  });

  it('a CSV reader accepts LF at the end of all or some lines', async () => {
    expect(await read('a,b\n1,2\r\n3,4\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', '2'] },
      { line: 3, fields: ['3', '4'] },
    ]);
  });

  it('a CSV reader counts line breaks inside quotes as lines', async () => {
    expect(await read('a,b\r\n"one\r\ntwo\nthree",x\r\ny,"four\r\n"\r\nlast,z\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['one\r\ntwo\nthree', 'x'] },
      { line: 5, fields: ['y', 'four\r\n'] },
      { line: 7, fields: ['last', 'z'] },
    ]);
  });

  it('a CSV reader removes the quotes of a field and keeps its spaces', async () => {
    expect(await read('a,b,c\r\n"say ""hi"", Bo", x ,""\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b', 'c'] },
      { line: 2, fields: ['say "hi", Bo', ' x ', ''] },
    ]);
  });

  it('a CSV reader ignores empty lines but counts them', async () => {
    expect(await read('a,b\r\n\r\n\n1,2\r\n\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 4, fields: ['1', '2'] },
    ]);
  });

  it('a CSV reader accepts a byte order mark and any character', async () => {
    expect(await read('\uFEFFa,b\r\nChloë,Nguyễn 😀\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['Chloë', 'Nguyễn 😀'] },
    ]);
  });

  it('a CSV reader continues after a row with quotes that do not match', async () => {
    expect(await read('a,b\r\n1,"Bob "Bo" Smith"\r\n2,5" pipe\r\n3,ok\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, code: 'malformed_quotes', field: 1 },
      { line: 3, code: 'malformed_quotes', field: 1 },
      { line: 4, fields: ['3', 'ok'] },
    ]);
  });

  it('a CSV reader loses only the row with the open quote if no other quote follows', async () => {
    expect(await read('a,b\r\n1,"open\r\n2,ok\r\n\r\n3,ok\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, code: 'malformed_quotes', field: 1 },
      { line: 3, fields: ['2', 'ok'] },
      { line: 5, fields: ['3', 'ok'] },
    ]);
  });

  it('a CSV reader loses only the row with the open quote if a quoted field follows', async () => {
    expect(await read('a,b\r\n1,"open\r\n2,ok\r\n3,"fine, too"\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, code: 'malformed_quotes', field: 1 },
      { line: 3, fields: ['2', 'ok'] },
      { line: 4, fields: ['3', 'fine, too'] },
    ]);
  });

  it('a CSV reader does not lose the rows between two stray quotes', async () => {
    expect(await read('a,b\r\n1,"open\r\n2,ok\r\n3,closed",x\r\n4,ok\r\n', { chunkSize })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, code: 'malformed_quotes', field: null },
      { line: 3, fields: ['2', 'ok'] },
      { line: 4, code: 'malformed_quotes', field: 1 },
      { line: 5, fields: ['4', 'ok'] },
    ]);
  });

  it('a CSV reader reports a record that is too long and continues on the next line', async () => {
    const long = 'x'.repeat(50);
    expect(await read(`a,b\r\n1,${long}\r\n2,ok\r\n`, { chunkSize, maxRecordBytes: 40 })).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, code: 'record_too_long', field: null },
      { line: 3, fields: ['2', 'ok'] },
    ]);
  });

  it('a CSV reader does not look for a closing quote beyond the maximum length of a record', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => `${index},ok\r\n`).join('');
    const items = await read(`a,b\r\nx,"open\r\n${rows}`, { chunkSize, maxRecordBytes: 40 });
    expect(items.map((item) => ('fields' in item ? item.line : 'bad'))).toEqual([
      1,
      'bad',
      ...Array.from({ length: 20 }, (_, index) => index + 3),
    ]);
  });

  it('a CSV reader ends if the last line is too long and has no end', async () => {
    expect(await read(`a,b\r\n1,"${'x'.repeat(500)}`, { chunkSize, maxRecordBytes: 40 })).toHaveLength(2);
  });

  it('a CSV reader accepts an empty file', async () => {
    expect(await read('', { chunkSize })).toEqual([]);
    expect(await read('\uFEFF', { chunkSize })).toEqual([]);
  });

  it('a CSV reader refuses a file at the first line that is not UTF-8', async () => {
    const latin1 = Buffer.from('a,b\r\n"1\r\n",ok\r\nChloë,x\r\n2,ok\r\n', 'latin1');
    expect(await encodingFault(latin1, chunkSize)).toMatchObject({
      code: 'invalid_encoding',
      file: 'users.csv',
      line: 4,
      message: expect.stringContaining('line 4'),
    });
  });

  it('a CSV reader refuses a file that ends within a character', async () => {
    const cut = Buffer.from('a,b\r\n1,Chloë').subarray(0, -1);
    expect(await encodingFault(cut, chunkSize)).toMatchObject({ code: 'invalid_encoding', line: 2 });
  });

  it.each(['utf16le', 'big endian'] as const)('a CSV reader refuses a file in UTF-16 (%s)', async (order) => {
    const bytes = Buffer.from('\uFEFFa,b\r\n1,2\r\n', 'utf16le');
    if (order === 'big endian') bytes.swap16();
    expect(await encodingFault(bytes, chunkSize)).toMatchObject({
      code: 'invalid_encoding',
      line: 1,
      message: expect.stringContaining('UTF-16'),
    });
  });
});

it('a file of nothing but bad quotes is reported line by line, in time that grows with its size only', async () => {
  const lines = 5_000;
  const items = await read(`a,b\r\n${'1,"open\r\n'.repeat(lines)}`);
  expect(items.slice(1).map(({ line }) => line)).toEqual(
    Array.from({ length: lines }, (_, index) => index + 2),
  );
}, 60_000);
