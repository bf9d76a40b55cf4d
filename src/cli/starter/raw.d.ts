/** A file's text, as esbuild and vite both hand it out. */
declare module "*?raw" {
  const text: string;

  // biome-ignore lint/style/noDefaultExport: that is how both of them do it
  export { text as default };
}
