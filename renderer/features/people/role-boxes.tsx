import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ROLES, roleSchema, type Role } from '../../../shared/domain/roles.ts';

/** Which roles a person has; each says in a line what it may do. */
export function RoleBoxes({ value, onChange }: { value: readonly Role[]; onChange: (roles: readonly Role[]) => void }) {
  const { t } = useTranslation();
  return (
    <CheckboxGroup className="roles" value={[...value]} onChange={(next) => onChange(next.map((role) => roleSchema.parse(role)))}>
      <Label className="label">{t('people.roles')}</Label>
      {ROLES.map((role) => (
        <Checkbox key={role} value={role} className="role">
          <span className="role-box" aria-hidden />
          <span><b>{t(`people.role.${role}`)}</b><span className="quiet small">{t(`people.roleAbout.${role}`)}</span></span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
