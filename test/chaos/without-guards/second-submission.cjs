const { onLoad } = require('./on-load.cjs');

/** Whoever submits an attempt finds it open, also one that was submitted before. */
onLoad('/submissions.repository', ({ SubmissionsRepository }) => {
  const { hold } = SubmissionsRepository.prototype;
  SubmissionsRepository.prototype.hold = async function (...args) {
    const held = await hold.apply(this, args);
    return held && { ...held, isOpen: true };
  };
});
