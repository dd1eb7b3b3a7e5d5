// A bug's words for the log, without what they may have caught of a person. The lines of the stack stay as they
// are: they name only our own files. Of the message stay the words of the program, which are plain English and
// codes; masked are identifiers, telephone numbers and dates, secrets by their name, whatever stands in quotes
// and is no code or key, and every word with Vietnamese marks together with the capitals around it. A lone
// name without marks and without quotes cannot be told from English: our own messages quote what they were given.
const DOT = '•';
const SECRET = /\b(authorization|cookie|passphrase|password|passwd|mật khẩu|secret|token|api[-_ ]?key|bearer)\b(["']?\s*[:=]\s*|\s+)("[^"\n]*"|'[^'\n]*'|(?:Bearer|Basic)\s+\S+|[^\s,;}]+)/giu;
const ADDRESS_USER = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/giu;
/** The engine's parser shows a piece of the text that it could not read. */
const PARSED = /, [^\n]{0,9}"[\s\S]* is not valid JSON/;
const DIGITS = /(?<![\p{L}\p{N}_])\+?\d(?:[ ./-]?\d){6,}(?![\p{L}\p{N}_])/gu;
const PASSPORT = /(?<![\p{L}\p{N}])[A-Z]\d{7}(?![\p{L}\p{N}])/gu;
const QUOTED = /"(?:[^"\\\n]|\\.)*"|(?<![\p{L}\p{N}])'[^'\n]*'|`[^`\n]*`|“[^”\n]*”/gu;
const NAME = /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}_]*[ _])*(?=[\p{L}\p{N}_]*[^\p{ASCII}\P{L}])[\p{L}\p{N}_]+(?:[ _-](?:\p{Lu}[\p{L}_]*|(?=[\p{L}]*[^\p{ASCII}\P{L}])\p{L}+))*/gu;
const CAPITALS = /(?<![\p{L}\p{N}])\p{Lu}{2,}(?:[ _]\p{Lu}{2,})+(?![\p{L}\p{N}_])/gu;
/** A key, a code, a type: one word that begins small, or an error's code in capitals. */
const CODE = /^[a-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*$|^(?:E[A-Z]+|ERR_[A-Z_]+|SQLITE_[A-Z_]+)$/;

const maskQuoted = (text: string): string => (CODE.test(text.slice(1, -1)) ? text : `${text.charAt(0)}${DOT}${text.at(-1) ?? ''}`);

/** The same words with what may be about a person as "•". */
export function maskMessage(message: string): string {
  return message.normalize('NFC')
    .replace(PARSED, `, ${DOT} is not valid JSON`)
    .replace(SECRET, (_all, name: string, between: string) => `${name}${between}${DOT}`)
    .replace(ADDRESS_USER, `$1${DOT}@`)
    .replace(QUOTED, maskQuoted)
    .replace(NAME, DOT)
    .replace(CAPITALS, (found) => (CODE.test(found) ? found : DOT))
    .replace(PASSPORT, DOT)
    .replace(DIGITS, DOT);
}

function describeOne(error: Error): string {
  const stack = error.stack ?? '';
  const at = stack.search(/\n\s+at /);
  const head = at === -1 ? stack : stack.slice(0, at);
  // A message that was changed after the error was made does not stand in its stack.
  const words = head.includes(error.message) && head !== '' ? head : `${error.name}: ${error.message}`;
  return maskMessage(words) + (at === -1 ? '' : stack.slice(at).split('\n').map((line) => (/^\s+at /.test(line) ? line : maskMessage(line))).join('\n'));
}

const DEEPEST = 5;

/** For standard error: the error, its stack and its causes. */
export function describeBug(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return maskMessage(String(error));
  const cause = error.cause === undefined || depth >= DEEPEST ? '' : `\ncaused by ${describeBug(error.cause, depth + 1)}`;
  return describeOne(error) + cause;
}
