import { markdown } from '../markdown';
import { DemoPage, DemoSection, DemoVideo } from '../types';

const audience: DemoPage = {
  type: 'page',
  key: 'audience',
  title: 'Who is reading, and why',
  content: markdown`
    Nobody reads a technical text for pleasure. People read it because they want to **do** or **decide**
    something, usually in a hurry, often on a small screen. A text is clear when _this_ reader can do that
    after one reading.

    ## Three questions before the first sentence

    1. Who will read this? Name one real person.
    2. What will she do once she has read it?
    3. What does she know already, and what not?

    Write the answers down. If the second is "nothing", perhaps the text need not exist.

    ## One fact, three readers

    | Reader           | Wants to know                                            |
    | ---------------- | -------------------------------------------------------- |
    | customer         | Does this affect me, and what must I do?                 |
    | engineer on duty | Which part failed, how do I see it, how do I repair it?  |
    | manager          | How bad is it, how long will it last, what does it cost? |

    No single paragraph serves all three. Write three short ones under three headings, and let people
    choose.

    ## Knowledge is the trap

    The better you know a subject, the harder it is to remember not knowing it. You skip a step because
    you no longer notice it. Two remedies work:

    - Let someone from outside follow your text while you watch **and keep silent**.
    - Put the text away for a day and read it aloud.

    Where the outsider hesitates, the text is at fault, never the outsider. Note the place and repair it
    before you explain anything. An explanation that you give in person will not be there for the next
    reader.
  `,
};

const answerFirst: DemoPage = {
  type: 'page',
  key: 'answer-first',
  title: 'Put the answer first',
  content: markdown`
    Stories keep the ending for the end. Work texts begin with it. A reader who stops after two sentences,
    and many do, should have the most important part.

    ## Before and after

    > Following several reports that were received last week concerning slow responses, an investigation
    > was carried out by the storage team, during which it was found that one of the disks had begun to
    > fail. As a result, the archive will not be available on Saturday.

    The reader has to dig for the news. Turn it over:

    > **The archive is down on Saturday from 8:00 to 12:00.** We are replacing a failing disk, which has
    > made the archive slow since last week. Files you saved are safe. Please finish uploads by Friday
    > evening.

    ## A pattern that works

    | Part            | Answers                                     |
    | --------------- | ------------------------------------------- |
    | first sentence  | What happened, or what do you want from me? |
    | next one or two | Why, and what does it mean for me?          |
    | then            | What should I do, and by when?              |
    | last            | Details, for those who need them            |

    ## Subject lines

    A subject line is the shortest form of the answer. "Update" says nothing. "Archive down Saturday
    8:00–12:00: finish uploads by Friday" lets most readers delete the message at once, informed. That is a
    success.

    ## When to wait with the answer

    If the news is bad and personal, a sentence of preparation is kind. One sentence, though, not four
    paragraphs.
  `,
};

const messageVideo: DemoVideo = {
  type: 'video',
  key: 'three-readers',
  title: 'One message, three readers',
  url: 'https://video.stoa.example/english/one-message-three-readers',
  description: markdown`
    Eight minutes. We take one report about a burst water pipe and rewrite it for the residents, for the
    plumber and for the insurer. Before each version, pause and list what that reader must know.
  `,
};

export const readers: DemoSection = {
  title: 'Readers first',
  summary: 'Decide who reads the text and what for; then give the answer first.',
  activities: [audience, answerFirst, messageVideo],
};
