import type { Settings } from '../../../config/settings';
import type { FileStorage } from './file-storage';
import { LocalFolder } from './local-folder';
import { S3Bucket } from './s3/s3-bucket';

/** The storage that the settings name. */
export function openFileStorage({ fileStorage }: Pick<Settings, 'fileStorage'>): FileStorage {
  return fileStorage.kind === 's3' ? new S3Bucket(fileStorage.bucket) : new LocalFolder(fileStorage.folder);
}
