import { Input, Label, TextField } from 'react-aria-components';

type FormFieldProps = { label: string; value: string; type?: 'text' | 'number' | 'date'; onChange: (value: string) => void };

export const FormField = ({ label, value, type = 'text', onChange }: FormFieldProps) => (
  <TextField value={value} onChange={onChange} type={type}>
    <Label className="label">{label}</Label>
    <Input className="input" {...(type === 'number' ? { min: 0, step: 1 } : {})} />
  </TextField>
);

/** A count that may be left open. */
export const countOrNull = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : null);
