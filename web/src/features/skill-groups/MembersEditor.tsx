/** The members of a skill group as an editable table: level, priority, order. */
import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Member, UserRecord } from "@/api/records";
import { EmptyState } from "@/ui/EmptyState";
import { changed, FIRST_PRIORITY, LEVELS, moved, without, withAgents } from "./members";

/** A thousand rows of fields take seconds to draw. */
const AT_FIRST = 100;

interface Props {
  id?: string;
  value?: Member[];
  onChange?: (members: Member[]) => void;
  users: UserRecord[];
  disabled?: boolean;
}

function AddAgents({ members, users, onAdd }: { members: Member[]; users: UserRecord[]; onAdd: (agents: string[]) => void }) {
  const { t } = useTranslation("skill-groups");
  const [chosen, setChosen] = useState<string[]>([]);
  const here = new Set(members.map((member) => member.agent));
  const options = users
    .filter((user) => user.active && !here.has(user.id))
    .map((user) => ({ value: user.id, label: `${user.name} ${user.account}` }));
  return (
    <div className="lt-add-row">
      <Select
        mode="multiple"
        className="lt-add-select"
        value={chosen}
        onChange={setChosen}
        options={options}
        showSearch={{ optionFilterProp: "label" }}
        maxTagCount="responsive"
        placeholder={t("chooseAgents")}
        aria-label={t("chooseAgents")}
      />
      <Button
        icon={<PlusOutlined />}
        disabled={!chosen.length}
        onClick={() => {
          onAdd(chosen);
          setChosen([]);
        }}
      >
        {t("records:add")}
      </Button>
    </div>
  );
}

export function MembersEditor({ id, value = [], onChange, users, disabled }: Props) {
  const { t } = useTranslation("skill-groups");
  const change = (members: Member[]) => onChange?.(members);
  const [whole, setWhole] = useState(false);
  const names = new Map(users.map((user) => [user.id, user.name]));
  const add = (agents: string[]) => {
    // They stand at the end.
    setWhole(true);
    change(withAgents(value, agents));
  };
  return (
    <div id={id} className="lt-members" role="group" aria-label={t("members")}>
      {!disabled && <AddAgents members={value} users={users} onAdd={add} />}
      {value.length === 0 ? (
        <EmptyState title={t("noMembers")} hint={t("noMembersHint")} />
      ) : (
        <table className="lt-rows">
          <thead>
            <tr>
              <th scope="col">{t("order")}</th>
              <th scope="col">{t("agent")}</th>
              <th scope="col">{t("level")}</th>
              <th scope="col">{t("priority")}</th>
              <th scope="col">
                <span className="lt-hidden">{t("common:actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {(whole ? value : value.slice(0, AT_FIRST)).map((member, index) => {
              const name = names.get(member.agent) ?? t("common:unknown");
              return (
                <tr key={member.agent}>
                  <td className="lt-num">{index + 1}</td>
                  <td>{name}</td>
                  <td>
                    <InputNumber
                      size="small"
                      min={LEVELS.lowest}
                      max={LEVELS.highest}
                      precision={0}
                      value={member.level}
                      disabled={disabled}
                      aria-label={t("levelOf", { name })}
                      onChange={(level) => change(changed(value, member.agent, { level: level ?? LEVELS.usual }))}
                    />
                  </td>
                  <td>
                    <InputNumber
                      size="small"
                      min={FIRST_PRIORITY}
                      max={99}
                      precision={0}
                      value={member.priority}
                      disabled={disabled}
                      aria-label={t("priorityOf", { name })}
                      onChange={(priority) => change(changed(value, member.agent, { priority: priority ?? FIRST_PRIORITY }))}
                    />
                  </td>
                  <td className="lt-rows-actions">
                    <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={disabled || index === 0} aria-label={`${t("records:moveUp")} ${name}`} onClick={() => change(moved(value, member.agent, -1))} />
                    <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={disabled || index === value.length - 1} aria-label={`${t("records:moveDown")} ${name}`} onClick={() => change(moved(value, member.agent, 1))} />
                    <Button type="text" size="small" danger icon={<CloseOutlined />} disabled={disabled} aria-label={`${t("records:remove")} ${name}`} onClick={() => change(without(value, member.agent))} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {!whole && value.length > AT_FIRST && (
        <Button block onClick={() => setWhole(true)}>
          {t("showAll", { count: value.length })}
        </Button>
      )}
    </div>
  );
}
