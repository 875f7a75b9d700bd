DROP FUNCTION find_passages(bigint, json, json, vector, text, integer, integer, integer);
--> statement-breakpoint
DROP FUNCTION nearest_passages(bigint, vector, text, integer);
--> statement-breakpoint
-- The term of the articles that a mistyped word most likely stands for: one letter more, less, other, or swapped with the
-- next. Such a slip leaves the beginning or the end of the word whole, so two short ranges of the terms are read, not all.
CREATE FUNCTION mend_term(in_workspace bigint, in_term text)
RETURNS text LANGUAGE plpgsql STABLE
SET enable_seqscan = off
AS $$
DECLARE
  size integer := length(in_term);
  whole integer := (size - 1) / 2;
  pattern text;
BEGIN
  SELECT '^(?:' || string_agg(slip, '|') || ')$' INTO pattern FROM (
    SELECT left(in_term, i) || '.' || substr(in_term, i + 1) AS slip FROM generate_series(0, size) AS i
    UNION ALL
    SELECT left(in_term, i) || '.?' || substr(in_term, i + 2) FROM generate_series(0, size - 1) AS i
    UNION ALL
    SELECT left(in_term, i) || substr(in_term, i + 2, 1) || substr(in_term, i + 1, 1) || substr(in_term, i + 3)
      FROM generate_series(0, size - 2) AS i
  ) slips;
  RETURN (
    SELECT found.term FROM (
      SELECT p.segment_id, p.term, p.passages FROM search_postings p
      WHERE p.workspace_id = in_workspace
        AND p.term >= left(in_term, whole) COLLATE "C" AND p.term < (left(in_term, whole) || '~') COLLATE "C"
        AND length(p.term) BETWEEN size - 1 AND size + 1 AND p.term ~ pattern
      UNION
      SELECT p.segment_id, p.term, p.passages FROM search_postings p
      WHERE p.workspace_id = in_workspace
        AND reverse(p.term) >= left(reverse(in_term), whole) COLLATE "C"
        AND reverse(p.term) < (left(reverse(in_term), whole) || '~') COLLATE "C"
        AND length(p.term) BETWEEN size - 1 AND size + 1 AND p.term ~ pattern
    ) found
    GROUP BY found.term ORDER BY sum(found.passages) DESC, found.term LIMIT 1
  );
END $$;
--> statement-breakpoint
-- The published passages nearest to a vector of a learned model. Sorting all needs a read of every vector, and the planner does
-- not know how large they are: sorting is forbidden here, so that the HNSW index gives the order and goes on looking when other
-- workspaces' passages come first. Small workspaces are compared whole: beside large ones the index might never come to them.
CREATE FUNCTION nearest_passages(
  in_workspace bigint, in_embedding vector, in_model text, in_limit integer, in_include_beta boolean, in_internal boolean)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET enable_hashjoin = off SET enable_mergejoin = off
SET hnsw.iterative_scan = relaxed_order SET hnsw.max_scan_tuples = 6000
AS $$
DECLARE
  all_passages bigint := (SELECT coalesce(sum(chunk_count), 0) FROM search_segments WHERE workspace_id = in_workspace AND is_ready);
  found integer := 0;
BEGIN
  IF EXISTS (SELECT FROM upcoming_vectors WHERE workspace_id = in_workspace) THEN
    RETURN QUERY
      SELECT u.chunk_id FROM upcoming_vectors u
      JOIN article_chunks c ON c.id = u.chunk_id
      JOIN articles a ON a.id = c.article_id
      WHERE u.workspace_id = in_workspace AND u.model = in_model AND u.model NOT LIKE 'offline-%'
        AND a.status = 'published' AND (in_include_beta OR NOT a.is_beta) AND (in_internal OR a.audience = 'everyone')
      ORDER BY u.embedding <=> in_embedding LIMIT in_limit;
  END IF;
  IF all_passages > 1000 THEN
    RETURN QUERY
      SELECT c.id FROM article_chunks c
      JOIN articles a ON a.id = c.article_id
      WHERE c.workspace_id = in_workspace AND c.embedding_model = in_model AND c.embedding_model NOT LIKE 'offline-%'
        AND a.status = 'published' AND (in_include_beta OR NOT a.is_beta) AND (in_internal OR a.audience = 'everyone')
      ORDER BY c.embedding <=> in_embedding LIMIT in_limit;
    GET DIAGNOSTICS found = ROW_COUNT;
  END IF;
  IF found < in_limit AND all_passages <= 20000 THEN
    RETURN QUERY
      SELECT c.id FROM article_chunks c
      JOIN articles a ON a.id = c.article_id
      WHERE c.workspace_id = in_workspace AND c.embedding_model = in_model
        AND a.status = 'published' AND (in_include_beta OR NOT a.is_beta) AND (in_internal OR a.audience = 'everyone')
      ORDER BY (c.embedding <=> in_embedding) + 0 LIMIT in_limit;
  END IF;
END $$;
--> statement-breakpoint
-- Passages worth a closer look, by words (BM25 over postings; a word that stands nowhere is taken for one that is a slip away)
-- and, where the vectors are of a learned model, by vector; with the statistics of the words. One JSON value: see
-- core/src/knowledge/find-candidates.ts. Texts are left out of passages whose bit in in_known is set: the caller has them.
-- The settings keep the planner from reading whole tables when it knows nothing yet of their size, right after an import.
CREATE FUNCTION find_passages(
  in_workspace bigint, in_terms json, in_embedding vector, in_model text,
  in_by_words integer, in_by_vector integer, in_most_postings integer,
  in_include_beta boolean, in_internal boolean, in_known_from bigint, in_known bytea)
