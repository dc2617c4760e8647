// deploy/Caddyfile as it is deployed. Caddy alone knows no rate limit, and adds a header of its own for HTTP/1.1.
import { start } from "../support/caddy.mjs";
import { suite } from "./relay.mjs";

suite({ start, limits: false, accessLog: false, encoding: "br" });
