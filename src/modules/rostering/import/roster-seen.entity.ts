import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sourcedId in a file of the running import. Each import empties the table. */
@Entity('roster_seen')
export class RosterSeen {
  /** Of KIND_NUMBERS. */
  @PrimaryColumn({ type: 'tinyint' })
  kind: number;

  /** The first 8 bytes of the SHA-256 of the sourcedId in UTF-8. */
  @PrimaryColumn({ type: 'binary', length: 8 })
  hash: Buffer;

  /** The first line with the sourcedId; negative if the status of that row is `tobedeleted`. */
  @Column({ type: 'int' })
  line: number;
}
