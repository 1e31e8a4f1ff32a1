import type { FileFacts } from '../../../files';

/** A file that a definition names. */
export interface NamedInDefinition {
  /** Its path from the definition. */
  field: string;
  fileId: string;
}

/** What is known of files that are named. */
export type FilesById = ReadonlyMap<string, FileFacts>;
