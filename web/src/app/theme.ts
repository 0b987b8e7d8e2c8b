/** Colours and sizes of the component set; the same values stand in styles.css as variables. */
import type { ThemeConfig } from "antd";

/** Who asked his system for less motion sees none. */
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export const theme: ThemeConfig = {
  token: {
    motion: !still,
    colorPrimary: "#0b6b75",
    colorLink: "#0b6b75",
    colorInfo: "#0b5cad",
    colorInfoBg: "#eef5fc",
    colorInfoBorder: "#a9cbe9",
    colorSuccess: "#0a7d3f",
    colorSuccessBg: "#ecf7f0",
    colorSuccessBorder: "#a5d6b8",
    colorWarning: "#b45f06",
    colorWarningBg: "#fdf4e7",
    colorWarningBorder: "#e8c48e",
    colorError: "#c0271b",
    colorErrorBg: "#fdf0ef",
    colorErrorBorder: "#ebb1ac",
    colorText: "#17262b",
    colorTextSecondary: "#4d5f66",
    colorTextTertiary: "#5f7077",
    colorTextDescription: "#5a6b72",
    colorTextPlaceholder: "#667880",
    colorTextDisabled: "#6b7b82",
    colorBgLayout: "#f3f6f7",
    colorBorder: "#cfd9dc",
    colorBorderSecondary: "#e3eaec",
    borderRadius: 8,
    fontSize: 14,
    fontFamily:
      '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif',
    controlOutline: "rgba(11, 107, 117, 0.25)",
  },
  components: {
    Table: { headerBg: "#eef3f4", cellPaddingBlockMD: 9 },
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
  },
};

/** English is set with Latin quotation marks and dots also where the machine's first font is a Chinese one (styles.css). */
const english: ThemeConfig = { ...theme, token: { ...theme.token, fontFamily: `"Lingting Latin Signs", ${theme.token?.fontFamily}` } };

export const themeOf = (chinese: boolean): ThemeConfig => (chinese ? theme : english);
