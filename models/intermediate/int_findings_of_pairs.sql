-- One row per difference between an export and the document it was made from, with both values.
-- The export's figure stands in the tables: a person put it there.
with pairs as (
    select * from {{ ref('int_targets_paired') }}
),

exported as (
    select * from {{ ref('stg_plans__targets') }}
),

tasks as (
    select * from {{ ref('stg_plans__tasks') }}
),

document_tasks as (
    select * from {{ ref('stg_plans__document_tasks') }}
),

task_pairs as (
    select * from {{ ref('int_tasks_paired') }}
),

paired_plans as (
    select distinct
        plan_code,
        source_file
    from document_tasks
),

sides as (
    select
        pairs.*,
        exported.value,
        exported.comparator,
        exported.unit,
        exported.scope_level,
        exported.due_year,
        exported.baseline,
        exported.is_nested,
        exported.field_code,
        exported.document_place
    from pairs
    left join exported on pairs.target_key = exported.target_key
),

differences as (
    select
        sides.plan_code,
        coalesce(sides.document_locator, sides.document_place) as place,
        sides.document_file as source_file,
        'Chỉ tiêu ' || sides.target_ref as subject,
        unnest([
            case
                when not sides.is_in_document then
                    'chỉ bảng nhập có '
                    || coalesce(
                        {{ say_number('sides.value') }} || ' ' || sides.unit, 'chỉ tiêu này'
                    )
            end,
            case
                when not sides.is_in_export then
                    'chỉ văn bản có '
                    || coalesce(
                        {{ say_number('sides.document_value') }} || ' ' || sides.document_unit,
                        'chỉ tiêu này'
                    )
            end,
            case
                when
                    sides.is_in_document and sides.is_in_export
                    and sides.value is distinct from sides.document_value
                    then format(
                        'con số: bảng nhập {}, văn bản {}',
                        coalesce({{ say_number('sides.value') }}, 'không có'),
                        coalesce({{ say_number('sides.document_value') }}, 'không có')
                    )
            end,
            {% for column, name in [
                ('comparator', 'mức so sánh'), ('unit', 'đơn vị tính'), ('scope_level', 'cấp'),
                ('due_year', 'thời hạn'), ('baseline', 'mốc so sánh'),
                ('field_code', 'lĩnh vực'), ('is_nested', 'là phần của con số khác')
            ] %}
                case
                    when
                        sides.is_in_document and sides.is_in_export
                        and sides.{{ column }} is distinct from sides.document_{{ column }}
                        then format(
                            '{{ name }}: bảng nhập {}, văn bản {}',
                            coalesce(sides.{{ column }}::varchar, 'không có'),
                            coalesce(sides.document_{{ column }}::varchar, 'không có')
                        )
                end{{ "," if not loop.last }}
            {% endfor %}
        ]) as difference
    from sides
    union all
    select
        plan_code,
        document_locator as place,
        document_file as source_file,
        'Nhiệm vụ ' || task_ref as subject,
        unnest([
            {% for column, name in [
                ('lead_agency', 'cơ quan chủ trì'), ('coord_agency', 'cơ quan phối hợp'),
                ('products', 'sản phẩm'), ('due_text', 'thời gian'),
                ('budget_million_vnd', 'kinh phí'), ('field_code', 'lĩnh vực')
            ] %}
                case
                    when {{ column }}_differs
                        then format(
                            '{{ name }}: bảng nhập {}, văn bản {}',
                            coalesce({{ column }}::varchar, 'không có'),
                            document_{{ column }}
                        )
                end{{ "," if not loop.last }}
            {% endfor %}
        ]) as difference
    from task_pairs
    union all
    select
        tasks.plan_code,
        tasks.document_place as place,
        paired_plans.source_file,
        'Nhiệm vụ ' || tasks.task_ref as subject,
        'chỉ bảng nhập có' as difference
    from tasks
    inner join paired_plans on tasks.plan_code = paired_plans.plan_code
    anti join document_tasks
        on tasks.plan_code = document_tasks.plan_code and tasks.task_ref = document_tasks.task_ref
    union all
    select
        document_tasks.plan_code,
        document_tasks.source_locator as place,
        document_tasks.source_file,
        'Nhiệm vụ ' || document_tasks.task_ref as subject,
        'chỉ văn bản có' as difference
    from document_tasks
    anti join tasks
        on document_tasks.plan_code = tasks.plan_code and document_tasks.task_ref = tasks.task_ref
)

select
    'export_and_document_differ' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    place,
    subject || ': ' || difference as message,
    'mở văn bản ở chỗ này; số của bảng nhập đang được dùng, sửa bảng nhập nếu nó sai' as remedy
from differences
where difference is not null
