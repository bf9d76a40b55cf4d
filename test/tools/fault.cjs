// Preloaded into a run of the built command line: a fault in muster itself, which no command expects.
Array.prototype.reduce = () => {
  throw new TypeError("broken on purpose");
};
