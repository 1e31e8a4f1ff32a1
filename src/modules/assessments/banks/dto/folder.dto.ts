import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { type FolderTree, LONGEST_FOLDER_TITLE, MOST_FOLDERS } from '../folder-tree';
import type { FolderRecord } from '../folders.repository';

const PARENT = {
  type: String,
  format: 'uuid',
  nullable: true,
  example: null,
  description: 'The folder that it is in; null at the top.',
} as const;

export class CreateFolderDto {
  @ApiProperty({ example: 'Descriptive statistics' })
  @Text('line', { max: LONGEST_FOLDER_TITLE })
  title: string;

  @ApiPropertyOptional(PARENT)
  @IsOptional()
  @IsId()
  parentId?: string | null;
}

/** What to change; whatever is left out stays as it is. */
export class UpdateFolderDto {
  @ApiPropertyOptional({ example: 'Describing data' })
  @MayBeLeftOut()
  @Text('line', { max: LONGEST_FOLDER_TITLE })
  title?: string;

  @ApiPropertyOptional(PARENT)
  @IsOptional()
  @IsId()
  parentId?: string | null;
}

/** A folder of the questions of a course. */
export class FolderResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty(PARENT)
  parentId: string | null;

  @ApiProperty({ example: 'Measures of center' })
  title: string;

  @ApiProperty({
    type: [String],
    example: ['Descriptive statistics', 'Measures of center'],
    description: 'The titles from the top down to this folder.',
  })
  path: string[];

  @ApiProperty({ example: 1, description: 'Counts the changes; see `ETag`.' })
  version: number;
}

export class FolderListResponse {
  @ApiProperty({
    type: [FolderResponse],
    maxItems: MOST_FOLDERS,
    description: 'By title, each folder before those inside it.',
  })
  data: FolderResponse[];
}

export function toFolderResponse(
  { id, parentId, title, version }: FolderRecord,
  tree: FolderTree,
): FolderResponse {
  return { id, parentId, title, path: tree.pathOf(id), version };
}
