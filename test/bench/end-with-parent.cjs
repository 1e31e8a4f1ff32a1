// Preloaded into the bench's children (`node --require`): when the bench ends, even by SIGKILL, its channel to the
// child closes, and the child ends too. Workers of a cluster have a channel of their own that does the same.
if (process.channel) process.once('disconnect', () => process.exit(1));
