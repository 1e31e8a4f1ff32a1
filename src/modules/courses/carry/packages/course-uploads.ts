import type { Multipart } from '@fastify/multipart';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../../config/config.module';
import type { Settings } from '../../../../config/settings';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { OperationInputs } from '../../../../shared/operations/operation-inputs';
import { type NamedInput, receiveInput, takeFlag } from '../../../../shared/operations/received-input';
import { CourseFileTooLargeError } from '../carry.errors';
import { sentences } from '../carry.sentences';

const LONGEST_TITLE = 200;

interface Options {
  dryRun: boolean;
  /** Of the course; null for that of the file. */
  title: string | null;
}

/** An uploaded file of a course with the options of its import. */
export type CourseUpload = NamedInput & Options;

/** Receives files of courses. It stores no part of an upload that is incomplete, too large or invalid. */
@Injectable()
export class CourseUploads {
  constructor(
    private readonly inputs: OperationInputs,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws CourseFileTooLargeError, and InvalidError (422) for a form that CourseImportForm does not describe. */
  async receive(parts: AsyncIterable<Multipart>): Promise<CourseUpload> {
    const options: Options = { dryRun: false, title: null };
    const received = await receiveInput(this.inputs, parts, {
      tooLarge: () => new CourseFileTooLargeError(this.settings.uploadLimitMegabytes),
      fileRequired: sentences.fileRequired({ field: 'file' }),
      take: (field, value) => {
        if (field === 'dryRun') return takeFlag(field, value, (flag) => (options.dryRun = flag));
        return field === 'title' ? takeTitle(value, (title) => (options.title = title)) : undefined;
      },
    });
    return { ...received, ...options };
  }

  /** Removes an upload that will not be imported. */
  async discard({ operationId }: CourseUpload): Promise<void> {
    await this.inputs.remove(operationId);
  }
}

function takeTitle(value: string, take: (title: string | null) => void): FieldError[] {
  const title = value.replaceAll(/\s+/g, ' ').trim();
  const field = 'title';
  if (title.length > LONGEST_TITLE)
    return [{ field, rule: 'maxLength', message: sentences.titleTooLong({ field, most: LONGEST_TITLE }) }];
  take(title === '' ? null : title);
  return [];
}
