import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../../../shared/http/field-rules';
import type { CalendarFeedRecord } from '../calendar-feeds.repository';

export class NewCalendarFeedDto {
  @ApiProperty({
    description: 'What reads the calendar, for you to tell addresses apart.',
    example: 'My phone',
  })
  @Text('line', { max: 100 })
  title: string;
}

/** An address of a person's calendar, without its secret. */
export class CalendarFeedResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ca01' })
  id: string;

  @ApiProperty({ example: 'My phone' })
  title: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  createdAt: Date;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When a program last read it, to the hour; null: never.',
    example: null,
  })
  lastReadAt: Date | null;
}

export class NewCalendarFeedResponse extends CalendarFeedResponse {
  @ApiProperty({
    format: 'uri',
    description:
      'For a program to subscribe to. Whoever has it can read the calendar, so keep it to yourself. It is shown this once.',
    example: 'https://stoa.school.example/v1/calendar.ics?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  })
  address: string;
}

/** The secret of an address. */
export class CalendarQuery {
  @ApiProperty({ description: 'As the address of the calendar has it.' })
  @Text('secret', { max: 100 })
  token: string;
}

export function toCalendarFeedResponse({
  id,
  name: title,
  createdAt,
  lastReadAt,
}: CalendarFeedRecord): CalendarFeedResponse {
  return { id, title, createdAt, lastReadAt };
}
