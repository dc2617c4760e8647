// deploy/nginx.conf as it is deployed.
import { start } from "../support/nginx.mjs";
import { suite } from "./relay.mjs";

suite({ start, server: "nginx", limits: true, once: true, accessLog: true, encoding: "gzip" });
