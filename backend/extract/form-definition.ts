// A form is data: a file in resources/forms with its titles and, section by section, its labels. A new
// form is a new file; no code knows any form by name. Labels are written as on paper; a word in
// [brackets] is what tells a label from its likes (người [mẹ], người [cha]).
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { z } from 'zod';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';

export const VALUE_PARSERS = [
  /** By the field's kind in record-types.json. */
  'kind',
  /** "CMND số … do … cấp ngày …" → <prefix>LoaiGiayToTuyThan, So…, NgayCap…, NoiCap… */
  'identity-paper',
  /** "08 giờ 15 phút, ngày 21/06/2020" → time and date of death. */
  'death-time',
  /** "Số: 12/2018, ngày 3/4/2018" → so and ngayDangKy of the register entry. */
  'registered-as',
  /** "số: … do … cấp ngày …" of a death notice. */
  'notice-paper',
  /** "07/QĐ-UBND ngày 15/11/2016" → <prefix>So and <prefix>Ngay. */
  'numbered-paper',
  /** "Ủy ban nhân dân xã …", "Trạm y tế xã …": an office, whose place the gazetteer knows though the field is text. */
  'office',
  /** "Nguyễn Văn A, Chủ tịch" → nguoiKy and chucVuNguoiKy. */
  'name-and-office',
  /** "từ ngày … đến ngày …" */
  'period',
  /** "Bản án số … ngày … của Tòa án …" */
  'court-ruling',
  /** "từ … thành …" */
  'change',
  /** "TRẦN VĂN LONG, cha đẻ" → <prefix>HoTen and <prefix>QuanHe. */
  'name-and-relation',
] as const;

const fieldSchema = z.object({
  /** Where the value goes; null for a label that only ends the value before it. */
  key: z.string().nullable(),
  /** The date of that field once more, in words: it speaks for or against the figures and is no field of its own. */
  wordsOf: z.string().optional(),
  labels: z.array(z.string()).min(1).readonly(),
  as: z.enum(VALUE_PARSERS).default('kind'),
  /** For parsers that fill several fields of one person. */
  prefix: z.string().optional(),
  /** Short labels count only where a segment begins. */
  startsSegment: z.boolean().default(false),
  /** Opens its section: nothing of the section stands before it. */
  opens: z.boolean().default(false),
  /** Set phrases of the law inside the value: a reading a few marks away is one of them. */
  phrases: z.array(z.string()).readonly().optional(),
  /** The value never goes on to the next line. */
  oneLine: z.boolean().default(false),
});
export type FormField = Readonly<z.infer<typeof fieldSchema>>;

const formSchema = z.object({
  form: z.string(),
  recordType: z.string().refine((type) => type in RECORD_TYPES),
  titles: z.array(z.string()).min(1).readonly(),
  /** Words near the title that choose this variant: BẢN SAO, SỔ … */
  hints: z.array(z.string()).readonly().default([]),
  sections: z.array(z.object({ id: z.string(), fields: z.array(fieldSchema).readonly() })).readonly(),
  /** Sections that some papers print in another order. */
  swappable: z.array(z.tuple([z.string(), z.string()])).readonly().default([]),
  /** Tick boxes by the words beside them: what is stored where one is ticked. */
  ticks: z.array(z.object({ label: z.string(), key: z.string(), value: z.string() })).readonly().default([]),
  /** Phrases that end any value: signature headings, printed remarks. */
  stops: z.array(z.string()).readonly().default([]),
  /** Headings above the signature on the right. */
  signature: z.array(z.string()).readonly().default([]),
  /** Endings of the registration number on this paper: TLKT, UBND-XNTTHN. */
  numberEndings: z.array(z.string()).readonly().default([]),
  /** Field that takes the date of the place-and-date line, unless the paper is a copy. */
  placeDateKey: z.string().optional(),
  /** Field that takes the committee of the letterhead, from commune to province. */
  issuerKey: z.string().optional(),
  /** Field that takes the name under those headings: the signer, in registers the clerk. */
  signatureKey: z.enum(['nguoiKy', 'nguoiThucHien']).default('nguoiKy'),
});
export type FormDefinition = Readonly<z.infer<typeof formSchema>>;

const FORMS_FOLDER = fileURLToPath(new URL('../../resources/forms/', import.meta.url));
const cache = new Map<string, readonly FormDefinition[]>();

/** Reads and checks every form file of a folder, in file-name order. A file that breaks the rules is a bug and throws. */
export function loadForms(folder: string = FORMS_FOLDER): readonly FormDefinition[] {
  const known = cache.get(folder);
  if (known) return known;
  const forms = readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => readForm(path.join(folder, name)));
  cache.set(folder, forms);
  return forms;
}

function readForm(file: string): FormDefinition {
  const form = formSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const known = new Set(RECORD_TYPES[form.recordType]?.fields.map((field) => field.key));
  for (const section of form.sections) {
    for (const { key } of section.fields) if (key !== null && !known.has(key)) throw new Error(`${path.basename(file)}: ${form.recordType} has no field ${key}`);
  }
  for (const { key } of form.ticks) if (!known.has(key)) throw new Error(`${path.basename(file)}: ${form.recordType} has no field ${key}`);
  return form;
}
