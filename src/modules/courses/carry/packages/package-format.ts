import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import { IsId, Text } from '../../../../shared/http/field-rules';
import { says } from '../../../../shared/http/field-sentences';
import { sentences } from '../carry.sentences';

/*
 * The file of a course: a zip with `manifest.json`, a JSON document for each part of the course, and the files that it shows, by their
 * SHA-256. Documents say what requests of the API say, with ids that mean something in the file alone.
 */

export const FORMAT_NAME = 'stoa-course';
/** A greater major version cannot be read by those who know this one; a greater minor one has only more. */
export const FORMAT_VERSION = { major: 1, minor: 0 } as const;
export const MANIFEST = 'manifest.json';
/** The manifest and each document are read into memory. */
export const MOST_DOCUMENT_BYTES = 32 * 1024 * 1024;

export const partPath = (name: string): string => `parts/${name}.json`;
export const filePath = (sha256: string): string => `files/${sha256}`;

/** What may be in a course. What learners handed in is no part of it. */
const PURPOSES = ['activity', 'question'] as const;

/** What a manifest begins with, whatever its version. */
export class ManifestHead {
  @IsString()
  format: string;

  @Matches(/^\d{1,4}\.\d{1,4}$/, says((field) => sentences.versionNumber({ field })))
  version: string;
}

class ManifestEntry {
  @Matches(/^[\da-f]{64}$/, says((field) => sentences.sha256({ field })))
  sha256: string;

  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  bytes: number;
}

export class ManifestPart extends ManifestEntry {
  @Matches(/^[a-z_]{1,40}$/, says((field) => sentences.partName({ field })))
  name: string;
}

export class ManifestFile extends ManifestEntry {
  @IsId()
  id: string;

  @Text('line', { max: 255 })
  name: string;

  @IsIn(PURPOSES)
  purpose: (typeof PURPOSES)[number];

  @Text('line', { max: 100 })
  mediaType: string;
}

export class Manifest extends ManifestHead {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ManifestPart)
  parts: ManifestPart[];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ManifestFile)
  files: ManifestFile[];
}
