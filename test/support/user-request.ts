import type { UserRequest } from "../../src/users/request.ts";

/** `user list` without any option. */
export const REQUEST: UserRequest = {
  action: "list",
  name: "",
  url: undefined,
  admin: undefined,
  adminPasswordFile: undefined,
  envFile: undefined,
  passwordFile: undefined,
  prompt: false,
  yes: false,
  json: false,
  offline: false,
  mlflow: undefined,
};
