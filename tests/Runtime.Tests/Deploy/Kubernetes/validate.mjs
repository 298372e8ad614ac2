// Reads Kubernetes objects as YAML from standard input and holds each to the schema of Kubernetes' OpenAPI description: one line a problem, exit code 1 when there is one.
// Unknown keys are not its matter: those schemas allow them, as the API server did before it had strict validation.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const problems = [];
for (const document of parseAllDocuments(readFileSync(0, "utf8"))) {
  const object = document.toJS();
  if (object === null) continue;
  for (const [key, value] of Object.entries(object.kind === "Secret" ? object.data ?? {} : {}))
    object.data[key] = value.replaceAll("\n", ""); // kubectl breaks long base64 into lines, Go reads that, and the schema does not
  const name = `${object.kind} ${object.metadata?.name}`;
  try {
    const models = await import(`kubernetes-models/${object.apiVersion}/${object.kind}`);
    new models[object.kind](object).validate();
  } catch (problem) {
    problems.push(`${name}: ${problem.message.replaceAll("\n", " ")}`);
  }
}

if (problems.length > 0) {
  console.log(problems.join("\n"));
  process.exitCode = 1;
}
