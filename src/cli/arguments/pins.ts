import { UnexpectedValue } from "./options.js";

/** What stands still by no name: branches, and tags that every release moves. */
const MOVING = /^(?:v?\d{1,3}|latest|main|master|head|trunk|develop|dev|edge|nightly|stable)$/i;

const ACTION = /^[a-z\d][a-z\d-]*\/[\w.-]+(?:\/[\w.-]+)*@(?<ref>[\w][\w./+-]*)$/i;

/**
 * A release of the action as in `uses:`. It is written into workflows, so it must be plain; and it must be a tag or a whole
 * commit, since whoever moves a branch changes what gets the secret.
 */
export function actionReference(value: string): string {
  const ref = value.length > 300 ? undefined : ACTION.exec(value)?.groups?.["ref"];
  // GitHub takes no shortened commits.
  const isShort = /^(?=.*[a-f])[\da-f]{7,39}$/.test(ref ?? "");
  const isPath = value.split(/[/@]/).some((part) => part === "" || part === "." || part === "..");
  if (ref !== undefined && !MOVING.test(ref) && !isShort && !isPath) return value;
  throw new UnexpectedValue({
    en: "Expected OWNER/REPOSITORY@TAG, or a whole commit instead of the tag; no branch, and no tag that moves, such as v1.",
    zh: "应为 OWNER/REPOSITORY@标签，标签处也可用完整的提交号；不能用分支，也不能用会移动的标签（如 v1）。",
  });
}

const HOST = "(?:[a-z\\d](?:[a-z\\d.-]*[a-z\\d])?(?::\\d{1,5})?/)?";
const PART = "[a-z\\d]+(?:(?:\\.|_{1,2}|-+)[a-z\\d]+)*";
const IMAGE = new RegExp(
  `^${HOST}${PART}(?:/${PART})*(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>sha256:[\\da-f]{64}))?$`,
);

/** A container's image, pinned by a tag or a digest. It is written into the pipeline, so it must be plain. */
export function imageReference(value: string): string {
  const { tag, digest } = (value.length > 300 ? undefined : IMAGE.exec(value)?.groups) ?? {};
  if (digest !== undefined || (tag !== undefined && !MOVING.test(tag))) return value;
  throw new UnexpectedValue({
    en: "Expected NAME:TAG or NAME@sha256:DIGEST; no tag that moves, such as latest or 1.",
    zh: "应为 名称:标签 或 名称@sha256:摘要；不能用会移动的标签（如 latest、1）。",
  });
}
