/** A sentence has at least so many words, and so many of ten have a vowel. */
const WORDS = 5;
const VOICED = 0.8;

/** Is it a row of words in any language that is written in plain letters, with marks or capitals between them? */
export function isSentence(value: string): boolean {
  return (isSeparated(value) && isRowOfWords(value, isInOneCase)) || isCamel(value);
}

/** The same with digits for some of its letters. One of some thousand random values looks so, too. */
export function isLeetSentence(value: string): boolean {
  return isCamel(unleet(value));
}

/** What people write digits for. */
const LETTERS = "oi.eas.t";

function unleet(value: string): string {
  return value.replace(/[013457](?!\W*$)/g, (digit) => LETTERS[Number(digit)] ?? digit);
}

/** Words that begin with a capital each, and nothing else but digits behind them; random letters have capitals in a row. */
function isCamel(value: string): boolean {
  return (
    /^[a-z]*(?:[A-Z]{1,2}[a-z]+)+[A-Z]?[\d\W]*$/.test(value) &&
    isRowOfWords(value.replace(/(?=[A-Z])|(?<=[a-z])(?=\d)/g, " "))
  );
}

/** As people write words, whatever letters they put for others; random letters are small ones and capitals at once. */
function isInOneCase(word: string): boolean {
  return /^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(word);
}

/**
 * They are of different length, and nearly all have a vowel or each is a word for another reason; groups of random
 * letters are equally long.
 */
function isRowOfWords(value: string, isWord = (_word: string) => false): boolean {
  const parts = value.split(/[^a-z0-9]+/i).filter((part) => part !== "");
  const words = parts.filter((part) => /^[a-z]+$/i.test(part));
  const numbers = parts.filter((part) => /^\d{1,4}$/.test(part));
  const lengths = new Set(words.map((word) => word.length));
  const voiced = words.filter((word) => /[aeiouy]/i.test(word));
  return (
    words.length >= WORDS &&
    !words.some(isScrambled) &&
    words.length + numbers.length === parts.length &&
    lengths.size > 1 &&
    (voiced.length >= VOICED * words.length || words.every(isWord))
  );
}

/** So long, with small letters before capitals and capitals in a row: no one writes a word so. */
function isScrambled(word: string): boolean {
  return word.length >= 8 && /[a-z][A-Z]/.test(word) && /[A-Z]{2}/.test(word);
}

/** One mark is more frequent than all others together; those of a random value are of many kinds. */
function isSeparated(value: string): boolean {
  const marks = [...value.replace(/[a-z0-9]/gi, "")];
  return marks.some((mark) => 2 * marks.filter((one) => one === mark).length > marks.length);
}
