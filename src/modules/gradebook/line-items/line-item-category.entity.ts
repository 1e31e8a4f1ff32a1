import { Column, Entity, Index } from 'typeorm';
import { IdColumn, SourcedIdColumn } from '../../../shared/database/columns';

/** A category of line items as rosters have them, for the whole school: homework, examination, … Each course that uses it has a category of its own for it. */
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
