/** The page begins here: home, colours, words, skeleton, engine, and then whatever the home has to show. */
import { App } from "./app";
import { findHome } from "./home/home";
import { applyTheme } from "./theme/read-theme";
import { buildSkeleton } from "./ui/skeleton";
import { viewTranslator } from "./view-text";
import "./page.css";

const home = findHome();
document.documentElement.lang = home.language === "zh" ? "zh-CN" : "en";
applyTheme();
const parts = buildSkeleton(viewTranslator(home.language));
document.body.append(parts.root);
new App(parts, home).start();
