const Module = require('node:module');

/** Changes what the module of the application whose path ends so exports, once it is loaded. */
exports.onLoad = (ending, change) => {
  const load = Module._load;
  const changed = new Set();
  Module._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest);
    if (request.endsWith(ending) && !changed.has(loaded)) {
      changed.add(loaded);
      change(loaded);
    }
    return loaded;
  };
};
