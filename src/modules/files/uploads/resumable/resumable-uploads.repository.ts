import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, LessThanOrEqual, MoreThan, type Repository } from 'typeorm';
import { ResumableUpload } from './resumable-upload.entity';
import { UploadPiece } from './upload-piece.entity';

/** Uploads that can be resumed, and their pieces. Every change of one says what it takes for granted, and does nothing otherwise. */
@Injectable()
export class ResumableUploadsRepository {
  constructor(
    @InjectRepository(ResumableUpload) private readonly uploads: Repository<ResumableUpload>,
    @InjectRepository(UploadPiece) private readonly pieces: Repository<UploadPiece>,
  ) {}

  async insert(upload: Omit<ResumableUpload, 'file'>): Promise<void> {
    await this.uploads.insert(upload);
  }

  /** Undefined for one that is somebody else's, or that has expired. */
  async find(id: string, uploadedBy: string, now: Date): Promise<ResumableUpload | undefined> {
    return (await this.uploads.findOneBy({ id, uploadedBy, expiresAt: MoreThan(now) })) ?? undefined;
  }

  /** How many somebody has begun and not completed. */
  async countUnfinished(uploadedBy: string, now: Date): Promise<number> {
    return this.uploads.countBy({ uploadedBy, fileId: IsNull(), expiresAt: MoreThan(now) });
  }

  /** From now on only this writer may add a piece. False where the upload does not end at `arrived`. */
  async claim(id: string, arrived: number, writer: string): Promise<boolean> {
    const { affected } = await this.uploads.update({ id, arrived, fileId: IsNull() }, { writer });
    return affected === 1;
  }

  /** False where the upload has expired, does not end where the piece begins, or is another writer's meanwhile. */
  async addPiece(piece: Omit<UploadPiece, 'upload'>, writer: string, now: Date): Promise<boolean> {
    const { uploadId: id, position, bytes } = piece;
    const { affected } = await this.uploads.update(
      { id, writer, arrived: position, expiresAt: MoreThan(now) },
      { arrived: position + bytes, pieces: () => 'pieces + 1' },
    );
    if (affected !== 1) return false;
    await this.pieces.insert(piece);
    return true;
  }

  async piecesOf(uploadId: string): Promise<UploadPiece[]> {
    return this.pieces.find({ where: { uploadId }, order: { position: 'ASC' } });
  }

  /** False where there is a file of it already, or another request is making one. */
  async beginFinishing(id: string, now: Date, until: Date): Promise<boolean> {
    const { affected } = await this.uploads.update(
      { id, fileId: IsNull(), finishingUntil: LessThanOrEqual(now) },
      { finishingUntil: until },
    );
    return affected === 1;
  }

  /** Says how long the request that is making a file of it will go on, as far as it knows. */
  async setFinishingUntil(id: string, until: Date): Promise<void> {
    await this.uploads.update({ id }, { finishingUntil: until });
  }

  /** Says what became of it, and forgets its pieces. False where it was removed, or there is a file of it already. */
  async complete(id: string, fileId: string): Promise<boolean> {
    const { affected } = await this.uploads.update({ id, fileId: IsNull() }, { fileId });
    if (affected !== 1) return false;
    await this.pieces.delete({ uploadId: id });
    return true;
  }

  async expired(now: Date, most: number): Promise<string[]> {
    const found = await this.uploads.find({
      select: { id: true },
      where: { expiresAt: LessThanOrEqual(now), finishingUntil: LessThanOrEqual(now) },
      order: { expiresAt: 'ASC' },
      take: most,
    });
    return found.map(({ id }) => id);
  }

  /** Removes the uploads, in a transaction. Returns the keys of their pieces, to which no more can be added. */
  async remove(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const chosen = In([...ids]);
    await this.uploads.find({
      select: { id: true },
      where: { id: chosen },
      lock: { mode: 'pessimistic_write' },
    });
    const pieces = await this.pieces.find({ select: { id: true }, where: { uploadId: chosen } });
    await this.uploads.delete({ id: chosen });
    return pieces.map(({ id }) => id);
  }
}
