-- Passages worth a closer look, by words (BM25 over postings; a word that stands nowhere and may be a slip is taken for the
-- word meant) and, where the vectors are of a learned model, by vector; with the statistics of the words as JSON in a first row: see
-- core/src/knowledge/find-candidates.ts. Only the in_best of them that promise most are told: taking a passage apart takes
-- longer than finding it. On five bases the right passage was among the 40 best of 80 by both as often as among 40 of 300.
-- Related words (in_terms says which: "puppy" for "dog") are read beside the question's own, as far as any article has them, up
-- to half as many postings; they have no part in the statistics.
-- Texts are left out of passages whose bit in in_known is set: the caller has them.
-- Where all words of a question are common, a large base has more postings of them than can be read in time: the rarest is
-- always read, the second and third up to twice the limit, the others up to the limit.
-- The settings keep the planner from reading whole tables when it knows nothing yet of their size, right after an import, and
-- from planning anew with every call, which takes a third of the time.
CREATE OR REPLACE FUNCTION find_passages(
  in_workspace bigint, in_terms json, in_embedding vector, in_model text,
  in_by_words integer, in_by_vector integer, in_best integer, in_most_postings integer,
  in_include_beta boolean, in_internal boolean, in_known_from bigint, in_known bytea)
RETURNS TABLE (
  facts json, id bigint, article_id bigint, hash text, title text, heading text, content text, heading_path jsonb, anchor text,
  "position" integer, slug text, source_url text, source_path text, audience text, language text, helpful integer,
  not_helpful integer, updated float8, bm25 float8, similarity float8)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
#variable_conflict use_column
DECLARE
  live_model text;
  main_language text;
  question vector;
