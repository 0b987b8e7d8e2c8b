/** A user's photo: shown, replaced, taken away; it is stored at once. */
import { DeleteOutlined, UploadOutlined } from "@ant-design/icons";
import { Avatar, Button, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { UserRecord } from "@/api/records";
import { initials } from "@/ui/initials";
import { useRefreshLists } from "@/ui/records/useAll";
import { useCommand } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";

export function PhotoField({ user, disabled }: { user: UserRecord; disabled: boolean }) {
  const { t } = useTranslation("users");
  const run = useCommand();
  const refresh = useRefreshLists();
  const [version, setVersion] = useState(0);
  const [change, busy] = useOnce((work: () => Promise<unknown>) =>
    run(async () => {
      await work();
      await refresh();
      setVersion((old) => old + 1);
    }),
  );
  const upload = (file: File) => {
    const form = new FormData();
    form.append("photo", file);
    change(() => api.put(`/users/${user.id}/photo`, form));
    return false;
  };
  return (
    <div className="lt-photo">
      <Avatar className="lt-avatar" size={64} src={user.photo_url ? `${user.photo_url}?${version}` : undefined} alt={t("photoOf", { name: user.name })}>
        {initials(user.name)}
      </Avatar>
      {!disabled && (
        <>
          <Upload accept="image/png,image/jpeg,image/webp,image/gif" showUploadList={false} beforeUpload={upload}>
            <Button icon={<UploadOutlined />} loading={busy}>
              {t("photo")}
            </Button>
          </Upload>
          {user.photo_url && (
            <Button type="text" danger icon={<DeleteOutlined />} onClick={() => change(() => api.delete(`/users/${user.id}/photo`))}>
              {t("photoRemove")}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
