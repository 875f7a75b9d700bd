export { listCompanies } from "./list-page.ts";
export type { ListCompaniesInput } from "./list-page.ts";
export { getCompany } from "./load.ts";
export type { Company } from "./load.ts";
export { saveCompany, updateCompany } from "./save.ts";
export type { CompanyChanges } from "./save.ts";
