const PORT_VALUE = /^(?:tcp|udp|sctp):\/\//i;
const PORT_PART = /_PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/;

/**
 * A variable that Kubernetes sets for a Service, whatever its name: nobody meant it as a setting.
 * @see https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
 */
export function isServiceLink(name: string, value: string): boolean {
  if (PORT_PART.test(name) || /_SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)$/.test(name)) return true;
  return name.endsWith("_PORT") && PORT_VALUE.test(value);
}
