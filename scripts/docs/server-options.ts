import {
  GUNICORN_ADMITTED,
  GUNICORN_SHORT,
  UVICORN_ADMITTED,
  type ValueShape,
} from "../../src/mlflow/options/server-option-table.ts";
import { code, codes, table } from "./table.ts";

const SHAPES = {
  none: "none",
  number: "a number",
  path: "a path",
  text: "a text",
  addresses: "addresses and networks",
} as const;

type Admitted = Readonly<Record<string, ValueShape>>;

function admitted(options: Admitted, shorts: Readonly<Record<string, string>>): string {
  return table(
    ["option", "value"],
    Object.entries(options).map(([name, shape]) => {
      const short = Object.keys(shorts).filter((one) => shorts[one] === name);
      const value = typeof shape === "string" ? SHAPES[shape] : codes(shape);
      return [[name, ...short].map(code).join(", "), value];
    }),
  );
}

export const uvicornOptions = () => admitted(UVICORN_ADMITTED, {});
export const gunicornOptions = () => admitted(GUNICORN_ADMITTED, GUNICORN_SHORT);
