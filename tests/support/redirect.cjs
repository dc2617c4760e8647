// Preloaded into a Node client of Twilio: every request to *.twilio.com goes to the practice server at PRACTICE_URL
// instead, with the Host header that it would have had; a request to anywhere else fails.
const http = require("node:http");
const https = require("node:https");

const practice = new URL(process.env.PRACTICE_URL);

https.request = (options, callback) => {
  const host = options.hostname || options.host || "";
  if (!/(^|\.)twilio\.com$/.test(host)) throw new Error(`a request to ${host} is not meant to happen`);
  const headers = options.headers?.toJSON ? options.headers.toJSON() : options.headers;
  return http.request(
    {
      ...options,
      // No connection is used twice: the server may close it while the next request is on its way.
      agent: false,
      protocol: "http:",
      hostname: practice.hostname,
      host: practice.hostname,
      port: practice.port,
      headers: { ...headers, host },
    },
    callback,
  );
};
https.get = (options, callback) => {
  const request = https.request(options, callback);
  request.end();
  return request;
};
