import fc from "fast-check";
import { XmlDocument } from "libxml2-wasm";
import { expect, test } from "vitest";
import { xmlDocument } from "../../../src/report/ci/xml.js";

/** What a parser gives back: characters that XML cannot write are replaced, everything else is as it was. */
const readBack = (text: string) =>
  text.toWellFormed().replaceAll(/[^\t\n\r\u{20}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd");

test("any text comes back out of an attribute and an element, line ends and tabs too", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      using document = XmlDocument.fromString(
        xmlDocument({
          name: "a",
          attributes: { b: text, c: undefined, d: 1 },
          children: [{ name: "e", attributes: {}, text }],
        }),
      );
      expect(document.root.attr("b")?.value).toBe(readBack(text));
      expect(document.root.attr("c")).toBeNull();
      expect(document.root.attr("d")?.value).toBe("1");
      expect(document.root.get("e")?.content).toBe(readBack(text));
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom("\r", "\r\n", "\n", "\t", "]]>", "&amp;", "\ud83d", "\uffff"), (text) => {
      using document = XmlDocument.fromString(xmlDocument({ name: "a", attributes: { b: text }, text }));
      expect(document.root.attr("b")?.value).toBe(readBack(text));
      expect(document.root.content).toBe(readBack(text));
    }),
  );
});

test("is laid out to be read", () => {
  expect(
    xmlDocument({
      name: "a",
      attributes: { b: "<" },
      children: [
        { name: "c", attributes: {} },
        { name: "d", attributes: {}, text: "x\ny" },
      ],
    }),
  ).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a b="&lt;">\n  <c/>\n  <d>x\ny</d>\n</a>\n');
});
