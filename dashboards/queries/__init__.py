"""Questions to the build: parameters in, frame out. They know no Streamlit."""
