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
 * antd's tables measure the scroll bar with a style element to which they give no nonce, so that every page with a
 * table left a refusal in the console (react-component/util#613). The build fails when the place is not found any more.
 */
function nonceForScrollBars(): Plugin {
  const from = "}`, randomId);";
  const nonce = 'document.querySelector("meta[property=csp-nonce]")?.nonce';
  return {
    name: "nonce-for-scroll-bars",
    enforce: "pre",
    apply: "build",
    transform: {
      filter: { id: /@rc-component[\\/]util[\\/]es[\\/]getScrollBarSize\.js$/ },
      handler(code) {
        if (!code.includes(from)) this.error("getScrollBarSize changed: does it take a nonce now?");
        return code.replace(from, `}\`, randomId, { csp: { nonce: ${nonce} } });`);
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), nonceForScrollBars()],
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
