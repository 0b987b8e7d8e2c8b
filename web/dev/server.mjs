/** A small stand-in for the server with canned data, for looking at pages. Not part of the product. */
import { createServer } from "node:http";
import { connect } from "node:net";
import { readFileSync, existsSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { WebSocketServer } from "ws";
import { World } from "./world.mjs";
import { answer } from "./answers.mjs";

const port = Number(process.env.PORT ?? 8790);
const dist = process.env.DIST ?? join(import.meta.dirname, "../../src/lingting/web_dist");
const sip = process.env.FIXTURE_SIP_WS && new URL(process.env.FIXTURE_SIP_WS);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const policy = (nonce) =>
  `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; frame-ancestors 'none'`;

export const world = new World();

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  return text ? JSON.parse(text) : undefined;
}

function file(path, response) {
  const wanted = join(dist, normalize(path));
  if (path.startsWith("/assets/")) {
    if (!existsSync(wanted)) return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": types[extname(wanted)] ?? "application/octet-stream" }).end(readFileSync(wanted));
  }
  const nonce = Math.random().toString(36).slice(2);
  const page = readFileSync(join(dist, "index.html"), "utf8").replaceAll("__CSP_NONCE__", nonce);
  return response.writeHead(200, { "content-type": types[".html"], "content-security-policy": policy(nonce), "cache-control": "no-cache" }).end(page);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (!url.pathname.startsWith("/api") && !url.pathname.startsWith("/dev")) return file(url.pathname, response);
  const { status = 200, body } = answer(world, request.method, url, await bodyOf(request));
  const type = status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(status, { "content-type": type });
  return response.end(body === undefined ? "" : JSON.stringify(body));
});

const sockets = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  if (request.url === "/api/realtime") return sockets.handleUpgrade(request, socket, head, (ws) => world.join(ws));
  if (request.url === "/sip" && sip) {
    const upstream = connect(Number(sip.port), sip.hostname, () => {
      const lines = [`GET ${sip.pathname} HTTP/1.1`, `Host: ${sip.host}`];
      for (const [name, value] of Object.entries(request.headers)) if (name !== "host") lines.push(`${name}: ${value}`);
      upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    return socket.on("error", () => upstream.destroy());
  }
  return socket.destroy();
});
server.listen(port, "127.0.0.1", () => console.log(`http://localhost:${port}`));
