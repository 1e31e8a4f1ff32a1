import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { PersonalFile } from '../../../shared/personal-data/personal-files';
import type { PersonalRows } from '../../../shared/personal-data/personal-rows';
import { inEnglish } from '../../../shared/sentences/say';
import { sentences } from './data-exports.sentences';
import type { ExportedRow } from './exported-rows.repository';

/** A table of the archive: `work/attempts.json`. */
export interface ArchivedTable {
  path: string;
  declared: PersonalRows;
  rows: () => AsyncIterable<ExportedRow>;
}

/** Rows that the archive only counts. */
export interface CountedTable {
  declared: PersonalRows;
  count: number;
}

export interface ArchivedData {
  /** Of the person. */
  name: string;
  at: Date;
  tables: readonly ArchivedTable[];
  counted: readonly CountedTable[];
  files: readonly PersonalFile[];
  /** How many files are gone of those that rows name. */
  missingFiles: number;
}

/** The files of the archive by the order in which tables come; two of one table and category have numbers. */
export function pathsOf(declared: readonly PersonalRows[]): string[] {
  const given = new Map<string, number>();
  return declared.map(({ table, category }) => {
    const path = `${category}/${table}`;
    const number = (given.get(path) ?? 0) + 1;
    given.set(path, number);
    return number === 1 ? `${path}.json` : `${path}-${number}.json`;
  });
}

/**
 * The archive, piece by piece: rows and files are read while it is taken, one entry after another, and the text that explains it is last, since it
 * says how many rows there were. Memory does not grow with them.
 */
export async function* archiveOf(
  data: ArchivedData,
  onTable: (table: string, rows: number) => Promise<void>,
): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  const counts: number[] = [];
  const add = (path: string, pieces: () => AsyncIterable<Buffer>): void =>
    zip.addReadStreamLazy(path, { mtime: data.at }, (take) => {
      const stream = Readable.from(pieces(), { objectMode: false });
      // yazl does not listen to what it reads.
      stream.on('error', (error: Error) => output.destroy(error));
      take(null, stream);
    });
  data.tables.forEach(({ path, declared, rows }, place) =>
    add(path, async function* () {
      const counted = { rows: 0 };
      yield* tableText(declared, rows(), counted);
      counts[place] = counted.rows;
      await onTable(declared.table, counted.rows);
    }),
  );
  for (const { id, name, bytes, uploadedAt, read } of data.files)
    zip.addReadStreamLazy(
      `files/${id}/${safeName(name)}`,
      { mtime: uploadedAt, size: bytes, compress: false },
      (take) => {
        read().then(
          (stream) => {
            stream.on('error', (error: Error) => output.destroy(error));
            take(null, stream);
          },
          (error: unknown) => take(error, undefined as never),
        );
      },
    );
  add('README.txt', async function* () {
    yield Buffer.from(readme(data, counts));
    await Promise.resolve();
  });
  zip.end();
  yield* output as AsyncIterable<Buffer>;
}

async function* tableText(
  { holds, keptFor }: PersonalRows,
  rows: AsyncIterable<ExportedRow>,
  counted: { rows: number },
): AsyncGenerator<Buffer> {
  const head = JSON.stringify({ about: holds, keptFor }, undefined, 1).slice(0, -2);
  yield Buffer.from(`${head},\n "rows": [`);
  for await (const row of rows) {
    yield Buffer.from(`${counted.rows === 0 ? '' : ','}\n  ${JSON.stringify(row)}`);
    counted.rows += 1;
  }
  yield Buffer.from('\n ]\n}\n');
}

function readme({ name, at, tables, counted, files, missingFiles }: ArchivedData, counts: number[]): string {
  const lines = [
    ...[sentences.title({ name }), sentences.madeAt({ instant: at.toISOString() })].map(inEnglish),
    ...['', ...[sentences.folders(), sentences.withheld(), sentences.others()].map(inEnglish), ''],
    ...tables.flatMap(({ path, declared: { holds, keptFor, hides } }, place) => [
      inEnglish(sentences.rows({ file: path, count: counts[place] ?? 0, holds, keptFor })),
      ...(hides
        ? [`  ${inEnglish(sentences.hidden({ columns: hides.columns.join(', '), because: hides.because }))}`]
        : []),
    ]),
    inEnglish(sentences.files({ count: files.length })),
    ...(missingFiles > 0 ? [inEnglish(sentences.missing({ count: missingFiles }))] : []),
    '',
    ...counted.map(({ declared: { table, holds, keptFor }, count }) =>
      inEnglish(sentences.counted({ table, count, holds, keptFor })),
    ),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** A name that unpacks to one file everywhere. */
function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+/, '_');
}
