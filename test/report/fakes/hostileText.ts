import fc from "fast-check";

/** What somebody who means harm, or a careless copy from a web page, puts into a name. */
const TRICKS = [
  "\u001b[2J",
  "\u001b]8;;https://evil.example\u0007",
  "\u009b31m",
  "\n",
  "\r",
  "\r\n+ 8000",
  "\t",
  "\u0000",
  "\u007f",
  "\u0008",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u0301",
  "\ufe0f",
  "\u{e0041}",
  "\ud800",
  "\u3164",
  "::error::x",
  "##[error]x",
  "`",
  "<script>",
  "|",
  "  ",
  "售后",
  "🌟",
  "👨‍👩‍👧",
  "e",
];

/** Text with tricks in it, up to some tens of characters. */
export const hostileText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...TRICKS) },
      { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(""));
