import type { Readable } from 'node:stream';

/** A file that goes into an export. */
export interface PersonalFile {
  id: string;
  name: string;
  bytes: number;
  uploadedAt: Date;
  read: () => Promise<Readable>;
}

/** The files that personal data names. Declared here because exports are made below the module of files, which provides it. */
export abstract class PersonalFiles {
  /** In the order of their ids. Those that are gone are left out. */
  abstract open(fileIds: readonly string[]): Promise<PersonalFile[]>;
}
