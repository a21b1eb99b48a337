"""The weekly review as figures, sentences and a printed brief; knows no Streamlit."""
