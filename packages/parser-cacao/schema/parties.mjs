/** Agents, targets and how they are spoken to (CACAO 2.0, agent-target and authentication information). */
import { byType, members, named, object, ref, text, texts, truth } from "./parts.mjs";
import { addressKinds, regions, sectors, securityCategories } from "./words.mjs";

const common = {
  type: text("What kind of agent or target it is."),
  name: text("What people call it."),
  description: text("What it is."),
  location: ref("location"),
  agent_target_extensions: ref("extensions"),
};
const contact = { contact: ref("contact") };
const category = texts("Kinds of security infrastructure that it stands for.", securityCategories);
const system = {
  address: object([], Object.fromEntries(addressKinds.map((kind) => [kind, texts(`Addresses of kind ${kind}.`)]))),
  authentication_info: ref("identifier", "How to be let in: an id of authentication_info_definitions."),
  category,
};
const port = text("The TCP port.");
const party = (required, own) => members(["name", ...required], { ...common, ...own });

const authentication = {
  type: text("What kind of authentication it is."),
  name: text("What people call it."),
  description: text("What it is for."),
  kms: truth("The secret lies in a key management service."),
  kms_key_identifier: text("Under which key it lies there."),
  authentication_info_extensions: ref("extensions"),
};
/** With a key management service, the secret itself must not stand here. */
const credentials = (secrets, own, required = []) =>
  members(
    [],
    { ...authentication, ...own },
    {
      if: { required: ["kms"], properties: { kms: { const: true } } },
      then: {
        required: ["kms_key_identifier"],
        properties: Object.fromEntries(secrets.map((secret) => [secret, false])),
      },
      ...(required.length > 0 && { else: { required } }),
    },
  );

export const partyDefinitions = {
  party: byType(
    {
      group: "person-or-group",
      individual: "person-or-group",
      organization: "person-or-group",
      location: "location-party",
      sector: "sector-party",
      "http-api": "system-with-port",
      linux: "system-with-port",
      ssh: "system-with-port",
      "net-address": "net-address",
      "security-category": "security-category",
    },
    { other: { required: ["name"], properties: common } },
  ),
  "person-or-group": party([], contact),
  "location-party": party([], { logical: texts("Names of places within it.") }),
  "sector-party": party(["sector"], { sector: text("The industry sector.", { examples: sectors }) }),
  "system-with-port": party(["address"], { ...system, port }),
  "net-address": party(["address"], system),
  "security-category": party(["category"], { category }),

  authentication: byType(
    { "http-basic": "http-basic", oauth2: "oauth2", "user-auth": "user-auth" },
    { other: { properties: authentication } },
  ),
  "http-basic": credentials(["password"], {
    user_id: text("The user's name."),
    password: text("The password; a reference to a variable, better."),
  }),
  oauth2: credentials(
    ["token"],
    {
      oauth_header: text("The header that the token stands in."),
      token: text("The bearer token; a reference to a variable, better."),
    },
    ["oauth_header", "token"],
  ),
  "user-auth": credentials(["password"], {
    username: text("The user's name."),
    password: text("The password; a reference to a variable, better."),
  }),

  location: object([], {
    name: text("What people call the place."),
    description: text("What place it is."),
    building_details: text("Floor, room and the like."),
    network_details: text("Wiring closet, rack, VLAN and the like."),
    region: { type: "string", enum: regions, description: "The part of the world." },
    country: text("ISO 3166-1 alpha-2.", { pattern: "^[A-Za-z]{2}$" }),
    administrative_area: text("State, province or the like; ISO 3166-2 where possible."),
    city: text("The city."),
    street_address: text("Street and number."),
    postal_code: text("The postal code."),
    latitude: text("Degrees, north is positive."),
    longitude: text("Degrees, east is positive."),
    precision: text("Metres around the coordinates."),
  }),
  contact: object([], {
    email: named({ type: "string" }, "E-mail addresses by what they are for."),
    phone: named({ type: "string" }, "Phone numbers by what they are for."),
    contact_details: text("Anything else."),
  }),
  extensions: named({ type: "object" }, "For each extension, by the id of its definition, what it says here."),
  "external-reference": object(
    ["name"],
    {
      name: text("Author or title of the source."),
      description: text("What it says."),
      source: text("A citation."),
      url: text("Where it is."),
      external_id: text("What the source calls it."),
      reference_id: text("What other data call it."),
    },
    { anyOf: ["description", "source", "url", "external_id", "reference_id"].map((name) => ({ required: [name] })) },
  ),
};
