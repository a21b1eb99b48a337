{# As unique_combination, for tables of many millions of rows: groups hashes first, and then the
   few rows whose hashes met. #}
{% test unique_hash(model, columns) %}

with met as (
    select {{ row_hash(columns) }} as row_hash
    from {{ model }}
    group by {{ row_hash(columns) }}
    having count(*) > 1
)

select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
where {{ row_hash(columns) }} in (select row_hash from met)
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
