/** Which skill groups an agent serves, and how well: chosen all at once. */
import { Checkbox, Form, InputNumber, Spin } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { GroupLevel } from "@/api/leading";
import type { SkillGroup } from "@/api/records";
import { ProblemNote } from "@/ui/ProblemNote";
import { useAll } from "@/ui/records/useAll";

const NEW_LEVEL = 5;

export interface Groups {
  /** Undefined until they were read: without them nothing can be chosen, so nothing is sent. */
  all: SkillGroup[] | undefined;
  error: Error | null;
  retry: () => void;
  /** Level by group; a group that is not here is not served. */
  chosen: Record<string, number>;
  choose: (chosen: Record<string, number>) => void;
}

export function groupLevels(chosen: Record<string, number>): GroupLevel[] {
  return Object.entries(chosen).map(([group, level]) => ({ group, level }));
}

/** The groups as they are now, and what is chosen instead. */
export function useGroups(agentId: string, wanted: boolean): Groups {
  const { data: all, error, refetch } = useAll<SkillGroup>("/skill-groups", undefined, wanted);
  const [chosen, choose] = useState<Record<string, number>>({});
  useEffect(() => {
    const mine = (all ?? []).flatMap((group) => group.members.filter((one) => one.agent === agentId).map((one) => [group.id, one.level ?? NEW_LEVEL] as const));
    choose(Object.fromEntries(mine));
  }, [all, agentId]);
  return { all, error, retry: () => void refetch(), chosen, choose };
}

export function GroupsField({ groups }: { groups: Groups }) {
  const { t } = useTranslation("leading");
  const { all, error, retry, chosen, choose } = groups;
  const without = (id: string) => Object.fromEntries(Object.entries(chosen).filter(([group]) => group !== id));
  return (
    <Form.Item label={t("groupsLabel")} extra={t("groupsHint")}>
      {all === undefined ? (
        error ? <ProblemNote error={error} onRetry={retry} /> : <Spin />
      ) : (
        <ul className="lt-act-groups">
          {all.map(({ id, name }) => {
            const level = chosen[id];
            return (
              <li key={id}>
                <Checkbox checked={level !== undefined} onChange={({ target }) => choose(target.checked ? { ...chosen, [id]: NEW_LEVEL } : without(id))}>
                  {name}
                </Checkbox>
                {level !== undefined && (
                  <InputNumber size="small" min={1} max={10} value={level} aria-label={t("level", { name })} onChange={(value) => choose({ ...chosen, [id]: value ?? NEW_LEVEL })} />
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Form.Item>
  );
}
