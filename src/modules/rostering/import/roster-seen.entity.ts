import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sourcedId that the files of the running import hold. Emptied with every import. */
@Entity('roster_seen')
export class RosterSeen {
  /** Of KIND_NUMBERS. */
  @PrimaryColumn({ type: 'tinyint' })
  kind: number;

  /** The first 8 bytes of the SHA-256 of its UTF-8 text. */
  @PrimaryColumn({ type: 'binary', length: 8 })
  hash: Buffer;

  /** The first line that has it; below zero where the row is there to be deleted. */
  @Column({ type: 'int' })
  line: number;
}
