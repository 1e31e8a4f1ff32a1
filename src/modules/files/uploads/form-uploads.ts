import { Inject, Injectable } from '@nestjs/common';
import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import type { Caller } from '../../../shared/auth/caller';
import type { FieldError } from '../../../shared/errors/domain-error';
import { unknownField } from '../../../shared/http/request-shape';
import { storeWhole } from '../../../shared/http/sent-file';
import { invalidRequest } from '../../../shared/http/validation';
import { FileTooLargeError } from '../files.errors';
import { sentences } from '../files.sentences';
import {
  findPurpose,
  mostMegabytesOf,
  PURPOSE_NAMES,
  type PurposeName,
  requireUploader,
} from '../purposes/registry';
import { MEGABYTE } from '../sizes';
import type { Received } from './received-content';
import { type Described, type FileUpload, type Store, StoredUploads } from './stored-uploads';

/** For the other fields of the form, and the lines between them. */
const ROOM_FOR_THE_FORM = 64 * 1024;
const FORM_LIMITS = { files: 1, fields: 10, fieldSize: 1024, headerPairs: 20 };

/** Receives files that are sent as forms, each in one request. */
@Injectable()
export class FormUploads {
  constructor(
    private readonly uploads: StoredUploads,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Reads the parts of a form in any order, and stores its file while it arrives. What says by its Content-Length that it is too
   * large is refused before it arrives.
   *
   * @throws FileTooLargeError, RoleNeededError, WrongTypeError, StorageFullError, or InvalidError (422) for a form with other parts than
   *   FileForm
   */
  async receive(caller: Caller, request: FastifyRequest): Promise<FileUpload> {
    const { fileLimitMegabytes } = this.settings;
    const fileSize = fileLimitMegabytes * MEGABYTE;
    if (Number(request.headers['content-length'] ?? 0) > fileSize + ROOM_FOR_THE_FORM)
      throw new FileTooLargeError(fileLimitMegabytes);
    const parts = request.parts({ limits: { ...FORM_LIMITS, fileSize } });
    return this.uploads.keepWhole((store) => this.read(caller, parts, store));
  }

  private async read(caller: Caller, parts: AsyncIterable<Multipart>, store: Store): Promise<Described> {
    const tooLarge = new FileTooLargeError(this.settings.fileLimitMegabytes);
    let stored: (Received & { name: string }) | undefined;
    let purpose: PurposeName | undefined;
    const faults: FieldError[] = [];
    for await (const part of parts) {
      const { fieldname } = part;
      if (part.type === 'file' && fieldname === 'file') {
        stored = { ...(await storeWhole(part.file, tooLarge, store)), name: asTyped(part.filename) };
      } else if (part.type === 'field' && fieldname === 'purpose') {
        purpose = findPurpose(part.value)?.name;
        if (purpose) requireUploader(caller, purpose);
      } else {
        if (part.type === 'file') part.file.resume();
        faults.push(unknownField(fieldname));
      }
    }
    if (!purpose)
      faults.push({
        field: 'purpose',
        rule: 'isIn',
        message: sentences.mustBePurpose({ purposes: PURPOSE_NAMES.join(', ') }),
      });
    if (!stored) faults.push({ field: 'file', rule: 'isFile', message: sentences.fileNeeded() });
    else if (stored.bytes === 0)
      faults.push({ field: 'file', rule: 'isNotEmpty', message: sentences.empty() });
    if (!stored || !purpose || faults.length > 0) throw invalidRequest(faults);
    const most = mostMegabytesOf(purpose, this.settings.fileLimitMegabytes);
    if (stored.bytes > most * MEGABYTE) throw new FileTooLargeError(most);
    return { ...stored, purpose };
  }
}

/** Browsers escape quotes in the names of files (HTML, multipart/form-data encoding). */
function asTyped(filename: string): string {
  return filename.replaceAll('%22', '"');
}
