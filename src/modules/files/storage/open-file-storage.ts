import type { Settings } from '../../../config/settings';
import type { FileStorage } from './file-storage';
import { LocalFolder } from './local-folder';

/** The storage that the settings name. */
export function openFileStorage({ filesDirectory }: Settings): FileStorage {
  return new LocalFolder(filesDirectory);
}
