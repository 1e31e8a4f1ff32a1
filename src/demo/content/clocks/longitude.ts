import { markdown } from '../markdown';
import { DemoPage, DemoSection } from '../types';

const longitudeProblem: DemoPage = {
  type: 'page',
  key: 'longitude-problem',
  title: 'Finding longitude at sea',
  content: markdown`
    A sailor finds the latitude from the height of the noon Sun or of the Pole Star. Longitude is harder, for
    it is a difference of **time**. The Earth turns 360° in 24 hours:

    ~~~text
    15° of longitude = 1 hour        1° = 4 minutes
    ~~~

    If it is noon where I am, and a clock that keeps the time of Greenwich says 3 p.m., I am 3 × 15 = 45°
    west of Greenwich. But what clock keeps its time on a rolling ship, through heat and frost?

    ## A disaster and a prize

    In 1707 four British warships were wrecked on the rocks of the Isles of Scilly, and more than 1,400 men
    drowned. In 1714 Parliament offered up to £20,000 for a method accurate to half a degree after a voyage
    to the West Indies. Half a degree is two minutes; over six weeks, that leaves an error of less than three
    seconds a day.

    ## Two solutions

    |          | Chronometer              | Lunar distances                                          |
    | -------- | ------------------------ | -------------------------------------------------------- |
    | Idea     | carry the time with you  | read it from the Moon among the stars                    |
    | Needs    | a superb clock           | good tables, a clear sky, long sums                      |
    | Champion | John Harrison, H4 (1759) | Tobias Mayer, Nevil Maskelyne (_Nautical Almanac_, 1767) |

    Harrison, a carpenter, worked for thirty years on three large machines before he saw that a large watch
    with a fast beat would do better. On the voyage to Jamaica in 1761–62, H4 was found to be about five
    seconds in error, once its known daily rate was allowed for. The last part of his reward came in 1773,
    when he was eighty.

    Captain Cook took a copy along in 1772 and praised it.
  `,
};

const railways: DemoPage = {
  type: 'page',
  key: 'railway-time',
  title: 'Railway time and time zones',
  content: markdown`
    Until the nineteenth century every town kept its own noon. Bristol was ten minutes behind London, and
    nobody minded, as nobody could travel fast enough to notice.

    ## One line, one time

    Trains changed that. A timetable needs one time along the whole line, and on a single track two times
    can kill. The Great Western Railway introduced London time in 1840; most British towns had followed by
    1855, with the help of the **telegraph**. Parliament made it law only in 1880.

    ## North America

    Dozens of railway times were in use when the companies of the United States and Canada introduced zones
    of one hour each on 18 November 1883. In some towns the clocks struck noon twice that day.

    ## The conference of 1884

    Delegates of 25 countries met in Washington and chose the meridian of Greenwich as zero, by 22 votes to
    one, with two abstentions. The larger part of the world's shipping already used charts based on it. The
    zones themselves were left to each country, and came slowly:

    | Place               | Offset from UTC today | Remark                                    |
    | ------------------- | --------------------- | ----------------------------------------- |
    | Portugal (mainland) | 0                     | +1 in summer                              |
    | India               | +5:30                 | one zone for the whole country            |
    | Nepal               | +5:45                 | fifteen minutes ahead of India            |
    | China               | +8                    | one zone, sixty degrees of longitude wide |

    ## Moving the clock

    Germany and Austria-Hungary were the first states to introduce **summer time**, on 30 April 1916, to save
    coal. Britain followed within weeks. Whether it saves anything is disputed to this day. That it causes
    mistakes in timetables and software is not.
  `,
};

export const longitude: DemoSection = {
  title: 'Longitude and the railway',
  summary: 'Why ships and trains needed better time, and how the world agreed on it.',
  activities: [longitudeProblem, railways],
};
