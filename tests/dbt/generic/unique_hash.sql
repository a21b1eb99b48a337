{# As unique_combination, for tables of many millions of rows: groups hashes and not texts.
   Two different rows with one hash would fail the test, never pass a double one. #}
{% test unique_hash(model, columns) %}

select {{ row_hash(columns) }} as row_hash, count(*) as row_count
from {{ model }}
group by {{ row_hash(columns) }}
having count(*) > 1

{% endtest %}
