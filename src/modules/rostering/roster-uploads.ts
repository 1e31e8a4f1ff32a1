import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Multipart } from '@fastify/multipart';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { newId } from '../../shared/database/ids';
import type { FieldError } from '../../shared/errors/domain-error';
import { invalidRequest } from '../../shared/http/validation';
import { UploadTooLargeError } from './rostering.errors';

/** Uploads that wait for a confirmation nobody gives are swept away after two days. */
const KEEP_MILLISECONDS = 2 * 86_400_000;

const FLAGS: Record<string, boolean> = { true: true, false: false, '': false };

/** An uploaded bundle with what was asked for. */
export interface RosterUpload {
  /** Of the file on this machine. */
  path: string;
  /** As the sender calls it. */
  name: string;
  /** Of the file's content, in hexadecimal. */
  sha256: string;
  dryRun: boolean;
  confirmed: boolean;
}

/** Uploaded bundles, on disk from the first byte until their import is over. */
@Injectable()
export class RosterUploads {
  private readonly folder: string;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    this.folder = resolve(settings.dataDirectory, 'uploads');
  }

  /**
   * Reads the parts of a form, in whatever order they come, and streams its file to disk.
   *
   * @throws UploadTooLargeError, or InvalidError (422) for a form with other parts than those of RosterImportForm
   */
  async receive(parts: AsyncIterable<Multipart>): Promise<RosterUpload> {
    await mkdir(this.folder, { recursive: true });
    await this.sweep();
    const path = join(this.folder, `${newId()}.zip`);
    try {
      return await this.read(parts, path);
    } catch (error) {
      await this.remove(path);
      throw error;
    }
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  private async read(parts: AsyncIterable<Multipart>, path: string): Promise<RosterUpload> {
    const upload = { path, name: '', sha256: '', dryRun: false, confirmed: false };
    const faults: FieldError[] = [];
    let hasFile = false;
    for await (const part of parts) {
      const { fieldname } = part;
      if (part.type === 'file') {
        if (fieldname === 'file') {
          upload.sha256 = await this.save(part.file, path);
          upload.name = part.filename;
          hasFile = true;
        } else {
          part.file.resume();
          faults.push(unknownField(fieldname));
        }
      } else if (fieldname === 'dryRun' || fieldname === 'confirmed') {
        const flag = FLAGS[String(part.value)];
        if (flag === undefined)
          faults.push({ field: fieldname, rule: 'isBoolean', message: `${fieldname} must be true or false` });
        else upload[fieldname] = flag;
      } else {
        faults.push(unknownField(fieldname));
      }
    }
    if (!hasFile && faults.length === 0)
      faults.push({ field: 'file', rule: 'isNotEmpty', message: 'file must be a zip file' });
    if (faults.length > 0) throw invalidRequest(faults);
    return upload;
  }

  /** Returns the SHA-256 of the content. */
  private async save(file: Readable & { truncated: boolean }, path: string): Promise<string> {
    const tooLarge = new UploadTooLargeError(this.settings.uploadLimitMegabytes);
    const hash = createHash('sha256');
    try {
      await pipeline(file, hashing(hash), createWriteStream(path, { mode: 0o600 }));
    } catch (error) {
      throw (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE' ? tooLarge : error;
    }
    if (file.truncated) throw tooLarge;
    return hash.digest('hex');
  }

  private async sweep(): Promise<void> {
    const now = Date.now();
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const file = await stat(path).catch(() => undefined);
      if (file && now - file.mtimeMs > KEEP_MILLISECONDS) await this.remove(path);
    }
  }
}

function unknownField(field: string): FieldError {
  return { field, rule: 'unknownField', message: `${field} is not a field of this request` };
}

/** Passes bytes on, and counts them into the hash. */
function hashing(hash: Hash): (bytes: AsyncIterable<Buffer>) => AsyncIterable<Buffer> {
  return async function* (bytes) {
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
  };
}
