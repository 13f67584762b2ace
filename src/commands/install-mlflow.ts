import { EXIT } from "../exit-codes.ts";
import { installManaged } from "../launch/install.ts";
import { managedFolder } from "../mlflow/managed.ts";
import type { Ports } from "../ports.ts";
import { renderFailure } from "../report/text.ts";

/** Makes the managed virtual environment, or says that it is there. Exit 69 where that is not possible. */
export async function installMlflow(ports: Ports): Promise<number> {
  const folder = managedFolder(ports.env);
  if (!folder) {
    ports.err(
      renderFailure(
        "there is no home to install into",
        "name one: XDG_DATA_HOME=/path mlflow-guard install-mlflow",
      ),
    );
    return EXIT.unavailable;
  }
  const problem = await installManaged(folder, ports);
  if (problem) {
    ports.err(renderFailure(problem.what, problem.fix));
    return EXIT.unavailable;
  }
  ports.out(`mlflow-guard: MLflow is ready to be launched: ${folder}/bin/mlflow\n`);
  return EXIT.ok;
}
