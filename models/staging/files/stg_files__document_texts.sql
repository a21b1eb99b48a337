select
    file_path as source_file,
    document_text,
    page_starts
from {{ source('raw', 'document_texts') }}
