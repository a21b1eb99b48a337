-- One row per oddity of the progress reported.
with suspects as (
    select * from {{ ref('int_results_suspect') }}
),

reports as (
    select * from {{ ref('int_task_reports_matched') }}
),

units as (
    select * from {{ ref('int_units_listed') }}
),

aliases as (
    select * from {{ ref('stg_units__aliases') }}
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
        {{ first_place(cell_place('facts')) }} as place
    from {{ ref('int_readings_stored') }} as facts
    inner join units on facts.unit_code = units.unit_code
    where facts.as_of_date > units.valid_to and facts.data_kind <> 'published'
    group by facts.source_file, facts.unit_code
),

plans as (
    select plan_code from {{ ref('stg_plans__plans') }}
),

doubled as (
    select * from {{ ref('int_results_doubled') }}
),

mismatched as (
    select distinct
        targets.plan_code,
        targets.unit,
        versions.unit as actual_unit,
        versions.source_file,
        versions.source_locator
    from {{ ref('int_readings_of_targets') }} as readings
    inner join {{ ref('int_readings_versioned') }} as versions
        on readings.progress_key = versions.progress_key
    inner join {{ ref('int_targets_windowed') }} as targets
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
    from {{ ref('int_attainment_judged') }}
    where
        denominator is not null and not is_level_cut
        and ({{ is_met('stated_value', 'target', 'sign') }})
        <> ({{ is_met('actual', 'target', 'sign') }})
)

-- Rows that no unit, plan or task answers to: one finding per file and name, not per row.
select
    'unit_unknown' as finding_kind,
    'error' as severity,
    null as plan_code,
    suspects.source_file,
    {{ first_place('suspects.source_locator') }} as place,
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
    {{ first_place('source_locator') }} as place,
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
    {{ first_place('source_locator') }} as place,
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
    {{ first_place('source_locator') }} as place,
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
    {{ first_place('source_locator') }} as place,
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
    {{ first_place('source_locator') }} as place,
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
        'Giá trị ghi {} khác tỷ lệ {:.2f} tính từ {} trên {}', {{ say_number('stated_value') }},
        counted_value, {{ say_number('numerator') }}, {{ say_number('denominator') }}
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
        {{ say_number('stated_value') }}, {{ say_number('numerator') }},
        {{ say_number('denominator') }}, {{ say_number('round(actual, 6)') }},
        {{ say_number('target') }}, target_key
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
        'Tử số {} và mẫu số {} không cho một tỷ lệ nào', {{ say_number('numerator') }},
        {{ say_number('denominator') }}
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
    {{ of_last_row('source_locator') }} as place,
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
    {{ of_last_row('source_locator') }} as place,
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
