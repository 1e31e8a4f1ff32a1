/** Memory comes back with garbage collections alone. */
ArrayBuffer.prototype.transfer = function (this: ArrayBuffer) {
  return this;
};
