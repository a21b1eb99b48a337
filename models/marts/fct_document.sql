select
    source_file,
    document_text,
    length(document_text)::integer as character_count,
    page_starts
from {{ ref('stg_files__document_texts') }}
