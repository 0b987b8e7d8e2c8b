/** What is shown when a page fails: the rest of the client, and above all the telephone, goes on. */
import { Button, Result } from "antd";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "@/ui/problemText";

/** A lazy page that cannot be fetched after a new release. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script failed/i.test(error.message);
}

export function CrashNote({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation("problem");
  const stale = isMissingChunk(error);
  const reload = () => (stale ? location.reload() : onRetry());
  return (
    <Result
      status="warning"
      title={stale ? t("new-version") : t("page-crashed")}
      subTitle={stale ? t("new-version-detail") : t("page-crashed-detail")}
      extra={
        <Button type="primary" onClick={reload}>
          {stale ? t("reload") : t("common:retry")}
        </Button>
      }
    />
  );
}

export class PageBoundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <CrashNote error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}

export function RouteCrash({ error }: { error: unknown }) {
  const { t } = useTranslation("problem");
  const text = useProblemText();
  return (
    <Result
      status="warning"
      title={text(error)}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {t("common:retry")}
        </Button>
      }
    />
  );
}

export function NotFound() {
  const { t } = useTranslation("problem");
  return (
    <Result
      status="404"
      title={t("not-found")}
      extra={
        <Button type="primary" href="/">
          {t("go-home")}
        </Button>
      }
    />
  );
}
