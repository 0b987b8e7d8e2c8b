/** Entry point of the client. */
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import "@/app/styles.css";
import "@/app/bar.css";

createRoot(document.getElementById("root")!).render(<App />);
