-- The search as functions: their plans are kept by each connection, where planning the statement anew takes longer than running it.

-- Exact order costs a read of every vector, and the planner does not know how large they are: sorting is forbidden here,
-- so that the HNSW index gives the order, and it goes on looking when other workspaces' passages come first.
CREATE FUNCTION nearest_passages(in_workspace bigint, in_embedding vector, in_model text, in_limit integer)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET hnsw.iterative_scan = relaxed_order
AS $$
BEGIN
  RETURN QUERY
    SELECT c.id FROM article_chunks c
    WHERE c.workspace_id = in_workspace AND c.embedding_model = in_model
    ORDER BY c.embedding <=> in_embedding LIMIT in_limit;
END $$;
--> statement-breakpoint
-- Passages worth a closer look, by words (BM25 over postings; a word that stands nowhere is taken for one that is a slip
-- away) and by vector, with the statistics of the words. One JSON value: see core/src/knowledge/find-candidates.ts.
CREATE FUNCTION find_passages(
  in_workspace bigint, in_terms json, in_slips json, in_embedding vector, in_model text,
  in_by_words integer, in_by_vector integer, in_most_postings integer)
RETURNS json LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN (
    with wanted as materialized (
      select term, weight from json_to_recordset(in_terms) as t(term text, weight real)
    ),
    base as materialized (
      select coalesce(sum(chunk_count), 0)::float8 as passages, coalesce(sum(term_count), 0)::float8 as terms_in_all
      from search_segments where workspace_id = in_workspace and is_ready
    ),
    missing as materialized (
      select s.term, s.patterns from json_to_recordset(in_slips) as s(term text, patterns text[])
      where not exists (
        select from search_postings p where p.workspace_id = in_workspace and p.term = s.term collate "C")
      limit 3
    ),
    mended as materialized (
      select m.term, closest.term as found_as from missing m cross join lateral (
        select p.term from search_postings p
        where p.workspace_id = in_workspace
          and p.term >= left(m.term, 1) collate "C" and p.term < (left(m.term, 1) || '~') collate "C"
          and length(p.term) between length(m.term) - 1 and length(m.term) + 1
          and p.term like any (m.patterns)
        group by p.term order by sum(cardinality(p.chunk_ids)) desc, p.term limit 1
      ) closest
    ),
    looked_up as materialized (
      select w.term, coalesce(m.found_as, w.term) as found_as, w.weight
      from wanted w left join mended m using (term)
    ),
    postings as materialized (
      select l.term, l.found_as, l.weight, p.chunk_ids, p.impacts, p.occurrences
      from looked_up l
      join search_postings p on p.workspace_id = in_workspace and p.term = l.found_as collate "C"
      join search_segments s on s.id = p.segment_id and s.is_ready
    ),
    terms as materialized (
      select term, found_as, min(weight) as weight, sum(cardinality(chunk_ids))::float8 as passages,
        sum(occurrences)::float8 as occurrences
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
      from postings p join read r using (term),
        unnest(p.chunk_ids, p.impacts) as hit(chunk_id, impact)
      group by hit.chunk_id order by bm25 desc, id limit in_by_words + 40
    ),
    words_alive as materialized (
      select w.id, w.bm25 from ranked w
      join article_chunks c on c.id = w.id and c.workspace_id = in_workspace
      join articles a on a.id = c.article_id and a.status = 'published' and not a.is_beta
      order by w.bm25 desc, w.id limit in_by_words
    ),
    near as materialized (
      select n.id from nearest_passages(in_workspace, in_embedding, in_model, in_by_vector) as n(id)
      join article_chunks c on c.id = n.id
      join articles a on a.id = c.article_id and a.status = 'published' and not a.is_beta
    ),
    both_ways as materialized (
      select id, max(bm25) as bm25 from (
        select id, bm25 from words_alive union all select id, 0 from near
      ) either group by id
    ),
    -- A rough order of both; the ranking proper reads their texts, so only the better ones go on.
    chosen as materialized (
      select b.id, b.bm25, v.similarity
      from both_ways b
      join article_chunks c on c.id = b.id
      cross join lateral (
        select case when c.embedding_model = in_model then 1 - (c.embedding <=> in_embedding) end as similarity
      ) v
      order by 1.4 * b.bm25 / greatest((select sum(weight) from read), 0.001) + 2 * coalesce(v.similarity, 0) desc, b.id
      limit 110
    )
    select json_build_object('passages', base.passages, 'terms_in_all', base.terms_in_all, 'terms',
      (select json_agg(json_build_object('term', term, 'found_as', found_as, 'passages', passages, 'occurrences', occurrences))
        from terms), 'chunks',
      (select json_agg(chunk) from (
        select c.id, c.article_id, c.title, c.heading_path, c.heading, c.anchor, c.position, c.content, a.slug, a.source_url,
          a.source_path, chosen.bm25, chosen.similarity
        from chosen
        join article_chunks c on c.id = chosen.id
        join articles a on a.id = c.article_id
        order by chosen.bm25 desc, c.id
      ) chunk))
    from base
  );
END $$;
