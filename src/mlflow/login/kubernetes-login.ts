/**
 * mlflow-kubernetes-plugins, read in its repository (1.2.1) and on its pages (1.7.1 for MLflow below 3.17, 2.0.0 for
 * 3.17): it asks the Kubernetes API whether the bearer token of a request may do what it wants. It was never run here,
 * so the operator has to vouch for it.
 * @see https://github.com/kubeflow/mlflow-integration (docs/authorization-plugin.md, auth/core.py)
 */
export const KUBERNETES_AUTH = {
  app: "kubernetes-auth",
  distribution: "mlflow-kubernetes-plugins",
  needs:
    "it needs --enable-workspaces, --workspace-store-uri kubernetes://, a database as store, Python 3.12, and a Kubernetes API that this process may ask; clients send a bearer token",
  /** Who is asked about: the sender of the token, or whom a header names. */
  mode: "MLFLOW_K8S_AUTH_AUTHORIZATION_MODE",
  /** The default. In every other mode a header says who it is (`x-remote-user`), whoever sends it. */
  safeMode: "self_subject_access_review",
} as const;
