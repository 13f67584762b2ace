import { has } from "../../mlflow/versions/versions.ts";
import { KEK_PASSPHRASE } from "../../secrets/names.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { createSecrets, newSecret } from "../repair/secret-repair.ts";
import type { Hit, Rule, World } from "../types.ts";

const NOTE =
  "a new passphrase does not encrypt anew what is stored already: mlflow crypto rotate-kek does";

export const gatewayDefaultPassphrase: Rule = {
  id: "gateway-default-passphrase",
  title: "The gateway's keys would be encrypted with a passphrase that can be guessed",
  severities: ["warning"],
  why: "whoever gets the database or a backup and guesses the passphrase can read the provider keys in it; MLflow's default stands in its source",
  check: (world) => {
    const { exposed, facts } = world;
    if (!exposed || !has(facts.mlflow?.version ?? null, "gatewaySecrets")) return [];
    return facts.kekPassphrase === null ? missing(world) : guessable(world, facts.kekPassphrase);
  },
};

function missing(world: World): Hit[] {
  const name = `${KEK_PASSPHRASE}_FILE`;
  // A file that cannot be used is a finding of its own.
  if (world.facts.unusableFiles.some(({ origin }) => origin.name === name)) return [];
  return [
    {
      severity: "warning",
      what: `${KEK_PASSPHRASE} is not set, so MLflow takes its published default`,
      origin: { kind: "default", name: KEK_PASSPHRASE },
      repairs: [createSecrets(world)],
      notes: [{ kind: "note", text: NOTE }],
    },
  ];
}

function guessable(world: World, fact: NonNullable<World["facts"]["kekPassphrase"]>): Hit[] {
  const { published, weak } = fact.grade;
  if (!published && weak.length === 0) return [];
  return [
    {
      severity: "warning",
      what: published
        ? `${describeOrigin(fact.origin)} is a published default`
        : `${describeOrigin(fact.origin)}: ${weak.join("; ")}`,
      origin: fact.origin,
      repairs: [newSecret(world, fact)],
      notes: [{ kind: "note", text: NOTE }],
    },
  ];
}
