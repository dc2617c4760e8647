// deploy/Caddyfile as it is deployed. Caddy alone knows no rate limit.
import { start } from "../support/caddy.mjs";
import { suite } from "./relay.mjs";

suite({ start, limits: false, once: false, accessLog: false, encoding: "br" });
