import { ChevronDown } from 'lucide-react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';

type ChoiceProps = { label: string; value: string; options: readonly { id: string; name: string }[]; onChange: (id: string) => void; hidesLabel?: boolean };

/** One of a few, from a list. */
export function Choice({ label, value, options, onChange, hidesLabel = false }: ChoiceProps) {
  return (
    <Select value={value} onChange={(key) => onChange(String(key))} {...(hidesLabel ? { 'aria-label': label } : {})}>
      {hidesLabel ? null : <Label className="label">{label}</Label>}
      <Button className="select-button">
        <SelectValue className="cut" />
        <ChevronDown size={15} aria-hidden />
      </Button>
      <Popover className="popover">
        <ListBox items={options.map((option) => ({ ...option }))}>
          {(option) => (
            <ListBoxItem id={option.id} className="option" textValue={option.name}>
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
