// What a front end writes against the generated types: this must read well and compile.
import type { components, operations, paths } from "./generated/v3";

type Child = components["schemas"]["Child"];
type Page = paths["/api/v3/children"]["get"]["responses"]["200"]["content"]["application/json"];
type Problem = operations["getStudy"]["responses"]["404"]["content"]["application/problem+json"];

export const names = (page: Page): string[] => page.items.map((child: Child) => child.givenName);
export const isMissing = (problem: Problem): boolean => problem.code === "study.not_found";
export const step: components["schemas"]["StudyStep"] = { step: "submit" };
