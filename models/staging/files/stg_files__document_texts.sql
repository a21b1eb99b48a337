select
    file_path as source_file,
    document_text
from {{ source('raw', 'document_texts') }}
