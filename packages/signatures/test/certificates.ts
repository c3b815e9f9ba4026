/** Certificates made here, by RFC 5280 alone: a builder of DER that shares nothing with what is tested. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface CertificateSpec {
  /** Null: a name without any part. */
  readonly subject: string | null;
  readonly key: Pair;
  /** Default: itself. */
  readonly issuer?: { readonly subject: string | null; readonly key: Pair };
  readonly from?: string;
  readonly until?: string;
  readonly isCa?: boolean;
  readonly pathLength?: number;
  /** Bits of `keyUsage`, the first one highest: 0x80 digitalSignature, 0x04 keyCertSign. */
  readonly usage?: number;
  /** Object identifiers of `extKeyUsage`. */
  readonly purposes?: readonly string[];
  /** Object identifiers of critical extensions that say nothing. */
  readonly critical?: readonly string[];
  /** And of others. */
  readonly uncritical?: readonly string[];
  readonly hash?: "sha256" | "sha1";
}

export const ecPair = (): Pair => generateKeyPairSync("ec", { namedCurve: "P-256" });

/** The DER of a certificate; keys are on P-256. */
export function certificate(spec: CertificateSpec): Buffer {
  const { key, subject, issuer = { subject, key }, hash = "sha256" } = spec;
  const algorithm = sequence(oid(hash === "sha256" ? "1.2.840.10045.4.3.2" : "1.2.840.10045.4.1"));
  const extensions = extensionsOf(spec);
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name(issuer.subject),
    sequence(time(spec.from ?? "2020-01-01T00:00:00Z"), time(spec.until ?? "2040-01-01T00:00:00Z")),
    name(subject),
    key.publicKey.export({ format: "der", type: "spki" }),
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
  );
  return sequence(toBeSigned, algorithm, bits(sign(hash, toBeSigned, issuer.key.privateKey)));
}

export function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function extensionsOf({
  isCa,
  pathLength,
  usage,
  purposes,
  critical = [],
  uncritical = [],
}: CertificateSpec): readonly Buffer[] {
  const extension = (id: string, isCritical: boolean, value: Buffer): Buffer =>
    sequence(oid(id), ...(isCritical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
  const truth = der(0x01, Buffer.from([0xff]));
  const length = pathLength === undefined ? [] : [der(0x02, Buffer.from([pathLength]))];
  return [
    ...(isCa === undefined ? [] : [extension("2.5.29.19", true, sequence(...(isCa ? [truth, ...length] : [])))]),
    ...(usage === undefined ? [] : [extension("2.5.29.15", true, bits(Buffer.from([usage])))]),
    ...(purposes === undefined ? [] : [extension("2.5.29.37", false, sequence(...purposes.map(oid)))]),
    ...critical.map((id) => extension(id, true, sequence())),
    ...uncritical.map((id) => extension(id, false, sequence())),
  ];
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...items: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(items));
}

function bits(content: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.from([0]), content]));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const digits = [part & 0x7f];
    for (let more = Math.floor(part / 128); more > 0; more = Math.floor(more / 128))
      digits.unshift((more & 0x7f) | 0x80);
    return digits;
  });
  return der(0x06, Buffer.from(bytes));
}

function name(common: string | null): Buffer {
  return common === null ? sequence() : sequence(der(0x31, sequence(oid("2.5.4.3"), der(0x0c, Buffer.from(common)))));
}

function time(iso: string): Buffer {
  return der(0x18, Buffer.from(`${iso.replace(/[-:T]/g, "").slice(0, 14)}Z`));
}
