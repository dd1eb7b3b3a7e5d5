import { describe, expect, it } from 'vitest';
import { decodePath, encodePath, formatManifest, manifestHash, parseManifestLine } from '../../../backend/packaging/bag-manifest.ts';
import { collisionKey, fileNamePart, pathProblem } from '../../../backend/packaging/safe-path.ts';

describe('a path inside a package', () => {
  it.each(['data/KS/a.pdf', 'data/số hoá 😀.txt', 'bagit.txt', 'data/a..b', `data/${'x'.repeat(255)}`])('may be %j', (path) => {
    expect(pathProblem(path)).toBeNull();
  });
  it.each([
    ['', 'empty'], ['/etc/passwd', 'absolute'], ['C:/x', 'absolute'], ['~root/x', 'absolute'], ['../x', 'leaves-the-package'], ['data/../../x', 'leaves-the-package'], ['data/./x', 'leaves-the-package'],
    ['data//x', 'leaves-the-package'], ['data/x/', 'leaves-the-package'], ['data\\x', 'backslash'], ['data/a\nb', 'control-character'], ['data/a\u0000b', 'control-character'],
    [`data/${'x'.repeat(256)}`, 'too-long'], [`data/${'đ'.repeat(128)}`, 'too-long'], [`data/${'a/'.repeat(1_500)}x`, 'too-long'], ['data/e\u0301', 'not-nfc'], ['data/\uD800', 'not-nfc'],
  ])('may not be %j', (path, problem) => {
    expect(pathProblem(path)).toBe(problem);
  });
  it('collides with its other spellings', () => {
    expect(collisionKey('data/SỐ.pdf')).toBe(collisionKey('data/số.pdf'.normalize('NFD')));
    expect(collisionKey('data/so.pdf')).not.toBe(collisionKey('data/số.pdf'));
  });
});

it.each([['Lô số hoá Đợt 1', 'Lo-so-hoa-Dot-1'], ['a/b\\c', 'a-b-c'], ['...', ''], ['', ''], ['con', 'con-'], ['LPT1', 'LPT1-'], ['console', 'console'], ['--x--', 'x']])('makes of %j the name %j', (text, name) => {
  expect(fileNamePart(text)).toBe(name);
});

describe('a manifest line', () => {
  it('percent-encodes line ends and percent signs and nothing else', () => {
    expect(encodePath('data/100% số\r\n"x" 😀')).toBe('data/100%25 số%0D%0A"x" 😀');
  });
  it.each(['data/100%', 'data/%0A', 'data/%250D', 'data/a\nb\rc', 'data/%25%', 'data/ bình thường'])('brings %j back as it was', (path) => {
    expect(decodePath(encodePath(path))).toBe(path);
  });
  it('is sorted, so that order never tells', () => {
    const entries = [{ path: 'data/b', checksum: '2' }, { path: 'data/a', checksum: '1' }];
    expect(formatManifest(entries)).toBe('1  data/a\n2  data/b\n');
    expect(formatManifest(entries.toReversed())).toBe(formatManifest(entries));
  });
  it('is read as other tools write it', () => {
    const hash = 'AB'.repeat(32);
    for (const line of [`${hash}  data/x y`, `${hash} *data/x y`, `${hash}\tdata/x y`, `${hash}  ./data/x y`]) expect(parseManifestLine(line, 'sha256')).toEqual({ path: 'data/x y', checksum: 'ab'.repeat(32) });
  });
  it.each(['', 'hello', `${'a'.repeat(63)}  data/x`, `${'a'.repeat(64)}`, `${'g'.repeat(64)}  data/x`])('is not %j', (line) => {
    expect(parseManifestLine(line, 'sha256')).toBeNull();
  });
});

it('knows manifests by their names', () => {
  expect(manifestHash('manifest-sha512.txt', 'manifest')).toBe('sha512');
  expect(manifestHash('tagmanifest-md5.txt', 'tagmanifest')).toBe('md5');
  expect(manifestHash('tagmanifest-md5.txt', 'manifest')).toBeUndefined();
  expect(manifestHash('manifest-crc32.txt', 'manifest')).toBeUndefined();
});
