/** Names for the shapes of the generated schema that this feature uses. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type ConfigText = Schemas["ConfigurationOut"];
export type ConfigPlan = Schemas["ImportPlanOut"];
export type ConfigChange = Schemas["EntryChangeOut"];
export type FieldChange = Schemas["PlaceChangeOut"];
export type TextProblem = Schemas["TextProblemOut"];
export type Imported = Schemas["ImportedOut"];
export type FirstPassword = Schemas["FirstPasswordOut"];
export type ConfigVersion = Schemas["ImportedVersionOut"];
