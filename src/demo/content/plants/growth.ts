import { markdown } from '../markdown';
import { DemoPage, DemoSection, DemoVideo } from '../types';

const hormones: DemoPage = {
  type: 'page',
  key: 'hormones',
  title: 'Hormones: messages without nerves',
  content: markdown`
    A plant cannot run away, so it grows towards what it needs. Its parts keep in step through **hormones**,
    substances that act in tiny amounts, often far from where they are made.

    ## The classical five

    | Hormone       | Best-known effects                                           |
    | ------------- | ------------------------------------------------------------ |
    | auxin         | cells stretch; the tip holds back side shoots; cuttings root |
    | gibberellin   | stems lengthen; seeds germinate                              |
    | cytokinin     | cells divide; leaves age more slowly                         |
    | abscisic acid | stomata close in drought; seeds stay dormant                 |
    | ethylene      | fruits ripen; leaves fall                                    |

    Others have joined the list since, among them the brassinosteroids and the strigolactones.

    ## Bending towards light

    In 1880 Charles Darwin and his son Francis described seedlings of grasses with little caps over their
    tips. Capped seedlings did not bend to the light; with a cap lower down, they did. The tip perceives,
    and a signal travels down. That signal is auxin, which gathers on the shaded side. Cells there stretch
    more, and the shoot bends towards the light.

    ## In the garden

    - Pinch out the tip of a young plant, and side shoots grow: the source of auxin is gone.
    - Put a ripe banana into the bag with hard pears: its ethylene ripens them.
    - Dip a cutting in rooting powder: that is a synthetic auxin.

    The same hormone can help or hinder according to its amount and the tissue. Auxin that lengthens a
    shoot slows the growth of a root.
  `,
};

const dayLength: DemoPage = {
  type: 'page',
  key: 'day-length',
  title: 'Light, day length and flowering',
  content: markdown`
    Light is more than food for a plant. It is news: where the sun is, who stands in the way, what season
    it is.

    ## Phytochrome, the light switch

    The pigment **phytochrome** exists in two forms that light turns into each other:

    ~~~text
    Pr  --red light (660 nm)-->      Pfr
    Pfr --far-red light (730 nm)-->  Pr
    ~~~

    Sunlight is rich in red and makes Pfr, the active form. Under a canopy the leaves above have absorbed
    the red and let far-red pass, so Pfr falls. The plant "knows" that it is shaded, and stretches.

    ## Counting the night

    Many plants flower at a certain day length:

    | Type        | Flowers when…                             | Example       |
    | ----------- | ----------------------------------------- | ------------- |
    | short-day   | nights are longer than a critical length  | chrysanthemum |
    | long-day    | nights are shorter than a critical length | spinach       |
    | day-neutral | size or age is right                      | tomato        |

    The names are misleading. What the plant measures is the **night**. Interrupt a long night with a few
    minutes of red light, and a short-day plant does not flower. Interrupt the day with darkness, and
    nothing changes. Growers use this to have chrysanthemums in bloom in any month.

    ## Waiting for winter

    Some plants, such as winter wheat, flower only after weeks of cold. This requirement, **vernalization**,
    keeps them from flowering in a mild autumn and losing their seeds to the frost.
  `,
};

const tendrilVideo: DemoVideo = {
  type: 'video',
  key: 'tendrils',
  title: 'Tendrils in time lapse',
  url: 'https://video.stoa.example/plants/tendrils',
  description: markdown`
    Four minutes made from three days of pictures. A pea tendril swings in circles until it touches a
    string, then coils round it within hours. Count how long one circle takes in real time: a frame was
    taken every two minutes.
  `,
};

export const growth: DemoSection = {
  title: 'Growth and response',
  summary: 'How plants sense light, season and touch, and answer by growing.',
  activities: [hormones, dayLength, tendrilVideo],
};