RETURNS json LANGUAGE plpgsql STABLE
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
DECLARE
  live_model text;
  main_language text;
  question vector;
BEGIN
  SELECT w.embedding_model, w.language INTO live_model, main_language FROM workspaces w WHERE w.id = in_workspace;
  -- While the workspace changes its model, vectors of the new one are not complete and those of the old one mean nothing to it.
  question := CASE WHEN live_model IS NULL OR live_model = in_model THEN in_embedding END;
  RETURN (
    with base as materialized (
      select coalesce(sum(chunk_count), 0)::float8 as passages, coalesce(sum(term_count), 0)::float8 as terms_in_all
      from search_segments where workspace_id = in_workspace and is_ready
    ),
    wanted as materialized (
      select t.term, t.weight, known.is_known
      from json_to_recordset(in_terms) as t(term text, weight real)
      cross join lateral (
        select exists (
          select from search_postings p where p.workspace_id = in_workspace and p.term = t.term collate "C" offset 0
        ) as is_known
      ) known
    ),
    missing as materialized (
      select term from wanted where not is_known and term ~ '^[a-z]{5,20}$' limit 3
    ),
    mended as materialized (
      select term, mend_term(in_workspace, term) as found_as from missing
    ),
    looked_up as materialized (
      select w.term, coalesce(m.found_as, w.term) as found_as, w.weight from wanted w left join mended m using (term)
    ),
    postings as materialized (
      select l.term, l.found_as, l.weight, p.chunk_ids, p.impacts, p.passages, p.occurrences
      from looked_up l
      cross join lateral (
        select p.segment_id, p.chunk_ids, p.impacts, p.passages, p.occurrences from search_postings p
        where p.workspace_id = in_workspace and p.term = l.found_as collate "C" offset 0
      ) p
      join search_segments s on s.id = p.segment_id and s.is_ready
    ),
    terms as materialized (
      select term, found_as, min(weight) as weight, sum(passages)::float8 as passages, sum(occurrences)::float8 as occurrences
      from postings group by term, found_as
    ),
    read as materialized (
      select term, weight * ln(1 + (greatest(base.passages - t.passages, 0) + 0.5) / (t.passages + 0.5)) as weight
      from (
        select terms.*, sum(passages) over (order by passages, term) as so_far, row_number() over (order by passages, term) as place
        from terms
      ) t, base
      where t.so_far <= in_most_postings or t.place <= 3
    ),
    ranked as materialized (
      select hit.chunk_id as id, sum(r.weight * hit.impact)::float8 as bm25
      from postings p join read r using (term), unnest(p.chunk_ids, p.impacts) as hit(chunk_id, impact)
      group by hit.chunk_id order by bm25 desc, id limit in_by_words + 40
    ),
    by_words as materialized (
      select w.id, w.bm25 from ranked w
      cross join lateral (
        select from article_chunks c join articles a on a.id = c.article_id
        where c.id = w.id and c.workspace_id = in_workspace and a.status = 'published'
          and (in_include_beta or not a.is_beta) and (in_internal or a.audience = 'everyone')
        offset 0
      ) alive
      order by w.bm25 desc, w.id limit in_by_words
    ),
    chosen as materialized (
      select id, max(bm25) as bm25 from (
        select id, bm25 from by_words
        union all
        select near.id, 0 from nearest_passages(in_workspace, question, in_model, in_by_vector, in_include_beta, in_internal) as near(id)
        where question is not null and in_model not like 'offline-%'
      ) either group by id
    ),
    chunks as (
      select c.id, c.article_id, c.heading_path, c.anchor, c.position, left(c.content_hash, 12) as hash,
        a.slug, a.source_url, a.source_path, a.audience, a.language, a.helpful_count as helpful, a.not_helpful_count as not_helpful,
        chosen.bm25, v.similarity,
        case when is_new then c.title end as title,
        case when is_new then c.heading end as heading,
        case when is_new then c.content end as content
      from chosen
      join article_chunks c on c.id = chosen.id
      join articles a on a.id = c.article_id
      cross join lateral (
        select case when question is null then null
          when c.embedding_model = in_model then 1 - (c.embedding <=> question)
          else (select 1 - (u.embedding <=> question) from upcoming_vectors u where u.chunk_id = c.id and u.model = in_model)
        end as similarity
      ) v
      cross join lateral (
        select case when c.id >= in_known_from and c.id < in_known_from + 8 * length(in_known)
          then get_bit(in_known, c.id - in_known_from) = 0 else true end as is_new
      ) k
      order by chosen.bm25 desc, c.id
    )
    select json_build_object(
      'passages', base.passages, 'terms_in_all', base.terms_in_all, 'language', main_language, 'embedding_model', live_model,
      'terms', (
        select json_agg(json_build_object('term', term, 'found_as', found_as, 'passages', passages, 'occurrences', occurrences))
        from terms),
      'chunks', (select json_agg(chunks) from chunks))
    from base
  );
END $$;
