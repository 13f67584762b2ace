// Writes build/packages/mlflow-guard-VERSION.cdx.json: a CycloneDX bill of what the packages carry, which is what the
// build bundles. With --image FOLDER, the root of an unpacked image, image.cdx.json beside it: its Debian packages, its
// Python packages and the launcher's own.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as CDX from "@cyclonedx/cyclonedx-library";
import { bundle } from "./bundle.js";
import { packagesIn } from "./bundled-packages.js";
import { root } from "./prepare.js";

const { values } = parseArgs({ options: { image: { type: "string" } } });
const { Enums, Models, Serialize, Spec, Validation } = CDX;
const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const OUT = join(root, "build", "packages");

function component({ name, version, license, purl }) {
  const made = new Models.Component(Enums.ComponentType.Library, name, {
    version,
    purl,
    bomRef: purl,
  });
  if (license) made.licenses.add(new Models.LicenseExpression(license));
  return made;
}

/** @see https://packaging.python.org/en/latest/specifications/recording-installed-packages/ */
function pythonPackages(folder) {
  return readdirSync(folder)
    .map((entry) => /^(.+?)-([^-]+)\.dist-info$/.exec(entry))
    .filter(Boolean)
    .map(([, name, version]) => {
      const normal = name.toLowerCase().replace(/[-_.]+/g, "-");
      return component({ name: normal, version, purl: `pkg:pypi/${normal}@${version}` });
    });
}

/** @see https://www.debian.org/doc/debian-policy/ch-controlfields.html */
function debianPackages(image) {
  const status = readFileSync(join(image, "var/lib/dpkg/status"), "utf8");
  return status
    .split("\n\n")
    .filter((entry) => /^Status: install ok installed$/m.test(entry))
    .map((entry) => {
      const field = (name) => new RegExp(`^${name}: (.+)$`, "m").exec(entry)?.[1] ?? "";
      const [name, version, arch] = ["Package", "Version", "Architecture"].map(field);
      const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${arch}`;
      return component({ name, version, purl });
    });
}

/** The same bytes for the same content: no date, no random number. */
async function write(name, type, components) {
  const purl = `pkg:npm/mlflow-guard@${own.version}`;
  const bom = new Models.Bom();
  bom.metadata.component = new Models.Component(type, own.name, {
    version: own.version,
    purl,
    bomRef: "mlflow-guard",
  });
  bom.metadata.component.licenses.add(new Models.LicenseExpression(own.license));
  for (const one of components) bom.components.add(one);
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  const text = new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 });
  const wrong = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (wrong !== null) throw new Error(`${name} is not CycloneDX: ${JSON.stringify(wrong)}`);
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, name), `${text}\n`);
  console.log(`${components.length} components: build/packages/${name}`);
}

const dir = mkdtempSync(join(tmpdir(), "guard-bundle-"));
const output = await bundle(root, dir, own.version);
rmSync(dir, { recursive: true });
const launcher = packagesIn(output).map(({ name, version, license }) =>
  component({ name, version, license, purl: `pkg:npm/${name.replace("@", "%40")}@${version}` }),
);
await write(`mlflow-guard-${own.version}.cdx.json`, Enums.ComponentType.Application, launcher);
if (values.image !== undefined) {
  const lib = join(values.image, "opt/mlflow/lib");
  const sites = readdirSync(lib)
    .map((name) => join(lib, name, "site-packages"))
    .filter((site) => existsSync(site));
  const all = [...debianPackages(values.image), ...sites.flatMap(pythonPackages), ...launcher];
  await write("image.cdx.json", Enums.ComponentType.Container, all);
}
