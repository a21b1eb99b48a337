--! version d9df8ecea0ac9779
--! node ["schemas", "schemas", ""]
create schema if not exists "cchc"."intermediate"
--! and
create schema if not exists "cchc"."main"
--! and
create schema if not exists "cchc"."staging"
--! node ["stg_files__files", "model", ""]
create view "cchc"."staging"."stg_files__files__dbt_tmp" as (
    select
    file_path,
    file_sha256,
    folder,
    layout,
    received_on,
    rows_read,
    rows_loaded,
    rows_rejected,
    rows_ignored,
    is_loaded,
    parser_version,
    first_build_id
from "cchc"."raw"."files"
  )
--! and
alter view "cchc"."staging"."stg_files__files" rename to "stg_files__files__dbt_backup"
--! and
alter view "cchc"."staging"."stg_files__files__dbt_tmp" rename to "stg_files__files"
--! and
comment on view "cchc"."staging"."stg_files__files" is $dbt_comment_literal_block$One row per raw file.
$dbt_comment_literal_block$
--! and
comment on column "cchc"."staging"."stg_files__files".file_path is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."staging"."stg_files__files__dbt_backup" cascade
--! node ["stg_files__rejects", "model", ""]
create view "cchc"."staging"."stg_files__rejects__dbt_tmp" as (
    select
    file_path,
    sheet,
    row_no,
    column_name,
    place,
    severity,
    rule,
    value,
    message,
    remedy,
    raw_row
from "cchc"."raw"."rejects"
  )
--! and
alter view "cchc"."staging"."stg_files__rejects" rename to "stg_files__rejects__dbt_backup"
--! and
alter view "cchc"."staging"."stg_files__rejects__dbt_tmp" rename to "stg_files__rejects"
--! and
comment on view "cchc"."staging"."stg_files__rejects" is $dbt_comment_literal_block$One row per problem met when reading a file.$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."staging"."stg_files__rejects__dbt_backup" cascade
--! node ["stg_units__aliases", "model", ""]
create view "cchc"."staging"."stg_units__aliases__dbt_tmp" as (
    select
    stated_unit,
    unit_before,
    unit_after,
    candidates
from "cchc"."raw"."unit_aliases"
  )
--! and
alter view "cchc"."staging"."stg_units__aliases" rename to "stg_units__aliases__dbt_backup"
--! and
alter view "cchc"."staging"."stg_units__aliases__dbt_tmp" rename to "stg_units__aliases"
--! and
comment on view "cchc"."staging"."stg_units__aliases" is $dbt_comment_literal_block$One row per name that reports use for a unit instead of its code; before and after the change of boundaries it may mean two units.
$dbt_comment_literal_block$
--! and
comment on column "cchc"."staging"."stg_units__aliases".stated_unit is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."staging"."stg_units__aliases__dbt_backup" cascade
--! node ["stg_files__added", "model", ""]
create view "cchc"."staging"."stg_files__added__dbt_tmp" as (
    select file_path
from "cchc"."raw"."added_files"
  )
--! and
alter view "cchc"."staging"."stg_files__added" rename to "stg_files__added__dbt_backup"
--! and
alter view "cchc"."staging"."stg_files__added__dbt_tmp" rename to "stg_files__added"
--! and
comment on view "cchc"."staging"."stg_files__added" is $dbt_comment_literal_block$One row per raw file that the build before this one did not know.$dbt_comment_literal_block$
--! and
comment on column "cchc"."staging"."stg_files__added".file_path is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."staging"."stg_files__added__dbt_backup" cascade
--! node ["stg_progress__indicator_results", "model", ""]
create view "cchc"."staging"."stg_progress__indicator_results__dbt_tmp" as (
    select
    unit_code,
    indicator_code,
    scope_level,
    -- A row that gives only a day belongs to the reform year that the day falls in.
    coalesce(period_code, (year(as_of_date + to_days(17)))::varchar) as period_code,
    -- Such a row speaks of its day, not of the whole year.
    period_code is null as is_day_only,
    as_of_date,
    received_on,
    numerator,
    denominator,
    value as stated_value,
    unit,
    missing_reason,
    doubt,
    may_be_fraction,
    data_kind,
    data_kind = 'simulated' as is_simulated,
    rank::integer as rank,
    source_confidence,
    citation,
    note,
    file_path as source_file,
    source_sheet,
    source_row::integer as source_row,
    source_column
from "cchc"."raw"."indicator_results"
  )
--! and
alter view "cchc"."staging"."stg_progress__indicator_results__dbt_tmp" rename to "stg_progress__indicator_results"
--! and
comment on view "cchc"."staging"."stg_progress__indicator_results" is $dbt_comment_literal_block$One row per reading of an indicator, as a file states it. In a build that grows, the readings of the files that came in. That each has a place of its own is seen to when the file is read.$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."staging"."stg_progress__indicator_results__dbt_backup" cascade
--! node ["stg_progress__task_statuses", "model", ""]
create view "cchc"."staging"."stg_progress__task_statuses__dbt_tmp" as (
    select
    plan_code,
    task_ref,
    as_of_date,
    received_on,
    status,
    completed_on,
    percent_done,
    evidence_doc_no,
    evidence_issued_on,
    data_kind,
    data_kind = 'simulated' as is_simulated,
    citation,
    note,
    file_path as source_file,
    concat(
        'trang ', source_sheet, ', dòng ', source_row,
        ', cột ' || source_column
    ) as source_locator,
    source_row::integer as source_row
from "cchc"."raw"."task_statuses"
  )
--! and
alter view "cchc"."staging"."stg_progress__task_statuses" rename to "stg_progress__task_statuses__dbt_backup"
--! and
alter view "cchc"."staging"."stg_progress__task_statuses__dbt_tmp" rename to "stg_progress__task_statuses"
--! and
comment on view "cchc"."staging"."stg_progress__task_statuses" is $dbt_comment_literal_block$One row per report on a task, as a file states it.
$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."staging"."stg_progress__task_statuses__dbt_backup" cascade
--! node ["not_null_stg_files__files_file_path", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select file_path
from "cchc"."staging"."stg_files__files"
where file_path is null
    ) dbt_internal_test
--! node ["unique_stg_files__files_file_path", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    file_path as unique_field,
    count(*) as n_records
from "cchc"."staging"."stg_files__files"
where file_path is not null
group by file_path
having count(*) > 1
    ) dbt_internal_test
--! node ["int_findings_of_files", "model", ""]
create  table
      "cchc"."intermediate"."int_findings_of_files__dbt_tmp"
    as (
      -- One row per problem met when reading a file, and per file whose rows do not add up.
with plans as (
    select
        source_file,
        max(plan_code) as plan_code
    from "cchc"."intermediate"."int_plans_located"
    group by source_file
)
select
    rule as finding_kind,
    case severity
        when 'file' then 'error'
        when 'row' then 'error'
        when 'ignored' then 'info'
        else 'warning'
    end as severity,
    file_path as source_file,
    concat_ws(
        ', ',
        place,
        case when sheet is not null then 'trang ' || sheet end,
        case when row_no is not null then 'dòng ' || row_no end,
        case when column_name is not null then 'cột ' || column_name end
    ) as place,
    message,
    remedy,
    plans.plan_code
from "cchc"."staging"."stg_files__rejects" as rejects
left join plans on rejects.file_path = plans.source_file
union all
select
    'rows_unaccounted' as finding_kind,
    'error' as severity,
    file_path as source_file,
    'cả tệp' as place,
    format(
        'Đọc {} dòng nhưng dùng {}, loại {}, bỏ qua có lý do {}: có dòng chưa rõ đi đâu',
        rows_read, rows_loaded, rows_rejected, rows_ignored
    ) as message,
    'gửi tệp này cho người phụ trách kỹ thuật' as remedy,
    null as plan_code
from "cchc"."staging"."stg_files__files"
where is_loaded and rows_read <> rows_loaded + rows_rejected + rows_ignored
    )
--! and
alter table "cchc"."intermediate"."int_findings_of_files" rename to "int_findings_of_files__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_findings_of_files__dbt_tmp" rename to "int_findings_of_files"
--! and
comment on table "cchc"."intermediate"."int_findings_of_files" is $dbt_comment_literal_block$One row per problem met when reading a file.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_findings_of_files__dbt_backup" cascade
--! node ["not_null_stg_units__aliases_stated_unit", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select stated_unit
from "cchc"."staging"."stg_units__aliases"
where stated_unit is null
    ) dbt_internal_test
--! node ["unique_stg_units__aliases_stated_unit", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    stated_unit as unique_field,
    count(*) as n_records
from "cchc"."staging"."stg_units__aliases"
where stated_unit is not null
group by stated_unit
having count(*) > 1
    ) dbt_internal_test
--! node ["not_null_stg_files__added_file_path", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select file_path
from "cchc"."staging"."stg_files__added"
where file_path is null
    ) dbt_internal_test
--! node ["unique_stg_files__added_file_path", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    file_path as unique_field,
    count(*) as n_records
from "cchc"."staging"."stg_files__added"
where file_path is not null
group by file_path
having count(*) > 1
    ) dbt_internal_test
--! node ["int_results_valued", "model", ""]
create view "cchc"."intermediate"."int_results_valued__dbt_tmp" as (
-- One row per reading: what its counts give, else the value stated; nothing where they contradict
-- each other or where the reading is doubted. The unit may be named instead of coded.
with results as (
    select * from "cchc"."staging"."stg_progress__indicator_results"
),
indicators as (
    select
        indicator_code,
        unit as catalogue_unit
    from "cchc"."reference"."indicators"
),
aliases as (
    select * from "cchc"."staging"."stg_units__aliases"
),
units as (
    select unit_code from "cchc"."intermediate"."int_units_listed"
),
named as (
    select
        results.* exclude (unit, unit_code, missing_reason),
        results.unit_code as stated_unit,
        coalesce(
            case
                when results.as_of_date < date '2025-07-01' then aliases.unit_before
                else aliases.unit_after
            end,
            aliases.unit_after, aliases.unit_before, results.unit_code
        ) as unit_code,
        coalesce(results.unit, indicators.catalogue_unit) as unit,
        results.missing_reason as stated_reason,
        case
            when results.denominator > 0 and results.numerator between 0 and results.denominator
                then 100.0 * results.numerator / results.denominator
        end as counted_value,
        results.numerator is not null and results.denominator is not null as has_counts
    from results
    left join indicators on results.indicator_code = indicators.indicator_code
    left join aliases on results.unit_code = aliases.stated_unit
),
valued as (
    select
        *,
        -- Counts that contradict each other leave nothing to go by, whatever share is stated.
        case when unit = '%' and has_counts then counted_value else stated_value end as best_value
    from named
)
select
    valued.* exclude (best_value, stated_reason),
    case when valued.doubt is null then valued.best_value end as value,
    case when valued.doubt is not null then valued.best_value end as doubted_value,
    coalesce(
        valued.stated_reason,
        case
            when valued.doubt is not null then 'doubted'
            when valued.unit = '%' and valued.numerator = 0 and valued.denominator = 0
                then 'nothing_counted'
            when valued.unit = '%' and valued.has_counts and valued.counted_value is null
                then 'impossible_counts'
            when valued.best_value is null and valued.rank is null then 'unreadable'
        end
    ) as missing_reason,
    units.unit_code is not null as is_known,
    hash(valued.unit_code, valued.indicator_code, valued.scope_level, valued.period_code, valued.as_of_date, valued.received_on, valued.data_kind) as fact_hash
from valued
left join units on valued.unit_code = units.unit_code
  )
--! and
alter view "cchc"."intermediate"."int_results_valued__dbt_tmp" rename to "int_results_valued"
--! and
comment on view "cchc"."intermediate"."int_results_valued" is $dbt_comment_literal_block$One row per reading: the value stated, or the share that its counts give. In a build that grows, the readings of the files that came in.$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."intermediate"."int_results_valued__dbt_backup" cascade
--! node ["int_task_reports_matched", "model", ""]
create  table
      "cchc"."intermediate"."int_task_reports_matched__dbt_tmp"
    as (
      -- One row per report on a task. A number that the plan does not have as it stands ("2") finds the
-- task that ends with it ("I-2") where there is only one; others are kept apart by `is_known`.
with reports as (
    select
        *,
        regexp_replace(
        trim(regexp_replace(upper(task_ref), '[^0-9A-ZÀ-Ỹ]+', '-', 'g'), '-'), '(^|-)0+([0-9])', '\1\2', 'g'
    ) as plain_ref
    from "cchc"."staging"."stg_progress__task_statuses"
),
tasks as (
    select
        plan_code,
        task_ref,
        task_key,
        regexp_replace(
        trim(regexp_replace(upper(task_ref), '[^0-9A-ZÀ-Ỹ]+', '-', 'g'), '-'), '(^|-)0+([0-9])', '\1\2', 'g'
    ) as plain_ref,
        regexp_extract(regexp_replace(
        trim(regexp_replace(upper(task_ref), '[^0-9A-ZÀ-Ỹ]+', '-', 'g'), '-'), '(^|-)0+([0-9])', '\1\2', 'g'
    ), '^[A-Z]+-(.+)$', 1) as short_ref
    from "cchc"."intermediate"."int_tasks_decided"
    where not is_rejected
),
refs as (
    select distinct
        plan_code,
        task_ref,
        plain_ref
    from reports
),
likely as (
    select
        refs.plan_code,
        refs.task_ref,
        count(*) as candidate_count,
        min(tasks.task_key) as task_key,
        list_sort(list(distinct tasks.task_ref)) as candidates
    from refs
    inner join tasks
        on
            refs.plan_code = tasks.plan_code
            and refs.plain_ref in (tasks.plain_ref, tasks.short_ref)
    group by refs.plan_code, refs.task_ref
),
matched as (
    select
        reports.* exclude (plain_ref),
        coalesce(
            exact.task_key, case when likely.candidate_count = 1 then likely.task_key end
        ) as task_key,
        exact.task_key is null and coalesce(likely.candidate_count = 1, false) as is_matched_by_end,
        likely.candidates
    from reports
    left join tasks as exact
        on reports.plan_code = exact.plan_code and reports.task_ref = exact.task_ref
    left join likely
        on reports.plan_code = likely.plan_code and reports.task_ref = likely.task_ref
)
select
    *,
    task_key is not null as is_known,
    task_key || '@' || as_of_date || '@' || received_on
    || case when is_simulated then '@simulated' else '' end as report_key
from matched
    )
--! and
alter table "cchc"."intermediate"."int_task_reports_matched" rename to "int_task_reports_matched__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_task_reports_matched__dbt_tmp" rename to "int_task_reports_matched"
--! and
comment on table "cchc"."intermediate"."int_task_reports_matched" is $dbt_comment_literal_block$One row per report on a task; reports on tasks nobody planned are kept apart by `is_known`.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_task_reports_matched__dbt_backup" cascade
--! node ["unique_combination_stg_progress__task_statuses_source_file__source_locator", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select source_file, source_locator, count(*) as row_count
from "cchc"."staging"."stg_progress__task_statuses"
group by source_file, source_locator
having count(*) > 1
    ) dbt_internal_test
--! node ["int_results_doubled", "model", ""]
create temporary table
      "int_results_doubled__dbt_tmp"
    as (
-- Every reading of a fact that stands more than once in one receipt. Found by hash first: hardly
-- any fact does, and millions of rows are grouped cheaply by a number.
-- A build that grows adds those of the files that came in; none of them speaks of a fact that the
-- build before it knows (pipeline/building/grow.py), or it would be a whole build.
with results as not materialized (
    select * from "cchc"."intermediate"."int_results_valued"
    where is_known
),
met as (
    select fact_hash
    from results
    group by fact_hash
    having count(*) > 1
)
select
    results.*,
    concat_ws(
        '|', results.unit_code, results.indicator_code, coalesce(results.scope_level, 'all'),
        results.period_code, results.as_of_date, results.received_on, results.data_kind
    ) as progress_key,
    concat(
        'trang ', results.source_sheet, ', dòng ', results.source_row,
        ', cột ' || results.source_column
    ) as source_locator
from results
semi join met on results.fact_hash = met.fact_hash
    )
--! and
insert into "cchc"."intermediate"."int_results_doubled" ("indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "doubt", "may_be_fraction", "data_kind", "is_simulated", "rank", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column", "stated_unit", "unit_code", "unit", "counted_value", "has_counts", "value", "doubted_value", "missing_reason", "is_known", "fact_hash", "progress_key", "source_locator")
    (
        select "indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "doubt", "may_be_fraction", "data_kind", "is_simulated", "rank", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column", "stated_unit", "unit_code", "unit", "counted_value", "has_counts", "value", "doubted_value", "missing_reason", "is_known", "fact_hash", "progress_key", "source_locator"
        from "int_results_doubled__dbt_tmp"
    )
--! and
comment on table "cchc"."intermediate"."int_results_doubled" is $dbt_comment_literal_block$One row per reading of a fact that stands more than once in one receipt.$dbt_comment_literal_block$
--! node ["int_results_suspect", "model", ""]
create temporary table
      "int_results_suspect__dbt_tmp"
    as (
-- Readings that no unit answers to, whose unit was named and not coded, or whose numbers
-- contradict each other.
-- A build that grows adds those of the files that came in, which is all that it is given.
-- Texts are made of the few rows that are left.
with judged as (
    select
        *,
        coalesce(
            unit = '%' and has_counts and counted_value is null
            and not (numerator = 0 and denominator = 0),
            false
        ) as is_impossible,
        coalesce(unit = '%' and numerator = 0 and denominator = 0, false) as is_nothing,
        coalesce(
            unit <> '%' and value is null and doubt is null and has_counts, false
        ) as is_no_share,
        coalesce(
            unit = '%'
            and numerator <= denominator
            and abs(stated_value - counted_value) > 0.5 * power(
        10,
        -case
            when stated_value = floor(stated_value) then 0
            else length(split_part((stated_value)::varchar, '.', 2))
        end
    ) + 1e-9,
            false
        ) as has_other_share,
        stated_unit <> unit_code as is_named
    from "cchc"."intermediate"."int_results_valued"
)
select
    *,
    concat(
        'trang ', source_sheet, ', dòng ', source_row,
        ', cột ' || source_column
    ) as source_locator
from judged
where not is_known or is_impossible or is_nothing or is_no_share or has_other_share or is_named
    )
--! and
insert into "cchc"."intermediate"."int_results_suspect" ("indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "doubt", "may_be_fraction", "data_kind", "is_simulated", "rank", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column", "stated_unit", "unit_code", "unit", "counted_value", "has_counts", "value", "doubted_value", "missing_reason", "is_known", "fact_hash", "is_impossible", "is_nothing", "is_no_share", "has_other_share", "is_named", "source_locator")
    (
        select "indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "doubt", "may_be_fraction", "data_kind", "is_simulated", "rank", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column", "stated_unit", "unit_code", "unit", "counted_value", "has_counts", "value", "doubted_value", "missing_reason", "is_known", "fact_hash", "is_impossible", "is_nothing", "is_no_share", "has_other_share", "is_named", "source_locator"
        from "int_results_suspect__dbt_tmp"
    )
--! and
comment on table "cchc"."intermediate"."int_results_suspect" is $dbt_comment_literal_block$One row per reading that no unit answers to, or whose numbers contradict each other.$dbt_comment_literal_block$
--! node ["fct_task_status", "model", ""]
create  table
      "cchc"."main"."fct_task_status__dbt_tmp"
  (
    report_key varchar not null,
    task_key varchar not null,
    plan_code varchar,
    as_of_date date not null,
    received_on date not null,
    status varchar not null,
    completed_on date,
    percent_done double,
    evidence_doc_no varchar,
    evidence_issued_on date,
    note varchar,
    data_kind varchar not null,
    is_simulated boolean,
    citation varchar,
    source_file varchar,
    source_locator varchar,
    source_row integer
    )
 ;
    insert into "cchc"."main"."fct_task_status__dbt_tmp"
  (
      report_key ,
      task_key ,
      plan_code ,
      as_of_date ,
      received_on ,
      status ,
      completed_on ,
      percent_done ,
      evidence_doc_no ,
      evidence_issued_on ,
      note ,
      data_kind ,
      is_simulated ,
      citation ,
      source_file ,
      source_locator ,
      source_row
  )
 (
    select report_key, task_key, plan_code, as_of_date, received_on, status, completed_on, percent_done, evidence_doc_no, evidence_issued_on, note, data_kind, is_simulated, citation, source_file, source_locator, source_row
    from (
        with reports as (
    select * from "cchc"."intermediate"."int_task_reports_matched"
    where is_known
)
select
    report_key,
    task_key,
    plan_code,
    as_of_date,
    received_on,
    status,
    completed_on,
    percent_done,
    evidence_doc_no,
    evidence_issued_on,
    note,
    data_kind,
    is_simulated,
    citation,
    source_file,
    source_locator,
    source_row
from reports
-- The same report twice in one file: the later row stands, the clash is a finding.
qualify row_number() over (
    partition by report_key
    order by source_file desc, source_row desc, source_locator desc
) = 1
    ) as model_subq
    )
--! and
alter table "cchc"."main"."fct_task_status" rename to "fct_task_status__dbt_backup"
--! and
alter table "cchc"."main"."fct_task_status__dbt_tmp" rename to "fct_task_status"
--! and
comment on table "cchc"."main"."fct_task_status" is $dbt_comment_literal_block$Một dòng mỗi báo cáo về một nhiệm vụ.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."fct_task_status".report_key is $dbt_comment_literal_block$Khóa của một báo cáo về một nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".task_key is $dbt_comment_literal_block$Khóa: mã kế hoạch/số nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".as_of_date is $dbt_comment_literal_block$Ngày mà số liệu nói tới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".received_on is $dbt_comment_literal_block$Ngày nhận được số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".status is $dbt_comment_literal_block$not_started, in_progress, done, paused, cancelled.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".completed_on is $dbt_comment_literal_block$Ngày hoàn thành theo báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".percent_done is $dbt_comment_literal_block$Phần trăm hoàn thành theo báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".evidence_doc_no is $dbt_comment_literal_block$Số văn bản chứng minh.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".evidence_issued_on is $dbt_comment_literal_block$Ngày văn bản chứng minh.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".note is $dbt_comment_literal_block$Ghi chú.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".data_kind is $dbt_comment_literal_block$official (chính thức), self_reported (tự báo cáo), published (công bố), simulated (mô phỏng).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".is_simulated is $dbt_comment_literal_block$Số liệu mô phỏng, không phải số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".citation is $dbt_comment_literal_block$Nguồn của số liệu, như tệp nêu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".source_file is $dbt_comment_literal_block$Tệp chứa dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".source_locator is $dbt_comment_literal_block$Chỗ trong tệp.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_task_status".source_row is $dbt_comment_literal_block$Số dòng trong tệp.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."fct_task_status__dbt_backup" cascade
--! node ["int_readings_stored", "model", ""]
create temporary table
      "int_readings_stored__dbt_tmp"
    as (
-- depends_on: "cchc"."staging"."stg_files__added"
-- Every reading that counts, once. Millions of rows: nothing but the few doubled facts is held in
-- memory, and what can be put together from other columns is left to fct_progress.
-- A build that grows adds the files that came in, which is all that int_results_valued then holds.
with known as not materialized (
    select * from "cchc"."intermediate"."int_results_valued"
    where is_known
),
doubled as (
    select * from "cchc"."intermediate"."int_results_doubled"
        where source_file in (select file_path from "cchc"."staging"."stg_files__added")
),
-- The same fact twice in one receipt: where both say the same one row stands, where they differ
-- there is no telling which is right.
answered as (
    select
        *,
        min(value) over (partition by progress_key)
        <> max(value) over (partition by progress_key) as has_two_answers
    from doubled
    qualify row_number() over (
        partition by progress_key
        order by source_file desc, source_row desc, source_locator desc
    ) = 1
),
kept as not materialized (
    select *
    from known
    anti join doubled on known.fact_hash = doubled.fact_hash
    union all by name
    select
        * exclude (
            progress_key, source_locator, has_two_answers, value, doubt, doubted_value,
            missing_reason
        ),
        case when not coalesce(has_two_answers, false) then value end as value,
        case when has_two_answers then 'two_answers' else doubt end as doubt,
        case when has_two_answers then value else doubted_value end as doubted_value,
        case when has_two_answers then 'doubted' else missing_reason end as missing_reason
    from answered
)
select
    unit_code,
    indicator_code,
    scope_level,
    period_code,
    is_day_only,
    as_of_date,
    received_on,
    numerator,
    denominator,
    stated_value,
    value,
    unit,
    rank,
    missing_reason,
    doubt,
    doubted_value,
    may_be_fraction,
    data_kind,
    is_simulated,
    source_confidence,
    citation,
    note,
    source_file,
    source_sheet,
    source_row,
    source_column
from kept
    )
--! and
insert into "cchc"."intermediate"."int_readings_stored" ("unit_code", "indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "value", "unit", "rank", "missing_reason", "doubt", "doubted_value", "may_be_fraction", "data_kind", "is_simulated", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column")
    (
        select "unit_code", "indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "value", "unit", "rank", "missing_reason", "doubt", "doubted_value", "may_be_fraction", "data_kind", "is_simulated", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column"
        from "int_readings_stored__dbt_tmp"
    )
--! and
comment on table "cchc"."intermediate"."int_readings_stored" is $dbt_comment_literal_block$One row per unit, indicator, level, period, as-of date and receipt, as fct_progress shows it, without the texts that other columns give.
$dbt_comment_literal_block$
--! and
comment on column "cchc"."intermediate"."int_readings_stored".unit_code is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".indicator_code is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".scope_level is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".period_code is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".is_day_only is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".as_of_date is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".received_on is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".numerator is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".denominator is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".stated_value is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".value is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".unit is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".rank is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".missing_reason is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".doubt is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".doubted_value is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".may_be_fraction is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".data_kind is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".is_simulated is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".source_confidence is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".citation is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".note is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".source_file is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".source_sheet is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".source_row is $dbt_comment_literal_block$$dbt_comment_literal_block$;
    comment on column "cchc"."intermediate"."int_readings_stored".source_column is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! node ["int_files_counted", "model", ""]
create  table
      "cchc"."intermediate"."int_files_counted__dbt_tmp"
    as (
      -- One row per raw file, with how many problems of each severity it has.
with files as (
    select * from "cchc"."staging"."stg_files__files"
),
rejects as (
    select
        file_path,
        count(*) filter (where severity = 'file')::integer as file_problems,
        count(*) filter (where severity = 'row')::integer as row_problems,
        count(*) filter (where severity = 'warning')::integer as warnings
    from "cchc"."staging"."stg_files__rejects"
    group by file_path
),
-- Rows that were read and reach nothing: no unit, plan or task of that name.
lost as (
    select distinct
        source_file,
        source_sheet,
        source_row
    from "cchc"."intermediate"."int_results_suspect"
    where not is_known
    union all
    select
        source_file,
        null as source_sheet,
        source_row
    from "cchc"."intermediate"."int_task_reports_matched"
    where not is_known
),
unmatched as (
    select
        source_file as file_path,
        count(*)::integer as row_count
    from lost
    group by source_file
)
select
    files.file_path,
    files.file_sha256,
    files.folder,
    files.layout,
    files.received_on,
    files.rows_read::integer as rows_read,
    (files.rows_loaded - coalesce(unmatched.row_count, 0))::integer as rows_loaded,
    (files.rows_rejected + coalesce(unmatched.row_count, 0))::integer as rows_rejected,
    files.rows_ignored::integer as rows_ignored,
    files.is_loaded,
    coalesce(rejects.file_problems, 0) as file_problems,
    coalesce(rejects.row_problems, 0) as row_problems,
    coalesce(rejects.warnings, 0) as warnings,
    files.parser_version,
    files.first_build_id
from files
left join rejects on files.file_path = rejects.file_path
left join unmatched on files.file_path = unmatched.file_path and files.is_loaded
    )
--! and
alter table "cchc"."intermediate"."int_files_counted" rename to "int_files_counted__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_files_counted__dbt_tmp" rename to "int_files_counted"
--! and
comment on table "cchc"."intermediate"."int_files_counted" is $dbt_comment_literal_block$One row per raw file, with how many problems of each severity it has.
$dbt_comment_literal_block$
--! and
comment on column "cchc"."intermediate"."int_files_counted".file_path is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_files_counted__dbt_backup" cascade
--! node ["int_task_reports_versioned", "model", ""]
create  table
      "cchc"."intermediate"."int_task_reports_versioned__dbt_tmp"
    as (
      -- One row per report on a task, with the days on which it was the last word on its as-of date: from
-- received_on until superseded_on (exclusive; null while it stands).
select
    *,
    coalesce(completed_on, as_of_date) as done_on,
    lead(received_on) over (
        partition by task_key, is_simulated, as_of_date order by received_on
    ) as superseded_on
from "cchc"."main"."fct_task_status"
    )
--! and
alter table "cchc"."intermediate"."int_task_reports_versioned" rename to "int_task_reports_versioned__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_task_reports_versioned__dbt_tmp" rename to "int_task_reports_versioned"
--! and
comment on table "cchc"."intermediate"."int_task_reports_versioned" is $dbt_comment_literal_block$One row per report on a task, with the days on which it was the last word on its as-of date.
$dbt_comment_literal_block$
--! and
comment on column "cchc"."intermediate"."int_task_reports_versioned".report_key is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_task_reports_versioned__dbt_backup" cascade
--! node ["relationships_fct_task_status_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."fct_task_status"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_fct_task_status_task_key__task_key__ref_fct_task_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select task_key as from_field
    from "cchc"."main"."fct_task_status"
    where task_key is not null
),
parent as (
    select task_key as to_field
    from "cchc"."main"."fct_task"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_fct_task_status_report_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    report_key as unique_field,
    count(*) as n_records
from "cchc"."main"."fct_task_status"
where report_key is not null
group by report_key
having count(*) > 1
    ) dbt_internal_test
