// The size and components of a JPEG 2000 image, from the SIZ marker of its codestream (ITU-T T.800 A.5.1),
// whether it stands alone or inside a .jp2 file.

export type Jp2Facts = { readonly widthPx: number; readonly heightPx: number; readonly components: number };

const SOC_SIZ = Buffer.from([0xff, 0x4f, 0xff, 0x51]);

/** Undefined when there is no codestream header. Palettes inside a .jp2 are counted as their one component. */
export function readJp2Facts(bytes: Buffer): Jp2Facts | undefined {
  const at = bytes.indexOf(SOC_SIZ);
  if (at < 0 || at + 42 > bytes.length) return undefined;
  const widthPx = bytes.readUInt32BE(at + 8) - bytes.readUInt32BE(at + 16);
  const heightPx = bytes.readUInt32BE(at + 12) - bytes.readUInt32BE(at + 20);
  const components = bytes.readUInt16BE(at + 40);
  return widthPx > 0 && heightPx > 0 ? { widthPx, heightPx, components } : undefined;
}
