import { Injectable, type OnModuleInit } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { readPart, readWithin } from '../../../../shared/http/nested-reading';
import { isJsonObject } from '../../../../shared/http/request-shape';
import type { CarriableFile } from '../../../files';
import { PackageRefusedError } from '../carry.errors';
import { sentences } from '../carry.sentences';
import { CarryParts } from '../carry-parts';
import { CourseCarrier } from '../course-carrier';
import { CONTENT_PART } from '../parts/content.part';
import { COURSE_PART } from '../parts/course.part';
import { type CourseImporter, CourseImporters, type ReadCourse } from './course-importer';
import { type PackageArchive, quoted, refusal } from './package-archive';
import {
  filePath,
  FORMAT_NAME,
  FORMAT_VERSION,
  Manifest,
  MANIFEST,
  ManifestHead,
  MOST_DOCUMENT_BYTES,
  partPath,
} from './package-format';

/** Without these there is no course. */
const NEEDED: readonly string[] = [COURSE_PART, CONTENT_PART];

/** Reads the files that the API writes. */
@Injectable()
export class StoaImporter implements CourseImporter, OnModuleInit {
  readonly name = `${FORMAT_NAME} ${FORMAT_VERSION.major}`;
  readonly recognizes = (names: readonly string[]): boolean => names.includes(MANIFEST);

  constructor(
    private readonly importers: CourseImporters,
    private readonly parts: CarryParts,
    private readonly carrier: CourseCarrier,
  ) {}

  onModuleInit(): void {
    this.importers.provide(this);
  }

  readonly read = async (archive: PackageArchive): Promise<ReadCourse> => {
    const manifest = manifestIn(await jsonIn(archive, MANIFEST));
    requireNamed(archive, manifest);
    const faults: FieldError[] = [];
    const documents = new Map<string, object>();
    for (const part of this.parts.all()) {
      const listed = manifest.parts.find(({ name }) => name === part.name);
      if (!listed) {
        // A file of an earlier minor version may have fewer.
        if (!NEEDED.includes(part.name)) continue;
        throw refusal('missing_part', MANIFEST, sentences.partMissing({ part: part.name }));
      }
      const sent = await jsonIn(archive, partPath(part.name), listed);
      const document = readWithin('', faults, () => part.read(sent, part.name));
      if (document) documents.set(part.name, document);
    }
    const files = manifest.files.map(({ id, ...file }): CarriableFile => ({ id: id.toLowerCase(), ...file }));
    const course = { documents, files };
    // Only what was read as a whole can be looked through.
    if (faults.length === 0) faults.push(...this.carrier.faults(course));
    const [first, ...others] = faults;
    if (first) throw new PackageRefusedError([first, ...others]);
    const known = new Set(this.parts.all().map(({ name }) => name));
    return {
      course,
      warnings: manifest.parts
        .filter(({ name }) => !known.has(name))
        .map(({ name: value }) => ({ code: 'unknown_part', message: sentences.unknownPart(), value })),
      open: ({ sha256, bytes }) => archive.readChecked(filePath(sha256), { sha256, bytes }),
    };
  };
}

/** Throws PackageRefusedError, for a newer major version before anything else is looked at. */
function manifestIn(sent: object): Manifest {
  const faults: FieldError[] = [];
  const { format, version } = sent as Record<string, unknown>;
  const head = readPart(ManifestHead, { format, version }, MANIFEST, faults);
  if (head && head.format !== FORMAT_NAME)
    throw refusal('unknown_format', `${MANIFEST}.format`, sentences.unknownFormat({ formats: FORMAT_NAME }));
  const { major } = FORMAT_VERSION;
  if (head && Number(head.version.split('.')[0]) > major)
    throw refusal(
      'newer_version',
      `${MANIFEST}.version`,
      sentences.newerVersion({ version: head.version, major }),
    );
  const manifest = head && readPart(Manifest, sent, MANIFEST, faults);
  const [first, ...others] = faults;
  if (!manifest || first) throw new PackageRefusedError([first as FieldError, ...others]);
  return manifest;
}

/** Every entry is named by the manifest, and the other way round. */
function requireNamed(archive: PackageArchive, { parts, files }: Manifest): void {
  const named = new Set([
    MANIFEST,
    ...parts.map(({ name }) => partPath(name)),
    ...files.map(({ sha256 }) => filePath(sha256)),
  ]);
  const stray = archive.names.find((name) => !named.has(name));
  if (stray !== undefined)
    throw refusal('undeclared_entry', stray, sentences.notInManifest({ entry: quoted(stray) }));
  const missing = [...named].find((name) => !archive.has(name));
  if (missing !== undefined)
    throw refusal('missing_entry', missing, sentences.noEntry({ entry: quoted(missing) }));
}

async function jsonIn(
  archive: PackageArchive,
  name: string,
  listed?: { sha256: string; bytes: number },
): Promise<object> {
  const pieces = listed ? archive.readChecked(name, listed) : archive.read(name);
  const text = (await buffer(Readable.from(bounded(pieces, name), { objectMode: false }))).toString();
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw refusal('no_json', name, sentences.noJson({ entry: quoted(name) }), error);
  }
  if (!isJsonObject(read)) throw refusal('no_json', name, sentences.noJson({ entry: quoted(name) }));
  return read;
}

async function* bounded(pieces: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MOST_DOCUMENT_BYTES) {
      const megabytes = MOST_DOCUMENT_BYTES / 1024 / 1024;
      throw refusal('entry_too_large', name, sentences.entryTooLarge({ entry: quoted(name), megabytes }));
    }
    yield piece;
  }
}
