const RATE = 8000;
const SECONDS = 1;

/** A tone of one second as WAV: 8 bits, one channel. It stands for somebody who speaks. */
export function toneAsWav(): Buffer {
  const samples = Buffer.from(
    Array.from(
      { length: RATE * SECONDS },
      (_, at) => 128 + Math.round(60 * Math.sin((2 * Math.PI * 440 * at) / RATE)),
    ),
  );
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16); // bytes of this part
  head.writeUInt16LE(1, 20); // PCM
  head.writeUInt16LE(1, 22); // channels
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28); // bytes a second
  head.writeUInt16LE(1, 32); // bytes a sample
  head.writeUInt16LE(8, 34); // bits a sample
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
