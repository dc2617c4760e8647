/** Lets a function of the test's run in each worker before its program does. */
export function beforeWorkers(context, act, argument) {
  return context.route("**/*_loader-*.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${act})(${JSON.stringify(argument)});\n${await response.text()}` });
  });
}