--! node ["fct_progress", "model", ""]
create view "cchc"."main"."fct_progress__dbt_tmp" as (
select
    concat_ws(
        '|', unit_code, indicator_code, coalesce(scope_level, 'all'),
        period_code, as_of_date, received_on, data_kind
    ) as progress_key,
    unit_code,
    indicator_code,
    scope_level,
    period_code,
    as_of_date,
    received_on,
    numerator,
    denominator,
    stated_value,
    value,
    unit,
    rank,
    missing_reason,
    doubt,
    doubted_value,
    data_kind,
    is_simulated,
    source_confidence,
    citation,
    note,
    source_file,
    concat(
        'trang ', source_sheet, ', dòng ', source_row,
        ', cột ' || source_column
    ) as source_locator,
    source_row
from "cchc"."intermediate"."int_readings_stored"
  )
--! and
alter view "cchc"."main"."fct_progress" rename to "fct_progress__dbt_backup"
--! and
alter view "cchc"."main"."fct_progress__dbt_tmp" rename to "fct_progress"
--! and
comment on view "cchc"."main"."fct_progress" is $dbt_comment_literal_block$Một dòng mỗi đơn vị, chỉ số, cấp, kỳ, ngày số liệu và lần nhận.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."fct_progress".progress_key is $dbt_comment_literal_block$Khóa của một lần nhận một số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".unit_code is $dbt_comment_literal_block$Mã đơn vị.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".indicator_code is $dbt_comment_literal_block$Mã chỉ số trong danh mục.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".scope_level is $dbt_comment_literal_block$Cấp mà con số nói riêng: province, district, commune; trống là chung.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".period_code is $dbt_comment_literal_block$Kỳ báo cáo: 2025, 2025-Q1, 2025-H1, 2025-Q3, 2025-W23.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".as_of_date is $dbt_comment_literal_block$Ngày mà số liệu nói tới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".received_on is $dbt_comment_literal_block$Ngày nhận được số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".numerator is $dbt_comment_literal_block$Tử số báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".denominator is $dbt_comment_literal_block$Mẫu số báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".stated_value is $dbt_comment_literal_block$Giá trị như tệp ghi, kể cả khi có tử số và mẫu số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".value is $dbt_comment_literal_block$Tỷ lệ tính từ tử số và mẫu số, không có thì giá trị báo cáo; trống khi đáng ngờ hoặc khi hai số không thành tỷ lệ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".unit is $dbt_comment_literal_block$Đơn vị tính.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".rank is $dbt_comment_literal_block$Thứ hạng công bố.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".missing_reason is $dbt_comment_literal_block$not_reported, not_due, not_applicable, unreadable, doubted, impossible_counts (tử số và mẫu số không thành tỷ lệ), nothing_counted (0 trên 0).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".doubt is $dbt_comment_literal_block$Vì sao số liệu đáng ngờ nên không có giá trị (mã trong seeds/doubt_kinds.csv); trống là không ngờ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".doubted_value is $dbt_comment_literal_block$Con số đáng ngờ như tệp ghi.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".data_kind is $dbt_comment_literal_block$official (chính thức), self_reported (tự báo cáo), published (công bố), derived (tính từ số công bố, không phải số công bố), simulated (mô phỏng).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".is_simulated is $dbt_comment_literal_block$Số liệu mô phỏng, không phải số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".source_confidence is $dbt_comment_literal_block$Nguồn đáng tin đến đâu: official_text (văn bản gốc), secondary (nguồn thứ cấp), press (báo chí). Trống khi tệp không nêu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".citation is $dbt_comment_literal_block$Nguồn của số liệu, như tệp nêu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".note is $dbt_comment_literal_block$Ghi chú.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".source_file is $dbt_comment_literal_block$Tệp chứa dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".source_locator is $dbt_comment_literal_block$Chỗ trong tệp.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."fct_progress".source_row is $dbt_comment_literal_block$Số dòng trong tệp.$dbt_comment_literal_block$
--! and
drop view if exists "cchc"."main"."fct_progress__dbt_backup" cascade
--! node ["int_readings_counted", "model", ""]
create temporary table
      "int_readings_counted__dbt_tmp"
    as (
-- depends_on: "cchc"."staging"."stg_files__added"
-- One row per reading of a series that a plan counts on: few of millions, picked out once.
-- In a build that grows the plans are those of the build before, so only what came in is looked at.
with targets as (
    select distinct
        unit_code,
        indicator_code
    from "cchc"."intermediate"."int_targets_windowed"
),
facts as (
    select * from "cchc"."intermediate"."int_readings_stored"
        where source_file in (select file_path from "cchc"."staging"."stg_files__added")
)
select
    facts.*,
    concat_ws(
        '|', facts.unit_code, facts.indicator_code, coalesce(facts.scope_level, 'all'),
        facts.period_code, facts.as_of_date, facts.received_on, facts.data_kind
    ) as progress_key,
    concat(
        'trang ', facts.source_sheet, ', dòng ', facts.source_row,
        ', cột ' || facts.source_column
    ) as source_locator
from facts
semi join targets
    on facts.unit_code = targets.unit_code and facts.indicator_code = targets.indicator_code
    )
--! and
insert into "cchc"."intermediate"."int_readings_counted" ("unit_code", "indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "value", "unit", "rank", "missing_reason", "doubt", "doubted_value", "may_be_fraction", "data_kind", "is_simulated", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column", "progress_key", "source_locator")
    (
        select "unit_code", "indicator_code", "scope_level", "period_code", "is_day_only", "as_of_date", "received_on", "numerator", "denominator", "stated_value", "value", "unit", "rank", "missing_reason", "doubt", "doubted_value", "may_be_fraction", "data_kind", "is_simulated", "source_confidence", "citation", "note", "source_file", "source_sheet", "source_row", "source_column", "progress_key", "source_locator"
        from "int_readings_counted__dbt_tmp"
    )
