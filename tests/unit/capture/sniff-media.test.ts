import { describe, expect, it } from 'vitest';
import { isScannable, sniffMedia } from '../../../backend/capture/sniff-media.ts';
import { bmpBytes } from '../../support/bmp-bytes.ts';
import { fourCorners } from '../../support/test-pictures.ts';

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

describe('what a file is', () => {
  it('is told from its bytes for every format the import reads', async () => {
    const picture = fourCorners();
    expect(sniffMedia(await picture.clone().jpeg().toBuffer())).toBe('image/jpeg');
    expect(sniffMedia(await picture.clone().png().toBuffer())).toBe('image/png');
    expect(sniffMedia(await picture.clone().webp().toBuffer())).toBe('image/webp');
    expect(sniffMedia(await picture.clone().tiff().toBuffer())).toBe('image/tiff');
    expect(sniffMedia(await picture.clone().gif().toBuffer())).toBe('image/gif');
    expect(sniffMedia(bmpBytes({ widthPx: 1, heightPx: 1, bits: 24, pixels: Buffer.alloc(4) }))).toBe('image/bmp');
    expect(sniffMedia(text('PK\x03\x04rest'))).toBe('application/zip');
  });

  it.each([
    ['little-endian', 'II*\0'],
    ['big-endian', 'MM\0*'],
    ['little-endian BigTIFF', 'II+\0'],
    ['big-endian BigTIFF', 'MM\0+'],
  ])('knows a %s TIFF', (_name, head) => expect(sniffMedia(text(head))).toBe('image/tiff'));

  it('finds a PDF header behind junk, but only within the first kilobyte', () => {
    expect(sniffMedia(text(`${' '.repeat(900)}%PDF-1.4`))).toBe('application/pdf');
    expect(sniffMedia(text(`${' '.repeat(2000)}%PDF-1.4`))).not.toBe('application/pdf');
  });

  it('names HEIC and AVIF, which are not read, and takes neither for the other', () => {
    expect(sniffMedia(text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'))).toBe('image/heic');
    expect(sniffMedia(text('\0\0\0\x18ftypmif1\0\0\0\0mif1heic'))).toBe('image/heic');
    expect(sniffMedia(text('\0\0\0\x18ftypavif\0\0\0\0mif1avif'))).toBe('image/avif');
    expect(sniffMedia(text('\0\0\0\x18ftypisom\0\0\0\0isommp42'))).toBe('application/octet-stream');
  });

  it('does not take a text that starts with BM or RIFF for a picture', () => {
    expect(sniffMedia(text('BMW was founded in 1916.'))).toBe('text/plain');
    expect(sniffMedia(text('RIFFabcdWAVEfmt '))).toBe('text/plain');
  });

  it('tells text, drawings in text, binary and nothing apart', () => {
    expect(sniffMedia(Buffer.from('Họ và tên: Nguyễn Văn A'))).toBe('text/plain');
    expect(sniffMedia(Buffer.from([0xff, 0xfe, 0x41, 0x00]))).toBe('text/plain');
    expect(sniffMedia(text('<?xml version="1.0"?><svg xmlns="x">'))).toBe('image/svg+xml');
    expect(sniffMedia(Buffer.from([0, 1, 2, 3, 4]))).toBe('application/octet-stream');
    expect(sniffMedia(new Uint8Array())).toBe('application/octet-stream');
    expect(sniffMedia(Buffer.from([0xff]))).toBe('text/plain');
  });

  it('holds images and PDFs for scans, drawings and zips not', () => {
    expect(isScannable('image/heic')).toBe(true);
    expect(isScannable('application/pdf')).toBe(true);
    expect(isScannable('image/svg+xml')).toBe(false);
    expect(isScannable('application/zip')).toBe(false);
  });
});
