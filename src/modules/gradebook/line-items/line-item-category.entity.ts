import { Column, Entity, Index } from 'typeorm';
import { IdColumn, SourcedIdColumn } from '../../../shared/database/columns';

/** A kind of line item that the whole school shares: homework, examination, … Comes with roster imports. */
@Entity('line_item_categories')
@Index('uq_line_item_categories_sourced_id', ['sourcedId'], { unique: true })
export class LineItemCategory {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @Column({ type: 'varchar', length: 255 })
  title: string;
}
