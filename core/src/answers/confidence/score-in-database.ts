import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { NO_CALIBRATION, SHIPPED } from "./calibration.ts";
import type { Calibration, Head } from "./calibration.ts";
import { CONFIDENCE_FEATURES } from "./confidence-features.ts";
import type { ConfidenceFeature } from "./confidence-features.ts";
import { LEAST_KNOWN, MOST_WITHOUT_SOURCE, searchShare } from "./confidence.ts";

type Scoring = { isOffline: boolean; calibration: Calibration | null };

/**
 * `scoreAgain` as the database reckons it, so that a count of thousands of answers need not bring each of them here. The
 * expression reads the row `f` of `partsInDatabase`; it is null where the answer knew too few features.
 */
export function scoreInDatabase({ isOffline, calibration }: Scoring): SQL {
  const { bias, slope, weights } = calibration ?? NO_CALIBRATION;
  // The log odds of a product of two chances, written so that each of them is reckoned once.
  const both = sql`(1 + ${odds(linear(SHIPPED.onTopic))}) * (1 + ${odds(linear(SHIPPED.right))})`;
  const search = sql`(${number(SHIPPED.bias)} - ln(${both} - 1))`;
  const evidence = sql`(f.evidence - f.search + ${search} * ${number(searchShare(isOffline))})`;
  const learned = CONFIDENCE_FEATURES.filter((name) => weights[name] !== undefined).map(
    (name) => sql`${number(weights[name])} * ${standardized(name)}`,
  );
  const corrected = sum([sql`${evidence} * ${number(1 + slope)}`, number(bias), ...learned]);
  const most = sql`case when f.sourceless = 1 then ${number(MOST_WITHOUT_SOURCE)} else 1 end`;
  const score = sql`least(1 / (1 + ${odds(corrected)}), ${most})`;
  return sql`case when ${isKnown()} then floor(${score} * 1e4 + 0.5) / 1e4 end`;
}

/** The parts of an answer's confidence as a table `f` of one row. */
export function partsInDatabase(parts: SQL): SQL {
  const columns = [...CONFIDENCE_FEATURES, "evidence", "search"].map(
    (name) => sql`${sql.identifier(name)} float8`,
  );
  return sql`jsonb_to_record(${parts}) as f(${sql.join(columns, sql`, `)})`;
}

const number = (value: number | undefined): SQL => sql`${value ?? 0}::float8`;
const sum = (terms: readonly SQL[]): SQL => sql`(${sql.join([...terms], sql` + `)})`;
const column = (name: ConfidenceFeature): SQL => sql`f.${sql.identifier(name)}`;

/** A feature that the answer did not know yet is taken to be average. */
const feature = (name: ConfidenceFeature): SQL =>
  sql`coalesce(${column(name)}, ${number(SHIPPED.means[name])})`;

function linear({ bias, weights }: Head): SQL {
  const used = CONFIDENCE_FEATURES.filter((name) => weights[name] !== undefined);
  return sum([number(bias), ...used.map((name) => sql`${number(weights[name])} * ${feature(name)}`)]);
}

/** The odds against: beyond these log odds the database refuses the exponent, or cannot tell the chance from 1. */
const odds = (logOdds: SQL): SQL => sql`exp(-greatest(-300, least(35, ${logOdds})))`;

function standardized(name: ConfidenceFeature): SQL {
  const distance = sql`(${feature(name)} - ${number(SHIPPED.means[name])}) / ${number(SHIPPED.spreads[name] ?? 1)}`;
  return sql`greatest(-3, least(3, ${distance}))`;
}

function isKnown(): SQL {
  const known = sql.join(CONFIDENCE_FEATURES.map(column), sql`, `);
  return sql`f.evidence is not null and f.search is not null and num_nonnulls(${known}) >= ${LEAST_KNOWN * CONFIDENCE_FEATURES.length}`;
}
