import { join } from 'node:path';
import type { SettingsReader } from './settings-reader';

/** A bucket of a storage that speaks the protocol of Amazon S3. */
export interface BucketSettings {
  /** Undefined for Amazon's own of the region. */
  endpoint: string | undefined;
  region: string;
  bucket: string;
  /** Whether the bucket is named in the path of addresses rather than in their host. */
  isPathStyle: boolean;
  /** Undefined for what the environment of the process says, as the tools of AWS read it. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** What all keys begin with. */
  prefix: string;
  waitSeconds: number;
}

/** Where the bytes of files are. */
export type FileStorageSettings = { kind: 'folder'; folder: string } | { kind: 's3'; bucket: BucketSettings };

export function readFileStorage(read: SettingsReader): FileStorageSettings {
  const kind = read.oneOf('FILES_STORAGE', ['folder', 's3'], 'folder');
  const folder = read.text('FILES_DIRECTORY', '') || join(read.text('DATA_DIRECTORY', '.data'), 'files');
  return kind === 'folder' ? { kind, folder } : { kind, bucket: readBucket(read) };
}

function readBucket(read: SettingsReader): BucketSettings {
  const bucket = read.text('FILES_S3_BUCKET', '');
  if (bucket === '') read.fault('FILES_S3_BUCKET', 'is needed when FILES_STORAGE is s3');
  const accessKeyId = read.text('FILES_S3_ACCESS_KEY', '');
  const secretAccessKey = read.text('FILES_S3_SECRET_KEY', '');
  if ((accessKeyId === '') !== (secretAccessKey === ''))
    read.fault('FILES_S3_ACCESS_KEY', 'and FILES_S3_SECRET_KEY must both be set, or neither');
  const prefix = read.text('FILES_S3_PREFIX', '');
  if (!/^[\w./-]{0,200}$/.test(prefix))
    read.fault(
      'FILES_S3_PREFIX',
      'may have letters, digits and the characters . _ - / and at most 200 of them',
    );
  return {
    endpoint: read.url('FILES_S3_ENDPOINT', ['http:', 'https:']),
    region: read.text('FILES_S3_REGION', 'us-east-1'),
    bucket,
    isPathStyle: read.flag('FILES_S3_PATH_STYLE', true),
    credentials: accessKeyId === '' ? undefined : { accessKeyId, secretAccessKey },
    prefix,
    waitSeconds: read.wholeNumber('FILES_S3_WAIT_SECONDS', 10, 1, 600),
  };
}
