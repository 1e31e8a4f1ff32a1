import ICAL from 'ical.js';

/** An entry of a calendar as a program reads it. */
export interface ReadEvent {
  uid: string;
  sequence: number;
  /** Of a whole day. */
  day?: string;
  startsAt?: string;
  endsAt?: string;
  location: string | null;
  status: string | null;
}

/**
 * The entries of an iCalendar file by their titles, as Mozilla's parser reads it. Fails where it has a fault, where two entries
 * have one UID, or where a time has a zone that the file does not describe.
 */
export function readCalendar(text: string): Map<string, ReadEvent> {
  for (const line of text.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ICAL.Timezone(zone));
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const { uid, sequence, summary, startDate, location } = new ICAL.Event(component);
    const end = component.getFirstPropertyValue('dtend') as ICAL.Time | null;
    const instant = (time: ICAL.Time): string => {
      if (time.zone.tzid === 'floating') throw new Error(`${summary} has a time without a zone`);
      return new Date(time.toUnixTime() * 1000).toISOString();
    };
    const times = startDate.isDate
      ? { day: startDate.toString() }
      : { startsAt: instant(startDate), ...(end ? { endsAt: instant(end) } : {}) };
    const status = component.getFirstPropertyValue('status') as string | null;
    return [summary, { uid, sequence, ...times, location: location || null, status }] as const;
  });
  expect(new Set(events.map(([, { uid }]) => uid)).size).toBe(events.length);
  return new Map(events);
}
