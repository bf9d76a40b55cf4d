/** What every file of ours that ships looks like, whichever way it is bundled. */
export const SHAPE = {
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  // Half of the bytes are comments of libraries, and Node reads them all. Names stay, and lines stay short, for the sake
  // of stack traces.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120,
  supported: {
    // Node knows all of these. Built at run time instead of written as literals, they take 20 ms.
    "regexp-unicode-property-escapes": true,
    "regexp-set-notation": true,
  },
};
