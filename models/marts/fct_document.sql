select
    file_path as source_file,
    document_text,
    length(document_text)::integer as character_count,
    page_starts
from {{ source('raw', 'document_texts') }}
