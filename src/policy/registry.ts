import { accountsWriteFiles } from "./rules/accounts-write-files.ts";
import { adminPasswordMissing } from "./rules/admin-password-missing.ts";
import { adminPasswordWeak } from "./rules/admin-password-weak.ts";
import { artifactsServeSecrets } from "./rules/artifacts-serve-secrets.ts";
import { artifactsWide } from "./rules/artifacts-wide.ts";
import { artifactsWritable } from "./rules/artifacts-writable.ts";
import { authAppUnknown } from "./rules/auth-app-unknown.ts";
import { authConfigUnknown } from "./rules/auth-config-unknown.ts";
import { authExtraMissing } from "./rules/auth-extra-missing.ts";
import { authIncompleteInVersion } from "./rules/auth-incomplete-in-version.ts";
import { authIneffective } from "./rules/auth-ineffective.ts";
import { bindAddedByServerOptions } from "./rules/bind-added-by-server-options.ts";
import { bindNotUnderstood } from "./rules/bind-not-understood.ts";
import { codeChangeable } from "./rules/code-changeable.ts";
import { corsWildcard } from "./rules/cors-wildcard.ts";
import { defaultAdminPassword } from "./rules/default-admin-password.ts";
import { envFileChoosesCode } from "./rules/env-file-chooses-code.ts";
import { envFileInGit } from "./rules/env-file-in-git.ts";
import { envFileNotNamed } from "./rules/env-file-not-named.ts";
import { fileStoreRefused } from "./rules/file-store-refused.ts";
import { gatewayDefaultPassphrase } from "./rules/gateway-default-passphrase.ts";
import { hostValidationOff } from "./rules/host-validation-off.ts";
import { hostsWildcard } from "./rules/hosts-wildcard.ts";
import { initMissing } from "./rules/init-missing.ts";
import { jobsOutliveServer } from "./rules/jobs-outlive-server.ts";
import { metricsExporterMissing } from "./rules/metrics-exporter-missing.ts";
import { metricsReadable } from "./rules/metrics-readable.ts";
import { mlflowVulnerable } from "./rules/mlflow-vulnerable.ts";
import { noTls } from "./rules/no-tls.ts";
import { otherUsersOnHost } from "./rules/other-users-on-host.ts";
import { placeholderLeft } from "./rules/placeholder-left.ts";
import { proxyTrustWildcard } from "./rules/proxy-trust-wildcard.ts";
import { publicWithoutAuth } from "./rules/public-without-auth.ts";
import { pythonPathShadowed } from "./rules/python-path-shadowed.ts";
import { remoteAssistant } from "./rules/remote-assistant.ts";
import { runningAsRoot } from "./rules/running-as-root.ts";
import { secretFileReadable } from "./rules/secret-file-readable.ts";
import { secretFileUnusable } from "./rules/secret-file-unusable.ts";
import { secretKeyMissing } from "./rules/secret-key-missing.ts";
import { secretKeyWeak } from "./rules/secret-key-weak.ts";
import { secretOnCommandLine } from "./rules/secret-on-command-line.ts";
import { settingWithoutEffect } from "./rules/setting-without-effect.ts";
import { staticPrefixDisablesAuth } from "./rules/static-prefix-disables-auth.ts";
import { storeReadable } from "./rules/store-readable.ts";
import { waiverInvalid } from "./rules/waiver-invalid.ts";
import type { Rule } from "./types.ts";

/** Every rule, in the order in which findings of the same severity are shown. */
export const RULES: readonly Rule[] = [
  bindNotUnderstood,
  bindAddedByServerOptions,
  waiverInvalid,
  placeholderLeft,
  envFileNotNamed,
  envFileChoosesCode,
  publicWithoutAuth,
  authAppUnknown,
  authExtraMissing,
  metricsExporterMissing,
  fileStoreRefused,
  jobsOutliveServer,
  authIncompleteInVersion,
  authIneffective,
  authConfigUnknown,
  staticPrefixDisablesAuth,
  secretFileUnusable,
  envFileInGit,
  secretKeyMissing,
  secretKeyWeak,
  adminPasswordMissing,
  defaultAdminPassword,
  adminPasswordWeak,
  secretFileReadable,
  codeChangeable,
  artifactsServeSecrets,
  hostValidationOff,
  hostsWildcard,
  corsWildcard,
  pythonPathShadowed,
  proxyTrustWildcard,
  mlflowVulnerable,
  noTls,
  remoteAssistant,
  gatewayDefaultPassphrase,
  metricsReadable,
  storeReadable,
  artifactsWide,
  artifactsWritable,
  otherUsersOnHost,
  secretOnCommandLine,
  settingWithoutEffect,
  runningAsRoot,
  accountsWriteFiles,
  initMissing,
];

/** The rules that an opt-out may name. */
export const WAIVABLE: ReadonlySet<string> = new Set(
  RULES.flatMap(({ id, waivable }) => (waivable ? [id] : [])),
);
