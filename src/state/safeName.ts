/**
 * A readable name for a file or folder, whatever the text is: no separators, no leading dot, nothing that a shell or
 * another file system would trip over, and not too long. Different texts can come out alike.
 */
export function safeName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._-]+/, "");
  return name.slice(0, 60) || "unnamed";
}
