"""The screens: Streamlit pages over the published build."""
