// "Dân tộc: … Quốc tịch: …" stands once for each person of a form; whose it is, the label with the name says ("người
// mẹ"). Where that is lost for two persons in a row, the order alone gives the first line to the first of them, and
// one lost line would give the mother's to the child: nothing there is certain.
import type { FormDefinition, FormField } from './form-definition.ts';
import type { FormMatch, LabelHit } from './match-form.ts';

const opensItself = (fields: readonly FormField[]): boolean => fields.some((field) => field.opens);

const shareLabel = (a: FormField, fields: readonly FormField[]): boolean => fields.some((field) => field.labels.some((label) => a.labels.includes(label)));

/** Sections that have a label of their own for a beginning, and it was not read. */
function unopened({ sections }: FormDefinition, hits: readonly LabelHit[]): ReadonlySet<number> {
  const opened = new Set(hits.filter((hit) => hit.field.opens && hit.isPlaced !== true).map((hit) => hit.section));
  return new Set(sections.flatMap((section, index) => (opensItself(section.fields) && !opened.has(index) ? [index] : [])));
}

/** Labels that could as well be those of the person before or behind: neither is named, or the second is not and the line stands there once. */
export function hitsOfUnknownPerson({ form, hits }: Pick<FormMatch, 'form' | 'hits'>): ReadonlySet<LabelHit> {
  const lost = unopened(form, hits);
  const fieldsOf = (section: number): readonly FormField[] => form.sections[section]?.fields ?? [];
  const standsIn = (section: number, field: FormField): boolean => hits.some((hit) => hit.section === section && shareLabel(field, [hit.field]));
  const isUnknown = ({ section, field }: LabelHit): boolean => {
    const shared = [section - 1, section + 1].filter((other) => shareLabel(field, fieldsOf(other)));
    return (lost.has(section) && shared.some((other) => lost.has(other))) || (lost.has(section + 1) && shared.includes(section + 1) && !standsIn(section + 1, field)) || (lost.has(section) && shared.includes(section - 1) && !standsIn(section - 1, field));
  };
  return new Set(lost.size === 0 ? [] : hits.filter(isUnknown));
}
