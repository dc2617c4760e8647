/** Lets a function of the test's run in each worker before its program does. The page, which fetches the script to check it, gets it as it is. */
export function beforeWorkers(context, act, argument) {
  return context.route("**/*_loader-*.js", async (route) => {
    if (route.request().resourceType() === "fetch") return route.fallback();
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${act})(${JSON.stringify(argument)});\n${await response.text()}` });
  });
}
