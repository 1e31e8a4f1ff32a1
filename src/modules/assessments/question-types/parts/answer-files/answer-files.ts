import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { isId } from '../../../../../shared/database/ids';
import type { FieldError } from '../../../../../shared/errors/domain-error';
import type { FilesById } from '../named-files';
import { sentences } from './answer-files.sentences';

const MEGABYTE = 1024 * 1024;
const MOST_MEGABYTES = 1000;

/** What a file may be that is handed in. */
export interface TakenFiles {
  mediaTypes: readonly string[];
  maxMegabytes: number;
}

/** How large one file may be. */
export const MaxMegabytes = (example: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      ...{ type: 'integer', minimum: 1, maximum: MOST_MEGABYTES, example },
      description:
        'How large one file may be, in megabytes (1,048,576 bytes). `GET /v1/file-limits` tells what this server takes.',
    }),
    IsInt(),
    Min(1),
    Max(MOST_MEGABYTES),
  );

/** Whether a value is the id of a file, as files tell theirs. */
export function isFileId(value: unknown): value is string {
  return isId(value) && value === value.toLowerCase();
}

export function fileIdFault(field: string): FieldError {
  return { field, rule: 'isUuid', message: sentences.sendFileId({ field }) };
}

/** What is wrong with a file that a learner hands in, which is theirs if it is one of the files. */
export function answerFileFaults(
  fileId: string,
  { mediaTypes, maxMegabytes }: TakenFiles,
  files: FilesById,
  field: string,
): FieldError[] {
  const file = files.get(fileId);
  if (!file) return [{ field, rule: 'isOwnFile', message: sentences.notYours({ field, id: fileId }) }];
  const { mediaType: type, bytes } = file;
  if (!mediaTypes.includes(type)) {
    const types = mediaTypes.join(', ');
    return [{ field, rule: 'isOfType', message: sentences.otherType({ field, types, type }) }];
  }
  if (bytes <= maxMegabytes * MEGABYTE) return [];
  const megabytes = Math.ceil((bytes / MEGABYTE) * 10) / 10;
  return [{ field, rule: 'maxBytes', message: sentences.tooLarge({ field, most: maxMegabytes, megabytes }) }];
}