--! and
comment on table "cchc"."intermediate"."int_readings_counted" is $dbt_comment_literal_block$One row per reading of a series that a plan counts on.
$dbt_comment_literal_block$
--! node ["mart_unused_result", "model", ""]
create  table
      "cchc"."main"."mart_unused_result__dbt_tmp"
  (
    unused_key varchar not null,
    unit_code varchar,
    unit_name varchar,
    reason varchar,
    is_simulated boolean,
    is_published boolean,
    reading_count bigint,
    first_date date,
    last_date date,
    indicators varchar[],
    candidates varchar[],
    source_file varchar
    )
 ;
    insert into "cchc"."main"."mart_unused_result__dbt_tmp"
  (
      unused_key ,
      unit_code ,
      unit_name ,
      reason ,
      is_simulated ,
      is_published ,
      reading_count ,
      first_date ,
      last_date ,
      indicators ,
      candidates ,
      source_file
  )
 (
    select unused_key, unit_code, unit_name, reason, is_simulated, is_published, reading_count, first_date, last_date, indicators, candidates, source_file
    from (
        -- Readings that no plan uses: nothing on them is wrong, but they reach no target.
with readings as (
    select
        unit_code,
        indicator_code,
        is_simulated,
        data_kind = 'published' as is_published,
        count(*) as reading_count,
        min(as_of_date) as first_date,
        max(as_of_date) as last_date,
        max(source_file) as source_file
    from "cchc"."intermediate"."int_readings_stored"
    group by unit_code, indicator_code, is_simulated, data_kind = 'published'
),
used as (
    select distinct
        unit_code,
        indicator_code
    from "cchc"."intermediate"."int_targets_windowed"
    where unit_code is not null
),
plans as (
    select
        unit_code,
        plan_code,
        current_province_code,
        issuer_level
    from "cchc"."main"."dim_plan"
),
owners as (
    select distinct unit_code from plans
    where unit_code is not null
),
units as (
    select * from "cchc"."main"."dim_unit"
),
unused as (
    select
        readings.*,
        owners.unit_code is not null as has_plan
    from readings
    anti join used
        on
            readings.unit_code = used.unit_code
            and readings.indicator_code = used.indicator_code
    left join owners on readings.unit_code = owners.unit_code
),
-- Units of the same kind and the same province of today that have a plan.
near as (
    select
        units.unit_code,
        list(distinct plans.unit_code order by plans.unit_code) as candidates
    from units
    inner join plans
        on
            units.current_province_code = plans.current_province_code
            and units.unit_kind = plans.issuer_level
            and units.unit_code <> plans.unit_code
    group by units.unit_code
),
-- Indicators that a plan of the unit does speak of.
spoken as (
    select
        unit_code,
        list_sort(list(distinct indicator_code)) as indicators
    from used
    group by unit_code
),
grouped as (
    select
        unit_code,
        case when has_plan then 'indicator_not_in_plan' else 'unit_without_plan' end as reason,
        is_simulated,
        is_published,
        sum(reading_count)::bigint as reading_count,
        min(first_date) as first_date,
        max(last_date) as last_date,
        list_sort(list(distinct indicator_code)) as indicators,
        max(source_file) as source_file
    from unused
    group by unit_code, has_plan, is_simulated, is_published
)
select
    concat_ws(
        '@', grouped.unit_code, grouped.reason,
        case when grouped.is_simulated then 'simulated' else 'real' end,
        case when grouped.is_published then 'published' else 'reported' end
    ) as unused_key,
    grouped.unit_code,
    units.unit_name,
    grouped.reason,
    grouped.is_simulated,
    grouped.is_published,
    grouped.reading_count,
    grouped.first_date,
    grouped.last_date,
    grouped.indicators,
    case
        when grouped.reason = 'unit_without_plan' then coalesce(near.candidates, [])
        else coalesce(spoken.indicators, [])
    end as candidates,
    grouped.source_file
from grouped
inner join units on grouped.unit_code = units.unit_code
left join near on grouped.unit_code = near.unit_code
left join spoken on grouped.unit_code = spoken.unit_code
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_unused_result" rename to "mart_unused_result__dbt_backup"
--! and
alter table "cchc"."main"."mart_unused_result__dbt_tmp" rename to "mart_unused_result"
--! and
comment on table "cchc"."main"."mart_unused_result" is $dbt_comment_literal_block$Một dòng mỗi đơn vị, lý do và loại số liệu mà không kế hoạch nào dùng.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_unused_result".unused_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".unit_code is $dbt_comment_literal_block$Mã đơn vị báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".unit_name is $dbt_comment_literal_block$Tên đơn vị.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".reason is $dbt_comment_literal_block$unit_without_plan: đơn vị chưa có kế hoạch nào; indicator_not_in_plan: kế hoạch của đơn vị không nêu chỉ số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".is_simulated is $dbt_comment_literal_block$Số liệu mô phỏng, không phải số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".is_published is $dbt_comment_literal_block$Số công bố (PAPI, SIPAS...), thường không có trong kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".reading_count is $dbt_comment_literal_block$Số số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".first_date is $dbt_comment_literal_block$Ngày số liệu đầu tiên.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".last_date is $dbt_comment_literal_block$Ngày số liệu cuối cùng.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".indicators is $dbt_comment_literal_block$Các chỉ số được báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".candidates is $dbt_comment_literal_block$Gần nhất: đơn vị cùng tỉnh, cùng cấp có kế hoạch; hoặc các chỉ số mà kế hoạch của đơn vị có nêu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_unused_result".source_file is $dbt_comment_literal_block$Một tệp có số liệu này.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_unused_result__dbt_backup" cascade
--! node ["holds_int_readings_stored_is_simulated_data_kind_simulated_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from (select * from "cchc"."intermediate"."int_readings_stored" where source_file in (select file_path from staging.stg_files__added)) dbt_subquery
where not coalesce(is_simulated = (data_kind = 'simulated'), false)
    ) dbt_internal_test
--! node ["holds_int_readings_stored_received_on_as_of_date", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from (select * from "cchc"."intermediate"."int_readings_stored" where source_file in (select file_path from staging.stg_files__added)) dbt_subquery
where not coalesce(received_on >= as_of_date, false)
    ) dbt_internal_test
--! node ["holds_int_readings_stored_value_is_not_null_or_missing_reason_is_not_null_or_rank_is_not_null", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from (select * from "cchc"."intermediate"."int_readings_stored" where source_file in (select file_path from staging.stg_files__added)) dbt_subquery
where not coalesce(value is not null or missing_reason is not null or rank is not null, false)
    ) dbt_internal_test
--! node ["unique_hash_int_readings_stored_unit_code__indicator_code__scope_level__period_code__as_of_date__received_on__data_kind", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with met as (
    select hash(unit_code, indicator_code, scope_level, period_code, as_of_date, received_on, data_kind) as row_hash
    from (select * from "cchc"."intermediate"."int_readings_stored" where source_file in (select file_path from staging.stg_files__added)) dbt_subquery
    group by hash(unit_code, indicator_code, scope_level, period_code, as_of_date, received_on, data_kind)
    having count(*) > 1
)
select unit_code, indicator_code, scope_level, period_code, as_of_date, received_on, data_kind, count(*) as row_count
from (select * from "cchc"."intermediate"."int_readings_stored" where source_file in (select file_path from staging.stg_files__added)) dbt_subquery
where hash(unit_code, indicator_code, scope_level, period_code, as_of_date, received_on, data_kind) in (select row_hash from met)
group by unit_code, indicator_code, scope_level, period_code, as_of_date, received_on, data_kind
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_load_history", "model", ""]
create  table
      "cchc"."main"."mart_load_history__dbt_tmp"
  (
    file_path varchar not null,
    file_sha256 varchar not null,
    folder varchar,
    layout varchar,
    received_on date,
    rows_read integer,
    rows_loaded integer not null,
    rows_rejected integer,
    rows_ignored integer,
    is_loaded boolean,
    file_problems integer,
    row_problems integer,
    warnings integer,
    parser_version varchar,
    first_build_id varchar not null
    )
 ;
    insert into "cchc"."main"."mart_load_history__dbt_tmp"
  (
      file_path ,
      file_sha256 ,
      folder ,
      layout ,
      received_on ,
      rows_read ,
      rows_loaded ,
      rows_rejected ,
      rows_ignored ,
      is_loaded ,
      file_problems ,
      row_problems ,
      warnings ,
      parser_version ,
      first_build_id
  )
 (
    select file_path, file_sha256, folder, layout, received_on, rows_read, rows_loaded, rows_rejected, rows_ignored, is_loaded, file_problems, row_problems, warnings, parser_version, first_build_id
    from (
        with files as (
    select * from "cchc"."intermediate"."int_files_counted"
)
select * from files
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_load_history" rename to "mart_load_history__dbt_backup"
--! and
alter table "cchc"."main"."mart_load_history__dbt_tmp" rename to "mart_load_history"
--! and
comment on table "cchc"."main"."mart_load_history" is $dbt_comment_literal_block$Một dòng mỗi tệp thô của bản dựng này.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_load_history".file_path is $dbt_comment_literal_block$Tệp, đường dẫn tính từ thư mục dữ liệu thô.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".file_sha256 is $dbt_comment_literal_block$Dấu băm SHA-256 của nội dung tệp.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".folder is $dbt_comment_literal_block$units, plans hoặc progress.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".layout is $dbt_comment_literal_block$Bố cục nhận ra.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".received_on is $dbt_comment_literal_block$Ngày nhận được số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".rows_read is $dbt_comment_literal_block$Số dòng đọc được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".rows_loaded is $dbt_comment_literal_block$Số dòng được dùng.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".rows_rejected is $dbt_comment_literal_block$Số dòng bị loại: sai quy tắc, hoặc không đơn vị, kế hoạch, nhiệm vụ nào mang tên ấy.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".rows_ignored is $dbt_comment_literal_block$Số dòng không phải bản ghi, mỗi dòng có lý do: dòng tổng, ghi chú, chữ ký, dòng ẩn. Dòng đọc = dùng + loại + bỏ qua.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".is_loaded is $dbt_comment_literal_block$Tệp được dùng.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".file_problems is $dbt_comment_literal_block$Số lỗi làm cả tệp không dùng được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".row_problems is $dbt_comment_literal_block$Số lỗi làm dòng bị loại.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".warnings is $dbt_comment_literal_block$Số điều cần xem lại.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".parser_version is $dbt_comment_literal_block$Phiên bản bộ đọc đã đọc tệp.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_load_history".first_build_id is $dbt_comment_literal_block$Bản dựng đầu tiên có tệp này với nội dung như bây giờ.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_load_history__dbt_backup" cascade
--! node ["not_null_int_files_counted_file_path", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select file_path
from "cchc"."intermediate"."int_files_counted"
where file_path is null
    ) dbt_internal_test
--! node ["unique_int_files_counted_file_path", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    file_path as unique_field,
    count(*) as n_records
from "cchc"."intermediate"."int_files_counted"
where file_path is not null
group by file_path
having count(*) > 1
    ) dbt_internal_test
--! node ["int_task_days", "model", ""]
create  table
      "cchc"."intermediate"."int_task_days__dbt_tmp"
    as (
      -- One row per task, kind of data and day on which its state can change: the first day of its plan,
-- a report received, a deadline near or passed; with the last report known on it.
with reports as (
    select * from "cchc"."intermediate"."int_task_reports_versioned"
),
tasks as (
    select
        tasks.task_key,
        coalesce(
            make_date(plans.year_from - 1, 12, 15), plans.issued_on, date '1900-01-01'
        )::date as known_from
    from "cchc"."main"."fct_task" as tasks
    inner join "cchc"."main"."dim_plan" as plans on tasks.plan_code = plans.plan_code
),
instalments as (
    select * from "cchc"."intermediate"."int_task_instalments"
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
kinds as (
    select
        task_key,
        false as is_simulated
    from tasks
    union
    select distinct
        task_key,
        is_simulated
    from reports
),
events as (
    select
        task_key,
        is_simulated,
        received_on as known_from
    from reports
    union
    select
        kinds.task_key,
        kinds.is_simulated,
        unnest([
            instalments.due_on + 1,
            instalments.due_on - thresholds.due_soon_days::integer
        ]) as known_from
    from kinds
    inner join instalments on kinds.task_key = instalments.task_key
    cross join thresholds
),
days as (
    select
        kinds.task_key,
        kinds.is_simulated,
        tasks.known_from
    from kinds
    inner join tasks on kinds.task_key = tasks.task_key
    union
    select
        events.task_key,
        events.is_simulated,
        greatest(events.known_from, tasks.known_from) as known_from
    from events
    inner join tasks on events.task_key = tasks.task_key
),
heard as (
    select
        days.task_key,
        days.is_simulated,
        days.known_from,
        arg_max(
        struct_pack(report_key := report_key, status := status, percent_done := percent_done, completed_on := completed_on, as_of_date := as_of_date),
        row(as_of_date, received_on)
    ) as report
    from days
    left join reports
        on
            days.task_key = reports.task_key
            and days.is_simulated = reports.is_simulated
            and days.known_from >= reports.received_on
            and (reports.superseded_on is null or days.known_from < reports.superseded_on)
    group by days.task_key, days.is_simulated, days.known_from
)
select
    task_key,
    is_simulated,
    known_from,
    struct_extract(report, 'report_key') as report_key,
    struct_extract(report, 'status') as reported_status,
    struct_extract(report, 'percent_done') as percent_done,
    struct_extract(report, 'completed_on') as completed_on,
    struct_extract(report, 'as_of_date') as reported_on
from heard
    )
--! and
alter table "cchc"."intermediate"."int_task_days" rename to "int_task_days__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_task_days__dbt_tmp" rename to "int_task_days"
--! and
comment on table "cchc"."intermediate"."int_task_days" is $dbt_comment_literal_block$One row per task, kind of data and day on which its state can change, with the last report known on it.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_task_days__dbt_backup" cascade
--! node ["not_null_int_task_reports_versioned_report_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select report_key
from "cchc"."intermediate"."int_task_reports_versioned"
where report_key is null
    ) dbt_internal_test
--! node ["unique_int_task_reports_versioned_report_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    report_key as unique_field,
    count(*) as n_records
from "cchc"."intermediate"."int_task_reports_versioned"
where report_key is not null
group by report_key
having count(*) > 1
    ) dbt_internal_test
--! node ["int_calendar_years", "model", ""]
create  table
      "cchc"."intermediate"."int_calendar_years__dbt_tmp"
    as (
      -- One row per year that a plan or a reading speaks of.
with plan_years as (
    select
        min(year_from) as first_year,
        max(year_to) as last_year
    from "cchc"."staging"."stg_plans__plans"
),
reading_years as (
    select
        min(year(as_of_date)) as first_year,
        max(year(as_of_date)) as last_year
    from "cchc"."main"."fct_progress"
),
spans as (
    select * from plan_years
    union all
    select * from reading_years
),
ends as (
    select
        coalesce(min(first_year), 2021) as first_year,
        coalesce(max(last_year), 2030) as last_year
    from spans
)
select unnest(generate_series(first_year, last_year)) as year_number
from ends
    )
--! and
alter table "cchc"."intermediate"."int_calendar_years" rename to "int_calendar_years__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_calendar_years__dbt_tmp" rename to "int_calendar_years"
--! and
comment on table "cchc"."intermediate"."int_calendar_years" is $dbt_comment_literal_block$One row per year that a plan or a reading speaks of.
$dbt_comment_literal_block$
--! and
comment on column "cchc"."intermediate"."int_calendar_years".year_number is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_calendar_years__dbt_backup" cascade
--! node ["accepted_values_fct_progress_data_kind__official__self_reported__published__derived__simulated", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        data_kind as value_field,
        count(*) as n_records
    from "cchc"."main"."fct_progress"
    group by data_kind
)
select *
from all_values
where value_field not in (
    'official','self_reported','published','derived','simulated'
)
    ) dbt_internal_test
--! node ["accepted_values_fct_progress_missing_reason__not_reported__not_due__not_applicable__unreadable__doubted__impossible_counts__nothing_counted", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        missing_reason as value_field,
        count(*) as n_records
    from "cchc"."main"."fct_progress"
    group by missing_reason
)
select *
from all_values
where value_field not in (
    'not_reported','not_due','not_applicable','unreadable','doubted','impossible_counts','nothing_counted'
)
    ) dbt_internal_test
--! node ["relationships_fct_progress_indicator_code__indicator_code__ref_dim_indicator_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select indicator_code as from_field
    from (select * from "cchc"."main"."fct_progress" where source_file in (select file_path from staging.stg_files__added)) dbt_subquery
    where indicator_code is not null
),
parent as (
    select indicator_code as to_field
    from "cchc"."main"."dim_indicator"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_fct_progress_unit_code__unit_code__ref_dim_unit_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select unit_code as from_field
    from (select * from "cchc"."main"."fct_progress" where source_file in (select file_path from staging.stg_files__added)) dbt_subquery
    where unit_code is not null
),
parent as (
    select unit_code as to_field
    from "cchc"."main"."dim_unit"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["int_readings_corrected", "model", ""]
create  table
      "cchc"."intermediate"."int_readings_corrected__dbt_tmp"
    as (
      -- One row per receipt that gave another number for a day already reported: a correction, which
-- adds a row and never overwrites.
with readings as (
    select * from "cchc"."intermediate"."int_readings_counted"
),
ordered as (
    select
        progress_key,
        unit_code,
        indicator_code,
        scope_level,
        as_of_date,
        received_on,
        is_simulated,
        value,
        source_file,
        source_locator,
        lag(value) over receipts as previous_value,
        lag(progress_key) over receipts as corrected_key,
        lag(received_on) over receipts as previous_received_on
    from readings
    window
        receipts as (
            partition by
                unit_code, indicator_code, scope_level, period_code, as_of_date, is_simulated
            order by received_on, source_file, source_row, source_locator
        )
)
select *
from ordered
where
    corrected_key is not null
    and previous_received_on < received_on
    and value is distinct from previous_value
    )
--! and
alter table "cchc"."intermediate"."int_readings_corrected" rename to "int_readings_corrected__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_readings_corrected__dbt_tmp" rename to "int_readings_corrected"
--! and
comment on table "cchc"."intermediate"."int_readings_corrected" is $dbt_comment_literal_block$One row per receipt that gave another number for a day already reported.$dbt_comment_literal_block$
--! and
comment on column "cchc"."intermediate"."int_readings_corrected".progress_key is $dbt_comment_literal_block$$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_readings_corrected__dbt_backup" cascade
--! node ["int_readings_versioned", "model", ""]
create  table
      "cchc"."intermediate"."int_readings_versioned__dbt_tmp"
    as (
      -- One row per receipt of a reading that a plan counts on, with the days on which it was the last
-- word on its as-of date: from received_on until superseded_on (exclusive; null while it stands).
-- Simulated and real readings never stand in for each other.
with facts as (
    select
        *,
        -- A report says its year; a week or a bare day belongs to the reform year it falls in.
        case
            when regexp_matches(period_code, '^20\d\d(-(Q[1-4]|H[12]|Y))?$')
                then left(period_code, 4)::integer
            else year(as_of_date + to_days(17))
        end as report_year,
        case
            when is_day_only then 'day'
            when regexp_matches(period_code, '^\d{4}(-Y)?$') then 'year'
            when regexp_matches(period_code, '-H[12]$') then 'half'
            when regexp_matches(period_code, '-Q[1-4]$') then 'quarter'
            else 'day'
        end as period_span,
        regexp_matches(period_code, '^\d{4}(-(Q4|H2|Y))?$') and not is_day_only as closes_the_year
    from "cchc"."intermediate"."int_readings_counted"
),
-- Of two receipts of one day the one whose period is longer stands: second quarter and first half
-- end on one day, and what adds up from the start of the year speaks of more than a quarter.
received as (
    select *
    from facts
    qualify row_number() over (
        partition by
            unit_code, indicator_code, scope_level, as_of_date, is_simulated, received_on
        order by
            case period_span when 'year' then 3 when 'half' then 2 else 1 end desc,
            source_file desc, source_row desc, source_locator desc
    ) = 1
),
demands as (
    select
        unit_code,
        indicator_code,
        max(target_value) filter (
            where unit = '%' and comparator in ('eq', 'gte')
        ) as demanded
    from "cchc"."intermediate"."int_targets_windowed"
    where unit_code is not null and indicator_code is not null
    group by unit_code, indicator_code
),
checked as (
    select
        received.*,
        demands.demanded,
        -- A hundred times as much is just what the plan speaks of.
        coalesce(
            received.may_be_fraction
            and 100 * received.value between demands.demanded / 2 and 100
            and received.value < demands.demanded / 2,
            false
        ) as is_fraction,
        lead(received.received_on) over (
            partition by
                received.unit_code, received.indicator_code, received.scope_level,
                received.as_of_date, received.is_simulated
            order by received.received_on
        ) as superseded_on
    from received
    left join demands
        on
            received.unit_code = demands.unit_code
            and received.indicator_code = demands.indicator_code
)
select
    unit_code,
    indicator_code,
    scope_level,
    is_simulated,
    as_of_date,
    received_on,
    superseded_on,
    report_year,
    period_span,
    closes_the_year,
    case when not is_fraction then value end as value,
    -- What adds up: of a share its part, since the whole may grow.
    case
        when denominator is null then value
        when value is not null then numerator
    end as total,
    numerator,
    denominator,
    stated_value,
    unit,
    case when is_fraction then 'doubted' else missing_reason end as missing_reason,
    case when is_fraction then 'may_be_fraction' else doubt end as doubt,
    case when is_fraction then value else doubted_value end as doubted_value,
    is_fraction,
    demanded,
    data_kind,
    progress_key,
    source_file,
    source_locator,
    citation
from checked
    )
--! and
alter table "cchc"."intermediate"."int_readings_versioned" rename to "int_readings_versioned__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_readings_versioned__dbt_tmp" rename to "int_readings_versioned"
--! and
comment on table "cchc"."intermediate"."int_readings_versioned" is $dbt_comment_literal_block$One row per receipt of a reading that a plan counts on, with the days on which it was the last word on its as-of date.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_readings_versioned__dbt_backup" cascade
--! node ["unique_combination_int_readings_counted_progress_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select progress_key, count(*) as row_count
from "cchc"."intermediate"."int_readings_counted"
group by progress_key
having count(*) > 1
    ) dbt_internal_test
--! node ["unique_mart_unused_result_unused_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    unused_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_unused_result"
where unused_key is not null
group by unused_key
having count(*) > 1
    ) dbt_internal_test
--! node ["unique_mart_load_history_file_path", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    file_path as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_load_history"
where file_path is not null
group by file_path
having count(*) > 1
    ) dbt_internal_test
--! node ["int_task_instalments_judged", "model", ""]
create  table
      "cchc"."intermediate"."int_task_instalments_judged__dbt_tmp"
    as (
      -- One row per task, kind of data, day on which its state can change and deadline: how that
-- deadline stood by then. Late is what somebody reported open after it, never what nobody
-- reported.
with days as (
    select * from "cchc"."intermediate"."int_task_days"
),
instalments as (
    select * from "cchc"."intermediate"."int_task_instalments"
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
reports as (
    select * from "cchc"."intermediate"."int_task_reports_versioned"
),
heard as (
    select
        days.task_key,
        days.is_simulated,
        days.known_from,
        days.reported_status,
        instalments.* exclude (task_key),
        -- What was reported as finished, and when it was said.
        coalesce(
            list(distinct struct_pack(done_on := reports.done_on, said_on := reports.as_of_date))
            filter (where reports.status = 'done'),
            []
        ) as completions,
        -- Reported open again in the span of this deadline, or after the last one.
        max(reports.as_of_date) filter (
            where
            reports.status not in ('done', 'cancelled')
            and reports.as_of_date > instalments.previous_due_on
            and (reports.as_of_date <= instalments.due_on or instalments.next_due_on is null)
        ) as reopened_on,
        min(reports.as_of_date) filter (
            where
            reports.status not in ('done', 'cancelled')
            and reports.as_of_date > instalments.due_on
            and (instalments.next_due_on is null or reports.as_of_date <= instalments.next_due_on)
        ) as open_after,
        arg_max(
        struct_pack(status := status, done_on := done_on),
        row(as_of_date, received_on)
    ) filter (
            where reports.as_of_date > instalments.due_on
        ) as word_after
    from days
    inner join instalments on days.task_key = instalments.task_key
    left join reports
        on
            days.task_key = reports.task_key
            and days.is_simulated = reports.is_simulated
            and days.known_from >= reports.received_on
            and (reports.superseded_on is null or days.known_from < reports.superseded_on)
    group by all
),
-- What was finished in the span of this deadline or after it, each day once, and not reopened.
counted as (
    select
        *,
        list_sort(list_distinct(list_transform(
        list_filter(
            completions,
            lambda c: c.done_on > previous_due_on and c.done_on <= due_on
            and c.said_on > coalesce(reopened_on, date '1900-01-01')
        ),
        lambda c: c.done_on
    )))
            as done_within,
        list_sort(list_distinct(list_transform(
        list_filter(
            completions,
            lambda c: c.done_on > due_on and c.done_on <= date '9999-12-31'
            and c.said_on > coalesce(reopened_on, date '1900-01-01')
        ),
        lambda c: c.done_on
    )))[1]
            as done_after
    from heard
),
-- Reported open after its deadline and then finished in the span of the next: that was this one.
owed as (
    select
        *,
        len(done_within) = 0 and open_after is not null as is_owed,
        lag(len(done_within) = 0 and open_after is not null, 1, false) over dues as is_owed_before,
        lead(done_within) over dues as done_next
    from counted
    window dues as (partition by task_key, is_simulated, known_from order by due_on)
),
finished as (
    select
        *,
        case when is_owed_before then done_within[2] else done_within[1] end as done_in_time,
        case
            when is_owed and next_due_on is not null then done_next[1]
            when len(done_within) = 0 and next_due_on is null then done_after
        end as done_too_late,
        struct_extract(word_after, 'status') as status_after,
        struct_extract(word_after, 'done_on') as done_on_after
    from owed
)
select
    task_key,
    is_simulated,
    known_from,
    instalment_no,
    instalment_count,
    due_on,
    is_assumed,
    previous_due_on,
    due_on < known_from as has_passed,
    coalesce(done_in_time, done_too_late) as done_on,
    case
        when done_in_time is not null then 'done_on_time'
        when done_too_late is not null then 'done_late'
        when due_on < known_from and status_after = 'done' and done_on_after <= due_on
            then 'done_on_time'
        when due_on < known_from and status_after = 'cancelled' then 'cancelled'
        when due_on < known_from and status_after not in ('done', 'cancelled') then 'late'
        when due_on < known_from or reported_status is null then 'unknown'
        when due_on - known_from <= thresholds.due_soon_days then 'due_soon'
        else 'not_due'
    end as state
from finished
cross join thresholds
    )
--! and
alter table "cchc"."intermediate"."int_task_instalments_judged" rename to "int_task_instalments_judged__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_task_instalments_judged__dbt_tmp" rename to "int_task_instalments_judged"
--! and
comment on table "cchc"."intermediate"."int_task_instalments_judged" is $dbt_comment_literal_block$One row per task, kind of data, day on which its state can change and deadline: how that deadline stood by then.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_task_instalments_judged__dbt_backup" cascade
--! node ["unique_combination_int_task_days_task_key__is_simulated__known_from", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select task_key, is_simulated, known_from, count(*) as row_count
from "cchc"."intermediate"."int_task_days"
group by task_key, is_simulated, known_from
having count(*) > 1
    ) dbt_internal_test
--! node ["dim_period", "model", ""]
create  table
      "cchc"."main"."dim_period__dbt_tmp"
  (
    period_key varchar not null,
    plan_code varchar,
    period_code varchar,
    period_kind varchar,
    period_name_vi varchar,
    period_name_en varchar,
    year_number integer,
    starts_on date not null,
    ends_on date not null,
    send_by date,
    is_cumulative boolean,
    source varchar
    )
 ;
    insert into "cchc"."main"."dim_period__dbt_tmp"
  (
      period_key ,
      plan_code ,
      period_code ,
      period_kind ,
      period_name_vi ,
      period_name_en ,
      year_number ,
      starts_on ,
      ends_on ,
      send_by ,
      is_cumulative ,
      source
  )
 (
    select period_key, plan_code, period_code, period_kind, period_name_vi, period_name_en, year_number, starts_on, ends_on, send_by, is_cumulative, source
    from (
        with years as (
    select year_number::integer as year_number from "cchc"."intermediate"."int_calendar_years"
),
rules as (
    select * from "cchc"."reference"."reporting_periods"
),
general as (
    select
        null as plan_code,
        case
            when rules.period_kind = 'Y' then years.year_number::varchar
            else years.year_number || '-' || rules.period_kind
        end as period_code,
        rules.period_kind,
        rules.period_name_vi || ' ' || years.year_number as period_name_vi,
        rules.period_name_en || ' ' || years.year_number as period_name_en,
        years.year_number,
        make_date(
            years.year_number + rules.start_year_offset, rules.start_month, rules.start_day
        ) as starts_on,
        make_date(years.year_number, rules.end_month, rules.end_day) as ends_on,
        make_date(years.year_number, rules.send_month, rules.send_day) as send_by,
        rules.is_cumulative,
        rules.source
    from years
    cross join rules
),
-- A plan may state its own cut-offs; they hold for its unit only.
stated as (
    select
        own.plan_code,
        own.period_code,
        general.period_kind,
        general.period_name_vi,
        general.period_name_en,
        general.year_number,
        own.starts_on,
        own.ends_on,
        coalesce(own.send_by, general.send_by) as send_by,
        general.is_cumulative,
        own.source
    from "cchc"."reference"."plan_periods" as own
    inner join general on own.period_code = general.period_code
    inner join "cchc"."staging"."stg_plans__plans" as plans on own.plan_code = plans.plan_code
),
weeks as (
    select
        null as plan_code,
        period_code,
        'W' as period_kind,
        'Tuần ' || period_code as period_name_vi,
        'Week ' || period_code as period_name_en,
        left(period_code, 4)::integer as year_number,
        min(as_of_date) as starts_on,
        max(as_of_date) as ends_on,
        null::date as send_by,
        false as is_cumulative,
        'ngày số liệu của báo cáo' as source
    from "cchc"."main"."fct_progress"
    where period_code like '____-W__'
    group by period_code
),
all_periods as (
    select * from general
    union all
    select * from stated
    union all
    select * from weeks
)
select
    coalesce(plan_code || ':', '') || period_code as period_key,
    *
from all_periods
    ) as model_subq
    )
--! and
alter table "cchc"."main"."dim_period" rename to "dim_period__dbt_backup"
--! and
alter table "cchc"."main"."dim_period__dbt_tmp" rename to "dim_period"
--! and
comment on table "cchc"."main"."dim_period" is $dbt_comment_literal_block$Một dòng mỗi kỳ báo cáo, kỳ riêng của kế hoạch và tuần có số liệu.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."dim_period".period_key is $dbt_comment_literal_block$Khóa: mã kỳ, thêm mã kế hoạch nếu kế hoạch tự đặt kỳ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".plan_code is $dbt_comment_literal_block$Kế hoạch tự đặt kỳ này; trống là kỳ chung.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".period_code is $dbt_comment_literal_block$Kỳ báo cáo: 2025, 2025-Q1, 2025-H1, 2025-Q3, 2025-W23.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".period_kind is $dbt_comment_literal_block$Q1, H1, Q3, Y, W.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".period_name_vi is $dbt_comment_literal_block$Tên tiếng Việt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".period_name_en is $dbt_comment_literal_block$Tên tiếng Anh.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".year_number is $dbt_comment_literal_block$Năm.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".starts_on is $dbt_comment_literal_block$Ngày bắt đầu tính số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".ends_on is $dbt_comment_literal_block$Ngày chốt số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".send_by is $dbt_comment_literal_block$Ngày phải gửi báo cáo; trống với tuần.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".is_cumulative is $dbt_comment_literal_block$Số liệu cộng dồn từ đầu kỳ năm.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."dim_period".source is $dbt_comment_literal_block$Căn cứ.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."dim_period__dbt_backup" cascade
--! node ["not_null_int_calendar_years_year_number", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select year_number
from "cchc"."intermediate"."int_calendar_years"
where year_number is null
    ) dbt_internal_test
--! node ["unique_int_calendar_years_year_number", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    year_number as unique_field,
    count(*) as n_records
from "cchc"."intermediate"."int_calendar_years"
where year_number is not null
group by year_number
having count(*) > 1
    ) dbt_internal_test
--! node ["not_null_int_readings_corrected_progress_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select progress_key
from "cchc"."intermediate"."int_readings_corrected"
where progress_key is null
    ) dbt_internal_test
--! node ["unique_int_readings_corrected_progress_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    progress_key as unique_field,
    count(*) as n_records
from "cchc"."intermediate"."int_readings_corrected"
where progress_key is not null
group by progress_key
having count(*) > 1
    ) dbt_internal_test
--! node ["int_readings_latest", "model", ""]
create  table
      "cchc"."intermediate"."int_readings_latest__dbt_tmp"
    as (
      -- One row per unit, indicator, level, as-of date and kind (simulated or real): the reading that
-- was received last, as everything known today has it. What falls below the running total before
-- it is doubted and gives no value.
with latest as (
    select * from "cchc"."intermediate"."int_readings_versioned"
    where superseded_on is null
),
cumulative as (
    select distinct
        unit_code,
        indicator_code
    from "cchc"."intermediate"."int_targets_windowed"
    where path = 'cumulative'
),
compared as (
    select
        latest.*,
        max(latest.total) over (
        partition by
            latest.unit_code, latest.indicator_code, latest.scope_level, latest.is_simulated, latest.report_year, latest.unit,
            (latest.denominator is null)
        order by latest.as_of_date
        rows between unbounded preceding and 1 preceding
    ) as value_before,
        cumulative.unit_code is not null as is_cumulative
    from latest
    left join cumulative
        on
            latest.unit_code = cumulative.unit_code
            and latest.indicator_code = cumulative.indicator_code
),
checked as (
    select
        *,
        case
            when is_fraction then 'may_be_fraction'
            when is_cumulative and total < value_before then 'falling_total'
        end as series_doubt
    from compared
)
select
    unit_code,
    indicator_code,
    scope_level,
    as_of_date,
    is_simulated,
    received_on,
    case when series_doubt is null then value end as value,
    numerator,
    denominator,
    unit,
    case when series_doubt is null then missing_reason else 'doubted' end as missing_reason,
    coalesce(series_doubt, doubt) as doubt,
    series_doubt,
    case when series_doubt = 'falling_total' then value else doubted_value end as doubted_value,
    demanded,
    total,
    value_before,
    data_kind,
    progress_key,
    report_year,
    period_span,
    source_file,
    source_locator,
    citation
from checked
    )
--! and
alter table "cchc"."intermediate"."int_readings_latest" rename to "int_readings_latest__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_readings_latest__dbt_tmp" rename to "int_readings_latest"
--! and
comment on table "cchc"."intermediate"."int_readings_latest" is $dbt_comment_literal_block$One row per unit, indicator, level, as-of date and kind (simulated or real): the reading that was received last. What falls below the running total before it gives no value.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_readings_latest__dbt_backup" cascade
--! node ["int_readings_of_targets", "model", ""]
create  table
      "cchc"."intermediate"."int_readings_of_targets__dbt_tmp"
    as (
      -- One row per number of a plan and receipt that can bear on it: a reading of its own years up to
-- its deadline (is_own), or one that can be its baseline (is_stated_year, is_before).
with targets as (
    select * from "cchc"."intermediate"."int_targets_windowed"
    where indicator_code is not null and unit_code is not null
),
readings as (
    select * from "cchc"."intermediate"."int_readings_versioned"
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
met as (
    select
        targets.target_key,
        targets.path,
        targets.first_year,
        targets.last_year,
        targets.known_from as plan_known_from,
        -- What adds up over the year is demanded, and starts from nothing, every year.
        case
            when targets.path = 'cumulative' and targets.first_year < targets.last_year
                then make_date(readings.report_year - 1, 12, 15)
            else targets.starts_on
        end as starts_on,
        case
            when targets.path = 'cumulative' and readings.report_year < targets.last_year
                then make_date(readings.report_year, 12, 14)
            else targets.due_on
        end as due_on,
        readings.*,
        coalesce(
        case
            when targets.comparator in ('decrease_gte', 'decrease_eq')
                then readings.unit = targets.unit
                    or targets.reported_as = 'level_or_share'
            when targets.comparator = 'increase_gte'
                then readings.unit = targets.unit
                    and targets.path = 'cumulative'
            else readings.unit = targets.unit
        end,
        true
    ) as is_comparable,
        case readings.period_span
        when 'year' then thresholds.stale_days_year
        when 'half' then thresholds.stale_days_half
        when 'quarter' then thresholds.stale_days_quarter
        else thresholds.stale_days
    end::integer as stale_days,
        coalesce(
            readings.unit <> '%'
            and try_cast(targets.stated_baseline as integer) = readings.report_year,
            false
        ) as is_stated_year,
        coalesce(
            readings.report_year < targets.first_year
            and readings.as_of_date
            >= targets.starts_on - to_days(thresholds.baseline_lookback_days::integer),
            false
        ) as is_before,
        coalesce(
            readings.report_year between targets.first_year and targets.last_year, false
        ) as is_of_plan
    from targets
    inner join readings
        on
            targets.unit_code = readings.unit_code
            and targets.indicator_code = readings.indicator_code
            and targets.scope_level is not distinct from readings.scope_level
    cross join thresholds
),
placed as (
    select
        *,
        -- The report of a whole year speaks of its deadline, whatever day it bears.
        case when closes_the_year then least(as_of_date, due_on) else as_of_date end as counts_on
    from met
)
select
    target_key,
    is_simulated,
    path,
    first_year,
    last_year,
    plan_known_from,
    starts_on,
    due_on,
    as_of_date,
    counts_on,
    received_on,
    superseded_on,
    report_year,
    stale_days,
    is_of_plan and counts_on <= due_on as is_own,
    is_stated_year,
    is_before,
    value,
    case when is_comparable then value end as actual,
    total,
    denominator,
    unit,
    case
        when value is not null and not is_comparable then 'unit_differs'
        else missing_reason
    end as missing_reason,
    -- A figure, or a word on it that is later than the figure before.
    (value is not null and is_comparable)
    or coalesce(
        missing_reason in ('not_applicable', 'doubted', 'impossible_counts', 'nothing_counted'),
        false
    ) as is_answer,
    progress_key
from placed
where (is_of_plan and counts_on <= due_on) or is_stated_year or is_before
    )
--! and
alter table "cchc"."intermediate"."int_readings_of_targets" rename to "int_readings_of_targets__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_readings_of_targets__dbt_tmp" rename to "int_readings_of_targets"
--! and
comment on table "cchc"."intermediate"."int_readings_of_targets" is $dbt_comment_literal_block$One row per number of a plan and receipt that can bear on it, with what it can be used for.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_readings_of_targets__dbt_backup" cascade
--! node ["unique_combination_int_readings_versioned_unit_code__indicator_code__scope_level__as_of_date__is_simulated__received_on", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select unit_code, indicator_code, scope_level, as_of_date, is_simulated, received_on, count(*) as row_count
from "cchc"."intermediate"."int_readings_versioned"
group by unit_code, indicator_code, scope_level, as_of_date, is_simulated, received_on
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_task_status", "model", ""]
create  table
      "cchc"."main"."mart_task_status__dbt_tmp"
  (
    task_status_key varchar not null,
    task_key varchar not null,
    plan_code varchar,
    unit_code varchar,
    field_code integer,
    lead_agency varchar,
    is_simulated boolean not null,
    known_from date not null,
    known_until date,
    known_because varchar not null,
    state varchar not null,
    missing_reason varchar,
    reported_status varchar,
    percent_done double,
    completed_on date,
    due_on date,
    due_kinds varchar[],
    deadline_count integer not null,
    passed_count integer not null,
    done_count integer not null,
    deadline_states varchar[] not null,
    is_answer boolean not null,
    evidence_count integer,
    last_evidence_on date,
    reported_on date,
    received_on date,
    silent_since date,
    data_kind varchar,
    source_file varchar,
    source_locator varchar,
    citation varchar
    )
 ;
    insert into "cchc"."main"."mart_task_status__dbt_tmp"
  (
      task_status_key ,
      task_key ,
      plan_code ,
      unit_code ,
      field_code ,
      lead_agency ,
      is_simulated ,
      known_from ,
      known_until ,
      known_because ,
      state ,
      missing_reason ,
      reported_status ,
      percent_done ,
      completed_on ,
      due_on ,
      due_kinds ,
      deadline_count ,
      passed_count ,
      done_count ,
      deadline_states ,
      is_answer ,
      evidence_count ,
      last_evidence_on ,
      reported_on ,
      received_on ,
      silent_since ,
      data_kind ,
      source_file ,
      source_locator ,
      citation
  )
 (
    select task_status_key, task_key, plan_code, unit_code, field_code, lead_agency, is_simulated, known_from, known_until, known_because, state, missing_reason, reported_status, percent_done, completed_on, due_on, due_kinds, deadline_count, passed_count, done_count, deadline_states, is_answer, evidence_count, last_evidence_on, reported_on, received_on, silent_since, data_kind, source_file, source_locator, citation
    from (
        with days as (
    select * from "cchc"."intermediate"."int_task_days"
),
tasks as (
    select * from "cchc"."main"."fct_task"
),
kinds_of_due as (
    select
        task_key,
        list_sort(list(distinct due_kind)) as due_kinds,
        bool_or(due_kind = 'conditional') as has_condition
    from "cchc"."main"."fct_task_due"
    group by task_key
),
reports as (
    select
        report_key,
        received_on,
        data_kind,
        citation,
        source_file,
        source_locator
    from "cchc"."main"."fct_task_status"
),
evidence as (
    select
        task_key,
        count(*)::integer as evidence_count,
        max(issued_on) as last_evidence_on
    from "cchc"."main"."fct_task_evidence"
    group by task_key
),
-- The deadlines of a task taken together.
instalments as (
    select
        task_key,
        is_simulated,
        known_from,
        count(*)::integer as deadline_count,
        (count(*) filter (where has_passed))::integer as passed_count,
        (count(*) filter (where state in ('done_on_time', 'done_late')))::integer as done_count,
        min(due_on) filter (where state = 'late') as late_due_on,
        max(due_on) filter (where has_passed) as last_passed_on,
        arg_max(state, due_on) filter (where has_passed) as last_passed_state,
        min(due_on) filter (where not has_passed and state in ('due_soon', 'not_due', 'unknown'))
            as next_due_on,
        arg_min(state, due_on) filter (
            where not has_passed and state in ('due_soon', 'not_due', 'unknown')
        ) as next_state,
        max(due_on) as final_due_on,
        max(previous_due_on) as final_opens_on,
        bool_or(state = 'done_late') as has_done_late,
        list(strftime(due_on, '%d/%m/%Y') || ': ' || state order by due_on)
            as deadline_states
    from "cchc"."intermediate"."int_task_instalments_judged"
    group by task_key, is_simulated, known_from
),
gathered as (
    select
        days.*,
        tasks.plan_code,
        tasks.unit_code,
        tasks.field_code,
        tasks.lead_agency,
        tasks.is_done as is_done_in_plan,
        kinds_of_due.due_kinds,
        coalesce(kinds_of_due.has_condition, false) as has_condition,
        instalments.* exclude (task_key, is_simulated, known_from),
        coalesce(evidence.evidence_count, 0) as evidence_count,
        evidence.last_evidence_on
    from days
    inner join tasks on days.task_key = tasks.task_key
    left join kinds_of_due on days.task_key = kinds_of_due.task_key
    left join instalments
        on
            days.task_key = instalments.task_key
            and days.is_simulated = instalments.is_simulated
            and days.known_from = instalments.known_from
    left join evidence on days.task_key = evidence.task_key
),
judged as (
    select
        *,
        case
            when reported_status = 'cancelled' then 'cancelled'
            when reported_status is null
                then
                    case when is_done_in_plan then 'done_undated' else 'unknown' end
            when late_due_on is not null then 'late'
            -- Done is done where one deadline is left to be met; the others are judged each.
            when
                reported_status = 'done'
                and (
                    coalesce(deadline_count, 0) <= 1
                    or coalesce(completed_on, reported_on) > final_opens_on
                )
                then
                    case
                        when completed_on is null or final_due_on is null then 'done_undated'
                        when has_done_late or completed_on > final_due_on then 'done_late'
                        else 'done_on_time'
                    end
            when final_due_on is null then 'no_deadline'
            when last_passed_state = 'unknown' then 'unknown'
            when next_due_on is not null then next_state
            when has_done_late then 'done_late'
            else 'done_on_time'
        end as state
    from gathered
),
explained as (
    select
        *,
        coalesce(
            late_due_on, case when state = 'unknown' then last_passed_on end, next_due_on,
            final_due_on
        ) as due_on,
        case
            when state = 'unknown' and reported_status is null then 'not_reported'
            when state = 'unknown' then 'silent_since_deadline'
            when state = 'no_deadline' and has_condition then 'condition_open'
        end as missing_reason
    from judged
),
compared as (
    select
        *,
        hash(report_key, state, missing_reason, due_on, deadline_states, percent_done, completed_on) as content
    from explained
),
-- Days on which nothing changed are one stretch.
stretches as (
    select
        *,
        lag(report_key) over (
            partition by task_key, is_simulated order by known_from
        ) as report_before
    from compared
    qualify content is distinct from lag(content) over (
        partition by task_key, is_simulated order by known_from
    )
),
ended as (
    select
        *,
        lead(known_from) over (
            partition by task_key, is_simulated order by known_from
        ) as known_until,
        row_number() over (
            partition by task_key, is_simulated order by known_from
        ) as stretch_no
    from stretches
)
select
    concat_ws(
        '@', ended.task_key, ended.known_from,
        case when ended.is_simulated then 'simulated' else 'real' end
    ) as task_status_key,
    ended.task_key,
    ended.plan_code,
    ended.unit_code,
    ended.field_code,
    ended.lead_agency,
    ended.is_simulated,
    ended.known_from,
    ended.known_until,
    case
        when ended.stretch_no = 1 then 'plan_began'
        when coalesce(ended.report_key, '') <> coalesce(ended.report_before, '') then 'received'
        when ended.known_from = ended.last_passed_on + 1 then 'deadline_passed'
        else 'deadline_near'
    end as known_because,
    ended.state,
    ended.missing_reason,
    ended.reported_status,
    ended.percent_done,
    ended.completed_on,
    ended.reported_on,
    reports.received_on,
    -- Since when nobody has said anything: the last report, or the first day of the plan.
    case
        when ended.state = 'unknown'
            then coalesce(ended.reported_on, min(ended.known_from) over (
                partition by ended.task_key, ended.is_simulated
            ))
    end::date as silent_since,
    ended.due_on,
    ended.due_kinds,
    coalesce(ended.deadline_count, 0) as deadline_count,
    coalesce(ended.passed_count, 0) as passed_count,
    coalesce(ended.done_count, 0) as done_count,
    coalesce(ended.deadline_states, []) as deadline_states,
    ended.reported_status is not null or coalesce(ended.is_done_in_plan, false) as is_answer,
    ended.evidence_count,
    ended.last_evidence_on,
    reports.data_kind,
    reports.source_file,
    reports.source_locator,
    reports.citation
from ended
left join reports on ended.report_key = reports.report_key
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_task_status" rename to "mart_task_status__dbt_backup"
--! and
alter table "cchc"."main"."mart_task_status__dbt_tmp" rename to "mart_task_status"
--! and
comment on table "cchc"."main"."mart_task_status" is $dbt_comment_literal_block$Một dòng mỗi nhiệm vụ, loại số liệu và quãng ngày mà tình trạng đứng vững như đã biết; với ngày D lọc known_from <= D và (known_until trống hoặc > D).$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_task_status".task_status_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".task_key is $dbt_comment_literal_block$Khóa: mã kế hoạch/số nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".unit_code is $dbt_comment_literal_block$Đơn vị của kế hoạch; cùng tên «Văn phòng Sở» ở hai đơn vị là hai cơ quan. Trống khi chưa rõ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".field_code is $dbt_comment_literal_block$Lĩnh vực, 0 đến 7.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".lead_agency is $dbt_comment_literal_block$Cơ quan chủ trì, đúng như văn bản.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".is_simulated is $dbt_comment_literal_block$Số liệu mô phỏng, không phải số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".known_because is $dbt_comment_literal_block$plan_began, received (nhận báo cáo), deadline_passed (hạn qua), deadline_near (hạn sắp tới).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".state is $dbt_comment_literal_block$Mã tình trạng của seeds/statuses.csv (bảng dim_status).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".missing_reason is $dbt_comment_literal_block$not_reported (chưa ai báo cáo), silent_since_deadline (chưa ai báo cáo từ khi hạn qua), condition_open (hạn còn chờ điều kiện).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".reported_status is $dbt_comment_literal_block$Trạng thái đơn vị báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".percent_done is $dbt_comment_literal_block$Phần trăm hoàn thành theo báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".completed_on is $dbt_comment_literal_block$Ngày hoàn thành theo báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".due_on is $dbt_comment_literal_block$Hạn đang xét: hạn trễ sớm nhất, không thì hạn đã qua chưa ai báo cáo, không thì hạn tới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".due_kinds is $dbt_comment_literal_block$Các loại thời hạn của nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".deadline_count is $dbt_comment_literal_block$Số thời hạn có ngày của nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".passed_count is $dbt_comment_literal_block$Số thời hạn đã qua.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".done_count is $dbt_comment_literal_block$Số thời hạn đã xong.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".deadline_states is $dbt_comment_literal_block$Từng thời hạn và tình trạng của nó.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".is_answer is $dbt_comment_literal_block$Có báo cáo, hoặc kế hoạch nói đã xong.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".evidence_count is $dbt_comment_literal_block$Số văn bản đã ban hành mà kế hoạch nêu cho nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".last_evidence_on is $dbt_comment_literal_block$Ngày văn bản mới nhất.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".reported_on is $dbt_comment_literal_block$Ngày số liệu của báo cáo gần nhất.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".received_on is $dbt_comment_literal_block$Ngày nhận báo cáo ấy.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".silent_since is $dbt_comment_literal_block$Chưa ai nói gì từ ngày này; chỉ có khi không rõ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".data_kind is $dbt_comment_literal_block$official (chính thức), self_reported (tự báo cáo), published (công bố), simulated (mô phỏng).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".source_file is $dbt_comment_literal_block$Tệp chứa dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".source_locator is $dbt_comment_literal_block$Chỗ trong tệp.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_status".citation is $dbt_comment_literal_block$Nguồn của số liệu, như tệp nêu.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_task_status__dbt_backup" cascade
--! node ["unique_combination_int_task_instalments_judged_task_key__is_simulated__known_from__due_on", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select task_key, is_simulated, known_from, due_on, count(*) as row_count
from "cchc"."intermediate"."int_task_instalments_judged"
group by task_key, is_simulated, known_from, due_on
having count(*) > 1
    ) dbt_internal_test
--! node ["int_reports_expected", "model", ""]
create  table
      "cchc"."intermediate"."int_reports_expected__dbt_tmp"
    as (
      -- One row per plan, kind of data and reporting period of its years: when the report of the period
-- had to be sent, and when it came. Only a report of the period is one: weekly readings are not.
with plans as (
    select * from "cchc"."main"."dim_plan"
),
periods as (
    select * from "cchc"."main"."dim_period"
    where period_kind in ('Q1', 'H1', 'Q3', 'Y')
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
-- A plan's own cut-offs and days of sending go before the general ones. What was over before the
-- plan was issued, the plan cannot have asked for.
expected as (
    select
        plans.plan_code,
        plans.unit_code,
        periods.period_code,
        periods.period_kind,
        coalesce(own.starts_on, periods.starts_on) as starts_on,
        coalesce(own.ends_on, periods.ends_on) as ends_on,
        coalesce(own.send_by, periods.send_by) as send_by
    from plans
    inner join periods
        on
            periods.plan_code is null
            and periods.year_number between plans.year_from and plans.year_to
    left join periods as own
        on plans.plan_code = own.plan_code and periods.period_code = own.period_code
    where
        -- Nobody reports on the programmes of the nation to us.
        coalesce(plans.issuer_level, '') not in ('government', 'ministry')
        and (
            plans.issued_on is null or plans.issued_on <= coalesce(own.ends_on, periods.ends_on)
        )
),
targets as (
    select * from "cchc"."intermediate"."int_targets_windowed"
    where indicator_code is not null
),
facts as (
    select * from "cchc"."intermediate"."int_readings_counted"
    where
        not is_day_only
        -- A figure that cannot be used has been reported all the same.
        and coalesce(missing_reason <> 'not_reported', true)
),
kinds as (
    select false as is_simulated
    union
    select is_simulated from facts
),
wanted as (
    select
        expected.*,
        kinds.is_simulated,
        targets.target_key,
        targets.indicator_code,
        targets.scope_level
    from expected
    cross join kinds
    inner join targets
        on
            expected.plan_code = targets.plan_code
            and expected.starts_on >= targets.starts_on
            and expected.starts_on < targets.due_on
),
received as (
    select
        wanted.plan_code,
        wanted.period_code,
        wanted.is_simulated,
        wanted.target_key,
        min(facts.received_on) as first_received_on
    from wanted
    left join facts
        on
            wanted.unit_code = facts.unit_code
            and wanted.indicator_code = facts.indicator_code
            and wanted.scope_level is not distinct from facts.scope_level
            and wanted.is_simulated = facts.is_simulated
            and (
                wanted.period_code = facts.period_code
                -- The year, written both ways.
                or (wanted.period_kind = 'Y' and wanted.period_code || '-Y' = facts.period_code)
            )
    group by wanted.plan_code, wanted.period_code, wanted.is_simulated, wanted.target_key
),
counted as (
    select
        plan_code,
        period_code,
        is_simulated,
        count(*)::integer as expected_count,
        list_sort(list(distinct first_received_on)) as receipt_days,
        list(first_received_on) filter (where first_received_on is not null) as receipts
    from received
    group by plan_code, period_code, is_simulated
)
select
    expected.*,
    counted.is_simulated,
    counted.expected_count,
    list_filter(counted.receipt_days, lambda day: day is not null) as receipt_days,
    coalesce(counted.receipts, []) as receipts,
    (expected.send_by + thresholds.report_grace_days::integer)::date as expected_by
from expected
inner join counted
    on expected.plan_code = counted.plan_code and expected.period_code = counted.period_code
cross join thresholds
    )
--! and
alter table "cchc"."intermediate"."int_reports_expected" rename to "int_reports_expected__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_reports_expected__dbt_tmp" rename to "int_reports_expected"
--! and
comment on table "cchc"."intermediate"."int_reports_expected" is $dbt_comment_literal_block$One row per plan, reporting period and kind of data, with what was received.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_reports_expected__dbt_backup" cascade
--! node ["holds_dim_period_starts_on_ends_on", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."dim_period"
where not coalesce(starts_on <= ends_on, false)
    ) dbt_internal_test
--! node ["relationships_dim_period_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."dim_period"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_dim_period_period_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    period_key as unique_field,
    count(*) as n_records
from "cchc"."main"."dim_period"
where period_key is not null
group by period_key
having count(*) > 1
    ) dbt_internal_test
--! node ["int_findings_of_doubts", "model", ""]
create  table
      "cchc"."intermediate"."int_findings_of_doubts__dbt_tmp"
    as (
      -- One row per number that is doubted: it is shown, and no verdict stands on it.
with stored as (
    select
        doubt,
        unit_code,
        indicator_code,
        doubted_value,
        unit,
        as_of_date,
        period_code,
        source_file,
        concat(
        'trang ', source_sheet, ', dòng ', source_row,
        ', cột ' || source_column
    ) as place
    from "cchc"."intermediate"."int_readings_stored"
    where doubt is not null and doubt <> 'two_answers'
),
-- Each file that gave an answer is named with its own places.
answers as (
    select
        progress_key,
        array_to_string(list_transform(list_sort(list(distinct value)), lambda item : replace(regexp_replace((item)::varchar, '[.]0$', ''), '.', ',')), '; ') as said_values,
        count(distinct value) as value_count
    from "cchc"."intermediate"."int_results_doubled"
    group by progress_key
    having min(value) <> max(value)
),
doubled as (
    select
        'two_answers' as doubt,
        results.unit_code,
        results.indicator_code,
        answers.said_values,
        answers.value_count,
        results.source_file,
        string_agg(results.source_locator, '; ' order by results.source_row, results.source_locator)
            as place
    from "cchc"."intermediate"."int_results_doubled" as results
    inner join answers on results.progress_key = answers.progress_key
    group by
        results.progress_key, results.unit_code, results.indicator_code, answers.said_values,
        answers.value_count, results.source_file
),
series as (
    select
        series_doubt as doubt,
        unit_code,
        indicator_code,
        case when series_doubt = 'falling_total' then total else doubted_value end
            as doubted_value,
        demanded,
        value_before,
        source_file,
        source_locator as place
    from "cchc"."intermediate"."int_readings_latest"
    where series_doubt is not null
),
doubts as (
    select
        doubt,
        unit_code,
        indicator_code,
        source_file,
        place,
        replace(regexp_replace((doubted_value)::varchar, '[.]0$', ''), '.', ',') as said_value,
        unit,
        strftime(as_of_date, '%d/%m/%Y') as said_day,
        period_code
    from stored
    union all by name
    select
        doubt,
        unit_code,
        indicator_code,
        source_file,
        place,
        said_values as said_value,
        value_count::varchar as said_count
    from doubled
    union all by name
    select
        doubt,
        unit_code,
        indicator_code,
        source_file,
        place,
        replace(regexp_replace((doubted_value)::varchar, '[.]0$', ''), '.', ',') as said_value,
        replace(regexp_replace((demanded)::varchar, '[.]0$', ''), '.', ',') as said_target,
        replace(regexp_replace((100 * doubted_value)::varchar, '[.]0$', ''), '.', ',') as said_percent,
        replace(regexp_replace((value_before)::varchar, '[.]0$', ''), '.', ',') as said_previous
    from series
),
kinds as (
    select * from "cchc"."reference"."doubt_kinds"
)
select
    doubts.doubt as finding_kind,
    'warning' as severity,
    null as plan_code,
    doubts.source_file,
    doubts.place,
    doubts.indicator_code || ' của ' || doubts.unit_code || ': '
    || replace(replace(replace(replace(replace(replace(replace(replace(kinds.message_vi, '{unit}', coalesce(unit, '')), '{period}', coalesce(period_code, '')), '{value}', coalesce(said_value, '')), '{target}', coalesce(said_target, '')), '{percent}', coalesce(said_percent, '')), '{previous}', coalesce(said_previous, '')), '{day}', coalesce(said_day, '')), '{count}', coalesce(said_count, '')) as message,
    replace(replace(replace(replace(replace(replace(replace(replace(kinds.remedy_vi, '{unit}', coalesce(unit, '')), '{period}', coalesce(period_code, '')), '{value}', coalesce(said_value, '')), '{target}', coalesce(said_target, '')), '{percent}', coalesce(said_percent, '')), '{previous}', coalesce(said_previous, '')), '{day}', coalesce(said_day, '')), '{count}', coalesce(said_count, '')) as remedy
from doubts
inner join kinds on doubts.doubt = kinds.doubt
    )
--! and
alter table "cchc"."intermediate"."int_findings_of_doubts" rename to "int_findings_of_doubts__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_findings_of_doubts__dbt_tmp" rename to "int_findings_of_doubts"
--! and
comment on table "cchc"."intermediate"."int_findings_of_doubts" is $dbt_comment_literal_block$One row per number of a progress file that is doubted.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_findings_of_doubts__dbt_backup" cascade
--! node ["int_findings_of_series", "model", ""]
create  table
      "cchc"."intermediate"."int_findings_of_series__dbt_tmp"
    as (
      -- One row per oddity of a series of readings that a plan counts on: a jump, a stop, two sources
-- that contradict each other, a value out of its scale, a period that was not over.
with readings as (
    select * from "cchc"."intermediate"."int_readings_latest"
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
periods as (
    select * from "cchc"."main"."dim_period"
    where plan_code is null and period_kind in ('Q1', 'H1', 'Q3', 'Y')
),
targets as (
    select distinct
        plan_code,
        unit_code,
        indicator_code
    from "cchc"."intermediate"."int_targets_windowed"
),
stepped as (
    select
        readings.*,
        lag(readings.value) over series as previous_value,
        lag(readings.as_of_date) over series as previous_date
    from readings
    where readings.value is not null and readings.unit = '%'
    window
        series as (
            partition by
                readings.unit_code, readings.indicator_code, readings.scope_level,
                readings.is_simulated
            order by readings.as_of_date
        )
),
known as (
    select
        is_simulated,
        max(as_of_date) as known_until
    from readings
    group by is_simulated
),
last_words as (
    select
        unit_code,
        indicator_code,
        is_simulated,
        max(as_of_date) as last_date,
        arg_max(period_span, as_of_date) as period_span
    from readings
    -- Who reports a doubted figure has not stopped.
    where value is not null or missing_reason = 'doubted'
    group by unit_code, indicator_code, is_simulated
),
-- Two sources of one day, say what an office reports and what the portal counts.
sources as (
    select
        unit_code,
        indicator_code,
        scope_level,
        as_of_date,
        min(value) as least_value,
        max(value) as greatest_value,
        list_sort(list(distinct data_kind)) as data_kinds,
        max(source_file) as source_file,
        arg_max(source_locator, row(source_file, source_row, source_locator)) as source_locator
    from "cchc"."main"."fct_progress"
    where value is not null and not is_simulated and unit = '%'
    group by unit_code, indicator_code, scope_level, as_of_date
    having count(distinct data_kind) > 1
)
select
    'sudden_jump' as finding_kind,
    'warning' as severity,
    null as plan_code,
    stepped.source_file,
    stepped.source_locator as place,
    format(
        '{} của {}: từ {} ngày {} sang {} ngày {}', stepped.indicator_code, stepped.unit_code,
        replace(regexp_replace((stepped.previous_value)::varchar, '[.]0$', ''), '.', ','), strftime(stepped.previous_date, '%d/%m/%Y'),
        replace(regexp_replace((stepped.value)::varchar, '[.]0$', ''), '.', ','), strftime(stepped.as_of_date, '%d/%m/%Y')
    ) as message,
    'hỏi lại đơn vị, có thể gõ nhầm hoặc đổi cách tính' as remedy
from stepped
cross join thresholds
where
    abs(stepped.value - stepped.previous_value) > thresholds.jump_points
    and date_diff('day', stepped.previous_date, stepped.as_of_date) <= thresholds.stale_days
union all
select
    'stale_series' as finding_kind,
    'warning' as severity,
    targets.plan_code,
    null as source_file,
    last_words.unit_code as place,
    format(
        '{} của {} không có số mới từ {}', last_words.indicator_code, last_words.unit_code,
        strftime(last_words.last_date, '%d/%m/%Y')
    ) as message,
    'nhắc đơn vị báo cáo' as remedy
from last_words
inner join targets
    on
        last_words.unit_code = targets.unit_code
        and last_words.indicator_code = targets.indicator_code
inner join known on last_words.is_simulated = known.is_simulated
cross join thresholds
where
    date_diff('day', last_words.last_date, known.known_until)
    > case last_words.period_span
        when 'year' then thresholds.stale_days_year
        when 'half' then thresholds.stale_days_half
        when 'quarter' then thresholds.stale_days_quarter
        else thresholds.stale_days
    end::integer
    and not last_words.is_simulated
union all
select
    'sources_differ' as finding_kind,
    'warning' as severity,
    null as plan_code,
    sources.source_file,
    sources.source_locator as place,
    format(
        '{} của {} ngày {}: {} nguồn ({}) lệch nhau từ {} đến {}', sources.indicator_code,
        sources.unit_code, strftime(sources.as_of_date, '%d/%m/%Y'), len(sources.data_kinds),
        array_to_string(sources.data_kinds, ', '), replace(regexp_replace((sources.least_value)::varchar, '[.]0$', ''), '.', ','),
        replace(regexp_replace((sources.greatest_value)::varchar, '[.]0$', ''), '.', ',')
    ) as message,
    'đối chiếu hai nguồn; khi chưa rõ, số nhận sau được dùng' as remedy
from sources
cross join thresholds
where sources.greatest_value - sources.least_value > thresholds.source_gap_points
union all
select
    'period_not_closed' as finding_kind,
    'info' as severity,
    null as plan_code,
    max(facts.source_file) as source_file,
    arg_min(concat(
        'trang ', facts.source_sheet, ', dòng ', facts.source_row,
        ', cột ' || facts.source_column
    ), row(length(concat(
        'trang ', facts.source_sheet, ', dòng ', facts.source_row,
        ', cột ' || facts.source_column
    )), concat(
        'trang ', facts.source_sheet, ', dòng ', facts.source_row,
        ', cột ' || facts.source_column
    ))) as place,
    format(
        '{} dòng ghi kỳ {} nhưng nhận ngày {}, trước ngày chốt {}', count(*), facts.period_code,
        strftime(facts.received_on, '%d/%m/%Y'), strftime(periods.ends_on, '%d/%m/%Y')
    ) as message,
    'số của kỳ chưa khép, có thể còn đổi' as remedy
from "cchc"."intermediate"."int_readings_stored" as facts
inner join periods on facts.period_code = periods.period_code
where
    facts.received_on < periods.ends_on and not facts.is_simulated
    and facts.data_kind <> 'published' and not facts.is_day_only
group by facts.source_file, facts.period_code, facts.received_on, periods.ends_on
    )
--! and
alter table "cchc"."intermediate"."int_findings_of_series" rename to "int_findings_of_series__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_findings_of_series__dbt_tmp" rename to "int_findings_of_series"
--! and
comment on table "cchc"."intermediate"."int_findings_of_series" is $dbt_comment_literal_block$One row per oddity of a series of readings: a jump, a stop, contradicting sources, a value out of its scale, a period that was not over.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_findings_of_series__dbt_backup" cascade
--! node ["unique_combination_int_readings_latest_unit_code__indicator_code__scope_level__as_of_date__is_simulated", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select unit_code, indicator_code, scope_level, as_of_date, is_simulated, count(*) as row_count
from "cchc"."intermediate"."int_readings_latest"
group by unit_code, indicator_code, scope_level, as_of_date, is_simulated
having count(*) > 1
    ) dbt_internal_test
--! node ["int_readings_known", "model", ""]
create  table
      "cchc"."intermediate"."int_readings_known__dbt_tmp"
    as (
      -- One row per number of a plan, kind of data and day on which something was received: the reading
-- that speaks for the number from that day on, the baseline, and what a trend looks back to, each
-- from what had been received by then and from nothing else.
with bearing as (
    select * from "cchc"."intermediate"."int_readings_of_targets"
),
-- A baseline alone says nothing of the number yet.
own as (
    select distinct
        target_key,
        is_simulated
    from bearing
    where is_own
),
readings as (
    select bearing.*
    from bearing
    semi join own
        on bearing.target_key = own.target_key and bearing.is_simulated = own.is_simulated
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
-- What came in before the plan begins is known on its first day.
days as (
    select distinct
        target_key,
        is_simulated,
        greatest(received_on, plan_known_from) as known_from
    from readings
),
-- Every reading as it was known on every such day.
known as (
    select
        days.known_from,
        readings.*
    from days
    inner join readings
        on
            days.target_key = readings.target_key
            and days.is_simulated = readings.is_simulated
            and days.known_from >= readings.received_on
            and (readings.superseded_on is null or days.known_from < readings.superseded_on)
),
-- A running total can only be doubted beside the totals known with it.
totalled as (
    select
        *,
        null as total_before
    from known
    where path <> 'cumulative'
    union all by name
    select
        *,
        max(known.total) over (
        partition by
            known.target_key, known.is_simulated, known.known_from, known.report_year, known.unit,
            (known.denominator is null)
        order by known.as_of_date
        rows between unbounded preceding and 1 preceding
    )
            as total_before
    from known
    where path = 'cumulative' and is_own
),
checked as (
    select
        *,
        coalesce(total < total_before, false) as has_fallen
    from totalled
),
chosen as (
    select
        target_key,
        is_simulated,
        known_from,
        -- The newest answer; without any, the newest row.
        arg_max(
        struct_pack(progress_key := progress_key, as_of_date := as_of_date, counts_on := counts_on, report_year := report_year, stale_days := stale_days, starts_on := starts_on, due_on := due_on, has_fallen := has_fallen, actual := actual, value := value, missing_reason := missing_reason, is_answer := is_answer),
        row(is_answer, counts_on, as_of_date)
    ) filter (where is_own) as reading,
        arg_max(
        struct_pack(progress_key := progress_key, as_of_date := as_of_date, value := value),
        row(as_of_date)
    )
        filter (where is_stated_year and value is not null) as stated_baseline,
        arg_max(
        struct_pack(progress_key := progress_key, as_of_date := as_of_date, value := value),
        row(as_of_date)
    )
        filter (where is_before and value is not null) as previous_baseline,
        arg_min(
        struct_pack(progress_key := progress_key, as_of_date := as_of_date, value := value),
        row(as_of_date)
    )
        filter (where is_own and value is not null) as first_baseline
    from checked
    where path <> 'cumulative' or is_own
    group by target_key, is_simulated, known_from
),
-- The reading that a trend arrow looks back to: the newest one that is old enough.
looked_back as (
    select
        chosen.target_key,
        chosen.is_simulated,
        chosen.known_from,
        arg_max(earlier.actual, earlier.as_of_date) as previous_actual,
        max(earlier.as_of_date) as previous_date,
        count(*)::integer as earlier_count
    from chosen
    cross join thresholds
    inner join checked as earlier
        on
            chosen.target_key = earlier.target_key
            and chosen.is_simulated = earlier.is_simulated
            and chosen.known_from = earlier.known_from
            and earlier.as_of_date
            <= chosen.reading.as_of_date - to_days(thresholds.arrow_window_days::integer)
            and earlier.is_own
            and earlier.actual is not null
            and not earlier.has_fallen
            and chosen.reading.starts_on = earlier.starts_on
    group by chosen.target_key, chosen.is_simulated, chosen.known_from
)
select
    chosen.target_key,
    chosen.is_simulated,
    chosen.known_from,
    lead(chosen.known_from) over (
        partition by chosen.target_key, chosen.is_simulated order by chosen.known_from
    ) as known_until,
    chosen.reading.progress_key,
    chosen.reading.as_of_date,
    chosen.reading.counts_on,
    chosen.reading.report_year,
    chosen.reading.stale_days,
    chosen.reading.starts_on,
    chosen.reading.due_on,
    case when not chosen.reading.has_fallen then chosen.reading.actual end as actual,
    case
        when chosen.reading.has_fallen then 'doubted'
        else chosen.reading.missing_reason
    end as missing_reason,
    case when chosen.reading.has_fallen then 'falling_total' end as series_doubt,
    case when chosen.reading.has_fallen then chosen.reading.value end as fallen_value,
    coalesce(chosen.reading.is_answer, false) as is_answer,
    chosen.stated_baseline,
    chosen.previous_baseline,
    chosen.first_baseline,
    looked_back.previous_actual,
    looked_back.previous_date,
    coalesce(looked_back.earlier_count, 0) as earlier_count
from chosen
left join looked_back
    on
        chosen.target_key = looked_back.target_key
        and chosen.is_simulated = looked_back.is_simulated
        and chosen.known_from = looked_back.known_from
    )
--! and
alter table "cchc"."intermediate"."int_readings_known" rename to "int_readings_known__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_readings_known__dbt_tmp" rename to "int_readings_known"
--! and
comment on table "cchc"."intermediate"."int_readings_known" is $dbt_comment_literal_block$One row per number of a plan, kind of data and day on which something was received: the reading that speaks for the number from then on, as it was known on that day.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_readings_known__dbt_backup" cascade
--! node ["unique_combination_int_readings_of_targets_target_key__is_simulated__as_of_date__received_on", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select target_key, is_simulated, as_of_date, received_on, count(*) as row_count
from "cchc"."intermediate"."int_readings_of_targets"
group by target_key, is_simulated, as_of_date, received_on
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_task_shown", "model", ""]
create  table
      "cchc"."main"."mart_task_shown__dbt_tmp"
  (
    shown_key varchar not null,
    task_key varchar not null,
    plan_code varchar not null,
    includes_simulated boolean not null,
    known_from date not null,
    known_until date,
    task_status_key varchar not null,
    before_key varchar
    )
 ;
    insert into "cchc"."main"."mart_task_shown__dbt_tmp"
  (
      shown_key ,
      task_key ,
      plan_code ,
      includes_simulated ,
      known_from ,
      known_until ,
      task_status_key ,
      before_key
  )
 (
    select shown_key, task_key, plan_code, includes_simulated, known_from, known_until, task_status_key, before_key
    from (
        -- What a screen shows of a task on a day.
with states as (
    select
        task_key,
        plan_code,
        task_status_key,
        is_simulated,
        is_answer,
        known_from,
        known_until
    from "cchc"."main"."mart_task_status"
),
days as (
    select distinct
        task_key,
        known_from
    from states
),
chosen as (
    select
        days.task_key,
        days.known_from,
        any_value(states.plan_code) as plan_code,
        arg_max(states.task_status_key, row(states.is_answer, not states.is_simulated)) as task_status_key
    from days
    inner join states
        on
            days.task_key = states.task_key
            and days.known_from >= states.known_from
            and (states.known_until is null or days.known_from < states.known_until)
    group by days.task_key, days.known_from
),
views as (
    select
        task_key,
        plan_code,
        false as includes_simulated,
        known_from,
        task_status_key
    from states
    where not is_simulated
    union all
    select
        task_key,
        plan_code,
        true as includes_simulated,
        known_from,
        task_status_key
    from chosen
),
changed as (
    select
        *,
        lag(task_status_key) over (
            partition by task_key, includes_simulated order by known_from
        ) as before_key
    from views
    qualify task_status_key is distinct from lag(task_status_key) over (
        partition by task_key, includes_simulated order by known_from
    )
)
select
    concat_ws(
        '@', task_key, known_from, case when includes_simulated then 'all' else 'real' end
    ) as shown_key,
    task_key,
    plan_code,
    includes_simulated,
    known_from,
    lead(known_from) over (
        partition by task_key, includes_simulated order by known_from
    ) as known_until,
    task_status_key,
    before_key
from changed
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_task_shown" rename to "mart_task_shown__dbt_backup"
--! and
alter table "cchc"."main"."mart_task_shown__dbt_tmp" rename to "mart_task_shown"
--! and
comment on table "cchc"."main"."mart_task_shown" is $dbt_comment_literal_block$Một dòng mỗi nhiệm vụ, cách xem (chỉ số thật, hoặc cả mô phỏng khi chưa có số thật) và quãng ngày; nói dòng nào của mart_task_status được hiện.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_task_shown".shown_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_shown".task_key is $dbt_comment_literal_block$Dòng trong fct_task.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_shown".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_shown".includes_simulated is $dbt_comment_literal_block$Có để số mô phỏng đứng thay khi chưa có số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_shown".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_shown".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_shown".task_status_key is $dbt_comment_literal_block$Dòng của mart_task_status được hiện trong quãng ngày này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_shown".before_key is $dbt_comment_literal_block$Dòng được hiện ngay trước; trống ở quãng đầu tiên.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_task_shown__dbt_backup" cascade
--! node ["accepted_values_mart_task_status_known_because__plan_began__received__deadline_passed__deadline_near", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        known_because as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_task_status"
    group by known_because
)
select *
from all_values
where value_field not in (
    'plan_began','received','deadline_passed','deadline_near'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_task_status_state__late__due_soon__not_due__done_on_time__done_late__done_undated__no_deadline__cancelled__unknown", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        state as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_task_status"
    group by state
)
select *
from all_values
where value_field not in (
    'late','due_soon','not_due','done_on_time','done_late','done_undated','no_deadline','cancelled','unknown'
)
    ) dbt_internal_test
--! node ["relationships_mart_task_status_field_code__field_code__ref_dim_field_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select field_code as from_field
    from "cchc"."main"."mart_task_status"
    where field_code is not null
),
parent as (
    select field_code as to_field
    from "cchc"."main"."dim_field"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_task_status_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."mart_task_status"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_task_status_task_key__task_key__ref_fct_task_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select task_key as from_field
    from "cchc"."main"."mart_task_status"
    where task_key is not null
),
parent as (
    select task_key as to_field
    from "cchc"."main"."fct_task"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_task_status_task_status_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    task_status_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_task_status"
where task_status_key is not null
group by task_status_key
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_completeness", "model", ""]
create  table
      "cchc"."main"."mart_completeness__dbt_tmp"
  (
    completeness_key varchar not null,
    plan_code varchar not null,
    unit_code varchar,
    period_code varchar not null,
    period_kind varchar not null,
    is_simulated boolean not null,
    known_from date not null,
    known_until date,
    starts_on date not null,
    ends_on date not null,
    send_by date not null,
    expected_by date not null,
    expected_count integer not null,
    received_count integer not null,
    first_received_on date,
    last_received_on date,
    state varchar not null,
    days_late integer
    )
 ;
    insert into "cchc"."main"."mart_completeness__dbt_tmp"
  (
      completeness_key ,
      plan_code ,
      unit_code ,
      period_code ,
      period_kind ,
      is_simulated ,
      known_from ,
      known_until ,
      starts_on ,
      ends_on ,
      send_by ,
      expected_by ,
      expected_count ,
      received_count ,
      first_received_on ,
      last_received_on ,
      state ,
      days_late
  )
 (
    select completeness_key, plan_code, unit_code, period_code, period_kind, is_simulated, known_from, known_until, starts_on, ends_on, send_by, expected_by, expected_count, received_count, first_received_on, last_received_on, state, days_late
    from (
        with reports as (
    select * from "cchc"."intermediate"."int_reports_expected"
),
-- A state ends when something is received, when the period is over, and when the grace has passed.
cut as (
    select
        *,
        unnest(list_sort(list_distinct(list_filter(
        [starts_on, ends_on + 1, expected_by + 1],
        lambda day: day >= date '1900-01-01' and (null::date is null or day < null::date)
    ))) || receipt_days)::date as known_from
    from reports
),
known as (
    select distinct
        * exclude (known_from, receipts),
        -- What came in before the period begins is known on its first day.
        greatest(known_from, starts_on) as known_from,
        list_filter(receipts, lambda day: day <= greatest(known_from, starts_on)) as known_receipts
    from cut
),
judged as (
    select
        *,
        len(known_receipts)::integer as received_count,
        list_min(known_receipts) as first_received_on,
        list_max(known_receipts) as last_received_on,
        case
            when len(known_receipts) = 0 and known_from > expected_by then 'missing'
            when len(known_receipts) = 0 and known_from > ends_on then 'awaited'
            when len(known_receipts) = 0 then 'not_due'
            when list_min(known_receipts) > expected_by then 'late'
            when len(known_receipts) < expected_count then 'partial'
            else 'received'
        end as state
    from known
),
stretches as (
    select *
    from judged
    qualify row(state, received_count) is distinct from lag(row(state, received_count)) over (
        partition by plan_code, period_code, is_simulated order by known_from
    )
)
select
    concat_ws(
        '|', plan_code, period_code, case when is_simulated then 'simulated' else 'real' end,
        known_from
    ) as completeness_key,
    plan_code,
    unit_code,
    period_code,
    period_kind,
    is_simulated,
    known_from,
    lead(known_from) over (
        partition by plan_code, period_code, is_simulated order by known_from
    ) as known_until,
    starts_on,
    ends_on,
    send_by,
    expected_by,
    expected_count,
    received_count,
    first_received_on,
    last_received_on,
    state,
    case
        when first_received_on > expected_by
            then date_diff('day', expected_by, first_received_on)::integer
    end as days_late
from stretches
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_completeness" rename to "mart_completeness__dbt_backup"
--! and
alter table "cchc"."main"."mart_completeness__dbt_tmp" rename to "mart_completeness"
--! and
comment on table "cchc"."main"."mart_completeness" is $dbt_comment_literal_block$Một dòng mỗi kế hoạch, kỳ báo cáo, loại số liệu và quãng ngày: ai phải báo cáo, đã báo cáo chưa, khi nào. Chỉ báo cáo ghi kỳ ấy mới tính; số hằng tuần không thay báo cáo kỳ.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_completeness".completeness_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".unit_code is $dbt_comment_literal_block$Đơn vị phải báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".period_code is $dbt_comment_literal_block$Kỳ báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".period_kind is $dbt_comment_literal_block$Q1, H1, Q3 hoặc Y.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".is_simulated is $dbt_comment_literal_block$Tính trên số liệu mô phỏng.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".starts_on is $dbt_comment_literal_block$Ngày đầu của kỳ số liệu, theo kế hoạch nếu kế hoạch tự đặt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".ends_on is $dbt_comment_literal_block$Ngày chốt của kỳ số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".send_by is $dbt_comment_literal_block$Ngày phải gửi báo cáo: ngày 20 tháng cuối kỳ (Công văn 581/BNV-CCHC), hoặc ngày kế hoạch tự đặt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".expected_by is $dbt_comment_literal_block$Ngày muộn nhất phải nhận được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".expected_count is $dbt_comment_literal_block$Số con số phải báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".received_count is $dbt_comment_literal_block$Số con số đã có báo cáo trong kỳ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".first_received_on is $dbt_comment_literal_block$Ngày nhận đầu tiên.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".last_received_on is $dbt_comment_literal_block$Ngày nhận cuối cùng.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".state is $dbt_comment_literal_block$received: đủ; partial: thiếu một phần; late: đến muộn; missing: không có; awaited: kỳ đã khép, đang chờ; not_due: kỳ chưa khép.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_completeness".days_late is $dbt_comment_literal_block$Muộn bao nhiêu ngày.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_completeness__dbt_backup" cascade
--! node ["unique_combination_int_reports_expected_plan_code__period_code__is_simulated", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select plan_code, period_code, is_simulated, count(*) as row_count
from "cchc"."intermediate"."int_reports_expected"
group by plan_code, period_code, is_simulated
having count(*) > 1
    ) dbt_internal_test
--! node ["int_attainment_inputs", "model", ""]
create  table
      "cchc"."intermediate"."int_attainment_inputs__dbt_tmp"
    as (
      -- One row per number of a plan, kind of data and stretch of days: everything that the formulas
-- need. A stretch begins when something is received, the day after the deadline, the day on which
-- the reading is too old, or the day on which a condition is recorded as met.
with targets as (
    select * from "cchc"."intermediate"."int_targets_windowed"
),
known as (
    select * from "cchc"."intermediate"."int_readings_known"
),
readings as (
    select * from "cchc"."intermediate"."int_readings_versioned"
),
first_words as (
    select
        target_key,
        is_simulated,
        min(known_from) as first_known
    from known
    group by target_key, is_simulated
),
-- Every number is there for real data; of simulated data only where there are some.
kinds as (
    select
        target_key,
        false as is_simulated
    from targets
    union
    select
        target_key,
        is_simulated
    from first_words
),
-- Before the first word, from the first day of the plan.
silences as (
    select
        targets.target_key,
        kinds.is_simulated,
        targets.known_from,
        first_words.first_known as known_until,
        false as is_answer,
        0 as earlier_count
    from targets
    inner join kinds on targets.target_key = kinds.target_key
    left join first_words
        on
            kinds.target_key = first_words.target_key
            and kinds.is_simulated = first_words.is_simulated
    where first_words.first_known is null or first_words.first_known > targets.known_from
),
spans as (
    select * from known
    union all by name
    select * from silences
),
joined as (
    select
        targets.* exclude (starts_on, due_on, known_from),
        spans.* exclude (
            target_key, starts_on, due_on, stated_baseline, actual, missing_reason, progress_key,
            series_doubt, fallen_value
        ),
        coalesce(spans.starts_on, targets.starts_on) as starts_on,
        coalesce(spans.due_on, targets.due_on) as due_on,
        spans.stated_baseline as stated_reading,
        spans.actual,
        coalesce(
            spans.missing_reason,
            case
                when spans.actual is not null then null
                when targets.indicator_code is null then 'unlinked'
                when targets.unit_code is null then 'unit_unknown'
                when targets.first_year is null then 'years_unknown'
                else 'not_reported'
            end
        ) as missing_reason,
        readings.received_on,
        readings.numerator,
        readings.denominator,
        readings.stated_value,
        readings.unit as actual_unit,
        coalesce(spans.series_doubt, readings.doubt) as doubt,
        coalesce(spans.fallen_value, readings.doubted_value) as doubted_value,
        readings.data_kind,
        readings.source_file,
        readings.source_locator,
        readings.citation,
        readings.progress_key
    from spans
    inner join targets on spans.target_key = targets.target_key
    left join readings on spans.progress_key = readings.progress_key
),
flagged as (
    select
        *,
        coalesce(
        joined.comparator in ('decrease_gte', 'decrease_eq')
        and joined.reported_as = 'level_or_share'
        and joined.actual_unit <> '%',
        false
    ) as is_level_cut,
        -- Each year of a longer plan has a deadline of its own, and another year comes after it.
        coalesce(path = 'cumulative' and joined.report_year < joined.last_year, false)
            as is_yearly_deadline,
        case when joined.actual is not null then joined.as_of_date + joined.stale_days + 1 end
            as too_old_from
    from joined
),
-- What happens without anybody sending anything.
cut as (
    select
        *,
        unnest(list_sort(list_distinct(list_filter(
        [known_from, due_on + 1, too_old_from, condition_met_on],
        lambda day: day >= known_from and (known_until is null or day < known_until)
    ))))::date as stands_from
    from flagged
),
baselined as (
    select
        *,
        -- The target of a cut follows from its baseline: only the stated one will do. "Giảm 2%" of
        -- what? Without any words on it nothing is taken for it.
        is_level_cut and (
            stated_baseline is null
            or try_cast(stated_baseline as integer) is not null
            or regexp_matches(stated_baseline, '\d')
        ) as needs_stated_year
    from cut
),
chosen as (
    select
        *,
        case
            when path = 'cumulative' then 'cumulative_zero'
            when stated_reading is not null then 'stated_year'
            when previous_baseline is not null and not needs_stated_year then 'previous_reading'
            when
                previous_baseline is null and first_baseline is not null and not is_level_cut
                then 'first_reading'
            else 'none'
        end as baseline_source
    from baselined
),
placed as (
    select
        *,
        case baseline_source
            when 'cumulative_zero' then 0.0
            when 'stated_year' then struct_extract(stated_reading, 'value')
            when 'previous_reading' then struct_extract(previous_baseline, 'value')
            when 'first_reading' then struct_extract(first_baseline, 'value')
        end as baseline_value,
        case baseline_source
            when 'cumulative_zero' then starts_on
            when 'stated_year' then struct_extract(stated_reading, 'as_of_date')
            when 'previous_reading' then struct_extract(previous_baseline, 'as_of_date')
            when 'first_reading' then struct_extract(first_baseline, 'as_of_date')
        end as baseline_date,
        case baseline_source
            when 'stated_year' then struct_extract(stated_reading, 'progress_key')
            when 'previous_reading' then struct_extract(previous_baseline, 'progress_key')
            when 'first_reading' then struct_extract(first_baseline, 'progress_key')
        end as baseline_progress_key
    from chosen
)
select
    * exclude (
        known_from, known_until, stands_from, stated_reading, previous_baseline, first_baseline,
        needs_stated_year, previous_actual, previous_date, earlier_count
    ),
    stands_from as known_from,
    coalesce(previous_actual, baseline_value) as previous_actual,
    coalesce(previous_date, baseline_date) as previous_date,
    earlier_count <= 1 as is_trend_dashed,
    coalesce(stands_from > due_on, false) as is_past_due,
    coalesce(stands_from >= too_old_from, false) as is_too_old,
    is_conditional and coalesce(stands_from < condition_met_on, true) as is_condition_open
from placed
    )
--! and
alter table "cchc"."intermediate"."int_attainment_inputs" rename to "int_attainment_inputs__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_attainment_inputs__dbt_tmp" rename to "int_attainment_inputs"
--! and
comment on table "cchc"."intermediate"."int_attainment_inputs" is $dbt_comment_literal_block$One row per number of a plan, kind of data and stretch of days: everything that the formulas need. A number that nobody has reported on has one row from the first day of its plan on.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_attainment_inputs__dbt_backup" cascade
--! node ["unique_combination_int_readings_known_target_key__is_simulated__known_from", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select target_key, is_simulated, known_from, count(*) as row_count
from "cchc"."intermediate"."int_readings_known"
group by target_key, is_simulated, known_from
having count(*) > 1
    ) dbt_internal_test
--! node ["int_changes_of_tasks", "model", ""]
create  table
      "cchc"."intermediate"."int_changes_of_tasks__dbt_tmp"
    as (
      -- One row per change of the state of a task: the difference of two neighbouring stretches, so that
-- the changes between two days add up to the difference of their states.
with shown as (
    select * from "cchc"."main"."mart_task_shown"
),
states as (
    select * from "cchc"."main"."mart_task_status"
),
groups as (
    select
        status_code,
        group_code
    from "cchc"."reference"."statuses"
    where subject = 'task'
)
select
    case
        -- "Done on time" that is found to be "done late" is no second completion.
        when groups.group_code = 'done' and earlier_groups.group_code <> 'done' then 'done'
        when later.state = 'late' then 'became_late'
        else 'status_changed'
    end as change_kind,
    later.task_key,
    later.plan_code,
    later.reported_on as as_of_date,
    shown.known_from as known_on,
    shown.includes_simulated,
    later.is_simulated,
    later.known_because,
    earlier.state as before_status,
    later.state as after_status,
    later.source_file,
    later.source_locator
from shown
inner join states as later on shown.task_status_key = later.task_status_key
inner join states as earlier on shown.before_key = earlier.task_status_key
inner join groups on later.state = groups.status_code
inner join groups as earlier_groups on earlier.state = earlier_groups.status_code
where later.state <> earlier.state
    )
--! and
alter table "cchc"."intermediate"."int_changes_of_tasks" rename to "int_changes_of_tasks__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_changes_of_tasks__dbt_tmp" rename to "int_changes_of_tasks"
--! and
comment on table "cchc"."intermediate"."int_changes_of_tasks" is $dbt_comment_literal_block$One row per change of the state of a task.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_changes_of_tasks__dbt_backup" cascade
--! node ["mart_task_rate", "model", ""]
create  table
      "cchc"."main"."mart_task_rate__dbt_tmp"
  (
    task_rate_key varchar not null,
    plan_code varchar not null,
    unit_code varchar,
    includes_simulated boolean not null,
    known_from date not null,
    known_until date,
    lead_agency varchar,
    task_count integer,
    done_count integer,
    done_on_time_count integer,
    done_late_count integer,
    late_count integer,
    due_soon_count integer,
    unknown_count integer,
    no_deadline_count integer,
    on_time_pct double,
    completion_pct double
    )
 ;
    insert into "cchc"."main"."mart_task_rate__dbt_tmp"
  (
      task_rate_key ,
      plan_code ,
      unit_code ,
      includes_simulated ,
      known_from ,
      known_until ,
      lead_agency ,
      task_count ,
      done_count ,
      done_on_time_count ,
      done_late_count ,
      late_count ,
      due_soon_count ,
      unknown_count ,
      no_deadline_count ,
      on_time_pct ,
      completion_pct
  )
 (
    select task_rate_key, plan_code, unit_code, includes_simulated, known_from, known_until, lead_agency, task_count, done_count, done_on_time_count, done_late_count, late_count, due_soon_count, unknown_count, no_deadline_count, on_time_pct, completion_pct
    from (
        with shown as (
    select * from "cchc"."main"."mart_task_shown"
),
states as (
    select * from "cchc"."main"."mart_task_status"
),
groups as (
    select
        status_code,
        group_code
    from "cchc"."reference"."statuses"
    where subject = 'task'
),
days as (
    select distinct
        plan_code,
        includes_simulated,
        known_from
    from shown
),
standing as (
    select
        days.plan_code,
        days.includes_simulated,
        days.known_from,
        states.unit_code,
        states.lead_agency,
        states.state,
        groups.group_code
    from days
    inner join shown
        on
            days.plan_code = shown.plan_code
            and days.includes_simulated = shown.includes_simulated
            and days.known_from >= shown.known_from
            and (shown.known_until is null or days.known_from < shown.known_until)
    inner join states on shown.task_status_key = states.task_status_key
    inner join groups on states.state = groups.status_code
),
counted as (
    select
        plan_code,
        unit_code,
        includes_simulated,
        lead_agency,
        known_from,
        (count(*) filter (where state <> 'cancelled'))::integer as task_count,
        (count(*) filter (where group_code = 'done'))::integer as done_count,
        (count(*) filter (where state = 'done_on_time'))::integer as done_on_time_count,
        (count(*) filter (where state = 'done_late'))::integer as done_late_count,
        (count(*) filter (where state = 'late'))::integer as late_count,
        (count(*) filter (where state = 'due_soon'))::integer as due_soon_count,
        (count(*) filter (where state = 'unknown'))::integer as unknown_count,
        (count(*) filter (where state = 'no_deadline'))::integer as no_deadline_count
    from standing
    group by plan_code, unit_code, includes_simulated, lead_agency, known_from
),
compared as (
    select
        *,
        hash(task_count, done_count, done_on_time_count, done_late_count, late_count, due_soon_count, unknown_count, no_deadline_count) as content
    from counted
),
changed as (
    select * exclude (content)
    from compared
    qualify content is distinct from lag(content) over (
        partition by plan_code, includes_simulated, lead_agency order by known_from
    )
)
select
    concat_ws(
        '@', plan_code, known_from,
        case when includes_simulated then 'all' else 'real' end, coalesce(lead_agency, '')
    ) as task_rate_key,
    *,
    lead(known_from) over (
        partition by plan_code, includes_simulated, lead_agency order by known_from
    ) as known_until,
    -- Of what should be finished by now, how much was finished in time.
    100.0 * done_on_time_count / nullif(done_on_time_count + done_late_count + late_count, 0)
        as on_time_pct,
    100.0 * done_count / nullif(task_count, 0) as completion_pct
from changed
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_task_rate" rename to "mart_task_rate__dbt_backup"
--! and
alter table "cchc"."main"."mart_task_rate__dbt_tmp" rename to "mart_task_rate"
--! and
comment on table "cchc"."main"."mart_task_rate" is $dbt_comment_literal_block$Một dòng mỗi kế hoạch, cơ quan chủ trì (đúng như văn bản ghi), cách xem và quãng ngày.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_task_rate".task_rate_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".unit_code is $dbt_comment_literal_block$Đơn vị của kế hoạch; cùng tên «Văn phòng Sở» ở hai đơn vị là hai cơ quan. Trống khi chưa rõ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".includes_simulated is $dbt_comment_literal_block$Có để số mô phỏng đứng thay khi chưa có số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".lead_agency is $dbt_comment_literal_block$Cơ quan chủ trì, đúng như văn bản.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".task_count is $dbt_comment_literal_block$Số nhiệm vụ (không kể việc không thực hiện).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".done_count is $dbt_comment_literal_block$Số việc đã xong.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".done_on_time_count is $dbt_comment_literal_block$Số việc xong đúng hạn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".done_late_count is $dbt_comment_literal_block$Số việc xong trễ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".late_count is $dbt_comment_literal_block$Số việc có báo cáo sau hạn nói là chưa xong.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".due_soon_count is $dbt_comment_literal_block$Số việc sắp đến hạn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".unknown_count is $dbt_comment_literal_block$Số việc chưa ai báo cáo, hoặc chưa ai báo cáo từ khi hạn qua.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".no_deadline_count is $dbt_comment_literal_block$Số việc không có hạn cụ thể.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".on_time_pct is $dbt_comment_literal_block$Việc xong đúng hạn trên việc đã xong có hạn và việc quá hạn; trống khi chưa có việc nào đến hạn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_task_rate".completion_pct is $dbt_comment_literal_block$Việc đã xong trên mọi việc.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_task_rate__dbt_backup" cascade
--! node ["holds_mart_task_shown_known_until_is_null_or_known_from_known_until", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_task_shown"
where not coalesce(known_until is null or known_from < known_until, false)
    ) dbt_internal_test
--! node ["unique_mart_task_shown_shown_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    shown_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_task_shown"
where shown_key is not null
group by shown_key
having count(*) > 1
    ) dbt_internal_test
--! node ["accepted_values_mart_completeness_state__received__partial__late__missing__awaited__not_due", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        state as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_completeness"
    group by state
)
select *
from all_values
where value_field not in (
    'received','partial','late','missing','awaited','not_due'
)
    ) dbt_internal_test
--! node ["holds_mart_completeness__state_in_missing_not_due_awaited_received_count_0_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_completeness"
where not coalesce((state in ('missing', 'not_due', 'awaited')) = (received_count = 0), false)
    ) dbt_internal_test
--! node ["holds_mart_completeness_received_count_expected_count", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_completeness"
where not coalesce(received_count <= expected_count, false)
    ) dbt_internal_test
--! node ["relationships_mart_completeness_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."mart_completeness"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_completeness_unit_code__unit_code__ref_dim_unit_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select unit_code as from_field
    from "cchc"."main"."mart_completeness"
    where unit_code is not null
),
parent as (
    select unit_code as to_field
    from "cchc"."main"."dim_unit"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_completeness_completeness_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    completeness_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_completeness"
where completeness_key is not null
group by completeness_key
having count(*) > 1
    ) dbt_internal_test
--! node ["int_attainment_measured", "model", ""]
create  table
      "cchc"."intermediate"."int_attainment_measured__dbt_tmp"
    as (
      -- One row per row of int_attainment_inputs, with the numbers of docs/method.md.
with inputs as (
    select * from "cchc"."intermediate"."int_attainment_inputs"
),
signed as (
    select
        *,
        case
        when comparator = 'lte' or is_level_cut then -1
        when comparator in ('gte', 'increase_gte', 'decrease_gte', 'decrease_eq') then 1
        when direction = 'lower' then -1
        else 1
    end as sign,
        case
        -- One division of whole numbers: 90 less 30 % is 63 and not 62.99999999999999.
        when is_level_cut then baseline_value * (100 - target_value) / 100.0
        else target_value
    end as target
    from inputs
),
timed as (
    select
        *,
        case
        when as_of_date is not null then greatest(0.0, least(1.0,
            date_diff('day', coalesce(baseline_date, starts_on), as_of_date)
            / nullif(date_diff('day', coalesce(baseline_date, starts_on), due_on), 0)::double
        ))
    end
            as elapsed,
        coalesce(sign * (target - baseline_value) <= 0, false) as is_maintain_rule
    from signed
)
select
    *,
    -- What binary fractions leave behind the ninth decimal is no difference.
    round(sign * (actual - target), 9) >= 0 as met,
    sign * (target - actual) + 0.0 as gap_points,
    case
        when sign = 1 then 100.0 * actual / nullif(target, 0)
        when baseline_value > target
            then 100.0 * (baseline_value - actual) / (baseline_value - target)
    end as attainment_pct,
    case
        when path = 'level' or is_maintain_rule then target
        when actual is not null then baseline_value + (target - baseline_value) * elapsed
    end as expected_now,
    case
        when path <> 'level' and not is_maintain_rule
            then ((actual - baseline_value) / nullif(target - baseline_value, 0))
    / nullif(elapsed, 0)
    end as required_rate_ratio,
    case
        when path <> 'level' and not is_maintain_rule
            then case
        when actual > 0 and target > 0 and baseline_value > 0
            then (ln(actual / baseline_value) / nullif(ln(target / baseline_value), 0))
                / nullif(elapsed, 0)
    end
    end as compound_rate_ratio,
    date_diff('day', as_of_date, due_on) as days_left
from timed
    )
--! and
alter table "cchc"."intermediate"."int_attainment_measured" rename to "int_attainment_measured__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_attainment_measured__dbt_tmp" rename to "int_attainment_measured"
--! and
comment on table "cchc"."intermediate"."int_attainment_measured" is $dbt_comment_literal_block$One row per row of int_attainment_inputs, with the numbers of docs/method.md.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_attainment_measured__dbt_backup" cascade
--! node ["unique_combination_int_attainment_inputs_target_key__known_from__is_simulated", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select target_key, known_from, is_simulated, count(*) as row_count
from "cchc"."intermediate"."int_attainment_inputs"
group by target_key, known_from, is_simulated
having count(*) > 1
    ) dbt_internal_test
--! node ["unique_mart_task_rate_task_rate_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    task_rate_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_task_rate"
where task_rate_key is not null
group by task_rate_key
having count(*) > 1
    ) dbt_internal_test
--! node ["int_attainment_judged", "model", ""]
create  table
      "cchc"."intermediate"."int_attainment_judged__dbt_tmp"
    as (
      -- One row per row of int_attainment_measured, with verdict, reason, trend and robustness. What the
-- verdict means, and whether it counts as assessed, stands in seeds/statuses.csv.
with measured as (
    select * from "cchc"."intermediate"."int_attainment_measured"
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
compared as (
    select
        measured.* exclude (stale_days),
        thresholds.*,
        sign * (actual - previous_actual) as change_points,
        -- Yearly pace of late over the yearly pace that the whole way needs.
        ((actual - previous_actual) / nullif(date_diff('day', previous_date, as_of_date), 0))
        / nullif(
            (target - baseline_value) / nullif(date_diff('day', baseline_date, due_on), 0), 0
        ) as recent_rate_ratio,
        -- The last word before a deadline has to be of about that time.
        coalesce(
            is_past_due and date_diff('day', counts_on, due_on) > thresholds.stale_days, false
        ) as has_stopped,
        -- The last deadline decides for good: from then on no figure grows old.
        coalesce(is_too_old, false)
        and not (coalesce(is_past_due, false) and not coalesce(is_yearly_deadline, false))
            as is_stale
    from measured
    cross join thresholds
),
judged as (
    select
        *,
        case
            when
                is_condition_open or actual is null or met is null or is_stale or has_stopped
                then 'unknown'
            when met then 'met'
            when counts_on >= due_on or is_past_due then 'missed'
            when path = 'level' then 'not_met'
            when is_maintain_rule then 'worsening'
            when required_rate_ratio is null then 'not_met_yet'
            else case
        when required_rate_ratio is null then 'unknown'
        when required_rate_ratio >= on_track_ratio then 'on_track'
        when required_rate_ratio >= behind_ratio then 'behind'
        when required_rate_ratio >= at_risk_ratio then 'at_risk'
        else 'worsening'
    end
        end as status
    from compared
),
doubled as (
    select
        *,
        case
            when
                status in ('on_track', 'behind', 'at_risk', 'worsening')
                and not coalesce(is_maintain_rule, false)
                then case
        when compound_rate_ratio is null then 'unknown'
        when compound_rate_ratio >= on_track_ratio then 'on_track'
        when compound_rate_ratio >= behind_ratio then 'behind'
        when compound_rate_ratio >= at_risk_ratio then 'at_risk'
        else 'worsening'
    end
        end as compound_status
    from judged
)
select
    *,
    case
        when is_condition_open then 'condition_open'
        when actual is null then coalesce(missing_reason, 'not_reported')
        when met is null then 'no_baseline'
        when has_stopped then 'stopped_reporting'
        when is_stale then 'too_old'
        when status = 'not_met_yet' and baseline_source = 'none' then 'no_baseline'
        when status = 'not_met_yet' and baseline_source = 'first_reading'
            then 'first_reading_only'
        when status = 'not_met_yet' then 'just_started'
        when is_maintain_rule and status = 'worsening' then 'no_longer_kept'
        when status = 'missed' and counts_on < due_on then 'last_reading_before_deadline'
        when status in ('met', 'missed', 'not_met') then 'compared_with_target'
        else 'compared_with_pace'
    end as status_reason,
    case
        when actual is null or previous_actual is null or as_of_date = previous_date then null
        when met and abs(change_points) < no_change_points then 'kept'
        when abs(change_points) < no_change_points then 'flat'
        when change_points < 0 then 'down'
        when met then 'up'
        when path = 'level' or is_maintain_rule then 'up'
        when recent_rate_ratio < arrow_flat_ratio then 'flat'
        when recent_rate_ratio < arrow_up_ratio then 'up_right'
        else 'up'
    end as trend_arrow,
    case
        when compound_status is null then null
        when compound_status = 'unknown' then 'not_computable'
        when compound_status = status then 'agree'
        else 'disagree'
    end as verdict_robustness
from doubled
    )
--! and
alter table "cchc"."intermediate"."int_attainment_judged" rename to "int_attainment_judged__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_attainment_judged__dbt_tmp" rename to "int_attainment_judged"
--! and
comment on table "cchc"."intermediate"."int_attainment_judged" is $dbt_comment_literal_block$One row per row of int_attainment_measured, with verdict, reason, trend and robustness.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_attainment_judged__dbt_backup" cascade
--! node ["mart_target_reading", "model", ""]
create  table
      "cchc"."main"."mart_target_reading__dbt_tmp"
  (
    reading_key varchar not null,
    target_key varchar not null,
    plan_code varchar,
    is_simulated boolean not null,
    as_of_date date,
    known_from date not null,
    known_until date,
    actual double,
    expected_now double,
    target_value double,
    missing_reason varchar,
    doubt varchar,
    doubted_value double,
    numerator double,
    denominator double,
    stated_value double,
    data_kind varchar,
    source_file varchar,
    source_locator varchar,
    citation varchar,
    progress_key varchar
    )
 ;
    insert into "cchc"."main"."mart_target_reading__dbt_tmp"
  (
      reading_key ,
      target_key ,
      plan_code ,
      is_simulated ,
      as_of_date ,
      known_from ,
      known_until ,
      actual ,
      expected_now ,
      target_value ,
      missing_reason ,
      doubt ,
      doubted_value ,
      numerator ,
      denominator ,
      stated_value ,
      data_kind ,
      source_file ,
      source_locator ,
      citation ,
      progress_key
  )
 (
    select reading_key, target_key, plan_code, is_simulated, as_of_date, known_from, known_until, actual, expected_now, target_value, missing_reason, doubt, doubted_value, numerator, denominator, stated_value, data_kind, source_file, source_locator, citation, progress_key
    from (
        with readings as (
    select * from "cchc"."intermediate"."int_readings_of_targets"
    where is_own
),
versions as (
    select * from "cchc"."intermediate"."int_readings_versioned"
),
latest as (
    select * from "cchc"."intermediate"."int_readings_latest"
    where series_doubt is not null
),
-- Where the path of the number starts, as everything known today has it.
paths as (
    select
        target_key,
        is_simulated,
        arg_max(
        struct_pack(plan_code := plan_code, path := path, target := target, baseline_value := baseline_value, baseline_date := baseline_date, is_maintain_rule := is_maintain_rule),
        row(known_from)
    ) as path
    from "cchc"."intermediate"."int_attainment_measured"
    group by target_key, is_simulated
),
joined as (
    select
        readings.target_key,
        readings.is_simulated,
        readings.as_of_date,
        readings.received_on as known_from,
        readings.superseded_on as known_until,
        case when latest.progress_key is null then readings.actual end as actual,
        case
            when latest.progress_key is null then readings.missing_reason
            else 'doubted'
        end as missing_reason,
        readings.starts_on,
        readings.due_on,
        readings.counts_on,
        versions.numerator,
        versions.denominator,
        versions.stated_value,
        coalesce(latest.doubt, versions.doubt) as doubt,
        coalesce(latest.doubted_value, versions.doubted_value) as doubted_value,
        versions.data_kind,
        versions.source_file,
        versions.source_locator,
        versions.citation,
        readings.progress_key,
        struct_extract(paths.path, 'plan_code') as plan_code,
        struct_extract(paths.path, 'path') as path,
        struct_extract(paths.path, 'target') as target_value,
        struct_extract(paths.path, 'baseline_value') as baseline_value,
        coalesce(struct_extract(paths.path, 'is_maintain_rule'), false) as is_maintain_rule,
        case
            when struct_extract(paths.path, 'path') = 'cumulative' then readings.starts_on
            else coalesce(struct_extract(paths.path, 'baseline_date'), readings.starts_on)
        end as path_begins_on
    from readings
    inner join versions on readings.progress_key = versions.progress_key
    left join latest on readings.progress_key = latest.progress_key
    inner join paths
        on
            readings.target_key = paths.target_key
            and readings.is_simulated = paths.is_simulated
),
timed as (
    select
        *,
        case
        when counts_on is not null then greatest(0.0, least(1.0,
            date_diff('day', path_begins_on, counts_on)
            / nullif(date_diff('day', path_begins_on, due_on), 0)::double
        ))
    end as elapsed
    from joined
)
select
    concat_ws('@', target_key, progress_key) as reading_key,
    target_key,
    plan_code,
    is_simulated,
    as_of_date,
    known_from,
    known_until,
    actual,
    case
        when path = 'level' or is_maintain_rule then target_value
        else baseline_value + (target_value - baseline_value) * elapsed
    end as expected_now,
    target_value,
    missing_reason,
    doubt,
    doubted_value,
    numerator,
    denominator,
    stated_value,
    data_kind,
    source_file,
    source_locator,
    citation,
    progress_key
from timed
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_target_reading" rename to "mart_target_reading__dbt_backup"
--! and
alter table "cchc"."main"."mart_target_reading__dbt_tmp" rename to "mart_target_reading"
--! and
comment on table "cchc"."main"."mart_target_reading" is $dbt_comment_literal_block$Một dòng mỗi con số kế hoạch và lần nhận một số liệu của nó; với ngày D lọc known_from <= D và (known_until trống hoặc > D).$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_target_reading".reading_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".target_key is $dbt_comment_literal_block$Dòng trong fct_target.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".is_simulated is $dbt_comment_literal_block$Số liệu mô phỏng, không phải số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".as_of_date is $dbt_comment_literal_block$Ngày mà số liệu nói tới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".known_from is $dbt_comment_literal_block$Ngày nhận.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".known_until is $dbt_comment_literal_block$Ngày có lần nhận sau về cùng ngày số liệu; trống khi chưa có.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".actual is $dbt_comment_literal_block$Giá trị thực hiện; trống khi không dùng được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".expected_now is $dbt_comment_literal_block$Giá trị lẽ ra phải đạt ở ngày số liệu nếu tiến đều từ mốc đang biết.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".target_value is $dbt_comment_literal_block$Mức phải đạt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".missing_reason is $dbt_comment_literal_block$Vì sao không có giá trị.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".doubt is $dbt_comment_literal_block$Vì sao số liệu đáng ngờ (mã trong seeds/doubt_kinds.csv).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".doubted_value is $dbt_comment_literal_block$Con số đáng ngờ như tệp ghi.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".numerator is $dbt_comment_literal_block$Tử số báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".denominator is $dbt_comment_literal_block$Mẫu số báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".stated_value is $dbt_comment_literal_block$Giá trị như tệp ghi.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".data_kind is $dbt_comment_literal_block$official, self_reported, published, simulated.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".source_file is $dbt_comment_literal_block$Tệp chứa dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".source_locator is $dbt_comment_literal_block$Chỗ trong tệp.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".citation is $dbt_comment_literal_block$Nguồn của số liệu, như tệp nêu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_reading".progress_key is $dbt_comment_literal_block$Dòng trong fct_progress.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_target_reading__dbt_backup" cascade
--! node ["unique_combination_int_attainment_measured_target_key__known_from__is_simulated", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select target_key, known_from, is_simulated, count(*) as row_count
from "cchc"."intermediate"."int_attainment_measured"
group by target_key, known_from, is_simulated
having count(*) > 1
    ) dbt_internal_test
--! node ["int_findings_of_progress", "model", ""]
create  table
      "cchc"."intermediate"."int_findings_of_progress__dbt_tmp"
    as (
      -- One row per oddity of the progress reported.
with suspects as (
    select * from "cchc"."intermediate"."int_results_suspect"
),
reports as (
    select * from "cchc"."intermediate"."int_task_reports_matched"
),
units as (
    select * from "cchc"."intermediate"."int_units_listed"
),
aliases as (
    select * from "cchc"."staging"."stg_units__aliases"
),
-- Readings of a day on which their unit was no more.
ended as (
    select
        facts.source_file,
        facts.unit_code,
        any_value(units.unit_name) as unit_name,
        any_value(units.valid_to) as valid_to,
        any_value(units.successor_unit_code) as successor_unit_code,
        count(*) as reading_count,
        arg_min(concat(
        'trang ', facts.source_sheet, ', dòng ', facts.source_row,
        ', cột ' || facts.source_column
    ), row(length(concat(
        'trang ', facts.source_sheet, ', dòng ', facts.source_row,
        ', cột ' || facts.source_column
    )), concat(
        'trang ', facts.source_sheet, ', dòng ', facts.source_row,
        ', cột ' || facts.source_column
    ))) as place
    from "cchc"."intermediate"."int_readings_stored" as facts
    inner join units on facts.unit_code = units.unit_code
    where facts.as_of_date > units.valid_to and facts.data_kind <> 'published'
    group by facts.source_file, facts.unit_code
),
plans as (
    select plan_code from "cchc"."staging"."stg_plans__plans"
),
doubled as (
    select * from "cchc"."intermediate"."int_results_doubled"
),
mismatched as (
    select distinct
        targets.plan_code,
        targets.unit,
        versions.unit as actual_unit,
        versions.source_file,
        versions.source_locator
    from "cchc"."intermediate"."int_readings_of_targets" as readings
    inner join "cchc"."intermediate"."int_readings_versioned" as versions
        on readings.progress_key = versions.progress_key
    inner join "cchc"."intermediate"."int_targets_windowed" as targets
        on readings.target_key = targets.target_key
    where readings.is_own and readings.missing_reason = 'unit_differs'
),
-- The share that a file states rounds to the other side of the target than its own counts.
rounded as (
    select distinct
        plan_code,
        target_key,
        comparator,
        target,
        unit,
        stated_value,
        actual,
        numerator,
        denominator,
        source_file,
        source_locator
    from "cchc"."intermediate"."int_attainment_judged"
    where
        denominator is not null and not is_level_cut
        and (-- What binary fractions leave behind the ninth decimal is no difference.
    round(sign * (stated_value - target), 9) >= 0)
        <> (-- What binary fractions leave behind the ninth decimal is no difference.
    round(sign * (actual - target), 9) >= 0)
)
-- Rows that no unit, plan or task answers to: one finding per file and name, not per row.
select
    'unit_unknown' as finding_kind,
    'error' as severity,
    null as plan_code,
    suspects.source_file,
    arg_min(suspects.source_locator, row(length(suspects.source_locator), suspects.source_locator)) as place,
    format('Không có đơn vị «{}»; {} dòng không được dùng', suspects.unit_code, count(*))
        as message,
    'sửa mã đơn vị, hoặc khai đơn vị trong một bảng data/raw/units'
    || coalesce(
        '; gần giống: ' || nullif(array_to_string(any_value(aliases.candidates), ', '), ''), ''
    ) as remedy
from suspects
left join aliases on suspects.stated_unit = aliases.stated_unit
where not suspects.is_known
group by suspects.source_file, suspects.unit_code
union all
select
    'unit_named' as finding_kind,
    'info' as severity,
    null as plan_code,
    source_file,
    arg_min(source_locator, row(length(source_locator), source_locator)) as place,
    format('«{}» được hiểu là đơn vị {}; {} dòng', stated_unit, unit_code, count(*)) as message,
    'ghi mã đơn vị nếu hiểu như vậy là sai' as remedy
from suspects
where is_named and is_known
group by source_file, stated_unit, unit_code
union all
select
    'unit_ended' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    place,
    format(
        '{} ({}) đã kết thúc ngày {}; {} số liệu của ngày sau đó vẫn tính cho kế hoạch của chính '
        'đơn vị này', unit_name, unit_code, strftime(valid_to, '%d/%m/%Y'), reading_count
    ) as message,
    'nếu số liệu là của đơn vị kế tục thì ghi mã '
    || coalesce(successor_unit_code, 'của đơn vị đó') as remedy
from ended
union all
select
    'plan_unknown' as finding_kind,
    'error' as severity,
    null as plan_code,
    source_file,
    arg_min(source_locator, row(length(source_locator), source_locator)) as place,
    format('Không có kế hoạch mã {}; {} dòng không được dùng', reports.plan_code, count(*))
        as message,
    'nạp tệp kế hoạch (xem nó có bị loại không), hoặc sửa mã kế hoạch' as remedy
from reports
anti join plans on reports.plan_code = plans.plan_code
group by source_file, reports.plan_code
union all
select
    'task_unknown' as finding_kind,
    'error' as severity,
    reports.plan_code,
    source_file,
    arg_min(source_locator, row(length(source_locator), source_locator)) as place,
    format(
        'Kế hoạch {} không có nhiệm vụ {}; {} dòng không được dùng',
        reports.plan_code, task_ref, count(*)
    ) as message,
    coalesce(
        'ghi rõ một trong: ' || array_to_string(any_value(reports.candidates), ', '),
        'sửa số nhiệm vụ cho khớp với kế hoạch'
    ) as remedy
from reports
semi join plans on reports.plan_code = plans.plan_code
where not reports.is_known
group by source_file, reports.plan_code, task_ref
union all
select
    'task_ref_completed' as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    arg_min(source_locator, row(length(source_locator), source_locator)) as place,
    format('Nhiệm vụ «{}» được hiểu là {}', task_ref, any_value(task_key)) as message,
    'ghi đủ số nhiệm vụ nếu hiểu như vậy là sai' as remedy
from reports
where is_matched_by_end
group by source_file, plan_code, task_ref
union all
select
    'unit_of_measure_differs' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    arg_min(source_locator, row(length(source_locator), source_locator)) as place,
    format(
        'Số liệu ghi theo {} nhưng chỉ tiêu tính bằng {}; {} dòng không đánh giá được',
        actual_unit, unit, count(*)
    ) as message,
    'ghi số liệu theo đúng đơn vị của chỉ tiêu' as remedy
from mismatched
group by plan_code, source_file, actual_unit, unit
union all
select
    'value_counts_differ' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format(
        'Giá trị ghi {} khác tỷ lệ {:.2f} tính từ {} trên {}', replace(regexp_replace((stated_value)::varchar, '[.]0$', ''), '.', ','),
        counted_value, replace(regexp_replace((numerator)::varchar, '[.]0$', ''), '.', ','), replace(regexp_replace((denominator)::varchar, '[.]0$', ''), '.', ',')
    ) as message,
    'sửa số nào sai; khi chưa sửa thì dùng tỷ lệ tính từ tử số và mẫu số' as remedy
from suspects
where has_other_share
union all
select
    'verdict_by_rounding' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    source_locator as place,
    format(
        'Tệp ghi {} nhưng {} trên {} là {}: so với mức {} thì kết luận khác hẳn ({})',
        replace(regexp_replace((stated_value)::varchar, '[.]0$', ''), '.', ','), replace(regexp_replace((numerator)::varchar, '[.]0$', ''), '.', ','),
        replace(regexp_replace((denominator)::varchar, '[.]0$', ''), '.', ','), replace(regexp_replace((round(actual, 6))::varchar, '[.]0$', ''), '.', ','),
        replace(regexp_replace((target)::varchar, '[.]0$', ''), '.', ','), target_key
    ) as message,
    'kết luận theo tỷ lệ tính từ tử số và mẫu số, không theo số đã làm tròn' as remedy
from rounded
union all
select
    'impossible_counts' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format(
        'Tử số {} và mẫu số {} không cho một tỷ lệ nào', replace(regexp_replace((numerator)::varchar, '[.]0$', ''), '.', ','),
        replace(regexp_replace((denominator)::varchar, '[.]0$', ''), '.', ',')
    ) as message,
    'kiểm tra lại hai số' as remedy
from suspects
where is_impossible
union all
select
    'nothing_counted' as finding_kind,
    'info' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    'Tử số và mẫu số đều bằng 0 nên không có tỷ lệ' as message,
    'nếu không phát sinh, ghi lý do thiếu là không áp dụng' as remedy
from suspects
where is_nothing
union all
select
    'counts_without_value' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format('Có tử số và mẫu số nhưng đơn vị tính là {} nên không suy ra được giá trị', unit)
        as message,
    'điền giá trị' as remedy
from suspects
where is_no_share
union all
select
    'duplicate_fact' as finding_kind,
    'warning' as severity,
    null as plan_code,
    max(source_file) as source_file,
    arg_max(source_locator, row(source_file, source_row, source_locator)) as place,
    format(
        'Cùng đơn vị, chỉ số, kỳ và ngày nhận mà có {} dòng ({} giá trị); lấy dòng cuối',
        count(*), count(distinct value)
    ) as message,
    'giữ lại một dòng' as remedy
from doubled
group by progress_key
having count(*) > 1 and min(value) is not distinct from max(value)
union all
select
    'duplicate_report' as finding_kind,
    'warning' as severity,
    max(plan_code) as plan_code,
    max(source_file) as source_file,
    arg_max(source_locator, row(source_file, source_row, source_locator)) as place,
    format('Cùng nhiệm vụ, ngày và ngày nhận mà có {} dòng; lấy dòng cuối', count(*)) as message,
    'giữ lại một dòng' as remedy
from reports
where is_known
group by report_key
having count(*) > 1
union all
select
    'unit_relative_unknown' as finding_kind,
    'warning' as severity,
    null as plan_code,
    null as source_file,
    unit_code as place,
    format(
        'Đơn vị {} nêu đơn vị cấp trên hoặc kế tục không có trong danh mục: {}',
        unit_name, concat_ws(', ', stated_parent_unit_code, stated_successor_unit_code)
    ) as message,
    'thêm đơn vị đó, hoặc sửa mã' as remedy
from units
where
    stated_parent_unit_code is distinct from parent_unit_code
    or stated_successor_unit_code is distinct from successor_unit_code
    )
--! and
alter table "cchc"."intermediate"."int_findings_of_progress" rename to "int_findings_of_progress__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_findings_of_progress__dbt_tmp" rename to "int_findings_of_progress"
--! and
comment on table "cchc"."intermediate"."int_findings_of_progress" is $dbt_comment_literal_block$One row per oddity of the progress reported.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_findings_of_progress__dbt_backup" cascade
--! node ["int_trends_explained", "model", ""]
create  table
      "cchc"."intermediate"."int_trends_explained__dbt_tmp"
    as (
      -- One row per row of int_trends_classified, with what is known besides the two plans: that a number
-- had been met when it ended, that a promise in words was given a number, that somebody decided.
with trends as (
    select * from "cchc"."intermediate"."int_trends_classified"
),
measured as (
    select * from "cchc"."intermediate"."int_trends_of_words"
    where change_class = 'made_measurable'
    -- Two promises in words that became one number: the nearer one.
    qualify row_number() over (
        partition by pair_key, to_target_ref order by likeness desc, from_target_key asc
    ) = 1
),
targets as (
    select
        target_key,
        record_key,
        plan_code,
        target_ref
    from "cchc"."main"."fct_target"
),
decisions as (
    select
        record_key,
        decision
    from "cchc"."intermediate"."int_decisions_latest"
    where what = 'restated'
),
-- Verdicts that stand for good, from real figures only.
ended as (
    select
        target_key,
        arg_max(status, known_from) = 'met' as was_met
    from "cchc"."intermediate"."int_attainment_judged"
    where not is_simulated and is_past_due and not is_yearly_deadline
    group by target_key
)
select
    trends.* exclude (change_class, from_target_key),
    later.target_ref as to_target_ref,
    coalesce(
        trends.from_target_key,
        case when trends.change_class = 'new' then measured.from_target_key end
    ) as from_target_key,
    case
        when trends.change_class = 'new' and measured.from_target_key is not null
            then 'made_measurable'
        when trends.change_class = 'unclear' and decisions.decision = 'reject'
            then case when ended.was_met then 'met_and_ended' else 'not_restated' end
        when trends.change_class = 'not_restated' and not trends.is_roadmap and ended.was_met
            then 'met_and_ended'
        else trends.change_class
    end as change_class
from trends
left join targets as later on trends.to_target_key = later.target_key
left join measured
    on
        trends.pair_key = measured.pair_key
        and trends.change_class = 'new'
        and later.target_ref = measured.to_target_ref
left join targets as earlier on trends.from_target_key = earlier.target_key
left join decisions on earlier.record_key = decisions.record_key
left join ended on trends.from_target_key = ended.target_key
    )
--! and
alter table "cchc"."intermediate"."int_trends_explained" rename to "int_trends_explained__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_trends_explained__dbt_tmp" rename to "int_trends_explained"
--! and
comment on table "cchc"."intermediate"."int_trends_explained" is $dbt_comment_literal_block$One row per row of int_trends_classified, with what is known besides the two plans.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_trends_explained__dbt_backup" cascade
--! node ["mart_attainment", "model", ""]
create  table
      "cchc"."main"."mart_attainment__dbt_tmp"
  (
    attainment_key varchar not null,
    target_key varchar not null,
    plan_code varchar,
    unit_code varchar,
    indicator_code varchar,
    field_code integer,
    scope_level varchar,
    as_of_date date,
    received_on date,
    is_simulated boolean not null,
    known_from date not null,
    known_until date,
    known_because varchar not null,
    repeats_target_key varchar,
    data_kind varchar,
    comparator varchar,
    path varchar,
    target_value double,
    unit varchar,
    actual double,
    stated_value double,
    doubt varchar,
    doubted_value double,
    is_answer boolean,
    numerator double,
    denominator double,
    gap_points double,
    attainment_pct double,
    met boolean,
    expected_now double,
    required_rate_ratio double,
    status varchar not null,
    status_reason varchar not null,
    is_assessed boolean not null,
    baseline_value double,
    baseline_date date,
    baseline_source varchar,
    due_on date,
    days_left integer,
    needed_points_per_week double,
    trend_arrow varchar,
    is_trend_dashed boolean,
    verdict_robustness varchar,
    is_met_by_lowering boolean,
    source_file varchar,
    source_locator varchar,
    citation varchar,
    progress_key varchar
    )
 ;
    insert into "cchc"."main"."mart_attainment__dbt_tmp"
  (
      attainment_key ,
      target_key ,
      plan_code ,
      unit_code ,
      indicator_code ,
      field_code ,
      scope_level ,
      as_of_date ,
      received_on ,
      is_simulated ,
      known_from ,
      known_until ,
      known_because ,
      repeats_target_key ,
      data_kind ,
      comparator ,
      path ,
      target_value ,
      unit ,
      actual ,
      stated_value ,
      doubt ,
      doubted_value ,
      is_answer ,
      numerator ,
      denominator ,
      gap_points ,
      attainment_pct ,
      met ,
      expected_now ,
      required_rate_ratio ,
      status ,
      status_reason ,
      is_assessed ,
      baseline_value ,
      baseline_date ,
      baseline_source ,
      due_on ,
      days_left ,
      needed_points_per_week ,
      trend_arrow ,
      is_trend_dashed ,
      verdict_robustness ,
      is_met_by_lowering ,
      source_file ,
      source_locator ,
      citation ,
      progress_key
  )
 (
    select attainment_key, target_key, plan_code, unit_code, indicator_code, field_code, scope_level, as_of_date, received_on, is_simulated, known_from, known_until, known_because, repeats_target_key, data_kind, comparator, path, target_value, unit, actual, stated_value, doubt, doubted_value, is_answer, numerator, denominator, gap_points, attainment_pct, met, expected_now, required_rate_ratio, status, status_reason, is_assessed, baseline_value, baseline_date, baseline_source, due_on, days_left, needed_points_per_week, trend_arrow, is_trend_dashed, verdict_robustness, is_met_by_lowering, source_file, source_locator, citation, progress_key
    from (
        with judged as (
    select * from "cchc"."intermediate"."int_attainment_judged"
),
repeated as (
    select * from "cchc"."intermediate"."int_targets_repeated"
),
statuses as (
    select
        status_code,
        is_assessed
    from "cchc"."reference"."statuses"
    where subject = 'target'
),
-- The hardest demand that an earlier plan of the same place made of the same indicator.
earlier_demands as (
    select
        to_target_key as target_key,
        any_value(sign) as sign,
        max(sign * from_value) as strictest_demand
    from "cchc"."intermediate"."int_trends_classified"
    where
        change_class = 'lowered' and boundary_frame = '63'
        and comparability is distinct from 'definition'
    group by to_target_key
),
compared as (
    select
        *,
        hash(progress_key, status, status_reason, actual, target, due_on, baseline_value, baseline_date, previous_actual, previous_date, is_trend_dashed, doubt) as content
    from judged
),
-- Days on which nothing changed are one stretch.
stretches as (
    select
        *,
        lag(progress_key) over (
            partition by target_key, is_simulated order by known_from
        ) as progress_before
    from compared
    qualify content is distinct from lag(content) over (
        partition by target_key, is_simulated order by known_from
    )
),
ended as (
    select
        *,
        lead(known_from) over (
            partition by target_key, is_simulated order by known_from
        ) as known_until,
        row_number() over (
            partition by target_key, is_simulated order by known_from
        ) as stretch_no
    from stretches
)
select
    concat_ws(
        '@', ended.target_key, ended.known_from,
        case when ended.is_simulated then 'simulated' else 'real' end
    ) as attainment_key,
    ended.target_key,
    ended.plan_code,
    ended.unit_code,
    ended.indicator_code,
    ended.field_code,
    ended.scope_level,
    ended.is_simulated,
    ended.known_from,
    ended.known_until,
    case
        when ended.stretch_no = 1 then 'plan_began'
        when
            coalesce(ended.progress_key, '') <> coalesce(ended.progress_before, '')
            then 'received'
        when ended.known_from = ended.condition_met_on then 'condition_met'
        when ended.known_from = ended.due_on + 1 then 'deadline_passed'
        when ended.known_from = ended.too_old_from then 'grew_old'
        else 'received'
    end as known_because,
    repeated.repeats_target_key,
    ended.as_of_date,
    ended.received_on,
    ended.data_kind,
    ended.comparator,
    ended.path,
    ended.target as target_value,
    ended.unit,
    ended.actual,
    ended.stated_value,
    ended.doubt,
    ended.doubted_value,
    ended.is_answer,
    ended.numerator,
    ended.denominator,
    ended.gap_points,
    ended.attainment_pct,
    case when statuses.is_assessed then ended.met end as met,
    ended.expected_now,
    ended.required_rate_ratio,
    ended.status,
    ended.status_reason,
    statuses.is_assessed,
    ended.baseline_value,
    ended.baseline_date,
    ended.baseline_source,
    ended.due_on,
    ended.days_left::integer as days_left,
    case
        when not ended.met and ended.days_left > 0 and ended.path <> 'level'
            then ended.gap_points / (ended.days_left / 7.0)
    end as needed_points_per_week,
    ended.trend_arrow,
    ended.is_trend_dashed,
    ended.verdict_robustness,
    coalesce(
        ended.status = 'met' and not coalesce(ended.is_level_cut, false)
        and earlier_demands.sign * ended.actual < earlier_demands.strictest_demand,
        false
    ) as is_met_by_lowering,
    ended.source_file,
    ended.source_locator,
    ended.citation,
    ended.progress_key
from ended
inner join statuses on ended.status = statuses.status_code
left join repeated on ended.target_key = repeated.target_key
left join earlier_demands on ended.target_key = earlier_demands.target_key
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_attainment" rename to "mart_attainment__dbt_backup"
--! and
alter table "cchc"."main"."mart_attainment__dbt_tmp" rename to "mart_attainment"
--! and
comment on table "cchc"."main"."mart_attainment" is $dbt_comment_literal_block$Một dòng mỗi con số kế hoạch, loại số liệu (thật hoặc mô phỏng) và quãng ngày mà kết luận đứng vững như đã biết; với ngày D lọc known_from <= D và (known_until trống hoặc > D).$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_attainment".attainment_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".target_key is $dbt_comment_literal_block$Khóa: mã kế hoạch/STT/thứ tự con số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".unit_code is $dbt_comment_literal_block$Mã đơn vị.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".indicator_code is $dbt_comment_literal_block$Mã chỉ số trong danh mục.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".field_code is $dbt_comment_literal_block$Lĩnh vực, 0 đến 7.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".scope_level is $dbt_comment_literal_block$Cấp mà con số nói riêng: province, district, commune; trống là chung.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".as_of_date is $dbt_comment_literal_block$Ngày mà số liệu nói tới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".received_on is $dbt_comment_literal_block$Ngày nhận được số liệu này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".is_simulated is $dbt_comment_literal_block$Số liệu mô phỏng, không phải số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".known_because is $dbt_comment_literal_block$plan_began: kế hoạch bắt đầu; received: nhận số mới hoặc đính chính; deadline_passed: hạn qua; grew_old: số quá cũ; condition_met: điều kiện được ghi nhận.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".repeats_target_key is $dbt_comment_literal_block$Con số đứng trước trong cùng kế hoạch mà dòng này nhắc lại; khi ấy chỉ tính một lần. Trống là không nhắc lại.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".data_kind is $dbt_comment_literal_block$official (chính thức), self_reported (tự báo cáo), published (công bố), simulated (mô phỏng).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".comparator is $dbt_comment_literal_block$eq, gte, lte, decrease_gte, decrease_eq, increase_gte.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".path is $dbt_comment_literal_block$level (phải giữ mọi lúc), ramp (tăng dần đến hạn), cumulative (cộng dồn trong năm).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".target_value is $dbt_comment_literal_block$Mức phải đạt; với mức giảm tính trên số tuyệt đối thì đã đổi ra số phải đạt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".unit is $dbt_comment_literal_block$Đơn vị tính.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".actual is $dbt_comment_literal_block$Giá trị thực hiện ở ngày số liệu, chưa làm tròn; trống khi không có số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".stated_value is $dbt_comment_literal_block$Giá trị như tệp ghi, khi khác với số tính từ tử số và mẫu số thì là một phát hiện.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".doubt is $dbt_comment_literal_block$Vì sao số liệu đáng ngờ nên không có giá trị (mã trong seeds/doubt_kinds.csv), xét cả với kế hoạch và các số trước; trống là không ngờ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".doubted_value is $dbt_comment_literal_block$Con số đáng ngờ như tệp ghi.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".is_answer is $dbt_comment_literal_block$Dòng này là một câu trả lời: có số, hoặc nói không áp dụng, hoặc số báo cáo không dùng được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".numerator is $dbt_comment_literal_block$Tử số báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".denominator is $dbt_comment_literal_block$Mẫu số báo cáo.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".gap_points is $dbt_comment_literal_block$Còn thiếu bao nhiêu điểm; âm là vượt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".attainment_pct is $dbt_comment_literal_block$Mức độ hoàn thành, phần trăm, không chặn trên (công thức ở docs/method.md).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".met is $dbt_comment_literal_block$Đạt chỉ tiêu (so trên số chưa làm tròn); trống khi trạng thái không thuộc loại đánh giá được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".expected_now is $dbt_comment_literal_block$Giá trị lẽ ra phải đạt ở ngày số liệu nếu tiến đều.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".required_rate_ratio is $dbt_comment_literal_block$Tốc độ đã đi chia tốc độ cần đi (R).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".status is $dbt_comment_literal_block$Mã trạng thái của seeds/statuses.csv (bảng dim_status).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".status_reason is $dbt_comment_literal_block$Vì sao có trạng thái đó, hoặc vì sao không rõ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".is_assessed is $dbt_comment_literal_block$Trạng thái thuộc loại đánh giá được (seeds/statuses.csv).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".baseline_value is $dbt_comment_literal_block$Giá trị mốc mà từ đó tính tiến độ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".baseline_date is $dbt_comment_literal_block$Ngày của giá trị mốc.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".baseline_source is $dbt_comment_literal_block$Mốc lấy từ đâu: stated_year, previous_reading, first_reading, cumulative_zero hoặc none.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".due_on is $dbt_comment_literal_block$Hạn cuối có ngày.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".days_left is $dbt_comment_literal_block$Số ngày từ ngày số liệu đến hạn; âm là đã quá hạn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".needed_points_per_week is $dbt_comment_literal_block$Mỗi tuần còn phải thêm bao nhiêu điểm để kịp hạn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".trend_arrow is $dbt_comment_literal_block$down, flat, up_right, up, kept; trống khi không có hai lần số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".is_trend_dashed is $dbt_comment_literal_block$Mũi tên chỉ dựa trên hai lần số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".verdict_robustness is $dbt_comment_literal_block$agree, disagree hoặc not_computable: tính lại theo tăng trưởng kép có ra cùng kết luận.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".is_met_by_lowering is $dbt_comment_literal_block$Đạt chỉ tiêu mới nhưng lẽ ra không đạt chỉ tiêu cũ cao hơn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".source_file is $dbt_comment_literal_block$Tệp chứa dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".source_locator is $dbt_comment_literal_block$Chỗ trong tệp.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".citation is $dbt_comment_literal_block$Nguồn của số liệu, như tệp nêu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment".progress_key is $dbt_comment_literal_block$Khóa của một lần nhận một số liệu.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_attainment__dbt_backup" cascade
--! node ["unique_combination_int_attainment_judged_target_key__known_from__is_simulated", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select target_key, known_from, is_simulated, count(*) as row_count
from "cchc"."intermediate"."int_attainment_judged"
group by target_key, known_from, is_simulated
having count(*) > 1
    ) dbt_internal_test
--! node ["unique_mart_target_reading_reading_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    reading_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_target_reading"
where reading_key is not null
group by reading_key
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_data_quality", "model", ""]
create  table
      "cchc"."main"."mart_data_quality__dbt_tmp"
  (
    finding_no integer not null,
    subject varchar,
    finding_kind varchar not null,
    severity varchar not null,
    plan_code varchar,
    source_file varchar,
    place varchar,
    message varchar not null,
    remedy varchar
    )
 ;
    insert into "cchc"."main"."mart_data_quality__dbt_tmp"
  (
      finding_no ,
      subject ,
      finding_kind ,
      severity ,
      plan_code ,
      source_file ,
      place ,
      message ,
      remedy
  )
 (
    select finding_no, subject, finding_kind, severity, plan_code, source_file, place, message, remedy
    from (
        with findings as (
    select
        *,
        'file' as subject
    from "cchc"."intermediate"."int_findings_of_files"
    union all by name
    select
        *,
        'plan' as subject
    from "cchc"."intermediate"."int_findings_of_plans"
    union all by name
    select
        *,
        'plan' as subject
    from "cchc"."intermediate"."int_findings_of_pairs"
    union all by name
    select
        *,
        'review' as subject
    from "cchc"."intermediate"."int_findings_of_reviews"
    union all by name
    select
        *,
        'progress' as subject
    from "cchc"."intermediate"."int_findings_of_progress"
    union all by name
    select
        *,
        'progress' as subject
    from "cchc"."intermediate"."int_findings_of_series"
    union all by name
    select
        *,
        'progress' as subject
    from "cchc"."intermediate"."int_findings_of_doubts"
)
select
    row_number() over (
        order by
            case severity when 'error' then 1 when 'warning' then 2 else 3 end,
            finding_kind, source_file, place, message
    )::integer as finding_no,
    subject,
    finding_kind,
    severity,
    plan_code,
    source_file,
    place,
    -- A sentence that lacks one of its figures is still a finding.
    coalesce(message, finding_kind) as message,
    remedy
from findings
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_data_quality" rename to "mart_data_quality__dbt_backup"
--! and
alter table "cchc"."main"."mart_data_quality__dbt_tmp" rename to "mart_data_quality"
--! and
comment on table "cchc"."main"."mart_data_quality" is $dbt_comment_literal_block$Một dòng mỗi phát hiện về chất lượng.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_data_quality".finding_no is $dbt_comment_literal_block$Thứ tự trong bản dựng này, nặng trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".subject is $dbt_comment_literal_block$file, plan, progress hoặc review.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".finding_kind is $dbt_comment_literal_block$Mã loại phát hiện.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".severity is $dbt_comment_literal_block$error, warning hoặc info.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".plan_code is $dbt_comment_literal_block$Kế hoạch liên quan, nếu có.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".source_file is $dbt_comment_literal_block$Tệp chứa dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".place is $dbt_comment_literal_block$Chỗ trong tệp hoặc trong văn bản.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".message is $dbt_comment_literal_block$Lời mô tả.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_data_quality".remedy is $dbt_comment_literal_block$Cách sửa, với dòng hoặc tệp bị loại.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_data_quality__dbt_backup" cascade
--! node ["int_ambition_counted", "model", ""]
create  table
      "cchc"."intermediate"."int_ambition_counted__dbt_tmp"
    as (
      -- One row per boundary frame, pair of stages and field: how the demands of a field changed.
with trends as (
    select * from "cchc"."intermediate"."int_trends_explained"
)
select
    pair_key,
    field_code,
    count(*) filter (where change_class = 'raised')::integer as raised_count,
    count(*) filter (where change_class = 'kept')::integer as kept_count,
    count(*) filter (where change_class = 'lowered')::integer as lowered_count,
    count(*) filter (where change_class = 'new')::integer as new_count,
    count(*) filter (where change_class = 'replaced')::integer as replaced_count,
    count(*) filter (where change_class = 'made_measurable')::integer as made_measurable_count,
    count(*) filter (where change_class = 'not_restated')::integer as not_restated_count,
    count(*) filter (where change_class = 'met_and_ended')::integer as met_and_ended_count,
    count(*) filter (where change_class = 'outside_remit')::integer as outside_remit_count,
    count(*) filter (where change_class = 'level_ended')::integer as level_ended_count,
    count(*) filter (where change_class = 'unclear')::integer as unclear_count,
    count(*) filter (where change_class = 'not_comparable')::integer as not_comparable_count,
    -- Points of a share and points of a cut are not one scale: only shares are averaged.
    avg(ambition_points order by ambition_points) filter (
        where change_class in ('raised', 'kept', 'lowered') and unit = '%' and not is_change_target
    ) as mean_ambition_points,
    count(*) filter (
        where change_class in ('raised', 'kept', 'lowered') and unit = '%' and not is_change_target
    )::integer as averaged_count
from trends
group by pair_key, field_code
    )
--! and
alter table "cchc"."intermediate"."int_ambition_counted" rename to "int_ambition_counted__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_ambition_counted__dbt_tmp" rename to "int_ambition_counted"
--! and
comment on table "cchc"."intermediate"."int_ambition_counted" is $dbt_comment_literal_block$One row per pair of stages and field, with how the demands of the field changed.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_ambition_counted__dbt_backup" cascade
--! node ["int_trends_noted", "model", ""]
create  table
      "cchc"."intermediate"."int_trends_noted__dbt_tmp"
    as (
      -- One row per row of int_trends_explained, of int_trends_of_words and of int_stages_alone, with
-- the reasons why a comparison is not plain, as codes; their sentences stand in
-- seeds/comparison_notes.csv.
with trends as (
    select * from "cchc"."intermediate"."int_trends_explained"
),
-- Where the number of the later target was there before, its words were only said again.
words as (
    select
        found.* exclude (change_class),
        case
            when found.change_class = 'made_measurable' and exists (
                select 1 from trends
                where
                    trends.pair_key = found.pair_key
                    and trends.to_target_ref = found.to_target_ref
                    and trends.change_class <> 'made_measurable'
            ) then 'kept'
            else found.change_class
        end as change_class
    from "cchc"."intermediate"."int_trends_of_words" as found
),
coded as (
    select
        *,
        nullif(coalesce(nullif(to_scope, 'all'), from_scope), 'all') as scope_level,
        case when change_class in ('raised', 'kept', 'lowered') then to_value - from_value end
            as change_points,
        list_filter(
            [
                case when crosses_boundary then 'crosses_boundary' end,
                case
                    when is_pair and from_issuer_level <> to_issuer_level
                        then 'other_issuer_level'
                end,
                case when is_pair and is_successor then 'successor_indicator' end,
                case
                    when is_pair and is_change_target and is_other_baseline
                        then 'other_baseline'
                end,
                case
                    when is_pair and is_change_target and is_one_baseline_unknown
                        then 'baseline_unknown'
                end,
                case when is_pair and from_comparator <> to_comparator then 'other_comparator' end,
                case
                    when not is_pair and change_class = 'not_comparable'
                        then 'other_scope_only'
                end,
                case
                    when
                        change_class in (
                            'level_ended', 'outside_remit', 'met_and_ended', 'made_measurable',
                            'unclear', 'not_restated'
                        )
                        then case
                            when change_class = 'not_restated' and is_roadmap then 'stage_only'
                            else change_class
                        end
                end,
                case
                    when
                        change_class = 'new' and from_issuer_level <> to_issuer_level
                        then 'maybe_other_remit'
                end
            ],
            lambda code: code is not null
        ) as note_codes,
        concat_ws(
            ' ', from_note, case when to_note is distinct from from_note then to_note end
        ) as link_note
    from trends
)
select
    boundary_frame,
    place_code,
    place_name,
    indicator_code,
    chain_code,
    field_code,
    scope_level,
    from_plan,
    to_plan,
    from_year,
    to_year,
    from_issuer_level,
    to_issuer_level,
    from_value,
    to_value,
    from_comparator,
    to_comparator,
    unit,
    change_points,
    change_points / (to_year - from_year) as points_per_year,
    change_class,
    comparability,
    crosses_boundary,
    note_codes,
    link_note,
    from_target_key,
    to_target_key
from coded
union all by name
select
    pairs.boundary_frame,
    pairs.place_code,
    pairs.place_name,
    words.field_code,
    pairs.from_plan,
    pairs.to_plan,
    pairs.from_year,
    pairs.to_year,
    pairs.from_issuer_level,
    pairs.to_issuer_level,
    words.change_class,
    pairs.crosses_boundary,
    list_filter(
        [
            'in_words',
            case when pairs.crosses_boundary then 'crosses_boundary' end,
            case
                when words.change_class = 'unclear' and words.to_target_key is not null
                    then 'unclear_words'
                when words.change_class not in ('kept', 'new') then words.change_class
            end
        ],
        lambda code: code is not null
    ) as note_codes,
    words.from_target_key,
    words.to_target_key
from words
inner join "cchc"."intermediate"."int_stages_paired" as pairs on words.pair_key = pairs.pair_key
-- Where the number itself has a row, it says so there.
where
    not exists (
        select 1 from trends
        where
            trends.pair_key = words.pair_key and trends.change_class = 'made_measurable'
            and trends.from_target_key = words.from_target_key
    )
union all by name
select * from "cchc"."intermediate"."int_stages_alone"
    )
--! and
alter table "cchc"."intermediate"."int_trends_noted" rename to "int_trends_noted__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_trends_noted__dbt_tmp" rename to "int_trends_noted"
--! and
comment on table "cchc"."intermediate"."int_trends_noted" is $dbt_comment_literal_block$One row per row of int_trends_classified and of int_stages_alone, with the reasons why a comparison is not plain, as codes.
$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_trends_noted__dbt_backup" cascade
--! node ["unique_combination_int_trends_explained_pair_key__from_target_key__to_target_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select pair_key, from_target_key, to_target_key, count(*) as row_count
from "cchc"."intermediate"."int_trends_explained"
group by pair_key, from_target_key, to_target_key
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_attainment_shown", "model", ""]
create  table
      "cchc"."main"."mart_attainment_shown__dbt_tmp"
  (
    shown_key varchar not null,
    target_key varchar not null,
    plan_code varchar not null,
    includes_simulated boolean not null,
    known_from date not null,
    known_until date,
    attainment_key varchar not null,
    before_key varchar
    )
 ;
    insert into "cchc"."main"."mart_attainment_shown__dbt_tmp"
  (
      shown_key ,
      target_key ,
      plan_code ,
      includes_simulated ,
      known_from ,
      known_until ,
      attainment_key ,
      before_key
  )
 (
    select shown_key, target_key, plan_code, includes_simulated, known_from, known_until, attainment_key, before_key
    from (
        -- What a screen shows of a number on a day.
with states as (
    select
        target_key,
        plan_code,
        attainment_key,
        is_simulated,
        is_answer,
        known_from,
        known_until
    from "cchc"."main"."mart_attainment"
),
days as (
    select distinct
        target_key,
        known_from
    from states
),
chosen as (
    select
        days.target_key,
        days.known_from,
        any_value(states.plan_code) as plan_code,
        arg_max(states.attainment_key, row(states.is_answer, not states.is_simulated)) as attainment_key
    from days
    inner join states
        on
            days.target_key = states.target_key
            and days.known_from >= states.known_from
            and (states.known_until is null or days.known_from < states.known_until)
    group by days.target_key, days.known_from
),
views as (
    select
        target_key,
        plan_code,
        false as includes_simulated,
        known_from,
        attainment_key
    from states
    where not is_simulated
    union all
    select
        target_key,
        plan_code,
        true as includes_simulated,
        known_from,
        attainment_key
    from chosen
),
changed as (
    select
        *,
        lag(attainment_key) over (
            partition by target_key, includes_simulated order by known_from
        ) as before_key
    from views
    qualify attainment_key is distinct from lag(attainment_key) over (
        partition by target_key, includes_simulated order by known_from
    )
)
select
    concat_ws(
        '@', target_key, known_from, case when includes_simulated then 'all' else 'real' end
    ) as shown_key,
    target_key,
    plan_code,
    includes_simulated,
    known_from,
    lead(known_from) over (
        partition by target_key, includes_simulated order by known_from
    ) as known_until,
    attainment_key,
    before_key
from changed
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_attainment_shown" rename to "mart_attainment_shown__dbt_backup"
--! and
alter table "cchc"."main"."mart_attainment_shown__dbt_tmp" rename to "mart_attainment_shown"
--! and
comment on table "cchc"."main"."mart_attainment_shown" is $dbt_comment_literal_block$Một dòng mỗi con số, cách xem (chỉ số thật, hoặc cả mô phỏng khi chưa có số thật) và quãng ngày; nói dòng nào của mart_attainment được hiện.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_attainment_shown".shown_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment_shown".target_key is $dbt_comment_literal_block$Dòng trong fct_target.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment_shown".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment_shown".includes_simulated is $dbt_comment_literal_block$Có để số mô phỏng đứng thay khi chưa có số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment_shown".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment_shown".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment_shown".attainment_key is $dbt_comment_literal_block$Dòng của mart_attainment được hiện trong quãng ngày này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_attainment_shown".before_key is $dbt_comment_literal_block$Dòng được hiện ngay trước; trống ở quãng đầu tiên.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_attainment_shown__dbt_backup" cascade
--! node ["accepted_values_mart_attainment_baseline_source__stated_year__previous_reading__first_reading__cumulative_zero__none", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        baseline_source as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_attainment"
    group by baseline_source
)
select *
from all_values
where value_field not in (
    'stated_year','previous_reading','first_reading','cumulative_zero','none'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_attainment_known_because__plan_began__received__deadline_passed__grew_old__condition_met", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        known_because as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_attainment"
    group by known_because
)
select *
from all_values
where value_field not in (
    'plan_began','received','deadline_passed','grew_old','condition_met'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_attainment_status__met__missed__on_track__behind__at_risk__worsening__not_met__not_met_yet__unknown", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        status as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_attainment"
    group by status
)
select *
from all_values
where value_field not in (
    'met','missed','on_track','behind','at_risk','worsening','not_met','not_met_yet','unknown'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_attainment_trend_arrow__down__flat__up_right__up__kept", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        trend_arrow as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_attainment"
    group by trend_arrow
)
select *
from all_values
where value_field not in (
    'down','flat','up_right','up','kept'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_attainment_verdict_robustness__agree__disagree__not_computable", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        verdict_robustness as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_attainment"
    group by verdict_robustness
)
select *
from all_values
where value_field not in (
    'agree','disagree','not_computable'
)
    ) dbt_internal_test
--! node ["holds_mart_attainment_data_kind_is_null_or_is_simulated_data_kind_simulated_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_attainment"
where not coalesce(data_kind is null or is_simulated = (data_kind = 'simulated'), false)
    ) dbt_internal_test
--! node ["holds_mart_attainment_known_until_is_null_or_known_from_known_until", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_attainment"
where not coalesce(known_until is null or known_from < known_until, false)
    ) dbt_internal_test
--! node ["holds_mart_attainment_met_is_null_or_met_status_met_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_attainment"
where not coalesce(met is null or met = (status = 'met'), false)
    ) dbt_internal_test
--! node ["holds_mart_attainment_not_is_assessed_or_actual_is_not_null", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_attainment"
where not coalesce(not is_assessed or actual is not null, false)
    ) dbt_internal_test
--! node ["relationships_mart_attainment_field_code__field_code__ref_dim_field_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select field_code as from_field
    from "cchc"."main"."mart_attainment"
    where field_code is not null
),
parent as (
    select field_code as to_field
    from "cchc"."main"."dim_field"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_attainment_indicator_code__indicator_code__ref_dim_indicator_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select indicator_code as from_field
    from "cchc"."main"."mart_attainment"
    where indicator_code is not null
),
parent as (
    select indicator_code as to_field
    from "cchc"."main"."dim_indicator"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_attainment_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."mart_attainment"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_attainment_progress_key__progress_key__ref_int_readings_counted_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select progress_key as from_field
    from "cchc"."main"."mart_attainment"
    where progress_key is not null
),
parent as (
    select progress_key as to_field
    from "cchc"."intermediate"."int_readings_counted"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_attainment_target_key__target_key__ref_fct_target_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select target_key as from_field
    from "cchc"."main"."mart_attainment"
    where target_key is not null
),
parent as (
    select target_key as to_field
    from "cchc"."main"."fct_target"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_attainment_unit_code__unit_code__ref_dim_unit_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select unit_code as from_field
    from "cchc"."main"."mart_attainment"
    where unit_code is not null
),
parent as (
    select unit_code as to_field
    from "cchc"."main"."dim_unit"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_attainment_attainment_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    attainment_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_attainment"
where attainment_key is not null
group by attainment_key
having count(*) > 1
    ) dbt_internal_test
--! node ["accepted_values_mart_data_quality_severity__error__warning__info", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        severity as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_data_quality"
    group by severity
)
select *
from all_values
where value_field not in (
    'error','warning','info'
)
    ) dbt_internal_test
--! node ["relationships_mart_data_quality_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."mart_data_quality"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_data_quality_finding_no", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    finding_no as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_data_quality"
where finding_no is not null
group by finding_no
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_field_ambition", "model", ""]
create  table
      "cchc"."main"."mart_field_ambition__dbt_tmp"
  (
    ambition_key varchar not null,
    boundary_frame varchar not null,
    place_code varchar not null,
    place_name varchar,
    from_plan varchar not null,
    to_plan varchar not null,
    from_year integer not null,
    to_year integer not null,
    crosses_boundary boolean not null,
    field_code integer not null,
    raised_count integer not null,
    kept_count integer not null,
    lowered_count integer not null,
    new_count integer not null,
    not_restated_count integer not null,
    replaced_count integer not null,
    made_measurable_count integer not null,
    met_and_ended_count integer not null,
    outside_remit_count integer not null,
    level_ended_count integer not null,
    unclear_count integer not null,
    not_comparable_count integer not null,
    mean_ambition_points double,
    averaged_count integer not null
    )
 ;
    insert into "cchc"."main"."mart_field_ambition__dbt_tmp"
  (
      ambition_key ,
      boundary_frame ,
      place_code ,
      place_name ,
      from_plan ,
      to_plan ,
      from_year ,
      to_year ,
      crosses_boundary ,
      field_code ,
      raised_count ,
      kept_count ,
      lowered_count ,
      new_count ,
      not_restated_count ,
      replaced_count ,
      made_measurable_count ,
      met_and_ended_count ,
      outside_remit_count ,
      level_ended_count ,
      unclear_count ,
      not_comparable_count ,
      mean_ambition_points ,
      averaged_count
  )
 (
    select ambition_key, boundary_frame, place_code, place_name, from_plan, to_plan, from_year, to_year, crosses_boundary, field_code, raised_count, kept_count, lowered_count, new_count, not_restated_count, replaced_count, made_measurable_count, met_and_ended_count, outside_remit_count, level_ended_count, unclear_count, not_comparable_count, mean_ambition_points, averaged_count
    from (
        with counts as (
    select * from "cchc"."intermediate"."int_ambition_counted"
),
pairs as (
    select * from "cchc"."intermediate"."int_stages_paired"
)
select
    pairs.pair_key || '|' || counts.field_code as ambition_key,
    pairs.boundary_frame,
    pairs.place_code,
    pairs.place_name,
    pairs.from_plan,
    pairs.to_plan,
    pairs.from_year,
    pairs.to_year,
    pairs.crosses_boundary,
    counts.field_code,
    counts.raised_count,
    counts.kept_count,
    counts.lowered_count,
    counts.new_count,
    counts.replaced_count,
    counts.made_measurable_count,
    counts.not_restated_count,
    counts.met_and_ended_count,
    counts.outside_remit_count,
    counts.level_ended_count,
    counts.unclear_count,
    counts.not_comparable_count,
    counts.mean_ambition_points,
    counts.averaged_count
from counts
inner join pairs on counts.pair_key = pairs.pair_key
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_field_ambition" rename to "mart_field_ambition__dbt_backup"
--! and
alter table "cchc"."main"."mart_field_ambition__dbt_tmp" rename to "mart_field_ambition"
--! and
comment on table "cchc"."main"."mart_field_ambition" is $dbt_comment_literal_block$Một dòng mỗi khung địa giới, cặp chặng kế hoạch của một nơi và lĩnh vực, đếm chỉ tiêu tăng, giữ, hạ, mới, bỏ.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_field_ambition".ambition_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".boundary_frame is $dbt_comment_literal_block$Khung địa giới: 63 hoặc 34.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".place_code is $dbt_comment_literal_block$Mã nơi theo khung địa giới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".place_name is $dbt_comment_literal_block$Tên nơi.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".from_plan is $dbt_comment_literal_block$Kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".to_plan is $dbt_comment_literal_block$Kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".from_year is $dbt_comment_literal_block$Năm phải đạt của kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".to_year is $dbt_comment_literal_block$Năm phải đạt của kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".crosses_boundary is $dbt_comment_literal_block$So sánh đi qua lần sáp nhập 01/7/2025.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".field_code is $dbt_comment_literal_block$Lĩnh vực, 0 đến 7.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".raised_count is $dbt_comment_literal_block$Số chỉ tiêu tăng.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".kept_count is $dbt_comment_literal_block$Số chỉ tiêu giữ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".lowered_count is $dbt_comment_literal_block$Số chỉ tiêu hạ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".new_count is $dbt_comment_literal_block$Số chỉ tiêu mới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".not_restated_count is $dbt_comment_literal_block$Số chỉ tiêu không nêu lại.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".replaced_count is $dbt_comment_literal_block$Số chỉ tiêu thay bằng chỉ số khác.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".made_measurable_count is $dbt_comment_literal_block$Số chỉ tiêu từ lời thành con số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".met_and_ended_count is $dbt_comment_literal_block$Số chỉ tiêu đã đạt nên kết thúc.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".outside_remit_count is $dbt_comment_literal_block$Số chỉ tiêu ngoài phạm vi của cơ quan ban hành sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".level_ended_count is $dbt_comment_literal_block$Số chỉ tiêu của cấp không còn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".unclear_count is $dbt_comment_literal_block$Số chỉ tiêu không rõ vì sao không còn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".not_comparable_count is $dbt_comment_literal_block$Số chỉ tiêu không so sánh được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".mean_ambition_points is $dbt_comment_literal_block$Trung bình mức tăng (+) hay hạ (−) đòi hỏi, điểm phần trăm, chỉ của các tỷ lệ so sánh được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_ambition".averaged_count is $dbt_comment_literal_block$Số chỉ tiêu trong trung bình ấy.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_field_ambition__dbt_backup" cascade
--! node ["unique_combination_int_ambition_counted_pair_key__field_code", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select pair_key, field_code, count(*) as row_count
from "cchc"."intermediate"."int_ambition_counted"
group by pair_key, field_code
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_target_trend", "model", ""]
create  table
      "cchc"."main"."mart_target_trend__dbt_tmp"
  (
    trend_key varchar not null,
    boundary_frame varchar not null,
    place_code varchar not null,
    place_name varchar,
    indicator_code varchar,
    chain_code varchar,
    field_code integer,
    scope_level varchar,
    from_plan varchar,
    to_plan varchar not null,
    from_year integer,
    to_year integer not null,
    from_issuer_level varchar,
    to_issuer_level varchar,
    from_value double,
    to_value double,
    from_comparator varchar,
    to_comparator varchar,
    unit varchar,
    change_points double,
    points_per_year double,
    change_class varchar not null,
    comparability varchar,
    crosses_boundary boolean,
    note_codes varchar[],
    from_target_key varchar,
    to_target_key varchar,
    note varchar,
    note_en varchar,
    national_value double,
    national_due_year integer,
    national_plan varchar
    )
 ;
    insert into "cchc"."main"."mart_target_trend__dbt_tmp"
  (
      trend_key ,
      boundary_frame ,
      place_code ,
      place_name ,
      indicator_code ,
      chain_code ,
      field_code ,
      scope_level ,
      from_plan ,
      to_plan ,
      from_year ,
      to_year ,
      from_issuer_level ,
      to_issuer_level ,
      from_value ,
      to_value ,
      from_comparator ,
      to_comparator ,
      unit ,
      change_points ,
      points_per_year ,
      change_class ,
      comparability ,
      crosses_boundary ,
      note_codes ,
      from_target_key ,
      to_target_key ,
      note ,
      note_en ,
      national_value ,
      national_due_year ,
      national_plan
  )
 (
    select trend_key, boundary_frame, place_code, place_name, indicator_code, chain_code, field_code, scope_level, from_plan, to_plan, from_year, to_year, from_issuer_level, to_issuer_level, from_value, to_value, from_comparator, to_comparator, unit, change_points, points_per_year, change_class, comparability, crosses_boundary, note_codes, from_target_key, to_target_key, note, note_en, national_value, national_due_year, national_plan
    from (
        with trends as (
    select * from "cchc"."intermediate"."int_trends_noted"
),
texts as (
    select * from "cchc"."reference"."comparison_notes"
),
nationals as (
    select * from "cchc"."main"."mart_national_line"
),
codes as (
    select distinct note_codes
    from trends
),
sentences as (
    select
        codes.note_codes,
        string_agg(
            texts.sentence_vi, ' ' order by list_position(codes.note_codes, texts.note_code)
        ) as sentences_vi,
        string_agg(
            texts.sentence_en, ' ' order by list_position(codes.note_codes, texts.note_code)
        ) as sentences_en
    from codes
    inner join texts on list_contains(codes.note_codes, texts.note_code)
    group by codes.note_codes
)
select
    concat_ws(
        '|', trends.boundary_frame, trends.place_code,
        coalesce(trends.from_target_key, ''), coalesce(trends.to_target_key, ''),
        coalesce(trends.from_plan || ':' || trends.from_year, ''),
        trends.to_plan || ':' || trends.to_year
    ) as trend_key,
    trends.boundary_frame,
    trends.place_code,
    trends.place_name,
    trends.indicator_code,
    trends.chain_code,
    trends.field_code,
    trends.scope_level,
    trends.from_plan,
    trends.to_plan,
    trends.from_year,
    trends.to_year,
    trends.from_issuer_level,
    trends.to_issuer_level,
    trends.from_value,
    trends.to_value,
    trends.from_comparator,
    trends.to_comparator,
    trends.unit,
    trends.change_points,
    trends.points_per_year,
    trends.change_class,
    trends.comparability,
    trends.crosses_boundary,
    trends.note_codes,
    trends.from_target_key,
    trends.to_target_key,
    nullif(concat_ws(' ', sentences.sentences_vi, nullif(trends.link_note, '')), '') as note,
    sentences.sentences_en as note_en,
    nationals.value as national_value,
    nationals.due_year as national_due_year,
    nationals.plan_code as national_plan
from trends
left join sentences on trends.note_codes = sentences.note_codes
left join nationals
    on
        trends.indicator_code = nationals.indicator_code
        and trends.to_year = nationals.line_year
        and trends.unit = nationals.unit
        and case
        when coalesce(trends.to_comparator, trends.from_comparator) in ('decrease_gte', 'decrease_eq') then 'decrease'
        when coalesce(trends.to_comparator, trends.from_comparator) = 'increase_gte' then 'increase'
        else 'level'
    end
        = nationals.measure_family
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_target_trend" rename to "mart_target_trend__dbt_backup"
--! and
alter table "cchc"."main"."mart_target_trend__dbt_tmp" rename to "mart_target_trend"
--! and
comment on table "cchc"."main"."mart_target_trend" is $dbt_comment_literal_block$Một dòng mỗi khung địa giới, nơi, cặp chặng kế hoạch và chỉ số; nơi chỉ có một chặng thì kế hoạch trước để trống.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_target_trend".trend_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".boundary_frame is $dbt_comment_literal_block$Khung địa giới: 63 là địa danh như khi ban hành, 34 là tỉnh ngày nay.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".place_code is $dbt_comment_literal_block$Mã nơi theo khung địa giới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".place_name is $dbt_comment_literal_block$Tên nơi theo khung địa giới.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".indicator_code is $dbt_comment_literal_block$Mã chỉ số trong danh mục; trống với chỉ tiêu nêu bằng lời.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".chain_code is $dbt_comment_literal_block$Mã nối các chỉ số thay nhau theo thời gian; chỉ số chưa bị thay thì bằng mã của nó.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".field_code is $dbt_comment_literal_block$Lĩnh vực, 0 đến 7.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".scope_level is $dbt_comment_literal_block$Cấp mà con số nói riêng: province, district, commune; trống là chung.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".from_plan is $dbt_comment_literal_block$Kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".to_plan is $dbt_comment_literal_block$Kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".from_year is $dbt_comment_literal_block$Năm phải đạt của kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".to_year is $dbt_comment_literal_block$Năm phải đạt của kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".from_issuer_level is $dbt_comment_literal_block$Cấp ban hành của kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".to_issuer_level is $dbt_comment_literal_block$Cấp ban hành của kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".from_value is $dbt_comment_literal_block$Giá trị đòi trong kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".to_value is $dbt_comment_literal_block$Giá trị đòi trong kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".from_comparator is $dbt_comment_literal_block$Cách so sánh của kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".to_comparator is $dbt_comment_literal_block$Cách so sánh của kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".unit is $dbt_comment_literal_block$Đơn vị tính.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".change_points is $dbt_comment_literal_block$Giá trị sau trừ giá trị trước, theo đơn vị tính.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".points_per_year is $dbt_comment_literal_block$Thay đổi trung bình mỗi năm.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".change_class is $dbt_comment_literal_block$raised (nâng), kept (giữ), lowered (hạ), new (mới), replaced (thay bằng chỉ số khác), made_measurable (từ lời thành con số), not_restated (không nêu lại), met_and_ended (đã đạt nên kết thúc), outside_remit (ngoài phạm vi cơ quan ban hành sau), level_ended (cấp không còn), unclear (không rõ), not_comparable (không so được).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".comparability is $dbt_comment_literal_block$Mức so sánh được: same, wording, level, definition.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".crosses_boundary is $dbt_comment_literal_block$So sánh đi qua lần sáp nhập tỉnh 01/7/2025.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".note_codes is $dbt_comment_literal_block$Vì sao so sánh không trọn vẹn, dưới dạng mã (câu chữ ở seeds/comparison_notes.csv).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".from_target_key is $dbt_comment_literal_block$Con số của kế hoạch trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".to_target_key is $dbt_comment_literal_block$Con số của kế hoạch sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".note is $dbt_comment_literal_block$Vì sao so sánh không trọn vẹn, thành câu, kèm ghi chú của người gắn chỉ số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".note_en is $dbt_comment_literal_block$Các câu của note_codes bằng tiếng Anh.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".national_value is $dbt_comment_literal_block$Chỉ tiêu quốc gia cùng năm, khi có văn bản nêu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".national_due_year is $dbt_comment_literal_block$Hạn của mức cả nước ấy.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_trend".national_plan is $dbt_comment_literal_block$Văn bản của trung ương nêu mức ấy.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_target_trend__dbt_backup" cascade
--! node ["unique_combination_int_trends_noted_boundary_frame__from_plan__from_year__to_plan__to_year__from_target_key__to_target_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select boundary_frame, from_plan, from_year, to_plan, to_year, from_target_key, to_target_key, count(*) as row_count
from "cchc"."intermediate"."int_trends_noted"
group by boundary_frame, from_plan, from_year, to_plan, to_year, from_target_key, to_target_key
having count(*) > 1
    ) dbt_internal_test
--! node ["int_changes_of_targets", "model", ""]
create  table
      "cchc"."intermediate"."int_changes_of_targets__dbt_tmp"
    as (
      -- One row per thing that became known about a number of a plan: a figure, a correction, another
-- verdict. A change of verdict is the difference of two neighbouring stretches, so that the changes
-- between two days add up to the difference of their states. known_on is the day of it.
with shown as (
    select * from "cchc"."main"."mart_attainment_shown"
),
attainment as (
    select * from "cchc"."main"."mart_attainment"
),
steps as (
    select
        shown.includes_simulated,
        shown.known_from as known_on,
        later.target_key,
        later.plan_code,
        later.unit_code,
        later.indicator_code,
        later.as_of_date,
        later.is_simulated,
        later.known_because,
        later.progress_key,
        later.source_file,
        later.source_locator,
        earlier.actual as before_value,
        later.actual as after_value,
        earlier.status as before_status,
        later.status as after_status,
        earlier.progress_key as before_progress_key
    from shown
    inner join attainment as later on shown.attainment_key = later.attainment_key
    inner join attainment as earlier on shown.before_key = earlier.attainment_key
    -- A number that its plan states twice changes once.
    where later.repeats_target_key is null
),
corrections as (
    select * from "cchc"."intermediate"."int_readings_corrected"
),
-- Which numbers a reading counts for.
own as (
    select
        target_key,
        progress_key
    from "cchc"."intermediate"."int_readings_of_targets"
    where is_own
),
targets as (
    select * from "cchc"."intermediate"."int_targets_windowed"
),
repeated as (
    select * from "cchc"."intermediate"."int_targets_repeated"
),
views as (
    select unnest([false, true]) as includes_simulated
)
select
    'new' as change_kind,
    target_key,
    plan_code,
    unit_code,
    indicator_code,
    as_of_date,
    known_on,
    includes_simulated,
    is_simulated,
    known_because,
    before_value,
    after_value,
    null as before_status,
    null as after_status,
    progress_key,
    null as corrected_key,
    source_file,
    source_locator
from steps
-- What puts an earlier figure right is listed as that.
anti join corrections on steps.progress_key = corrections.progress_key
where after_value is not null and progress_key is distinct from before_progress_key
union all
select
    'status_changed' as change_kind,
    target_key,
    plan_code,
    unit_code,
    indicator_code,
    as_of_date,
    known_on,
    includes_simulated,
    is_simulated,
    known_because,
    before_value,
    after_value,
    before_status,
    after_status,
    progress_key,
    null as corrected_key,
    source_file,
    source_locator
from steps
where before_status <> after_status
union all
select
    'corrected' as change_kind,
    targets.target_key,
    targets.plan_code,
    targets.unit_code,
    targets.indicator_code,
    corrections.as_of_date,
    corrections.received_on as known_on,
    views.includes_simulated,
    corrections.is_simulated,
    'received' as known_because,
    corrections.previous_value as before_value,
    corrections.value as after_value,
    null as before_status,
    null as after_status,
    corrections.progress_key,
    corrections.corrected_key,
    corrections.source_file,
    corrections.source_locator
from corrections
inner join own on corrections.progress_key = own.progress_key
inner join targets on own.target_key = targets.target_key
anti join repeated on targets.target_key = repeated.target_key
inner join views on views.includes_simulated or not corrections.is_simulated
    )
--! and
alter table "cchc"."intermediate"."int_changes_of_targets" rename to "int_changes_of_targets__dbt_backup"
--! and
alter table "cchc"."intermediate"."int_changes_of_targets__dbt_tmp" rename to "int_changes_of_targets"
--! and
comment on table "cchc"."intermediate"."int_changes_of_targets" is $dbt_comment_literal_block$One row per thing that became known about a number of a plan.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."intermediate"."int_changes_of_targets__dbt_backup" cascade
--! node ["mart_field_score", "model", ""]
create  table
      "cchc"."main"."mart_field_score__dbt_tmp"
  (
    field_score_key varchar not null,
    plan_code varchar not null,
    field_code integer,
    includes_simulated boolean not null,
    known_from date not null,
    known_until date,
    measure_count integer,
    assessable_count integer,
    met_count integer,
    assessable_share double,
    average_attainment_pct double,
    missing_reason varchar
    )
 ;
    insert into "cchc"."main"."mart_field_score__dbt_tmp"
  (
      field_score_key ,
      plan_code ,
      field_code ,
      includes_simulated ,
      known_from ,
      known_until ,
      measure_count ,
      assessable_count ,
      met_count ,
      assessable_share ,
      average_attainment_pct ,
      missing_reason
  )
 (
    select field_score_key, plan_code, field_code, includes_simulated, known_from, known_until, measure_count, assessable_count, met_count, assessable_share, average_attainment_pct, missing_reason
    from (
        with shown as (
    select * from "cchc"."main"."mart_attainment_shown"
),
attainment as (
    select * from "cchc"."main"."mart_attainment"
),
thresholds as (
    select * from "cchc"."intermediate"."int_thresholds_pivoted"
),
days as (
    select distinct
        plan_code,
        includes_simulated,
        known_from
    from shown
),
-- Every number of the plan as it stood on every day on which one of them changed.
standing as (
    select
        days.plan_code,
        days.includes_simulated,
        days.known_from,
        attainment.field_code,
        attainment.is_assessed,
        attainment.status,
        attainment.attainment_pct,
        -- What does not apply leaves the count; a number that its plan states twice counts once.
        attainment.status_reason <> 'not_applicable'
        and attainment.repeats_target_key is null as counts
    from days
    inner join shown
        on
            days.plan_code = shown.plan_code
            and days.includes_simulated = shown.includes_simulated
            and days.known_from >= shown.known_from
            and (shown.known_until is null or days.known_from < shown.known_until)
    inner join attainment on shown.attainment_key = attainment.attainment_key
),
-- One set of rows per field and one for the whole plan (field_code null).
counted as (
    select
        plan_code,
        field_code,
        includes_simulated,
        known_from,
        (count(*) filter (where counts))::integer as measure_count,
        (count(*) filter (where counts and is_assessed))::integer as assessable_count,
        (count(*) filter (where counts and status = 'met'))::integer as met_count,
        -- Capped only here, inside an average. DuckDB's least and greatest pass over nulls, so
        -- what is missing has to be left out by hand or it would count as zero.
        avg(least(100.0, greatest(0.0, attainment_pct)) order by least(100.0, greatest(0.0, attainment_pct)))
        filter (where counts and is_assessed and attainment_pct is not null) as capped_average_pct
    from standing
    group by
        grouping sets (
            (plan_code, field_code, includes_simulated, known_from),
            (plan_code, includes_simulated, known_from)
        )
),
changed as (
    select *
    from counted
    qualify
        row(measure_count, assessable_count, met_count, capped_average_pct) is distinct from
        lag(row(measure_count, assessable_count, met_count, capped_average_pct)) over (
            partition by plan_code, field_code, includes_simulated order by known_from
        )
),
gated as (
    select
        changed.*,
        lead(changed.known_from) over (
            partition by changed.plan_code, changed.field_code, changed.includes_simulated
            order by changed.known_from
        ) as known_until,
        changed.assessable_count / nullif(changed.measure_count, 0)::double as assessable_share,
        case
            when changed.field_code is null then 1 - thresholds.field_total_max_missing
            else thresholds.field_average_min_share
        end as needed_share
    from changed
    cross join thresholds
)
select
    concat_ws(
        '@', plan_code, coalesce(field_code::varchar, 'all'), known_from,
        case when includes_simulated then 'all' else 'real' end
    ) as field_score_key,
    plan_code,
    field_code,
    includes_simulated,
    known_from,
    known_until,
    measure_count,
    assessable_count,
    met_count,
    assessable_share,
    case when assessable_share >= needed_share then capped_average_pct end
        as average_attainment_pct,
    case when assessable_share < needed_share then 'too_few_assessable' end as missing_reason
from gated
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_field_score" rename to "mart_field_score__dbt_backup"
--! and
alter table "cchc"."main"."mart_field_score__dbt_tmp" rename to "mart_field_score"
--! and
comment on table "cchc"."main"."mart_field_score" is $dbt_comment_literal_block$Một dòng mỗi kế hoạch, lĩnh vực, cách xem và quãng ngày; lĩnh vực để trống là cả kế hoạch.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_field_score".field_score_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".field_code is $dbt_comment_literal_block$Lĩnh vực, 0 đến 7; trống là cả kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".includes_simulated is $dbt_comment_literal_block$Có để số mô phỏng đứng thay khi chưa có số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".measure_count is $dbt_comment_literal_block$Số con số phải theo dõi; không kể không áp dụng, và chỗ nhắc lại của cùng một con số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".assessable_count is $dbt_comment_literal_block$Số con số đánh giá được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".met_count is $dbt_comment_literal_block$Số con số đạt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".assessable_share is $dbt_comment_literal_block$Phần đánh giá được, 0 đến 1.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".average_attainment_pct is $dbt_comment_literal_block$Trung bình mức độ hoàn thành, từng con số chặn ở 100; trống khi thiếu số liệu quá nhiều.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_field_score".missing_reason is $dbt_comment_literal_block$Vì sao không có trung bình.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_field_score__dbt_backup" cascade
--! node ["mart_target_headline", "model", ""]
create  table
      "cchc"."main"."mart_target_headline__dbt_tmp"
  (
    headline_key varchar not null,
    plan_code varchar not null,
    target_ref varchar not null,
    target_no integer,
    includes_simulated boolean not null,
    known_from date not null,
    known_until date,
    as_of_date date,
    measure_count integer,
    assessable_count integer,
    met_count integer,
    repeated_count integer not null,
    worst_target_key varchar,
    worst_gap_points double
    )
 ;
    insert into "cchc"."main"."mart_target_headline__dbt_tmp"
  (
      headline_key ,
      plan_code ,
      target_ref ,
      target_no ,
      includes_simulated ,
      known_from ,
      known_until ,
      as_of_date ,
      measure_count ,
      assessable_count ,
      met_count ,
      repeated_count ,
      worst_target_key ,
      worst_gap_points
  )
 (
    select headline_key, plan_code, target_ref, target_no, includes_simulated, known_from, known_until, as_of_date, measure_count, assessable_count, met_count, repeated_count, worst_target_key, worst_gap_points
    from (
        with targets as (
    select
        target_key,
        target_ref,
        target_no
    from "cchc"."main"."fct_target"
),
shown as (
    select
        shown.*,
        targets.target_ref,
        targets.target_no
    from "cchc"."main"."mart_attainment_shown" as shown
    inner join targets on shown.target_key = targets.target_key
),
attainment as (
    select * from "cchc"."main"."mart_attainment"
),
days as (
    select distinct
        plan_code,
        target_ref,
        includes_simulated,
        known_from
    from shown
),
standing as (
    select
        days.plan_code,
        days.target_ref,
        days.includes_simulated,
        days.known_from,
        shown.target_no,
        shown.target_key,
        attainment.as_of_date,
        attainment.met,
        attainment.is_assessed,
        attainment.gap_points,
        -- A number that its plan states twice counts where it stands first.
        attainment.repeats_target_key is null as counts_here
    from days
    inner join shown
        on
            days.plan_code = shown.plan_code
            and days.target_ref = shown.target_ref
            and days.includes_simulated = shown.includes_simulated
            and days.known_from >= shown.known_from
            and (shown.known_until is null or days.known_from < shown.known_until)
    inner join attainment on shown.attainment_key = attainment.attainment_key
),
counted as (
    select
        plan_code,
        target_ref,
        includes_simulated,
        known_from,
        min(target_no)::integer as target_no,
        max(as_of_date) as as_of_date,
        (count(*) filter (where counts_here))::integer as measure_count,
        (count(*) filter (where counts_here and is_assessed))::integer as assessable_count,
        (count(*) filter (where counts_here and met))::integer as met_count,
        (count(*) filter (where not counts_here))::integer as repeated_count,
        -- The measure with the widest gap; nobody is worst where all that can be judged are met.
        arg_max(target_key, case when not met then gap_points end)
            as worst_target_key,
        max(case when not met then gap_points end) as worst_gap_points
    from standing
    group by plan_code, target_ref, includes_simulated, known_from
)
select
    concat_ws(
        '@', plan_code || '/' || target_ref, known_from,
        case when includes_simulated then 'all' else 'real' end
    ) as headline_key,
    plan_code,
    target_ref,
    target_no,
    includes_simulated,
    known_from,
    lead(known_from) over (
        partition by plan_code, target_ref, includes_simulated order by known_from
    ) as known_until,
    as_of_date,
    measure_count,
    assessable_count,
    met_count,
    repeated_count,
    worst_target_key,
    worst_gap_points
from counted
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_target_headline" rename to "mart_target_headline__dbt_backup"
--! and
alter table "cchc"."main"."mart_target_headline__dbt_tmp" rename to "mart_target_headline"
--! and
comment on table "cchc"."main"."mart_target_headline" is $dbt_comment_literal_block$Một dòng mỗi chỉ tiêu có con số, cách xem và quãng ngày: bao nhiêu con số đạt, con số nào kém nhất.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_target_headline".headline_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".target_ref is $dbt_comment_literal_block$STT hoặc đường dẫn mục.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".target_no is $dbt_comment_literal_block$Thứ tự chỉ tiêu trong kế hoạch, từ 1.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".includes_simulated is $dbt_comment_literal_block$Có để số mô phỏng đứng thay khi chưa có số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".known_from is $dbt_comment_literal_block$Từ ngày này (tính cả ngày ấy) thì biết như dòng này.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".known_until is $dbt_comment_literal_block$Đến trước ngày này; trống khi không có gì đã biết sẽ đổi nó. Ngày có thể ở tương lai: hạn và tuổi của số liệu tính trước được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".as_of_date is $dbt_comment_literal_block$Ngày số liệu mới nhất.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".measure_count is $dbt_comment_literal_block$Số con số của chỉ tiêu, không kể những con số đã tính ở chỗ khác của kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".assessable_count is $dbt_comment_literal_block$Số con số đánh giá được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".met_count is $dbt_comment_literal_block$Số con số đạt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".repeated_count is $dbt_comment_literal_block$Số con số nhắc lại chỗ khác, nên không tính ở đây.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".worst_target_key is $dbt_comment_literal_block$Con số chưa đạt có khoảng thiếu lớn nhất; trống khi không có con số nào chưa đạt.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_target_headline".worst_gap_points is $dbt_comment_literal_block$Khoảng thiếu của con số đó, điểm.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_target_headline__dbt_backup" cascade
--! node ["holds_mart_attainment_shown_known_until_is_null_or_known_from_known_until", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_attainment_shown"
where not coalesce(known_until is null or known_from < known_until, false)
    ) dbt_internal_test
--! node ["unique_mart_attainment_shown_shown_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    shown_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_attainment_shown"
where shown_key is not null
group by shown_key
having count(*) > 1
    ) dbt_internal_test
--! node ["accepted_values_mart_field_ambition_boundary_frame__63__34", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        boundary_frame as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_field_ambition"
    group by boundary_frame
)
select *
from all_values
where value_field not in (
    '63','34'
)
    ) dbt_internal_test
--! node ["holds_mart_field_ambition__averaged_count_0_mean_ambition_points_is_null_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_field_ambition"
where not coalesce((averaged_count = 0) = (mean_ambition_points is null), false)
    ) dbt_internal_test
--! node ["relationships_mart_field_ambition_field_code__field_code__ref_dim_field_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select field_code as from_field
    from "cchc"."main"."mart_field_ambition"
    where field_code is not null
),
parent as (
    select field_code as to_field
    from "cchc"."main"."dim_field"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_field_ambition_from_plan__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select from_plan as from_field
    from "cchc"."main"."mart_field_ambition"
    where from_plan is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_field_ambition_to_plan__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select to_plan as from_field
    from "cchc"."main"."mart_field_ambition"
    where to_plan is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_field_ambition_ambition_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    ambition_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_field_ambition"
where ambition_key is not null
group by ambition_key
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_review_queue", "model", ""]
create  table
      "cchc"."main"."mart_review_queue__dbt_tmp"
  (
    record_key varchar not null,
    what varchar not null,
    record_kind varchar not null,
    plan_code varchar not null,
    source_key varchar not null,
    record_ref varchar not null,
    record_text varchar,
    value double,
    unit varchar,
    comparator varchar,
    confidence double not null,
    reasons varchar[],
    unsure varchar[],
    source_quote varchar,
    quote_file varchar,
    quote_locator varchar,
    queue_key varchar not null
    )
 ;
    insert into "cchc"."main"."mart_review_queue__dbt_tmp"
  (
      record_key ,
      what ,
      record_kind ,
      plan_code ,
      source_key ,
      record_ref ,
      record_text ,
      value ,
      unit ,
      comparator ,
      confidence ,
      reasons ,
      unsure ,
      source_quote ,
      quote_file ,
      quote_locator ,
      queue_key
  )
 (
    select record_key, what, record_kind, plan_code, source_key, record_ref, record_text, value, unit, comparator, confidence, reasons, unsure, source_quote, quote_file, quote_locator, queue_key
    from (
        with targets as (
    select * from "cchc"."main"."fct_target"
),
tasks as (
    select * from "cchc"."main"."fct_task"
    where needs_review
),
decided as (
    select
        record_key,
        what
    from "cchc"."intermediate"."int_decisions_latest"
),
-- Numbers and words of an earlier plan of which nobody can tell what became of them.
unclear as (
    select distinct
        from_target_key,
        to_target_key
    from "cchc"."main"."mart_target_trend"
    where change_class = 'unclear'
),
plans as (
    select * from "cchc"."intermediate"."int_plans_located"
    where unit_code is null and owner_match = 'none'
),
queue as (
    select
        record_key,
        'reading' as what,
        'target' as record_kind,
        plan_code,
        target_key as source_key,
        target_ref as record_ref,
        coalesce(measure_label, target_text) as record_text,
        value,
        unit,
        comparator,
        reading_confidence as confidence,
        reading_doubts as reasons,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from targets
    where needs_review
    union all by name
    select
        record_key,
        'link' as what,
        'target' as record_kind,
        plan_code,
        target_key as source_key,
        target_ref as record_ref,
        coalesce(measure_label, target_text) as record_text,
        value,
        unit,
        comparator,
        coalesce(link_score, 0) as confidence,
        link_reasons as reasons,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from targets
    where kind = 'quantitative' and indicator_code is null and not is_link_rejected
    union all by name
    select
        record_key,
        'reading' as what,
        'task' as record_kind,
        plan_code,
        task_key as source_key,
        task_ref as record_ref,
        task_text as record_text,
        reading_confidence as confidence,
        reading_doubts as reasons,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from tasks
    union all by name
    -- "Khi có hướng dẫn": judged from the day on which somebody records that the condition is met.
    select
        targets.record_key,
        'condition' as what,
        'target' as record_kind,
        targets.plan_code,
        targets.target_key as source_key,
        targets.target_ref as record_ref,
        coalesce(targets.measure_label, targets.target_text) as record_text,
        targets.value,
        targets.unit,
        targets.comparator,
        targets.reading_confidence as confidence,
        targets.source_quote,
        targets.quote_file,
        targets.quote_locator
    from targets
    anti join decided
        on targets.record_key = decided.record_key and decided.what = 'condition'
    where targets.is_conditional and targets.kind = 'quantitative'
    union all by name
    select
        targets.record_key,
        'restated' as what,
        'target' as record_kind,
        any_value(targets.plan_code) as plan_code,
        any_value(targets.target_key) as source_key,
        any_value(targets.target_ref) as record_ref,
        any_value(coalesce(targets.measure_label, targets.target_text)) as record_text,
        any_value(targets.value) as value,
        any_value(targets.unit) as unit,
        any_value(targets.comparator) as comparator,
        any_value(targets.reading_confidence) as confidence,
        list(distinct later.plan_code || ', ' || later.target_ref || ': ' || later.target_text)
        filter (where later.target_key is not null) as reasons,
        any_value(targets.source_quote) as source_quote,
        any_value(targets.quote_file) as quote_file,
        any_value(targets.quote_locator) as quote_locator
    from unclear
    inner join targets on unclear.from_target_key = targets.target_key
    left join targets as later on unclear.to_target_key = later.target_key
    anti join decided
        on targets.record_key = decided.record_key and decided.what = 'restated'
    group by targets.record_key
    union all by name
    -- Whose plan is this? Until somebody says, no report reaches its numbers.
    select
        plan_code || '#plan' as record_key,
        'owner' as what,
        'plan' as record_kind,
        plan_code,
        plan_code as source_key,
        coalesce(doc_no, plan_code) as record_ref,
        plan_title as record_text,
        0.0 as confidence,
        owner_candidates as reasons,
        source_file as quote_file,
        source_locator as quote_locator
    from plans
)
select
    *,
    record_key || '|' || record_kind || '|' || what as queue_key
from queue
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_review_queue" rename to "mart_review_queue__dbt_backup"
--! and
alter table "cchc"."main"."mart_review_queue__dbt_tmp" rename to "mart_review_queue"
--! and
comment on table "cchc"."main"."mart_review_queue" is $dbt_comment_literal_block$Một dòng mỗi con số, chỉ tiêu hoặc nhiệm vụ mà máy đọc từ văn bản chưa chắc, và mỗi con số chưa gắn chỉ số, chờ người xem lại.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_review_queue".record_key is $dbt_comment_literal_block$Khóa theo nội dung: mã kế hoạch và dấu của lời văn. Ghi vào tệp quyết định.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".what is $dbt_comment_literal_block$reading (kiểm lại con số đọc được), link (gắn chỉ số), owner (kế hoạch của ai), condition (điều kiện đã có chưa), restated (kế hoạch sau có nêu lại không).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".record_kind is $dbt_comment_literal_block$target hoặc task.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".source_key is $dbt_comment_literal_block$Khóa của dòng trong fct_target (target_key) hoặc fct_task (task_key).$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".record_ref is $dbt_comment_literal_block$Số thứ tự hoặc đường dẫn mục trong văn bản.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".record_text is $dbt_comment_literal_block$Nội dung đọc được.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".value is $dbt_comment_literal_block$Con số đọc được; rỗng với nhiệm vụ và chỉ tiêu không có con số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".unit is $dbt_comment_literal_block$Đơn vị tính.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".comparator is $dbt_comment_literal_block$Mức so sánh, như trong fct_target.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".confidence is $dbt_comment_literal_block$Mức chắc của con số đọc được, hoặc điểm khớp của chỉ số gần nhất, từ 0 đến 1.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".reasons is $dbt_comment_literal_block$Vì sao chưa chắc.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".unsure is $dbt_comment_literal_block$Các cột không đọc được nên để trống.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".source_quote is $dbt_comment_literal_block$Nguyên văn trong văn bản.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".quote_file is $dbt_comment_literal_block$Tệp văn bản.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".quote_locator is $dbt_comment_literal_block$Chỗ trong tệp văn bản.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_review_queue".queue_key is $dbt_comment_literal_block$Khóa: khóa bản ghi và nội dung phải quyết định.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_review_queue__dbt_backup" cascade
--! node ["accepted_values_mart_target_trend_boundary_frame__63__34", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        boundary_frame as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_target_trend"
    group by boundary_frame
)
select *
from all_values
where value_field not in (
    '63','34'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_target_trend_change_class__raised__kept__lowered__new__replaced__made_measurable__not_restated__met_and_ended__outside_remit__level_ended__unclear__not_comparable", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        change_class as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_target_trend"
    group by change_class
)
select *
from all_values
where value_field not in (
    'raised','kept','lowered','new','replaced','made_measurable','not_restated','met_and_ended','outside_remit','level_ended','unclear','not_comparable'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_target_trend_comparability__same__wording__definition__level", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        comparability as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_target_trend"
    group by comparability
)
select *
from all_values
where value_field not in (
    'same','wording','definition','level'
)
    ) dbt_internal_test
--! node ["holds_mart_target_trend_change_class_raised_or_change_points_0", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_target_trend"
where not coalesce(change_class <> 'raised' or change_points <> 0, false)
    ) dbt_internal_test
--! node ["holds_mart_target_trend_change_points_is_null_or_change_class_in_raised_kept_lowered_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_target_trend"
where not coalesce(change_points is null or change_class in ('raised', 'kept', 'lowered'), false)
    ) dbt_internal_test
--! node ["holds_mart_target_trend_from_plan_is_null_or_from_year_to_year", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_target_trend"
where not coalesce(from_plan is null or from_year < to_year, false)
    ) dbt_internal_test
--! node ["relationships_mart_target_trend_field_code__field_code__ref_dim_field_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select field_code as from_field
    from "cchc"."main"."mart_target_trend"
    where field_code is not null
),
parent as (
    select field_code as to_field
    from "cchc"."main"."dim_field"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_target_trend_from_plan__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select from_plan as from_field
    from "cchc"."main"."mart_target_trend"
    where from_plan is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_target_trend_from_target_key__target_key__ref_fct_target_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select from_target_key as from_field
    from "cchc"."main"."mart_target_trend"
    where from_target_key is not null
),
parent as (
    select target_key as to_field
    from "cchc"."main"."fct_target"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_target_trend_indicator_code__indicator_code__ref_dim_indicator_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select indicator_code as from_field
    from "cchc"."main"."mart_target_trend"
    where indicator_code is not null
),
parent as (
    select indicator_code as to_field
    from "cchc"."main"."dim_indicator"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_target_trend_to_plan__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select to_plan as from_field
    from "cchc"."main"."mart_target_trend"
    where to_plan is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_target_trend_to_target_key__target_key__ref_fct_target_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select to_target_key as from_field
    from "cchc"."main"."mart_target_trend"
    where to_target_key is not null
),
parent as (
    select target_key as to_field
    from "cchc"."main"."fct_target"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_target_trend_trend_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    trend_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_target_trend"
where trend_key is not null
group by trend_key
having count(*) > 1
    ) dbt_internal_test
--! node ["mart_weekly_change", "model", ""]
create  table
      "cchc"."main"."mart_weekly_change__dbt_tmp"
  (
    change_key varchar not null,
    change_kind varchar not null,
    subject varchar not null,
    plan_code varchar not null,
    unit_code varchar,
    field_code integer,
    indicator_code varchar,
    target_key varchar,
    task_key varchar,
    lead_agency varchar,
    as_of_date date,
    known_on date not null,
    includes_simulated boolean not null,
    is_simulated boolean not null,
    known_because varchar not null,
    before_value double,
    after_value double,
    before_status varchar,
    after_status varchar,
    progress_key varchar,
    corrected_key varchar,
    source_file varchar,
    source_locator varchar
    )
 ;
    insert into "cchc"."main"."mart_weekly_change__dbt_tmp"
  (
      change_key ,
      change_kind ,
      subject ,
      plan_code ,
      unit_code ,
      field_code ,
      indicator_code ,
      target_key ,
      task_key ,
      lead_agency ,
      as_of_date ,
      known_on ,
      includes_simulated ,
      is_simulated ,
      known_because ,
      before_value ,
      after_value ,
      before_status ,
      after_status ,
      progress_key ,
      corrected_key ,
      source_file ,
      source_locator
  )
 (
    select change_key, change_kind, subject, plan_code, unit_code, field_code, indicator_code, target_key, task_key, lead_agency, as_of_date, known_on, includes_simulated, is_simulated, known_because, before_value, after_value, before_status, after_status, progress_key, corrected_key, source_file, source_locator
    from (
        with changes as (
    select
        *,
        'target' as subject
    from "cchc"."intermediate"."int_changes_of_targets"
    union all by name
    select
        *,
        'task' as subject
    from "cchc"."intermediate"."int_changes_of_tasks"
),
plans as (
    select
        plan_code,
        unit_code
    from "cchc"."main"."dim_plan"
),
targets as (
    select
        target_key,
        field_code
    from "cchc"."main"."fct_target"
),
tasks as (
    select
        task_key,
        field_code,
        lead_agency
    from "cchc"."main"."fct_task"
)
select
    concat_ws(
        '|', changes.change_kind, changes.subject,
        coalesce(changes.target_key, changes.task_key), changes.as_of_date, changes.known_on,
        case when changes.is_simulated then 'simulated' else 'real' end,
        case when changes.includes_simulated then 'all' else 'real' end,
        -- Quarter 2 and the first half end on one day.
        case when changes.change_kind = 'corrected' then changes.progress_key end
    ) as change_key,
    changes.change_kind,
    changes.subject,
    changes.plan_code,
    plans.unit_code,
    coalesce(targets.field_code, tasks.field_code) as field_code,
    changes.indicator_code,
    changes.target_key,
    changes.task_key,
    tasks.lead_agency,
    changes.as_of_date,
    changes.known_on,
    changes.includes_simulated,
    changes.is_simulated,
    changes.known_because,
    changes.before_value,
    changes.after_value,
    changes.before_status,
    changes.after_status,
    changes.progress_key,
    changes.corrected_key,
    changes.source_file,
    changes.source_locator
from changes
inner join plans on changes.plan_code = plans.plan_code
left join targets on changes.target_key = targets.target_key
left join tasks on changes.task_key = tasks.task_key
    ) as model_subq
    )
--! and
alter table "cchc"."main"."mart_weekly_change" rename to "mart_weekly_change__dbt_backup"
--! and
alter table "cchc"."main"."mart_weekly_change__dbt_tmp" rename to "mart_weekly_change"
--! and
comment on table "cchc"."main"."mart_weekly_change" is $dbt_comment_literal_block$Một dòng mỗi điều mới biết về một con số hay nhiệm vụ, theo ngày biết. Với một cách xem và hai ngày bất kỳ, các dòng có trạng thái trước và sau cộng lại đúng bằng chênh lệch số đếm của hai ngày ấy.$dbt_comment_literal_block$
--! and
comment on column "cchc"."main"."mart_weekly_change".change_key is $dbt_comment_literal_block$Khóa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".change_kind is $dbt_comment_literal_block$new: số mới; corrected: đính chính; status_changed: đổi trạng thái; became_late: thành trễ; done: xong.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".subject is $dbt_comment_literal_block$target hoặc task.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".plan_code is $dbt_comment_literal_block$Mã kế hoạch.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".unit_code is $dbt_comment_literal_block$Mã đơn vị.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".field_code is $dbt_comment_literal_block$Lĩnh vực, 0 đến 7.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".indicator_code is $dbt_comment_literal_block$Mã chỉ số.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".target_key is $dbt_comment_literal_block$Dòng trong fct_target.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".task_key is $dbt_comment_literal_block$Dòng trong fct_task.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".lead_agency is $dbt_comment_literal_block$Cơ quan chủ trì nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".as_of_date is $dbt_comment_literal_block$Ngày số liệu.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".known_on is $dbt_comment_literal_block$Ngày biết: ngày nhận, ngày sau hạn, hoặc ngày số liệu thành quá cũ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".includes_simulated is $dbt_comment_literal_block$Cách xem: có để số mô phỏng đứng thay khi chưa có số thật.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".is_simulated is $dbt_comment_literal_block$Số liệu mô phỏng.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".known_because is $dbt_comment_literal_block$Vì sao đổi: received, deadline_passed, deadline_near, grew_old, condition_met, plan_began.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".before_value is $dbt_comment_literal_block$Giá trị trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".after_value is $dbt_comment_literal_block$Giá trị sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".before_status is $dbt_comment_literal_block$Trạng thái trước.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".after_status is $dbt_comment_literal_block$Trạng thái sau.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".progress_key is $dbt_comment_literal_block$Dòng trong fct_progress; trống với nhiệm vụ.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".corrected_key is $dbt_comment_literal_block$Dòng trong fct_progress mà đính chính này sửa.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".source_file is $dbt_comment_literal_block$Tệp nguồn.$dbt_comment_literal_block$;
    comment on column "cchc"."main"."mart_weekly_change".source_locator is $dbt_comment_literal_block$Chỗ trong tệp nguồn.$dbt_comment_literal_block$
--! and
drop table if exists "cchc"."main"."mart_weekly_change__dbt_backup" cascade
--! node ["holds_mart_field_score_met_count_assessable_count_and_assessable_count_measure_count", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_field_score"
where not coalesce(met_count <= assessable_count and assessable_count <= measure_count, false)
    ) dbt_internal_test
--! node ["unique_mart_field_score_field_score_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    field_score_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_field_score"
where field_score_key is not null
group by field_score_key
having count(*) > 1
    ) dbt_internal_test
--! node ["holds_mart_target_headline_met_count_assessable_count_and_assessable_count_measure_count", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select *
from "cchc"."main"."mart_target_headline"
where not coalesce(met_count <= assessable_count and assessable_count <= measure_count, false)
    ) dbt_internal_test
--! node ["unique_mart_target_headline_headline_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    headline_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_target_headline"
where headline_key is not null
group by headline_key
having count(*) > 1
    ) dbt_internal_test
--! node ["accepted_values_mart_review_queue_record_kind__target__task__plan", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        record_kind as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_review_queue"
    group by record_kind
)
select *
from all_values
where value_field not in (
    'target','task','plan'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_review_queue_what__reading__link__owner__condition__restated", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        what as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_review_queue"
    group by what
)
select *
from all_values
where value_field not in (
    'reading','link','owner','condition','restated'
)
    ) dbt_internal_test
--! node ["relationships_mart_review_queue_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."mart_review_queue"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_review_queue_queue_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    queue_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_review_queue"
where queue_key is not null
group by queue_key
having count(*) > 1
    ) dbt_internal_test
--! node ["accepted_values_mart_weekly_change_change_kind__new__corrected__status_changed__became_late__done", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        change_kind as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_weekly_change"
    group by change_kind
)
select *
from all_values
where value_field not in (
    'new','corrected','status_changed','became_late','done'
)
    ) dbt_internal_test
--! node ["accepted_values_mart_weekly_change_subject__target__task", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with all_values as (
    select
        subject as value_field,
        count(*) as n_records
    from "cchc"."main"."mart_weekly_change"
    group by subject
)
select *
from all_values
where value_field not in (
    'target','task'
)
    ) dbt_internal_test
--! node ["relationships_mart_weekly_change_plan_code__plan_code__ref_dim_plan_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select plan_code as from_field
    from "cchc"."main"."mart_weekly_change"
    where plan_code is not null
),
parent as (
    select plan_code as to_field
    from "cchc"."main"."dim_plan"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_weekly_change_target_key__target_key__ref_fct_target_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select target_key as from_field
    from "cchc"."main"."mart_weekly_change"
    where target_key is not null
),
parent as (
    select target_key as to_field
    from "cchc"."main"."fct_target"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["relationships_mart_weekly_change_task_key__task_key__ref_fct_task_", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
with child as (
    select task_key as from_field
    from "cchc"."main"."mart_weekly_change"
    where task_key is not null
),
parent as (
    select task_key as to_field
    from "cchc"."main"."fct_task"
)
select
    from_field
from child
left join parent
    on child.from_field = parent.to_field
where parent.to_field is null
    ) dbt_internal_test
--! node ["unique_mart_weekly_change_change_key", "test", "error"]
select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
select
    change_key as unique_field,
    count(*) as n_records
from "cchc"."main"."mart_weekly_change"
where change_key is not null
group by change_key
having count(*) > 1
    ) dbt_internal_test
--! node ["cchc-on-run-end-0", "operation", ""]
create or replace macro attainment_on(day) as table
        select attainment.*
        from mart_attainment as attainment
        where attainment.known_from <= day
    and (attainment.known_until is null or attainment.known_until > day);
        create or replace macro attainment_shown_on(day, with_simulated) as table
        select attainment.*
        from mart_attainment_shown as shown
        inner join mart_attainment as attainment
            on shown.attainment_key = attainment.attainment_key
        where shown.includes_simulated = with_simulated and shown.known_from <= day
    and (shown.known_until is null or shown.known_until > day);
        create or replace macro task_shown_on(day, with_simulated) as table
        select task_state.*
        from mart_task_shown as shown
        inner join mart_task_status as task_state
            on shown.task_status_key = task_state.task_status_key
        where shown.includes_simulated = with_simulated and shown.known_from <= day
    and (shown.known_until is null or shown.known_until > day);
        create or replace macro task_state_on(day) as table
        select * from task_shown_on(day, true)
