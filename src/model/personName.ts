import { replaceHidden } from "./hiddenCharacters.js";

/**
 * A person's name as it is compared: width, composition, upper and lower case, white space and invisible characters make
 * no difference, nor does the person's own agent number at either end (`张伟-8077`, `8077 张伟`, `张伟（8077）`).
 *
 * @returns an empty text for what is no name, such as the bare number
 */
export function comparableName(name: string, agentNumber: string): string {
  // What one step brings forth, another takes away: a sign that is written as a space and an accent, letters in lower case.
  return withoutNumber(simplified(simplified(name)), agentNumber);
}

function simplified(name: string): string {
  return replaceHidden(name.normalize("NFKC"), () => "")
    .toLowerCase()
    .replace(/\s+/g, "")
    .normalize("NFKC");
}

/** No name is as long. A longer text is compared as it is: the patterns below take the square of its length. */
const LONGEST = 200;

function withoutNumber(plain: string, agentNumber: string): string {
  if (agentNumber === "" || plain.length > LONGEST || !plain.includes(agentNumber)) return plain;
  const before = plain.replace(/[\p{P}\p{S}]+$/u, "");
  const after = plain.replace(/^[\p{P}\p{S}]+/u, "");
  // Digits beside it belong to another number.
  if (before.endsWith(agentNumber) && !/\d$/.test(before.slice(0, -agentNumber.length)))
    return before.slice(0, -agentNumber.length).replace(/[\p{P}\p{S}]+$/u, "");
  if (after.startsWith(agentNumber) && !/^\d/.test(after.slice(agentNumber.length)))
    return after.slice(agentNumber.length).replace(/^[\p{P}\p{S}]+/u, "");
  return plain;
}

/** Does somebody who asks for a name mean an agent of this one? The agent's number may stand with either. */
export function isCalled(asked: string, name: string, agentNumber: string): boolean {
  const comparable = comparableName(name, agentNumber);
  return comparable !== "" && comparableName(asked, agentNumber) === comparable;
}

/**
 * Could two comparable names be of one person? Firms add to a name: a department, a site, a figure, an English name
 * (`李娜-售后`, `售后李娜`, `张伟2`, `Lina李娜`), sign letters differ, and Western names begin with either part. So it is
 * enough that one has all words of the other.
 */
export function mayBeOnePerson(one: string, other: string): boolean {
  if (one === other) return true;
  const [ofOne, ofOther] = [wordsOf(one), wordsOf(other)];
  if (ofOne.length === 0 || ofOther.length === 0) return false;
  return (
    isTurned(ofOne.join(""), ofOther.join("")) ||
    ofOne.every((word) => ofOther.some((longer) => isWithin(word, longer))) ||
    ofOther.every((word) => ofOne.some((longer) => isWithin(word, longer)))
  );
}

/** `zhangwei` and `weizhang`: comparable names have no spaces. */
function isTurned(one: string, other: string): boolean {
  if (one === other) return true;
  return one.length === other.length && one.length <= LONGEST && !HAN.test(one) && `${one}${one}`.includes(other);
}

/** A department before or behind a Chinese name has two characters at least; 李娜娜 is not 李娜. */
function isWithin(word: string, longer: string): boolean {
  if (word === longer) return true;
  const isAffixed = word.length >= 2 && longer.length >= word.length + 2 && HAN.test(word);
  return isAffixed && (longer.startsWith(word) || longer.endsWith(word));
}

const HAN = /^\p{Script=Han}/u;

function wordsOf(comparable: string): string[] {
  return comparable.match(/\p{Script=Han}+|[^\p{P}\p{S}\d\p{Script=Han}]+/gu) ?? [];
}
