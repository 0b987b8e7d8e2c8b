/** A problem of the server in the user's language, as a message in the page. */
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProblemText } from "./problemText";

interface Props {
  error: unknown;
  onRetry?: () => void;
}

export function ProblemNote({ error, onRetry }: Props) {
  const { t } = useTranslation();
  const text = useProblemText();
  if (!error) return null;
  const retry = onRetry && (
    <Button size="small" onClick={onRetry}>
      {t("retry")}
    </Button>
  );
  return <Alert type="error" showIcon title={text(error)} action={retry} />;
}
