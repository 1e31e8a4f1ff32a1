import { Injectable } from '@nestjs/common';
import type { Sentence } from '../../../../shared/sentences/sentence';
import { sentences } from '../carry.sentences';
import type { CoursePackage } from '../course-package';
import { type PackageArchive, refusal } from './package-archive';

/** A course that was read from an archive, and checked. */
export interface ReadCourse {
  course: CoursePackage;
  /** What of the archive is not in it. */
  warnings: readonly { code: string; message: Sentence; value: string | null }[];
  /** The content of one of its files, which is checked while it is read. Throws PackageRefusedError. */
  open: (file: CoursePackage['files'][number]) => AsyncIterable<Buffer>;
}

/** Reads courses in one format. */
export interface CourseImporter {
  /** As it is told to people. */
  readonly name: string;
  /** Whether an archive with these files is of the format. */
  recognizes: (names: readonly string[]) => boolean;
  /** Nothing is stored. Throws PackageRefusedError, which names every fault. */
  read: (archive: PackageArchive) => Promise<ReadCourse>;
}

/** The formats in which courses come. */
@Injectable()
export class CourseImporters {
  private readonly importers: CourseImporter[] = [];

  /** To be called when the application starts. */
  provide(importer: CourseImporter): void {
    this.importers.push(importer);
  }

  /** Throws PackageRefusedError where no format has such files. */
  async read(archive: PackageArchive): Promise<ReadCourse> {
    const { names } = archive;
    const importer = this.importers.find(({ recognizes }) => recognizes(names));
    if (importer) return importer.read(archive);
    const formats = this.importers.map(({ name }) => name).join(', ');
    throw refusal('unknown_format', 'file', sentences.unknownFormat({ formats }));
  }
}