BEGIN
  SELECT w.embedding_model, w.language INTO live_model, main_language FROM workspaces w WHERE w.id = in_workspace;
  -- While the workspace changes its model, vectors of the new one are not complete and those of the old one mean nothing to it.
  question := CASE WHEN live_model IS NULL OR live_model = in_model THEN in_embedding END;
  RETURN QUERY
    with base as materialized (
      select coalesce(sum(chunk_count), 0)::float8 as passages, coalesce(sum(term_count), 0)::float8 as terms_in_all
      from search_segments where workspace_id = in_workspace and is_ready
    ),
    wanted as materialized (
      select t.term, t.weight, t.is_related, t.may_be_slip, known.is_known
      from (
        -- A process of the version before says neither of its words.
        select term, weight, coalesce(is_related, false) as is_related, coalesce(may_be_slip, true) as may_be_slip
        from json_to_recordset(in_terms) as said(term text, weight real, is_related boolean, may_be_slip boolean)
      ) t
      cross join lateral (
        select exists (
          select from search_postings p where p.workspace_id = in_workspace and p.term = t.term collate "C" offset 0
        ) as is_known
      ) known
      where known.is_known or not t.is_related
    ),
    missing as materialized (
      select term from wanted where not is_known and may_be_slip and term ~ '^[a-z]{5,20}$' limit 3
    ),
    mended as materialized (
      select term, mend_term(in_workspace, term) as found_as from missing
    ),
    looked_up as materialized (
      select w.term, coalesce(m.found_as, w.term) as found_as, w.weight, w.is_related from wanted w left join mended m using (term)
    ),
    postings as materialized (
      select l.term, l.found_as, l.weight, l.is_related, p.chunk_ids, p.impacts, p.passages, p.occurrences
      from looked_up l
      cross join lateral (
        select p.segment_id, p.chunk_ids, p.impacts, p.passages, p.occurrences from search_postings p
        where p.workspace_id = in_workspace and p.term = l.found_as collate "C" offset 0
      ) p
      join search_segments s on s.id = p.segment_id and s.is_ready
    ),
    terms as materialized (
      select term, found_as, is_related, min(weight) as weight, sum(passages)::float8 as passages,
        sum(occurrences)::float8 as occurrences
      from postings group by term, found_as, is_related
    ),
    read as materialized (
      select term, weight * ln(1 + (greatest(base.passages - t.passages, 0) + 0.5) / (t.passages + 0.5)) as weight
      from (
        select terms.*, sum(passages) over rarest_first as so_far, row_number() over rarest_first as place
        from terms window rarest_first as (partition by is_related order by passages, term)
      ) t, base
      where case when t.is_related then t.so_far <= in_most_postings / 2
        else t.so_far <= in_most_postings or (t.place <= 3 and t.so_far <= 2 * in_most_postings) or t.place = 1 end
    ),
    ranked as materialized (
      select hit.id, sum(hit.score)::float8 as bm25
      from (select unnest(p.chunk_ids) as id, r.weight * unnest(p.impacts) as score from postings p join read r using (term)) hit
      group by hit.id order by bm25 desc, id limit in_by_words + 40
    ),
    near as materialized (
      select near.id from nearest_passages(in_workspace, question, in_model, in_by_vector, in_include_beta, in_internal) as near(id)
      where question is not null and in_model not like 'offline-%'
    ),
    -- The others by words: read only where too few of the first may be seen, since many are archived, internal or have changed
    -- since they were counted.
    deeper as not materialized (
      select id, bm25 from (
        select hit.id, sum(hit.score)::float8 as bm25
        from (select unnest(p.chunk_ids) as id, r.weight * unnest(p.impacts) as score from postings p join read r using (term)) hit
        group by hit.id order by bm25 desc, id offset in_by_words + 40
      ) others
      where not exists (select from near where near.id = others.id)
    ),
    -- Neighbors first, then as many by words as were asked for and may be seen.
    either as materialized (
      select id, max(bm25) as bm25 from (
        select id, bm25, false as is_near from ranked union all select id, 0, true from near
      ) both_ways group by id order by bool_or(is_near) desc, max(bm25) desc, id
    ),
    seen as materialized (
      select e.id, e.bm25, p.similarity, p.is_first
      from (select id, bm25 from either union all select id, bm25 from deeper) e
      cross join lateral (
        select c.position = 0 as is_first,
          case when question is null then null
            when c.embedding_model = in_model then 1 - (c.embedding <=> question)
            else (select 1 - (u.embedding <=> question) from upcoming_vectors u where u.chunk_id = c.id and u.model = in_model)
          end as similarity
        from article_chunks c join articles a on a.id = c.article_id
        where c.id = e.id and c.workspace_id = in_workspace and a.status = 'published'
          and (in_include_beta or not a.is_beta) and (in_internal or a.audience = 'everyone')
        offset 0
      ) p
      limit in_by_words + (select count(*) from near)
    ),
    -- Weights from the questions of the evaluation bases; an article's first passage has a little more of its title's sense.
    best as materialized (
      select id, bm25, similarity from seen
      order by bm25 / greatest(max(bm25) over (), 1e-9) + 1.1 * coalesce(similarity, 0) + 0.07 * is_first::integer desc, id
      limit in_best
    )
    select json_build_object(
      'passages', base.passages, 'terms_in_all', base.terms_in_all, 'language', main_language, 'embedding_model', live_model,
      'terms', (
        select json_agg(json_build_object('term', term, 'found_as', found_as, 'passages', passages, 'occurrences', occurrences))
        from terms where not is_related)),
      null, null, null, null, null, null, null, null, null::integer, null, null, null, null, null, null::integer, null::integer,
      null::float8, null::float8, null::float8
    from base
    union all (
      select null, b.id, p.article_id, p.hash,
        case when k.is_new then p.title end, case when k.is_new then p.heading end, case when k.is_new then p.content end,
        p.heading_path, p.anchor, p.position, p.slug, p.source_url, p.source_path, p.audience, p.language,
        p.helpful_count, p.not_helpful_count, p.updated, b.bm25, b.similarity
      from best b
      cross join lateral (
        select case when b.id >= in_known_from and b.id < in_known_from + 8 * length(in_known)
          then get_bit(in_known, b.id - in_known_from) = 0 else true end as is_new
      ) k
      cross join lateral (
        select c.article_id, left(c.content_hash, 12) as hash, c.title, c.heading, c.content, c.heading_path, c.anchor, c.position,
          a.slug, a.source_url, a.source_path, a.audience, a.language, a.helpful_count, a.not_helpful_count,
          extract(epoch from a.updated_at)::float8 as updated
        from article_chunks c join articles a on a.id = c.article_id
        where c.id = b.id offset 0
      ) p
    );
END $$;
