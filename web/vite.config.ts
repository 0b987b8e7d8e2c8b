/** The build: one folder of hashed files that the server hands out as they are. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const backend = process.env.LINGTING_BACKEND ?? "http://localhost:8000";

/** Libraries that change rarely get files of their own, so that a new release of ours leaves them cached. */
const groups = [
  { name: "antd", priority: 1, test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-)/ },
  { name: "react", priority: 3, test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
  { name: "tanstack", priority: 2, test: /node_modules[\\/]@tanstack/ },
  { name: "i18n", priority: 2, test: /node_modules[\\/](i18next|react-i18next)/ },
  { name: "jssip", priority: 2, test: /node_modules[\\/](jssip|sdp-transform|events|debug)[\\/]/ },
  { name: "echarts", priority: 2, test: /node_modules[\\/](echarts|zrender|tslib)[\\/]/ },
  { name: "xyflow", priority: 2, test: /node_modules[\\/](@xyflow|d3-)/ },
];

/**
 * antd measures scroll bars (tables) and locks the page behind drawers and dialogs with style elements to which it gives
 * no nonce: blocked, and a refusal in the console each time (react-component/util#613). Here every style that its
 * library makes takes the page's nonce. The build fails when the place is not found any more.
 */
function nonceForStyles(): Plugin {
  const from = /if \(csp\?\.nonce\) \{\s*styleNode\.nonce = csp\?\.nonce;\s*\}/;
  const to = 'styleNode.nonce = csp?.nonce ?? document.querySelector("meta[property=csp-nonce]")?.nonce ?? "";';
  return {
    name: "nonce-for-styles",
    enforce: "pre",
    apply: "build",
    transform: {
      filter: { id: /@rc-component[\\/]util[\\/]es[\\/]Dom[\\/]dynamicCSS\.js$/ },
      handler(code) {
        if (!from.test(code)) this.error("dynamicCSS changed: does it take a nonce by itself now?");
        return code.replace(from, to);
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), nonceForStyles()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "../src/lingting/web_dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": { target: backend, ws: true },
      "/sip": { target: backend, ws: true },
    },
  },
});
